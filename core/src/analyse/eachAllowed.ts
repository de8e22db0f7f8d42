/** The known actions that some action strings allow. */
import { parseActionPattern } from '../actions/actionPattern.ts';
import { matchesIn } from '../actions/matches.ts';
import type { ServiceUniverse, Universe } from '../refine/universe.ts';

/** A known action: the folded prefix of its service, and its index in the names of the service. */
export type VisitAllowed = (prefix: string, service: ServiceUniverse, index: number) => void;

/**
 * Visits each known action that some strings allow once, in the order of the strings. Malformed strings and unknown
 * names allow nothing. O(strings × actions of their services); for `*`, the actions of all services.
 */
export function eachAllowed(patterns: readonly string[], universe: Universe, visit: VisitAllowed): void {
  const seen = new Map<string, Uint8Array>();
  const visitMatches = (prefix: string, name: string): void => {
    const service = universe.service(prefix);
    const flags = seen.get(prefix) ?? new Uint8Array(service.folded.length);
    seen.set(prefix, flags);
    for (const i of matchesIn(name, service.folded)) {
      if (flags[i] === 1) continue;
      flags[i] = 1;
      visit(prefix, service, i);
    }
  };
  for (const pattern of patterns) {
    const read = parseActionPattern(pattern);
    if (read.kind === 'all') for (const service of universe.services) visitMatches(service, '*');
    else if (read.kind !== 'malformed') visitMatches(read.service, read.name);
  }
}
