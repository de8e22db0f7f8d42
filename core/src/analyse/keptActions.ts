/** The actions that a policy keeps although they may be unused. */
import type { FindingMatch } from '../matching/findingMatch.ts';
import { createReportTest, type IsReported } from '../matching/withheld.ts';
import type { PolicyDecisions } from './analyse.ts';
import { refinablePatterns, type PolicyInWork } from './analysis.ts';
import { eachAllowed } from './eachAllowed.ts';
import { keptReader, type KeptReader } from './keptReader.ts';

/** Actions that stay, `service:Name`, each once, in the order of the entries that allow them. */
export interface KeptActions {
  /** Those that one of the findings reports unused. */
  readonly reported: readonly string[];
  /** Those whose use AWS never tracks, so that no finding can name them. */
  readonly notTracked: readonly string[];
  /** The number of those for which the catalogue does not tell whether their use is tracked. */
  readonly trackingUnknown: number;
  /** Those that stay only because an entry for their whole service says nothing about them. */
  readonly excepted: readonly string[];
}

/** The actions that the refinable statements of a policy keep. Cost: as of {@link eachAllowed}. */
export function keptActions({
  statements,
  match,
  decider,
}: PolicyDecisions & Pick<PolicyInWork, 'match'>): KeptActions {
  const { universe } = decider();
  const reports = reportsOf(match);
  const readers = new Map<string, KeptReader>();
  const [reported, notTracked, excepted]: [string[], string[], string[]] = [[], [], []];
  let trackingUnknown = 0;
  eachAllowed(refinablePatterns(statements), universe, (prefix, { names, folded, unused }, i) => {
    if (unused[i] === 1) return;
    const reader = readers.get(prefix) ?? keptReader(prefix, universe);
    readers.set(prefix, reader);
    const name = folded[i] ?? '';
    const tracking = reader.tracking(name);
    if (tracking === 'unknown') trackingUnknown++;
    if (tracking === 'not tracked') notTracked.push(`${prefix}:${names[i]}`);
    if (reader.isExcepted(name)) excepted.push(`${prefix}:${names[i]}`);
    if (reports.some((isReported) => isReported(prefix, name))) reported.push(`${prefix}:${names[i]}`);
  });
  return { reported, notTracked, trackingUnknown, excepted };
}

function reportsOf(match: FindingMatch): readonly IsReported[] {
  return match.kind === 'matched' ? match.findings.map(({ finding }) => createReportTest(finding)) : [];
}
