/** Counts the actions that a refinement keeps and removes. */
import type { ProposedChange } from '../edit/decided.ts';
import type { Universe } from '../refine/universe.ts';
import { eachAllowed } from './eachAllowed.ts';
import type { DocumentInWork, PolicyInWork } from './analysis.ts';

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
    byPolicy.set(policy, (byPolicy.get(policy) ?? new Map<number, ProposedChange>()).set(statement, change));
  }
  for (const [policy, changed] of byPolicy) {
    const found = policies[policy];
    if (found === undefined) continue;
    const { universe } = found.decider();
    const [before, after] = [grantsBefore(found, changed), grantsAfter(found, changed)];
    const allowed = numberAllowed(after, universe);
    kept += allowed;
    removed += numberAllowed(before, universe) - allowed;
  }
  return { kept, removed };
}

/** What the Allow statements of a policy say. A `NotAction` counts where it changes. */
interface Grants {
  /** The action strings of all `Action` elements. */
  readonly actions: readonly string[];
  /** Those of each `NotAction`. */
  readonly exclusions: readonly (readonly string[])[];
}

function grantsBefore({ statements }: PolicyInWork, changed: ReadonlyMap<number, ProposedChange>): Grants {
  return {
    actions: statements.flatMap(({ entries }) => patternsOf(entries)),
    exclusions: [...changed.values()].flatMap((change) =>
      change.excludes === undefined ? [] : [change.entries.flatMap(({ text }) => text ?? [])],
    ),
  };
}

function grantsAfter({ statements }: PolicyInWork, changed: ReadonlyMap<number, ProposedChange>): Grants {
  return {
    actions: statements.flatMap(({ entries }, statement) => {
      const change = changed.get(statement);
      return change === undefined || change.excludes !== undefined ? patternsOf(entries) : patternsAfter(change);
    }),
    exclusions: [...changed.values()].flatMap((change) =>
      change.excludes === undefined ? [] : [patternsAfter(change)],
    ),
  };
}

function patternsOf(entries: PolicyInWork['statements'][number]['entries']): readonly string[] {
  return entries.flatMap(({ pattern }) => pattern ?? []);
}

/** The number of known actions that a policy allows. Their access levels are not looked up. */
function numberAllowed({ actions, exclusions }: Grants, universe: Universe): number {
  const [first, ...others] = exclusions;
  if (first === undefined) return numberMatched(actions, universe);
  const denied = matched(first, universe);
  for (const other of others) {
    const ofOther = matched(other, universe);
    for (const action of denied) if (!ofOther.has(action)) denied.delete(action);
  }
  for (const action of matched(actions, universe)) denied.delete(action);
  return numberMatched(['*'], universe) - denied.size;
}

function numberMatched(patterns: readonly string[], universe: Universe): number {
  let actions = 0;
  eachAllowed(patterns, universe, () => actions++);
  return actions;
}

/** The known actions that some action strings match. */
function matched(patterns: readonly string[], universe: Universe): Set<string> {
  const actions = new Set<string>();
  eachAllowed(patterns, universe, (prefix, _service, i) => actions.add(`${prefix}:${i}`));
  return actions;
}

/** The action strings of a statement after its change. */
function patternsAfter({ entries }: ProposedChange): readonly string[] {
  return entries.flatMap(({ text, outcome }) => {
    if (outcome.kind === 'becomes') return outcome.to;
    return outcome.kind === 'stays' && text !== undefined ? [text] : [];
  });
}
