/** Counts the actions that action strings allow. */
import type { Universe } from '../refine/universe.ts';
import { eachAllowed } from './eachAllowed.ts';

/** The number of known actions that some action strings allow, each counted once, and how many of them are unused. */
export interface AllowedCount {
  readonly actions: number;
  readonly unused: number;
}

/** Cost: as of {@link eachAllowed}. */
export function countAllowed(patterns: readonly string[], universe: Universe): AllowedCount {
  let [actions, unused] = [0, 0];
  eachAllowed(patterns, universe, (_, service, i) => {
    actions++;
    unused += service.unused[i] ?? 0;
  });
  return { actions, unused };
}
