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
