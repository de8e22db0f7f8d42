import type { CodeLens, Command } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { listed, nameOf, quotaOf, type Policy, type PolicySizes, type Speaking } from '../../../core/src/index.ts';
import { clientCommands } from '../../../protocol/src/index.ts';
import { ageOf } from '../age.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { rangeOf } from '../convert.ts';
import { refinedSizes } from './sizes.ts';
import { t, told } from '../language.ts';

/** What a lens rests on beside the document. */
export interface LensOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The client has the commands of our own client. */
  readonly hasCommands: boolean;
}

/** A line over each policy of which something is unused, with what can be done; over statements where the settings want it. */
export function codeLensesFor(document: TextDocument, found: DocumentAnalysis, options: LensOptions): CodeLens[] {
  const { analysis, evidence, surroundings } = found;
  const wanted = surroundings.settings.codeLens;
  if (wanted === 'off') return [];
  const lenses: CodeLens[] = [];
  const sizes = evidence.some(({ kind }) => kind === 'speaks') ? refinedSizes(found) : [];
  for (const [policy, { policy: read, statements }] of analysis.policies.entries()) {
    const said = evidence[policy];
    if (said?.kind !== 'speaks') continue;
    const range = rangeOf(document, read.keySpan);
    for (const command of policyCommands(found, policy, said, { ...options, size: sizes[policy] })) lenses.push({ range, command });
    if (wanted !== 'statements') continue;
    for (const [statement, { statement: of }] of statements.entries()) {
      const { actions, unused } = found.refiner.count(analysis, policy, statement);
      if (unused > 0) lenses.push({ range: rangeOf(document, of.span), command: { title: countsOf(unused, actions), command: '' } });
    }
  }
  return lenses;
}

function policyCommands(
  found: DocumentAnalysis,
  policy: number,
  said: Speaking,
  { now, hasCommands, size }: LensOptions & { readonly size: PolicySizes | undefined },
): Command[] {
  const { actions, unused } = found.refiner.count(found.analysis, policy);
  const [filed] = said.findings;
  const analyzedAt = filed?.finding.analyzedAt;
  const age = analyzedAt === undefined ? '' : ` (${ageOf(analyzedAt, now)})`;
  const names = listed(said.findings.map(({ finding }) => nameOf(finding)));
  const counts =
    unused === 0 ? t('All {0} actions are used by {1}', actions, names) : t('{0} of {1} actions unused by {2}', unused, actions, names);
  const title = `${counts}${age}${sizeInWords(size, found.analysis.policies[policy]?.policy)}`;
  const finding: Command = { title: t('Finding'), command: hasCommands ? clientCommands.openFinding : '' };
  if (!hasCommands) return [{ title, command: '' }];
  if (unused === 0) return [{ title, command: '' }, finding];
  return [
    { title, command: '' },
    { title: t('Refine'), command: clientCommands.refineFile, tooltip: t('Remove the unused actions from the whole file') },
    { title: t('Preview'), command: clientCommands.previewFile, tooltip: t('See the file before and after') },
    finding,
  ];
}

/** ` · 444 → 346 of 6,144 characters`; the quota only of a policy of which the document says what kind it is. */
function sizeInWords(size: PolicySizes | undefined, policy: Policy | undefined): string {
  if (size === undefined || policy === undefined) return '';
  const { policyType } = policy.subject;
  const now = size.after === size.before ? told(size.before) : `${told(size.before)} → ${told(size.after)}`;
  return ` · ${policyType === undefined ? t('{0} characters', now) : t('{0} of {1} characters', now, quotaOf(policyType).most)}`;
}

function countsOf(unused: number, actions: number): string {
  return t('{0} of {1} actions unused', unused, actions);
}
