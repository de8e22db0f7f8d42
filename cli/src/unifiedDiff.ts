import { spanEnd, type TextEdit } from '../../core/src/text/index.ts';

/** A file before and after edits. */
export interface ChangedText {
  /** Its path relative to the folder in which the diff is applied, with `/`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** The edits that turn `before` into `after`, sorted and disjoint. */
  readonly edits: readonly TextEdit[];
}

/**
 * The change of a file in the format of `git diff`, for `git apply` and `patch -p1`; empty if nothing changed. The
 * edits are known, so no search for differences is needed: O(length of both texts).
 */
export function unifiedDiff({ path, before, after, edits }: ChangedText): string {
  const lines: Sides = { before: linesOf(before), after: linesOf(after) };
  const hunks = hunksOf(changesOf(lines, edits)).map((changes) => hunk(lines, changes));
  return hunks.length === 0 ? '' : headerOf(path) + hunks.join('');
}

/** The number of context lines around a change. */
const context = 3;

/**
 * The header, with the name in all forms that tools read. A name with a blank ends with a tab, as GNU patch requires.
 */
function headerOf(path: string): string {
  const [from, to] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const end = path.includes(' ') ? '\t\n' : '\n';
  return `diff --git ${from} ${to}\n--- ${from}${end}+++ ${to}${end}`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};

/**
 * Quotes a name like git: as a C string, byte by byte, if it has quotes, backslashes, control characters or non-ASCII
 * characters. Unlike git, a name that ends with a blank is quoted as well, because GNU patch would drop the blank.
 */
function quoted(name: string): string {
  const bytes = Array.from(Buffer.from(name), (byte) => {
    const char = String.fromCharCode(byte);
    return escapes[char] ?? (byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, '0')}` : char);
  });
  const text = bytes.join('');
  return text === name && !name.endsWith(' ') ? name : `"${text}"`;
}

/** The lines of a text. Here, unlike in an editor, only `\n` ends one; a `\r` before it belongs to the line. */
interface Lines {
  /** The lines with their line ends. */
  readonly texts: readonly string[];
  /** The offsets of the lines, and of the line that would start after the last `\n`. */
  readonly starts: readonly number[];
}

interface Sides {
  readonly before: Lines;
  readonly after: Lines;
}

function linesOf(text: string): Lines {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return { texts: starts.map((start, i) => text.slice(start, starts[i + 1])).filter((line) => line !== ''), starts };
}

/** Lines `[start, end)` of the old text, and the lines of the new text that replace them. */
interface Change {
  readonly before: Range;
  readonly after: Range;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The lines that edits change: the lines they touch, without those that stay equal. */
function changesOf(lines: Sides, edits: readonly TextEdit[]): Change[] {
  const touched = merged(touchedBy(lines, edits), (last, next) => next.before.start < last.before.end);
  const changes = touched.map((change) => trimmed(lines, change)).filter((change) => !isEmpty(change));
  return merged(changes, (last, next) => next.before.start === last.before.end);
}

function touchedBy(lines: Sides, edits: readonly TextEdit[]): Change[] {
  let shift = 0;
  return edits.map(({ span, newText }) => {
    const start = span.offset + shift;
    shift += newText.length - span.length;
    return {
      before: linesAt(lines.before, span.offset, spanEnd(span)),
      after: linesAt(lines.after, start, start + newText.length),
    };
  });
}

function isEmpty({ before, after }: Change): boolean {
  return before.end === before.start && after.end === after.start;
}

/** Joins changes that belong together. */
function merged(changes: readonly Change[], belong: (last: Change, next: Change) => boolean): Change[] {
  const all: Change[] = [];
  for (const change of changes) {
    const last = all.at(-1);
    if (last !== undefined && belong(last, change)) all[all.length - 1] = together(last, change);
    else all.push(change);
  }
  return all;
}

function together(first: Change, second: Change): Change {
  return {
    before: { start: first.before.start, end: Math.max(first.before.end, second.before.end) },
    after: { start: first.after.start, end: Math.max(first.after.end, second.after.end) },
  };
}

/** The lines that contain the offsets `from` to `to`. */
function linesAt({ texts, starts }: Lines, from: number, to: number): Range {
  return { start: countUpTo(starts, from) - 1, end: Math.min(texts.length, countUpTo(starts, to)) };
}

/** The number of sorted numbers that are not above a limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let count = 0;
  let end = numbers.length;
  while (count < end) {
    const middle = (count + end) >>> 1;
    if ((numbers[middle] ?? 0) <= limit) count = middle + 1;
    else end = middle;
  }
  return count;
}

function trimmed({ before, after }: Sides, change: Change): Change {
  let [{ start, end }, { start: startAfter, end: endAfter }] = [change.before, change.after];
  for (; start < end && startAfter < endAfter && before.texts[start] === after.texts[startAfter]; startAfter++) start++;
  for (; start < end && startAfter < endAfter && before.texts[end - 1] === after.texts[endAfter - 1]; endAfter--) end--;
  return { before: { start, end }, after: { start: startAfter, end: endAfter } };
}

/** Groups changes into hunks. Changes belong together if all lines between them are context lines. */
function hunksOf(changes: readonly Change[]): (readonly Change[])[] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    const end = last?.at(-1)?.before.end;
    if (last !== undefined && end !== undefined && change.before.start - end <= 2 * context) last.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function hunk(lines: Sides, changes: readonly Change[]): string {
  const parts: string[] = [];
  const start = Math.max(0, (changes[0]?.before.start ?? 0) - context);
  let at = start;
  let added = 0;
  let shift = 0;
  const unchanged = (end: number): void => void parts.push(marked(' ', lines.before, { start: at, end }));
  for (const { before, after } of changes) {
    unchanged(before.start);
    parts.push(marked('-', lines.before, before), marked('+', lines.after, after));
    at = before.end;
    added += after.end - after.start - (before.end - before.start);
    shift = after.end - before.end - added;
  }
  const end = Math.min(lines.before.texts.length, at + context);
  unchanged(end);
  const [from, to] = [rangeText(start, end - start), rangeText(start + shift, end - start + added)];
  return `@@ -${from} +${to} @@\n${parts.join('')}`;
}

/** Lines with their mark, and a note if the last line of the file has no line end. */
function marked(mark: ' ' | '-' | '+', { texts }: Lines, { start, end }: Range): string {
  const marks = texts
    .slice(start, end)
    .map((line) => mark + (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`));
  return marks.join('');
}

/** The first line, counted from 1, and the number of lines; if there are none, the line before. */
function rangeText(start: number, count: number): string {
  return count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`;
}
