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
  const removed = list.elements.flatMap((block, i) => (isRemoved(i) ? [wholeLines(text, block, comments)] : []));
  return mergeSpans(runsOf(text, removed)).map((run) => ({ span: withEmptyLines(text, run), newText: '' }));
}

/** Joins spans with nothing but white space between them. */
function runsOf(text: string, spans: readonly Span[]): readonly Span[] {
  return spans.map((span, i) => {
    const next = spans[i + 1];
    const isJoined = next !== undefined && text.slice(spanEnd(span), next.offset).trim() === '';
    return isJoined ? spanBetween(span.offset, next.offset) : span;
  });
}

/**
 * Lines that are removed, with the empty lines before them, so that as many stay as between any two other blocks. At the
 * start of a body, those behind them go.
 */
function withEmptyLines(text: string, lines: Span): Span {
  if (text[lines.offset - 1] !== '\n' || text[spanEnd(lines) - 1] !== '\n') return lines;
  const before = text.slice(Math.max(0, lines.offset - mostSpace), lines.offset);
  const empty = /(?<=\n)(?:[ \t]*\r?\n)+$/.exec(before)?.[0] ?? '';
  if (empty !== '') return spanBetween(lines.offset - empty.length, spanEnd(lines));
  if (!/\{[ \t]*\r?\n$/.test(before)) return lines;
  const behind = /^(?:[ \t]*\r?\n)+/.exec(text.slice(spanEnd(lines), spanEnd(lines) + mostSpace))?.[0] ?? '';
  return spanBetween(lines.offset, spanEnd(lines) + behind.length);
}

/** More white space than this is not looked at. */
const mostSpace = 1000;
