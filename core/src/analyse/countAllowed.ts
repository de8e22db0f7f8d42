/** Counts the actions that action strings allow. */
import { indexIn } from '../actions/ascending.ts';
import type { AccessLevel } from '../actions/catalogue.ts';
import type { Universe } from '../refine/universe.ts';
import { eachAllowed } from './eachAllowed.ts';

/** The number of known actions that some action strings allow, each counted once, and how many of them are unused. */
export interface AllowedCount {
  readonly actions: number;
  readonly unused: number;
  /** The unused actions by access level, without those whose level the catalogue does not know. */
  readonly unusedByLevel: ReadonlyMap<AccessLevel, number>;
}

/** Cost: as of {@link eachAllowed}. */
export function countAllowed(patterns: readonly string[], universe: Universe): AllowedCount {
  let [actions, unused] = [0, 0];
  const unusedByLevel = new Map<AccessLevel, number>();
  eachAllowed(patterns, universe, (prefix, service, i) => {
    actions++;
    if (service.unused[i] !== 1) return;
    unused++;
    const known = universe.catalogue.service(prefix);
    const level = known?.levels?.[indexIn(known.folded, service.folded[i] ?? '') ?? -1];
    if (level !== undefined) unusedByLevel.set(level, (unusedByLevel.get(level) ?? 0) + 1);
  });
  return { actions, unused, unusedByLevel };
}
