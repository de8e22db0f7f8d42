/** Text edits, and their application. */
import { spanEnd, type Span } from './span.ts';

/** The replacement of a span of a text. Offsets are those of the text before all edits. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/**
 * The text after all edits. They must be ascending and must not overlap, as all plans of this engine; otherwise the
 * result is `undefined`, and never a damaged text. O(length of the text + number of edits).
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
