/** The actions that a policy keeps although they may be unused. */
import type { FindingMatch } from '../matching/findingMatch.ts';
import { createReports, type IsReported } from '../matching/withheld.ts';
import type { Universe } from '../refine/universe.ts';
import { allowedFlags } from './allowedFlags.ts';
import type { PolicyInWork } from './analysis.ts';
import { keptReader } from './explain.ts';

/** Actions that stay, `service:Name`, each once, in the order of their services in the policy. */
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

/** The actions that the refinable statements of a policy keep. Cost: as of {@link allowedFlags}. */
export function keptActions({ statements, match, decider }: PolicyInWork): KeptActions {
  const patterns = statements.flatMap(({ entries }) => entries.flatMap(({ pattern }) => pattern ?? []));
  const { universe } = decider();
  const kept = { reported: [], notTracked: [], excepted: [], trackingUnknown: 0 };
  const reports = reportsOf(match);
  for (const [service, flags] of allowedFlags(patterns, universe)) collect(kept, { service, flags, universe, reports });
  return kept;
}

function reportsOf(match: FindingMatch): readonly IsReported[] {
  return match.kind === 'matched' ? match.findings.map(({ finding }) => createReports(finding)) : [];
}

interface Collected {
  readonly reported: string[];
  readonly notTracked: string[];
  readonly excepted: string[];
  trackingUnknown: number;
}

interface AllowedOfService {
  readonly service: string;
  readonly flags: Uint8Array;
  readonly universe: Universe;
  readonly reports: readonly IsReported[];
}

function collect(kept: Collected, { service, flags, universe, reports }: AllowedOfService): void {
  const { names, folded, unused } = universe.service(service);
  const { isExcepted, tracking } = keptReader(service, universe);
  for (let i = 0; i < flags.length; i++) {
    if (flags[i] !== 1 || unused[i] === 1) continue;
    const name = folded[i] ?? '';
    const how = tracking(name);
    if (how === 'unknown') kept.trackingUnknown++;
    if (how === 'not tracked') kept.notTracked.push(`${service}:${names[i]}`);
    if (isExcepted(name)) kept.excepted.push(`${service}:${names[i]}`);
    if (reports.some((isReported) => isReported(service, name))) kept.reported.push(`${service}:${names[i]}`);
  }
}
