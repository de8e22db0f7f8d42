/** Checks that comments survive an edit, except those on the lines of what is removed. */
import { countUpTo, spanBetween, spanEnd, type Span } from '../text/span.ts';

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

/** The lines of values, with those of a dash before a value. Sorted; those inside of others are left out. */
function linesOf(text: string, values: readonly Span[]): readonly Span[] {
  const lines: Span[] = [];
  for (const value of values.toSorted((a, b) => a.offset - b.offset || b.length - a.length)) {
    const last = lines.at(-1);
    if (last !== undefined && spanEnd(value) <= spanEnd(last)) continue;
    const end = text.indexOf('\n', spanEnd(value));
    lines.push(spanBetween(startOf(text, value.offset), end < 0 ? text.length : end));
  }
  return lines;
}

/**
 * The start of the line of a value; of the line of its dash, if only comments are between the two. They belong to the
 * value.
 */
function startOf(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  if (text.slice(start, offset).trim() !== '') return start;
  for (let end = start - 1; end >= 0;) {
    const above = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(above, end);
    if (/^[ -]*-[ \t]*(?:#.*)?\r?$/.test(line)) return above;
    if (!/^[ \t]*(?:#.*)?\r?$/.test(line)) return start;
    end = above - 1;
  }
  return start;
}

function isWithin(offset: number, lines: readonly Span[]): boolean {
  const line = lines[countUpTo(lines, offset, (one) => one.offset) - 1];
  return line !== undefined && offset <= spanEnd(line);
}
