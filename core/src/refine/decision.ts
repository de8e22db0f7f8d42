import { isPrefixWildcard, literalStart, parseActionPattern } from '../actions/actionPattern.ts';
import { foldCase } from '../actions/foldCase.ts';
import { indexIn } from '../actions/ascending.ts';
import { matchesIn, rangeOf } from '../actions/matches.ts';
import { shortestSafePrefixes } from '../actions/prefixTree.ts';
import { holdsEveryExtension, matchesWildcard, normalise } from '../actions/wildcard.ts';
import type { ServiceUniverse, Universe } from './universe.ts';
import { say, type Message } from '../text/message.ts';

/**
 * What is to become of one action string, looked at alone.
 *
 * `matched` and `unused` count the known actions it matches, and those of them that are unused.
 */
export type Decision =
  /** None of its matches is unused: it stays, byte for byte. */
  | { readonly kind: 'keep'; readonly matched: number }
  /** All its known matches are unused: it goes. */
  | ({ readonly kind: 'drop'; readonly matched: number; readonly pattern: 'action' | 'wildcard' } & OfOlderCatalogue)
  /** Some are, or all that is not known is: it is replaced by these. */
  | ({
      readonly kind: 'narrow';
      readonly matched: number;
      readonly unused: number;
      readonly to: readonly string[];
    } & OfOlderCatalogue)
  /** `*`: it can be narrowed to one entry for each service, and that is offered, never preferred. */
  | { readonly kind: 'narrow-all'; readonly matched: number; readonly unused: number }
  /** Some of its matches are unused, but what else it matches is not known: it stays, with the reason. */
  | { readonly kind: 'cannot-narrow'; readonly matched: number; readonly unused: number; readonly reason: Message }
  /** IAM would reject it: it is left alone. */
  | { readonly kind: 'malformed'; readonly reason: Message };

/**
 * Of a wildcard of a service of which the finding names actions that the catalogue lacks: there may be more, so this is
 * never preferred.
 */
interface OfOlderCatalogue {
  readonly isCatalogueOlder?: true;
}

/** Decides about one action string. O(actions of the service), for `*` of all services. */
export function decideText(text: string, universe: Universe): Decision {
  const pattern = parseActionPattern(text);
  switch (pattern.kind) {
    case 'malformed':
      return { kind: 'malformed', reason: pattern.reason };
    case 'all':
      return decideAll(universe);
    case 'action':
      return decideAction(foldCase(pattern.name), universe.service(pattern.service));
    case 'wildcard':
      return decideWildcard(pattern.prefix, pattern.name, universe.service(pattern.service), universe.catalogue.label);
  }
}

function decideAll(universe: Universe): Decision {
  let matched = 0;
  let unused = 0;
  for (const service of universe.services) {
    const { names, unusedBelow } = universe.service(service);
    matched += names.length;
    unused += unusedBelow.at(-1) ?? 0;
  }
  if (unused === 0 && !someServiceWhollyUnused(universe)) return { kind: 'keep', matched };
  if (unused === matched) return { kind: 'drop', matched, pattern: 'wildcard' };
  return { kind: 'narrow-all', matched, unused };
}

function someServiceWhollyUnused(universe: Universe): boolean {
  return [...universe.unused.values()].some((entry) => entry.actions === undefined);
}

function decideAction(name: string, service: ServiceUniverse): Decision {
  const at = indexIn(service.folded, name);
  const isUnused = at === undefined ? service.isWhollyUnused : service.unused[at] === 1;
  if (isUnused) return { kind: 'drop', matched: 1, pattern: 'action' };
  return { kind: 'keep', matched: 1 };
}

function decideWildcard(prefix: string, name: string, service: ServiceUniverse, catalogue: Message): Decision {
  const { matched, unused } = countMatches(name, service);
  const older: OfOlderCatalogue = service.newer.size > 0 ? { isCatalogueOlder: true } : {};
  if (service.isWhollyUnused && unused < matched)
    return { kind: 'narrow', matched, unused, to: narrow(prefix, name, service), ...older };
  if (service.isWhollyUnused) return { kind: 'drop', matched, pattern: 'wildcard', ...older };
  if (unused === 0) return { kind: 'keep', matched };
  if (!service.inCatalogue) {
    const reason = say(
      '{0} does not list the service {1}, so it is not known what else {2} allows',
      catalogue,
      prefix,
      `${prefix}:${name}`,
    );
    return { kind: 'cannot-narrow', matched, unused, reason };
  }
  if (unused === matched) return { kind: 'drop', matched, pattern: 'wildcard', ...older };
  return { kind: 'narrow', matched, unused, to: narrow(prefix, name, service), ...older };
}

