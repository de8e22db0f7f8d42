import { isPrefixWildcard, literalStart } from './actionPattern.ts';
import { lowerBound, prefixEnd } from './ascending.ts';
import { matchesWildcard, normalise } from './wildcard.ts';

/**
 * Where in an ascending list of folded names those stand that begin as a name does before its first wildcard: `first …
 * past - 1`. O(log n).
 */
export function rangeOf(name: string, folded: readonly string[]): { readonly first: number; readonly past: number } {
  const start = literalStart(name);
  const first = lowerBound(folded, start);
  return { first, past: prefixEnd(folded, start, first) };
}

/**
 * The indexes, ascending, of the names in an ascending folded list that a name, with wildcards or without, matches.
 * O(names in its range).
 */
export function matchesIn(name: string, folded: readonly string[]): number[] {
  const { first, past } = rangeOf(name, folded);
  const all = Array.from({ length: past - first }, (_, i) => first + i);
  if (isPrefixWildcard(name)) return all;
  const pattern = normalise(name);
  return all.filter((i) => matchesWildcard(pattern, folded[i] ?? ''));
}
