import { spanEnd, type Span } from './span.ts';

/** A replacement of one span of a text, on the offsets of the text before any edit. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/**
 * The text after all edits.
 *
 * The edits must be ordered and disjoint, which every plan of this engine is by construction. Where they are not,
 * nothing sensible can be done with them, so `undefined` comes back instead of a damaged text. O(length of the text +
 * number of edits).
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | undefined {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    if (edit.span.offset < at || spanEnd(edit.span) > text.length) return undefined;
    parts.push(text.slice(at, edit.span.offset), edit.newText);
    at = spanEnd(edit.span);
  }
  parts.push(text.slice(at));
  return parts.join('');
}
