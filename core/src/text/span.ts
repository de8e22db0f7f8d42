/** Spans: parts of a text, by offset and length. */

/** The part `[offset, offset + length)` of a text, in UTF-16 code units. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** The offset after the last character of the span. */
export function spanEnd(span: Span): number {
  return span.offset + span.length;
}

/** The span `[from, to)`. */
export function spanBetween(from: number, to: number): Span {
  return { offset: from, length: to - from };
}

/** Do two spans overlap, or meet at an end? */
export function spansTouch(a: Span, b: Span): boolean {
  return a.offset <= spanEnd(b) && b.offset <= spanEnd(a);
}

/** How many of some values, in ascending order of their offsets, start at or before an offset. O(log of values). */
export function countUpTo<T>(values: ArrayLike<T>, offset: number, offsetOf: (value: T) => number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = values[middle];
    if (value === undefined || offsetOf(value) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
