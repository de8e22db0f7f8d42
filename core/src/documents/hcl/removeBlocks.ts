/** Removes elements from lists of HCL, and blocks from a body. */
import type { List } from '../../policy/model.ts';
import { mergeSpans, removeElements, wholeLines, type CommentSyntax } from '../../text/removeElements.ts';
import { spanBetween, spanEnd, type Span } from '../../text/span.ts';
import { commentEnd } from './template.ts';
import type { TextEdit } from '../../text/textEdit.ts';

/** `#`, `//` and `/*`. */
const comments: CommentSyntax = {
  startsAt: (text, at) => text[at] === '#' || (text[at] === '/' && /[/*]/.test(text[at + 1] ?? '')),
  endOf: (text, at) => commentEnd(text, at) ?? text.length,
};

/** Removes elements from a list in brackets, or from a list of blocks, which has none. */
export function removeFromList(text: string, list: List, isRemoved: (index: number) => boolean): readonly TextEdit[] {
  if (text[list.span.offset] === '[') return removeElements(text, list, isRemoved, comments);
  const cuts = list.elements.flatMap((block, i) => (isRemoved(i) ? [blockWithLines(text, block)] : []));
  return mergeSpans(cuts).map((span) => ({ span, newText: '' }));
}

/**
 * A block with its lines and a comment behind it. Of the empty lines around it, those before it go, so that as many stay
 * as between any two other blocks; but if none is behind it, as at the end of a body, they go as well.
 */
function blockWithLines(text: string, block: Span): Span {
  const lines = wholeLines(text, block, comments);
  const isAlone = lines.offset === 0 || /[\r\n]/.test(text[lines.offset - 1] ?? '');
  if (!isAlone || spanEnd(lines) === spanEnd(block)) return lines;
  const before = /(?:(?<=^|[\r\n])[ \t]*\r?\n)+$/.exec(text.slice(Math.max(0, lines.offset - mostSpace), lines.offset));
  if (before !== null) return spanBetween(lines.offset - before[0].length, spanEnd(lines));
  // The first block of a body: the empty lines behind it would stand at the start of the body.
  const behind = /^(?:[ \t]*\r?\n)+/.exec(text.slice(spanEnd(lines), spanEnd(lines) + mostSpace));
  return behind === null ? lines : spanBetween(lines.offset, spanEnd(lines) + behind[0].length);
}

/** More white space than this is not looked at. */
const mostSpace = 1000;
