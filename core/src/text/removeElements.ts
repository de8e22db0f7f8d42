/** Removes elements from a JSON list, and nothing else. */
import { createScanner } from 'jsonc-parser';
import { spanBetween, spanEnd, type Span } from './span.ts';
import type { TextEdit } from './textEdit.ts';

/** The span of a JSON list in its text, and of each of its elements. */
export interface JsonList {
  readonly span: Span;
  readonly elements: readonly Span[];
}

/**
 * The edits that remove elements from a JSON list and nothing else: comments, line ends, indentation and spacing of the
 * rest stay to the byte. An element is removed with its comma, and, if it is alone on its lines, with these lines and a
 * comment after it.
 *
 * At least one element must stay, and the text must have no syntax error. The edits are sorted and disjoint. O(length
 * of the list).
 */
export function removeElements(
  text: string,
  { span: list, elements }: JsonList,
  isRemoved: (index: number) => boolean,
): TextEdit[] {
  const commas = commasBehind(text, list, elements);
  const lastKept = elements.findLastIndex((_, i) => !isRemoved(i));
  const endsWithComma = commas[elements.length - 1] !== undefined;
  const cuts: Span[] = [];
  for (const [i, element] of elements.entries()) {
    const comma = commas[i];
    const unit = spanBetween(element.offset, comma === undefined ? spanEnd(element) : comma + 1);
    if (isRemoved(i)) cuts.push(withSpace(text, unit, i > lastKept));
    else if (i === lastKept && !endsWithComma && comma !== undefined) cuts.push({ offset: comma, length: 1 });
  }
  const whole = merge(cuts).map((cut) => wholeLines(text, cut));
  return merge(whole).map((span) => ({ span, newText: '' }));
}

/** The offset of the comma after each element; `undefined` if there is none, as after the last one. */
function commasBehind(text: string, list: Span, elements: readonly Span[]): (number | undefined)[] {
  return elements.map((element) => findComma(text, spanEnd(element), spanEnd(list)));
}

/** The offset of a comma if it is the first token between two offsets. */
function findComma(text: string, from: number, to: number): number | undefined {
  const scanner = createScanner(text.slice(from, to), true);
  scanner.scan();
  const at = from + scanner.getTokenOffset();
  return text[at] === ',' ? at : undefined;
}

/**
 * An element and its comma with the space that is no longer needed: the space up to the next element on the same line,
 * or else the space before it. `isTail`: all elements after it are removed.
 */
function withSpace(text: string, unit: Span, isTail: boolean): Span {
  const before = skipBack(text, unit.offset, isBlank);
  const behind = skipOn(text, spanEnd(unit), isBlank);
  if (!isTail && !isLineEnd(text[behind]) && !startsComment(text, behind)) return spanBetween(unit.offset, behind);
  return spanBetween(isLineEnd(text[before - 1]) ? unit.offset : before, spanEnd(unit));
}

/** Extends a cut to whole lines if it leaves nothing on them but a comment after it. */
function wholeLines(text: string, cut: Span): Span {
  const lineStart = skipBack(text, cut.offset, isBlank);
  const lineEnd = skipComments(text, spanEnd(cut));
  const isAlone = isLineEnd(text[lineStart - 1]) && isLineEnd(text[lineEnd]);
  return isAlone ? spanBetween(lineStart, lineEnd + lineEndLength(text, lineEnd)) : cut;
}

/** The offset after blanks and comments on the same line. A block comment that ends on another line is not skipped. */
function skipComments(text: string, from: number): number {
  let at = skipOn(text, from, isBlank);
  while (startsComment(text, at)) {
    const isLine = text[at + 1] === '/';
    const end = isLine ? skipOn(text, at, (c) => !isLineEnd(c)) : text.indexOf('*/', at) + 2;
    if (/[\r\n]/.test(text.slice(at, end))) return at;
    at = skipOn(text, end, isBlank);
  }
  return at;
}

/** Outside of strings, a slash in valid JSON always starts a comment. */
function startsComment(text: string, at: number): boolean {
  return text[at] === '/';
}

const isBlank = (c: string | undefined): boolean => c === ' ' || c === '\t';
const isLineEnd = (c: string | undefined): boolean => c === '\n' || c === '\r';

function lineEndLength(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
}

function skipOn(text: string, from: number, passes: (c: string | undefined) => boolean): number {
  let at = from;
  while (at < text.length && passes(text[at])) at++;
  return at;
}

function skipBack(text: string, from: number, passes: (c: string | undefined) => boolean): number {
  let at = from;
  while (at > 0 && passes(text[at - 1])) at--;
  return at;
}

/** Joins cuts that touch or overlap. They are sorted by offset. */
function merge(cuts: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const cut of cuts) {
    const last = merged.at(-1);
    if (last !== undefined && cut.offset <= spanEnd(last))
      merged[merged.length - 1] = spanBetween(last.offset, Math.max(spanEnd(last), spanEnd(cut)));
    else merged.push(cut);
  }
  return merged;
}
