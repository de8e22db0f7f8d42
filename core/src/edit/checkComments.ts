/** Checks that comments survive an edit, except those on the lines of what is removed. */
import { spanEnd, type Span } from '../text/span.ts';

/** A text and its comments, sorted. */
export interface CommentedText {
  readonly text: string;
  readonly comments: readonly Span[];
}

/** Did an edit lose, move or add a comment? `removed`: the values that it removes. O(comments × log of removed). */
export function changesComments(before: CommentedText, after: CommentedText, removed: readonly Span[]): boolean {
  const lines = linesOf(before.text, removed);
  const staying = before.comments.filter(({ offset }) => !isWithin(offset, lines));
  const were = textsOf(before);
  const are = textsOf(after);
  return !isSubsequence(textsOf({ ...before, comments: staying }), are) || !isSubsequence(are, were);
}

function textsOf({ text, comments }: CommentedText): string[] {
  return comments.map(({ offset, length }) => text.slice(offset, offset + length));
}

/** Are the texts among others, in the same order? */
function isSubsequence(texts: readonly string[], all: readonly string[]): boolean {
  let at = 0;
  for (const one of all) if (at < texts.length && texts[at] === one) at++;
  return at === texts.length;
}

interface Lines {
  readonly start: number;
  readonly end: number;
}

/** The lines of values, with the line of a dash before a value. Sorted; those inside of others are left out. */
function linesOf(text: string, values: readonly Span[]): readonly Lines[] {
  const lines: Lines[] = [];
  for (const value of values.toSorted((a, b) => a.offset - b.offset || b.length - a.length)) {
    const end = text.indexOf('\n', spanEnd(value));
    if (spanEnd(value) <= (lines.at(-1)?.end ?? -1)) continue;
    lines.push({ start: startOf(text, value.offset), end: end < 0 ? text.length : end });
  }
  return lines;
}

/** The start of the line of a value; of the line before, if the dash of the value is there with a comment. */
function startOf(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  if (start === 0 || text.slice(start, offset).trim() !== '') return start;
  const above = text.lastIndexOf('\n', start - 2) + 1;
  return /^[ -]*-[ \t]+#/.test(text.slice(above, start)) ? above : start;
}

/** O(log of lines). */
function isWithin(offset: number, lines: readonly Lines[]): boolean {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return offset <= (lines[low - 1]?.end ?? -1);
}
