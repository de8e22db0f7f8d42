import type { CodeLens, Command } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  namesOf,
  quotaOf,
  type FindingMatch,
  type Policy,
  type PolicySizes,
  type MatchedFindings,
} from '../../../core/src/index.ts';
import { sentence } from '../../../core/src/text/index.ts';
import { clientCommands } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { rangeOf } from '../lsp/convert.ts';
import {
  ageInWords,
  findingsInWords,
  inBrackets,
  isOnlyAboutRole,
  limitsOf,
  unusedRoleInWords,
  withheldInWords,
} from './matchInWords.ts';
import { plainTitle } from '../lsp/plainTitle.ts';
import { refinedSizes } from './sizes.ts';
import { t, told } from '../lsp/language.ts';

/** What a lens depends on besides the document. */
export interface LensOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Does the client have the commands of our own client? */
  readonly hasCommands: boolean;
}

/** A lens for each policy that findings are about, with commands; also for statements if the settings want it. */
export function codeLensesFor(document: TextDocument, found: DocumentAnalysis, options: LensOptions): CodeLens[] {
  const { analysis, sources } = found;
  const wanted = sources.settings.codeLens;
  if (wanted === 'off') return [];
  const lenses: CodeLens[] = [];
  const sizes = analysis.policies.some(({ match }) => match.kind === 'matched') ? refinedSizes(found) : [];
  for (const [policy, { policy: read, match, statements }] of analysis.policies.entries()) {
    const range = rangeOf(document, read.keySpan);
    for (const command of policyCommands(found, policy, match, { ...options, size: sizes[policy] }))
      lenses.push({ range, command });
    if (match.kind !== 'matched' || wanted !== 'statements') continue;
    for (const [statement, { statement: of }] of statements.entries()) {
      const { actions, unused } = found.engine.count(analysis, policy, statement);
      if (unused > 0)
        lenses.push({ range: rangeOf(document, of.span), command: { title: countsOf(unused, actions), command: '' } });
    }
  }
  return lenses;
}

interface PolicyOptions extends LensOptions {
  readonly size: PolicySizes | undefined;
}

function policyCommands(
  found: DocumentAnalysis,
  policy: number,
  match: FindingMatch,
  options: PolicyOptions,
): Command[] {
  switch (match.kind) {
    case 'matched':
      return matchCommands(found, policy, match, options);
    case 'blocked':
      return [title(told(sentence(match.reason)))];
    case 'unmatched':
      // A policy without any finding has no lens.
      return match.isSetAside === true ? [title(t('No finding applies: {0}', match.reason))] : [];
  }
}

function title(text: string): Command {
  return { title: plainTitle(text), command: '' };
}

/** The lenses of a matched policy. An unused role comes first, before its permissions. */
function matchCommands(
  found: DocumentAnalysis,
  policy: number,
  match: MatchedFindings,
  options: PolicyOptions,
): Command[] {
  const role = unusedRoleInWords(match);
  const headline = role === undefined ? [] : [title(t('{0}: consider deleting it', role))];
  const { commands, canRefine } = isOnlyAboutRole(match)
    ? noPermissions
    : permissionCommands(found, policy, match, options);
  if (!options.hasCommands) return [...headline, ...commands];
  const refining: Command[] = [
    {
      title: t('Refine'),
      command: clientCommands.refineFile,
      tooltip: t('Remove the unused actions from the whole file'),
    },
    { title: t('Preview'), command: clientCommands.previewFile, tooltip: t('Compare the file before and after') },
  ];
  return [
    ...headline,
    ...commands,
    ...(canRefine ? refining : []),
    { title: t('Finding'), command: clientCommands.openFinding },
  ];
}

interface PermissionCommands {
  readonly commands: readonly Command[];
  readonly canRefine: boolean;
}

const noPermissions: PermissionCommands = { commands: [], canRefine: false };

/** The lenses about the permissions of a policy. */
function permissionCommands(
  found: DocumentAnalysis,
  policy: number,
  match: MatchedFindings,
  { now, size }: PolicyOptions,
): PermissionCommands {
  const analysed = found.analysis.policies[policy];
  const { actions, unused } = found.engine.count(found.analysis, policy);
  const names = namesOf(match.findings);
  const age = ageInWords(match.findings, now);
  const limits = [...doubtInWords(match), ...limitsOf(found, policy), ...sizeInWords(size, analysed?.policy)];
  const line = (text: string): Command => title([text, ...limits].join(' · '));
  if (analysed?.isWhollyUnused === true)
    return {
      commands: [line(whollyUnused([told(names), ...(age === undefined ? [] : [age])].join(', '), analysed.policy))],
      canRefine: false,
    };
  if (unused > 0) {
    const counts = `${t('{0} of {1} actions unused by {2}', unused, actions, names)}${inBrackets(age)}`;
    return { commands: [line(counts)], canRefine: analysed?.policy.readOnly === undefined };
  }
  const stays = withheldInWords(found, policy);
  const nothing = t('Nothing reported unused for {0} ({1})', names, findingsInWords(match.findings));
  return {
    commands: [line(stays.length === 0 ? nothing : t('Nothing can be removed ({0})', stays.join('; ')))],
    canRefine: false,
  };
}

/** The doubt in one word. The status and the hover explain it. */
function doubtInWords({ stale, tooNew }: MatchedFindings): string[] {
  return [
    ...(stale === undefined ? [] : [t('stale')]),
    ...(tooNew === undefined ? [] : [t('too new to tell what is unused')]),
  ];
}

/** `by`: the principals of the findings, and the age of the findings. */
function whollyUnused(by: string, { subject }: Policy): string {
  switch (subject.policyType?.kind) {
    case 'inline':
      return t('Everything is reported unused ({0}): delete it', by);
    case 'managed':
      return t('Everything is reported unused ({0}): detach it', by);
    case 'service-control':
    case undefined:
      return t('Everything is reported unused ({0}): detach it, or delete it if it is inline', by);
  }
}

/** `444 → 346 of 6,144 characters`; with the quota only if the document tells the type of the policy. */
function sizeInWords(size: PolicySizes | undefined, policy: Policy | undefined): string[] {
  if (size === undefined || policy === undefined) return [];
  const { policyType } = policy.subject;
  const now = size.after === size.before ? told(size.before) : `${told(size.before)} → ${told(size.after)}`;
  return [
    policyType === undefined ? t('{0} characters', now) : t('{0} of {1} characters', now, quotaOf(policyType).most),
  ];
}

function countsOf(unused: number, actions: number): string {
  return t('{0} of {1} actions unused', unused, actions);
}
