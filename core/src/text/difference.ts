import { spanBetween, type Span } from './span.ts';

/**
 * Where two texts differ: outside of `before` in the one and `after` in the other, which begin at the same offset, they
 * are the same.
 */
export interface Difference {
  readonly before: Span;
  readonly after: Span;
}

/** The smallest difference of two texts; where what was put in can be told in several ways, the last. O(length). */
export function differenceOf(before: string, after: string): Difference {
  const shorter = Math.min(before.length, after.length);
  const start = longest(shorter, (from, to) => before.slice(from, to) === after.slice(from, to));
  const end = longest(
    shorter - start,
    (from, to) =>
      before.slice(before.length - to, before.length - from) === after.slice(after.length - to, after.length - from),
  );
  return { before: spanBetween(start, before.length - end), after: spanBetween(start, after.length - end) };
}

/**
 * The greatest length up to which all parts are the same. Halving spares looking at every character: slices are
 * compared as a whole.
 */
function longest(most: number, areSame: (from: number, to: number) => boolean): number {
  let same = 0;
  let limit = most;
  while (same < limit) {
    const middle = (same + limit + 1) >>> 1;
    if (areSame(same, middle)) same = middle;
    else limit = middle - 1;
  }
  return same;
}
