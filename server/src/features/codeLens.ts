/** The code lenses over policies and statements. */
import type { CodeLens, Command } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FindingMatch, MatchedFindings, NoFindingMatch } from '../../../core/src/index.ts';
import { sentence } from '../../../core/src/text/index.ts';
import { clientCommands } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import { rangeOf } from '../lsp/convert.ts';
import { t, told } from '../lsp/language.ts';
import { plainTitle } from '../lsp/plainTitle.ts';
import { configFor, mappedPart } from './configEdits.ts';
import { permissionsInWords } from './lensText.ts';
import { isOnlyAboutRole, unusedRoleInWords } from './matchInWords.ts';
import { outlookOf, type Outlook } from './outlook.ts';

/** What a lens depends on besides the document. */
export interface LensOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly capabilities: ClientCapabilities;
}

/** The lenses of each policy, with the commands that can be run; also for statements if the settings want it. */
export function codeLensesFor(document: TextDocument, found: DocumentAnalysis, options: LensOptions): CodeLens[] {
  const { analysis, sources } = found;
  const wanted = sources.settings.codeLens;
  if (wanted === 'off') return [];
  const lenses: CodeLens[] = [];
  const lensOf = createPolicyLenses(found, { ...options, uri: document.uri });
  for (const [policy, { policy: read, match, statements }] of analysis.policies.entries()) {
    const range = rangeOf(document, read.keySpan);
    for (const command of lensOf(policy, match)) lenses.push({ range, command });
    if (match.kind !== 'matched' || wanted !== 'statements') continue;
    for (const [statement, { statement: of }] of statements.entries()) {
      const { actions, unused } = found.engine.count(analysis, policy, statement);
      if (unused === 0) continue;
      const command = { title: t('{0} of {1} actions unused', unused, actions), command: '' };
      lenses.push({ range: rangeOf(document, of.span), command });
    }
  }
  return lenses;
}

interface PolicyOptions extends LensOptions {
  readonly uri: string;
}

/** Gives the lenses of a policy, by its index. The document is refined once for all of them. */
function createPolicyLenses(
  found: DocumentAnalysis,
  options: PolicyOptions,
): (policy: number, match: FindingMatch) => Command[] {
  const isMatched = found.analysis.policies.some(({ match }) => match.kind === 'matched');
  const outlook: Outlook = isMatched ? outlookOf(found) : { changed: new Set(), left: [], sizes: [] };
  return (policy, match) => {
    switch (match.kind) {
      case 'matched':
        return matchCommands(found, policy, match, { ...options, outlook });
      case 'blocked':
        return [
          title(told(sentence(match.reason))),
          ...(match.candidates === undefined ? [] : choosing(found, policy, options)),
        ];
      case 'unmatched':
        return unmatchedCommands(found, policy, match, options);
    }
  };
}

function title(text: string): Command {
  return { title: plainTitle(text), command: '' };
}

/** Where our client shows how to get findings, a policy without any has lenses, too. */
function unmatchedCommands(
  found: DocumentAnalysis,
  policy: number,
  { reason, isSetAside }: NoFindingMatch,
  options: PolicyOptions,
): Command[] {
  const { capabilities } = options;
  if (!capabilities.clientCommands) return isSetAside === true ? [title(t('No finding applies: {0}', reason))] : [];
  const why = isSetAside === true ? t('No finding applies: {0}', reason) : t('No finding for this policy');
  const fetching = {
    title: t('How to fetch'),
    command: clientCommands.howToFetch,
    tooltip: t('Show the commands that fetch findings from AWS'),
  };
  return [title(why), ...choosing(found, policy, options), fetching];
}

/** The lens that chooses a finding, if the choice could be written. */
function choosing(found: DocumentAnalysis, policy: number, { capabilities, uri }: PolicyOptions): Command[] {
  const part = mappedPart(found, policy);
  const isPossible = part.kind !== 'none' && configFor(found, capabilities) !== undefined;
  if (!capabilities.clientCommands || !isPossible) return [];
  const tooltip = t('Choose the principals that this policy is attached to');
  const command = { title: t('Choose…'), command: clientCommands.chooseFinding, tooltip };
  return [part.kind === 'file' ? command : { ...command, arguments: [uri, policy] }];
}

interface MatchOptions extends PolicyOptions {
  readonly outlook: Outlook;
}

/** The lenses of a matched policy. An unused role comes first, before its permissions. */
function matchCommands(
  found: DocumentAnalysis,
  policy: number,
  match: MatchedFindings,
  options: MatchOptions,
): Command[] {
  const role = unusedRoleInWords(match);
  const headline = role === undefined ? [] : [title(t('{0}: consider deleting it', role))];
  const commands = isOnlyAboutRole(match) ? [] : [title(permissionsInWords(found, policy, match, options))];
  const { capabilities, uri, outlook } = options;
  if (!capabilities.clientCommands) return [...headline, ...commands];
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
    ...(outlook.changed.has(policy) ? refining : []),
    { title: t('Finding'), command: clientCommands.openFinding, arguments: [uri, policy] },
  ];
}
