/** Removes elements from a list in brackets, whose elements have commas between them, and nothing else. */
import { spanBetween, spanEnd, type Span } from './span.ts';
import type { TextEdit } from './textEdit.ts';

/** How comments are written. Both are asked only between values. */
export interface CommentSyntax {
  readonly startsAt: (text: string, at: number) => boolean;
  /** The end of the comment that starts at an offset. */
  readonly endOf: (text: string, at: number) => number;
}

/** `//` and `/*`. In valid JSON, a slash outside of strings always starts a comment. */
const jsonComments: CommentSyntax = {
  startsAt: (text, at) => text[at] === '/',
  endOf(text, at) {
    if (text[at + 1] === '/') return skipOn(text, at, (c) => !isLineEnd(c));
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? text.length : end + 2;
  },
};

/** The span of a list in its text, and of each of its elements. */
export interface BracketList {
  readonly span: Span;
  readonly elements: readonly Span[];
}

/**
 * The edits that remove elements from a list in brackets and nothing else: comments, line ends, indentation and spacing of
 * the rest stay to the byte. An element is removed with its comma, and, if it is alone on its lines, with these lines and a
 * comment after it.
 *
 * At least one element must stay, and the text must have no syntax error. The edits are sorted and disjoint. O(length
 * of the list).
 */
export function removeElements(
  text: string,
  { span: list, elements }: BracketList,
  isRemoved: (index: number) => boolean,
  comments: CommentSyntax = jsonComments,
): TextEdit[] {
  const commas = elements.map((element) => findComma(text, spanBetween(spanEnd(element), spanEnd(list)), comments));
  const lastKept = elements.findLastIndex((_, i) => !isRemoved(i));
  const endsWithComma = commas[elements.length - 1] !== undefined;
  const cuts: Span[] = [];
  for (const [i, element] of elements.entries()) {
    const comma = commas[i];
    const unit = spanBetween(element.offset, comma === undefined ? spanEnd(element) : comma + 1);
    if (isRemoved(i)) cuts.push(withSpace(text, unit, i > lastKept, comments));
    else if (i === lastKept && !endsWithComma && comma !== undefined) cuts.push({ offset: comma, length: 1 });
  }
  const whole = mergeSpans(cuts).map((cut) => wholeLines(text, cut, comments));
  return mergeSpans(whole).map((span) => ({ span, newText: '' }));
}

/** The offset of a comma if it is the first token in a span; `undefined` if it is not, as after the last element. */
function findComma(text: string, within: Span, comments: CommentSyntax): number | undefined {
  let at = within.offset;
  for (;;) {
    at = skipOn(text, at, (c) => isBlank(c) || isLineEnd(c));
    if (!comments.startsAt(text, at)) break;
    at = comments.endOf(text, at);
  }
  return at < spanEnd(within) && text[at] === ',' ? at : undefined;
}

/**
 * An element and its comma with the space that is no longer needed: the space up to the next element on the same line,
 * or else the space before it. `isTail`: all elements after it are removed.
 */
function withSpace(text: string, unit: Span, isTail: boolean, { startsAt }: CommentSyntax): Span {
  const before = skipBack(text, unit.offset, isBlank);
  const behind = skipOn(text, spanEnd(unit), isBlank);
  if (!isTail && !isLineEnd(text[behind]) && !startsAt(text, behind)) return spanBetween(unit.offset, behind);
  return spanBetween(isLineEnd(text[before - 1]) ? unit.offset : before, spanEnd(unit));
}

/** Extends a cut to whole lines if it leaves nothing on them but a comment after it. */
export function wholeLines(text: string, cut: Span, comments: CommentSyntax): Span {
  const lineStart = skipBack(text, cut.offset, isBlank);
  const lineEnd = skipComments(text, spanEnd(cut), comments);
  const isAlone = isLineEnd(text[lineStart - 1]) && isLineEnd(text[lineEnd]);
  return isAlone ? spanBetween(lineStart, lineEnd + lineEndLength(text, lineEnd)) : cut;
}

/** The offset after blanks and comments on the same line. A comment that ends on another line is not skipped. */
function skipComments(text: string, from: number, { startsAt, endOf }: CommentSyntax): number {
  let at = skipOn(text, from, isBlank);
  while (startsAt(text, at)) {
    const end = endOf(text, at);
    if (/[\r\n]/.test(text.slice(at, end))) return at;
    at = skipOn(text, end, isBlank);
  }
  return at;
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

/** Joins spans that touch or overlap. They are sorted by offset. */
export function mergeSpans(cuts: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const cut of cuts) {
    const last = merged.at(-1);
    if (last !== undefined && cut.offset <= spanEnd(last))
      merged[merged.length - 1] = spanBetween(last.offset, Math.max(spanEnd(last), spanEnd(cut)));
    else merged.push(cut);
  }
  return merged;
}
