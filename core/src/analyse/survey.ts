/** Lists what is unused in the policies of a document, for those who change nothing. */
import type { DocumentReading } from '../documents/reading.ts';
import type { FindingMatch } from '../matching/findingMatch.ts';
import { startAnalysis } from '../memo.ts';
import type { Policy } from '../policy/model.ts';
import type { Universe } from '../refine/universe.ts';
import { decidePolicy, noMatch, type GetShared, type PolicyDecisions } from './analyse.ts';
import { allowsUnused } from './analysis.ts';
import { eachAllowed } from './eachAllowed.ts';
import { keptActions, type KeptActions } from './keptActions.ts';

/** An entry that allows unused actions. */
export interface UnusedEntry {
  readonly statement: number;
  readonly entry: number;
  /** The action string of the entry. */
  readonly text: string;
  /** The unused actions, `service:Name`, as in the explanation of the entry. */
  readonly unused: readonly string[];
}

/** A policy, the findings that apply to it, and what it allows that is unused. */
export interface PolicySurvey {
  readonly policy: Policy;
  readonly match: FindingMatch;
  readonly entries: readonly UnusedEntry[];
  readonly isWhollyUnused: boolean;
  /** Present if keep rules apply to the policy. */
  readonly kept?: KeptActions | undefined;
}

/**
 * Surveys the policies of a document. The decisions are those of its analysis; what nobody is shown is not changed, and
 * not proven.
 */
export function survey(
  { policies }: DocumentReading,
  matches: readonly FindingMatch[],
  sharedFor: GetShared,
): readonly PolicySurvey[] {
  startAnalysis();
  return policies.map((policy, i) => surveyPolicy(policy, matches[i] ?? noMatch, sharedFor));
}

function surveyPolicy(policy: Policy, match: FindingMatch, sharedFor: GetShared): PolicySurvey {
  if (match.kind !== 'matched') return { policy, match, entries: [], isWhollyUnused: false };
  const decided = decidePolicy(policy, match, sharedFor);
  const { isWhollyUnused } = decided;
  const found = { policy, match, entries: unusedEntries(decided), isWhollyUnused };
  return match.keepRules.length === 0 ? found : { ...found, kept: keptActions({ ...decided, match }) };
}

function unusedEntries({ statements, decider }: PolicyDecisions): readonly UnusedEntry[] {
  const { universe } = decider();
  return statements.flatMap(({ entries }, statement) =>
    entries.flatMap(({ pattern, decision }, entry) =>
      pattern === undefined || !allowsUnused(decision)
        ? []
        : [{ statement, entry, text: pattern, unused: unusedOf(pattern, universe) }],
    ),
  );
}

function unusedOf(pattern: string, universe: Universe): readonly string[] {
  const unused: string[] = [];
  eachAllowed([pattern], universe, (prefix, { names, unused: flags }, i) => {
    if (flags[i] === 1) unused.push(`${prefix}:${names[i]}`);
  });
  return unused;
}
