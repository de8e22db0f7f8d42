import { parseActionPattern } from '../actions/actionPattern.ts';
import { matchesIn } from '../actions/matches.ts';
import type { Universe } from '../refine/universe.ts';

/** How many known actions some action strings allow together, each counted once, and how many of those are unused. */
export interface AllowedCount {
  readonly actions: number;
  readonly unused: number;
}

/**
 * O(strings × actions of their services), of `*` all. What is malformed allows nothing; nor does a name that nobody
 * knows.
 */
export function countAllowed(texts: readonly string[], universe: Universe): AllowedCount {
  const allowed = new Map<string, Uint8Array>();
  const mark = (service: string, name: string): void => {
    const { folded } = universe.service(service);
    const flags = allowed.get(service) ?? new Uint8Array(folded.length);
    allowed.set(service, flags);
    for (const i of matchesIn(name, folded)) flags[i] = 1;
  };
  for (const text of texts) {
    const pattern = parseActionPattern(text);
    if (pattern.kind === 'all') for (const service of universe.services) mark(service, '*');
    else if (pattern.kind !== 'malformed') mark(pattern.service, pattern.name);
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
