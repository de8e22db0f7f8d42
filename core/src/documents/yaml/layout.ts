/** The layout of a YAML text: columns, lines, and the indentation of its lists. */
import type { List, Statement } from '../../policy/model.ts';
import { spanEnd } from '../../text/span.ts';

/** The offset of the start of the line on which an offset is. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The text on the same line before an offset. */
export function before(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), offset);
}

/** Blanks as wide as a text. */
export function blanks(text: string): string {
  return ' '.repeat(text.length);
}

/** The line end of the document: that of its first line. */
export function lineEnd(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** The offset of the first character from an offset on that is not a blank, and not in a comment on that line. */
export function endOfLineContent(text: string, offset: number): number {
  const at = skipBlanks(text, offset);
  return isComment(text, at) ? endOfLine(text, at) : at;
}

/** The offset of the next token after blanks, line ends and comments. */
export function skipTrivia(text: string, offset: number): number {
  for (let at = offset; ;) {
    while (/\s/.test(text[at] ?? '')) at++;
    if (!isComment(text, at)) return at;
    at = endOfLine(text, at);
  }
}

/** The offset of the line end, or of the end of the text. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

/** The length of the line end at an offset; 0 if there is none. */
export function lineEndLength(text: string, at: number): number {
  if (text[at] === '\n') return 1;
  return text[at] === '\r' && text[at + 1] === '\n' ? 2 : 0;
}

export function skipBlanks(text: string, offset: number): number {
  let at = offset;
  while (isBlank(text[at])) at++;
  return at;
}

export function skipBlanksBack(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && isBlank(text[at - 1])) at--;
  return at;
}

function isBlank(c: string | undefined): boolean {
  return c === ' ' || c === '\t';
}

/** Does a comment start at an offset between two tokens? */
function isComment(text: string, at: number): boolean {
  return text[at] === '#';
}

/** The offset of the dash of an element of a block list, which starts with the first dash. */
export function dashOf(text: string, { span, elements }: Pick<List, 'span' | 'elements'>, index: number): number {
  const previous = elements[index - 1];
  return previous === undefined ? span.offset : skipTrivia(text, spanEnd(previous));
}

/**
 * How many columns behind its key a new block list starts: as the first other list of the statement, the last one before
 * it, or the first one of the document; else two.
 */
export function listOffset(text: string, { span }: Statement): number {
  const start = lineStart(text, span.offset);
  const [own] = listOffsets(text.slice(start, spanEnd(span)));
  const near = listOffsets(text.slice(lineStart(text, Math.max(0, start - nearby)), start)).at(-1);
  return own ?? near ?? listOffsets(text.slice(0, nearby))[0] ?? 2;
}

/** How many characters before a statement, and at the start of the document, are looked at. */
const nearby = 4000;

/** For each key with a block list below it, the columns between the two. */
function listOffsets(lines: string): readonly number[] {
  const offsets: number[] = [];
  let key: number | undefined;
  for (const line of lines.split('\n')) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const dash = /^ *(?=-(?: |$))/.exec(line)?.[0].length;
    if (key !== undefined && dash !== undefined && dash >= key) offsets.push(dash - key);
    key = /^[ -]*(?=\S[^#]*:\s*(?:#.*)?$)/.exec(line)?.[0].length;
  }
  return offsets;
}
