/** Matching of names with the wildcards `*` and `?`. */
import { foldCase } from './foldCase.ts';

/**
 * A name with wildcards in normal form: folded, and with every run of wildcards written as its `?`s followed by at most
 * one `*` (`*?` and `?*` both mean "one character or more"). It matches the same names.
 */
export function normalise(name: string): string {
  return foldCase(name).replace(/[*?]{2,}/g, (run) => run.replaceAll('*', '') + (run.includes('*') ? '*' : ''));
}

/**
 * Does the folded `name` match `pattern` (in normal form)? `*` is any run of characters, even an empty one; `?` is one
 * character.
 *
 * A greedy search that backtracks only to the last `*`: O(length of name × length of pattern). A regular expression
 * could take exponential time.
 */
export function matchesWildcard(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/**
 * Does `pattern` (in normal form) match every name that starts with the folded `prefix`? In other words: is the
 * language of `prefix*` inside the language of `pattern`?
 *
 * A pattern that does not end in `*` fixes the end of its matches or their length, so it cannot match them all. A
 * pattern that ends in `*` matches them all if it matches the prefix itself: its last `*` matches any continuation.
 */
export function holdsEveryExtension(pattern: string, prefix: string): boolean {
  return pattern.endsWith('*') && matchesWildcard(pattern, prefix);
}