/** How many of the known names a wildcard matches, and how many of those are unused. */
function countMatches(
  name: string,
  { folded, unused: flags, unusedBelow: below }: ServiceUniverse,
): { readonly matched: number; readonly unused: number } {
  if (isPrefixWildcard(name)) {
    const { first, past } = rangeOf(name, folded);
    return { matched: past - first, unused: (below[past] ?? 0) - (below[first] ?? 0) };
  }
  const matches = matchesIn(name, folded);
  return { matched: matches.length, unused: matches.reduce((sum, i) => sum + (flags[i] ?? 0), 0) };
}

/** What a name with wildcards says of folded names that begin with `start`, as all its matches do. */
interface Wildcard {
  readonly start: string;
  readonly matches: (folded: string) => boolean;
  /** Does every text that begins with the prefix match? */
  readonly holdsAll: (prefix: string) => boolean;
}

function readWildcard(name: string): Wildcard {
  const start = literalStart(name);
  if (isPrefixWildcard(name)) return { start, matches: () => true, holdsAll: () => true };
  const pattern = normalise(name);
  return {
    start,
    matches: (folded) => matchesWildcard(pattern, folded),
    holdsAll: (prefix) => holdsEveryExtension(pattern, prefix),
  };
}

/**
 * The shortest safe prefixes for a wildcard some of whose matches are unused, with the service prefix as the author
 * writes it.
 */
function narrow(prefix: string, name: string, service: ServiceUniverse, isCompact = false): string[] {
  const { folded, unused, unusedBelow } = service;
  if (service.isWhollyUnused) return exceptionsIn(name, service).map((stays) => `${prefix}:${stays}`);
  const tree = isCompact ? service.letterTree() : service.tree();
  const { start, matches, holdsAll } = readWildcard(name);
  const isWanted = (i: number): boolean => unused[i] === 0 && matches(folded[i] ?? '');
  const names = shortestSafePrefixes(tree, { start, isWanted, unusedBelow, mayExtend: holdsAll, isCompact });
  return names.map((safe) => `${prefix}:${safe}`);
}

/**
 * Of a service that is unused as a whole: the names that stay of those that a wildcard matches. A prefix would allow
 * what nobody knows yet.
 */
function exceptionsIn(name: string, { names, folded, unused }: ServiceUniverse): string[] {
  return matchesIn(name, folded).flatMap((i) => (unused[i] === 1 ? [] : (names[i] ?? [])));
}

/**
 * What `*` becomes: `svc:*` for a service of which nothing is unused, the shortest safe prefixes for one of which some
 * is, nothing for one of which all is, or what that says nothing about. Of a service the catalogue does not know, only
 * the names known to be used are written.
 */
export function narrowAll(universe: Universe): string[] {
  return universe.services.flatMap((service) => {
    const known = universe.service(service);
    if (known.isWhollyUnused) return narrow(service, '*', known);
    if (!known.inCatalogue)
      return known.names.filter((_, i) => known.unused[i] === 0).map((name) => `${service}:${name}`);
    const unused = known.unusedBelow.at(-1) ?? 0;
    if (unused === 0) return [`${service}:*`];
    return unused === known.names.length ? [] : narrow(service, '*', known);
  });
}

/**
 * What a wildcard becomes that is narrowed, in the fewest characters instead of whole words; what it was decided to
 * become for any other text.
 */
export function compactly(text: string, decision: Decision, universe: Universe): Decision {
  const pattern = parseActionPattern(text);
  if (decision.kind !== 'narrow' || pattern.kind !== 'wildcard') return decision;
  return { ...decision, to: narrow(pattern.prefix, pattern.name, universe.service(pattern.service), true) };
}
