/** A stretch of a text, in UTF-16 code units: `[offset, offset + length)`. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** The offset just past the span. */
export function spanEnd(span: Span): number {
  return span.offset + span.length;
}

/** The span that covers `[from, to)`. */
export function spanBetween(from: number, to: number): Span {
  return { offset: from, length: to - from };
}

/** True when the two spans share a position; a span touches the positions at both of its ends. */
export function spansTouch(a: Span, b: Span): boolean {
  return a.offset <= spanEnd(b) && b.offset <= spanEnd(a);
}
