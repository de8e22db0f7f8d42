/** Finds the names that a wildcard matches in a sorted list. */
import { hasWildcard, isPrefixWildcard, literalStart } from './actionPattern.ts';
import { indexIn, lowerBound, prefixEnd } from './ascending.ts';
import { foldCase } from './foldCase.ts';
import { matchesWildcard, normalise } from './wildcard.ts';

/**
 * The candidates for a match of `name` in an ascending list of folded names: those that start with the part of `name`
 * before its first wildcard. Their indexes are `first … past - 1`. O(log n).
 */
export function rangeOf(name: string, folded: readonly string[]): { readonly first: number; readonly past: number } {
  const start = literalStart(name);
  const first = lowerBound(folded, start);
  return { first, past: prefixEnd(folded, start, first) };
}

/**
 * The ascending indexes of the names that `name`, with or without wildcards, matches in an ascending list of folded
 * names. O(candidates), see {@link rangeOf}.
 */
export function matchesIn(name: string, folded: readonly string[]): number[] {
  if (!hasWildcard(name)) {
    const at = indexIn(folded, foldCase(name));
    return at === undefined ? [] : [at];
  }
  const { first, past } = rangeOf(name, folded);
  const pattern = isPrefixWildcard(name) ? undefined : normalise(name);
  const found: number[] = [];
  for (let i = first; i < past; i++)
    if (pattern === undefined || matchesWildcard(pattern, folded[i] ?? '')) found.push(i);
  return found;
}
