/** The known actions that some action strings allow. */
import { parseActionPattern } from '../actions/actionPattern.ts';
import { matchesIn } from '../actions/matches.ts';
import type { Universe } from '../refine/universe.ts';

/**
 * For each service, the actions that some strings allow: `flags[i]` is 1 if they allow `names[i]` of its universe.
 * Malformed strings and unknown names allow nothing. O(strings × actions of their services); for `*`, the actions of
 * all services.
 */
export function allowedFlags(patterns: readonly string[], universe: Universe): ReadonlyMap<string, Uint8Array> {
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
  return allowed;
}
