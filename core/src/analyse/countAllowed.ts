/** Counts the actions that action strings allow. */
import { parseActionPattern } from '../actions/actionPattern.ts';
import { matchesIn } from '../actions/matches.ts';
import type { Universe } from '../refine/universe.ts';

/** The number of known actions that some action strings allow, each counted once, and how many of them are unused. */
export interface AllowedCount {
  readonly actions: number;
  readonly unused: number;
}

/**
 * Malformed strings and unknown names count as nothing. O(strings × actions of their services); for `*`, the actions of
 * all services.
 */
export function countAllowed(patterns: readonly string[], universe: Universe): AllowedCount {
  const allowed = new Map<string, Uint8Array>();
  const mark = (service: string, name: string): void => {
    const { folded } = universe.service(service);
    const flags = allowed.get(service) ?? new Uint8Array(folded.length);
    allowed.set(service, flags);
    for (const i of matchesIn(name, folded)) flags[i] = 1;
  };
  for (const pattern of patterns) {
    const read = parseActionPattern(pattern);
    if (read.kind === 'all') for (const service of universe.services) mark(service, '*');
    else if (read.kind !== 'malformed') mark(read.service, read.name);
  }
  let [actions, unused] = [0, 0];
  for (const [service, flags] of allowed) {
    const unusedFlags = universe.service(service).unused;
    for (const [i, flag] of flags.entries()) {
      actions += flag;
      unused += flag & (unusedFlags[i] ?? 0);
    }
  }
  return { actions, unused };
}
