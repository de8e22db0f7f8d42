import type { CodeLens, Command } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { listed, nameOf, type Speaking } from '../../../core/src/index.ts';
import { clientCommands } from '../../../protocol/src/index.ts';
import { ageOf } from '../age.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { rangeOf } from '../convert.ts';

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
  for (const [policy, { policy: read, statements }] of analysis.policies.entries()) {
    const said = evidence[policy];
    if (said?.kind !== 'speaks') continue;
    const range = rangeOf(document, read.keySpan);
    for (const command of policyCommands(found, policy, said, options)) lenses.push({ range, command });
    if (wanted !== 'statements') continue;
    for (const [statement, { statement: of }] of statements.entries()) {
      const { actions, unused } = found.refiner.count(analysis, policy, statement);
      if (unused > 0) lenses.push({ range: rangeOf(document, of.span), command: { title: countsOf(unused, actions), command: '' } });
    }
  }
  return lenses;
}

function policyCommands(found: DocumentAnalysis, policy: number, said: Speaking, { now, hasCommands }: LensOptions): Command[] {
  const { actions, unused } = found.refiner.count(found.analysis, policy);
  const [filed] = said.findings;
  const analyzedAt = filed?.finding.analyzedAt;
  const age = analyzedAt === undefined ? '' : ` (${ageOf(analyzedAt, now)})`;
  const names = listed(said.findings.map(({ finding }) => nameOf(finding)));
  const title = unused === 0 ? `All ${actions} actions are used by ${names}${age}` : `${countsOf(unused, actions)} by ${names}${age}`;
  const finding: Command = { title: 'Finding', command: hasCommands ? clientCommands.openFinding : '' };
  if (!hasCommands) return [{ title, command: '' }];
  if (unused === 0) return [{ title, command: '' }, finding];
  return [
    { title, command: '' },
    { title: 'Refine', command: clientCommands.refineFile, tooltip: 'Remove the unused actions from the whole file' },
    { title: 'Preview', command: clientCommands.previewFile, tooltip: 'See the file before and after' },
    finding,
  ];
}

function countsOf(unused: number, actions: number): string {
  return `${unused} of ${actions} actions unused`;
}
