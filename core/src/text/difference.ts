/** The difference of two texts. */
import { spanBetween, type Span } from './span.ts';

/**
 * The parts in which two texts differ. Both spans start at the same offset, and the texts are equal outside of them.
 */
export interface Difference {
  readonly before: Span;
  readonly after: Span;
}

/** The smallest difference of two texts; if there are several, the one that starts last. O(length). */
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
 * The greatest length, at most `most`, up to which the texts are the same. A binary search that compares whole slices,
 * which is faster than comparing character by character.
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
