/** Counts the actions that a refinement keeps and removes. */
import type { ProposedChange } from '../edit/decided.ts';
import type { Universe } from '../refine/universe.ts';
import { eachAllowed } from './eachAllowed.ts';
import type { DocumentInWork } from './analysis.ts';

/** The actions that the changed policies keep and lose, each once for each policy, as the counts of what is unused. */
export interface RefinedCount {
  readonly kept: number;
  readonly removed: number;
}

/** Cost: as of counting what the changed policies allow, twice. */
export function countChanges({ policies }: DocumentInWork, changes: readonly ProposedChange[]): RefinedCount {
  let [kept, removed] = [0, 0];
  const byPolicy = new Map<number, Map<number, ProposedChange>>();
  for (const change of changes) {
    const { policy, statement } = change.place;
    if (change.excludes !== undefined) {
      kept += change.excludes.stillAllowed;
      removed += change.excludes.removed;
      continue;
    }
    byPolicy.set(policy, (byPolicy.get(policy) ?? new Map<number, ProposedChange>()).set(statement, change));
  }
  for (const [policy, changed] of byPolicy) {
    const found = policies[policy];
    if (found === undefined) continue;
    const { statements, decider } = found;
    const before = statements.map(({ entries }) => entries.flatMap(({ pattern }) => pattern ?? []));
    const after = before.map((patterns, statement) => patternsAfter(changed.get(statement)) ?? patterns);
    const { universe } = decider();
    const allowed = numberAllowed(after.flat(), universe);
    kept += allowed;
    removed += numberAllowed(before.flat(), universe) - allowed;
  }
  return { kept, removed };
}

/** The number of known actions that some action strings allow. Their access levels are not looked up. */
function numberAllowed(patterns: readonly string[], universe: Universe): number {
  let actions = 0;
  eachAllowed(patterns, universe, () => actions++);
  return actions;
}

/** The action strings of a statement after its change; `undefined` if it does not change. */
function patternsAfter(change: ProposedChange | undefined): readonly string[] | undefined {
  return change?.entries.flatMap(({ text, outcome }) => {
    if (outcome.kind === 'becomes') return outcome.to;
    return outcome.kind === 'stays' && text !== undefined ? [text] : [];
  });
}
