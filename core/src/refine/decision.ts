/** Decides what becomes of one action string. */
import { isPrefixWildcard, literalStart, parseActionPattern } from '../actions/actionPattern.ts';
import { foldCase } from '../actions/foldCase.ts';
import { createAttached } from '../memo.ts';
import { indexIn } from '../actions/ascending.ts';
import { matchesIn, rangeOf } from '../actions/matches.ts';
import { shortestSafePrefixes } from '../actions/prefixTree.ts';
import { holdsEveryExtension, matchesWildcard, normalise } from '../actions/wildcard.ts';
import type { ServiceUniverse, Universe } from './universe.ts';
import { say, type Message } from '../text/message.ts';

/**
 * What becomes of one action string, regardless of the others. `matched` counts the known actions that it matches,
 * `unused` those of them that are unused.
 */
export type Decision =
  /** None of its matches is unused: it stays as it is. */
  | { readonly kind: 'keep'; readonly matched: number }
  /** All its known matches are unused: it is removed. */
  | ({ readonly kind: 'drop'; readonly matched: number; readonly pattern: 'action' | 'wildcard' } & OfOlderCatalogue)
  /**
   * Some of its matches are unused, or the whole service is except for untracked actions: it is replaced by the strings
   * in `to`.
   */
  | ({
      readonly kind: 'narrow';
      readonly matched: number;
      readonly unused: number;
      readonly to: readonly string[];
    } & OfOlderCatalogue)
  /** Only for `*`: it can be replaced by entries for each service. This is offered, but never preferred. */
  | { readonly kind: 'narrow-all'; readonly matched: number; readonly unused: number }
  /** Some of its matches are unused, but its other matches are not known: it stays, for this reason. */
  | { readonly kind: 'cannot-narrow'; readonly matched: number; readonly unused: number; readonly reason: Message }
  /** IAM would reject the string: it is left alone. */
  | { readonly kind: 'malformed'; readonly reason: Message };

/**
 * `isCatalogueOlder`: findings name actions of the service that the catalogue lacks. There may be more of these, so the
 * change of a wildcard is never preferred.
 */
interface OfOlderCatalogue {
  readonly isCatalogueOlder?: true;
}

/** Decides what becomes of one action string. Never throws. O(actions of its service), for `*` of all services. */
export function decideActionString(action: string, universe: Universe): Decision {
  const pattern = parseActionPattern(action);
  switch (pattern.kind) {
    case 'malformed':
      return { kind: 'malformed', reason: pattern.reason };
    case 'all':
      return decideAll(universe);
    case 'action':
      return decidePlainAction(foldCase(pattern.name), universe.service(pattern.service));
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

function decidePlainAction(name: string, service: ServiceUniverse): Decision {
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

/** The number of known names that a wildcard matches, and the number of those that are unused. */
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

/** A name with wildcards. All its matches start with `start`; its functions are only called for names that do. */
interface Wildcard {
  readonly start: string;
  readonly matches: (folded: string) => boolean;
  /** Does it match every name that starts with the prefix? */
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
 * The action strings that replace a wildcard with unused matches: the shortest safe prefixes. `prefix` is the service
 * prefix as the author wrote it. `isCompact`: prefer fewer characters to whole words.
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
 * The names that stay when a service is unused as a whole: the untracked actions that a wildcard matches. They are
 * written whole, because a prefix would also allow actions that are not known yet.
 */
function exceptionsIn(name: string, { names, folded, unused }: ServiceUniverse): string[] {
  return matchesIn(name, folded).flatMap((i) => (unused[i] === 1 ? [] : (names[i] ?? [])));
}

/**
 * The action strings that replace `*`. For each service they are
 *
 * - `svc:*` if none of its actions is unused;
 * - the shortest safe prefixes if some are unused;
 * - nothing if all are unused, or only its untracked actions if the service is unused as a whole;
 * - its known names that are not unused if the catalogue lacks the service.
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
 * The decision with the fewest characters: prefixes that may end inside a word. Only narrowed wildcards change; any
 * other decision is returned as it is.
 */
export function compactly(action: string, decision: Decision, universe: Universe): Decision {
  const pattern = parseActionPattern(action);
  if (decision.kind !== 'narrow' || pattern.kind !== 'wildcard') return decision;
  const known = compactForms.get(decision);
  if (known !== undefined) return known;
  const to = narrow(pattern.prefix, pattern.name, universe.service(pattern.service), true);
  const compact: Decision = { ...decision, to };
  compactForms.set(decision, compact);
  return compact;
}

/** The compact form of a decision, which belongs to one action string and one universe. */
const compactForms = createAttached<Decision, Decision>();
