import { foldCase } from './foldCase.ts';

/**
 * A name with wildcards in normal form: folded, and every run of wildcards written as its `?`s followed by at most one
 * `*` (`*?` and `?*` both mean "one character or more"). The language is the same.
 */
export function normalise(name: string): string {
  return foldCase(name).replace(/[*?]{2,}/g, (run) => run.replaceAll('*', '') + (run.includes('*') ? '*' : ''));
}

/**
 * Does the folded `name` match `pattern` (in normal form)? `*` is any run of characters, also none; `?` is one
 * character.
 *
 * Greedy with one point of return, the last `*`: O(length of name × length of pattern), and no regular expression that
 * could do worse.
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
 * Does every text that starts with the folded `prefix` match `pattern` (in normal form)? Equivalently: is the language
 * of `prefix*` inside that of `pattern`?
 *
 * A pattern that does not end in `*` fixes the end of its matches or their length, so no `prefix*` lies inside it. One
 * that does is satisfied for good as soon as the part before that `*` has matched some beginning of the prefix.
 */
export function holdsEveryExtension(pattern: string, prefix: string): boolean {
  return pattern.endsWith('*') && matchesWildcard(pattern, prefix);
}
