/** Counts the actions that action strings allow. */
import type { Universe } from '../refine/universe.ts';
import { allowedFlags } from './allowedFlags.ts';

/** The number of known actions that some action strings allow, each counted once, and how many of them are unused. */
export interface AllowedCount {
  readonly actions: number;
  readonly unused: number;
}

/** Cost: as of {@link allowedFlags}. */
export function countAllowed(patterns: readonly string[], universe: Universe): AllowedCount {
  let [actions, unused] = [0, 0];
  for (const [service, flags] of allowedFlags(patterns, universe)) {
    const unusedFlags = universe.service(service).unused;
    for (let i = 0; i < flags.length; i++) {
      actions += flags[i] ?? 0;
      unused += (flags[i] ?? 0) & (unusedFlags[i] ?? 0);
    }
  }
  return { actions, unused };
}
