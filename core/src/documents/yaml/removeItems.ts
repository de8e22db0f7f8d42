/** Removes elements from YAML lists, and nothing else. */
import type { List } from '../../policy/model.ts';
import { mergeSpans, removeElements, type CommentSyntax } from '../../text/removeElements.ts';
import { spanBetween, spanEnd, type Span } from '../../text/span.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { before, dashOf, endOfLine, endOfLineContent, lineEndLength, lineStart, skipBlanksBack } from './layout.ts';

/** Is it a list in brackets? */
export function isFlowList(text: string, { span }: List): boolean {
  return text[span.offset] === '[';
}

/** `#`: between the values of a sound flow collection, it always starts a comment. */
const hashComments: CommentSyntax = { startsAt: (text, at) => text[at] === '#', endOf: endOfLine };

/**
 * The edits that remove elements from a list. An element of a block list goes with its lines and the comment after it;
 * comments on lines of their own stay. At least one element must stay.
 */
export function removeItems(text: string, list: List, isRemoved: (index: number) => boolean): readonly TextEdit[] {
  const cuts = isFlowList(text, list) ? undefined : blockCuts(text, list, isRemoved);
  return cuts === undefined
    ? removeElements(text, list, isRemoved, hashComments)
    : mergeSpans(cuts).map((cut) => ({ span: withLineBefore(text, cut), newText: '' }));
}

function blockCuts(text: string, list: List, isRemoved: (index: number) => boolean): Span[] {
  const units = list.elements.map((element, i) =>
    spanBetween(dashOf(text, list, i), endOfLineContent(text, spanEnd(element))),
  );
  const kept = units.findIndex((_, i) => !isRemoved(i));
  return units.flatMap((unit, i) => {
    if (!isRemoved(i)) return [];
    return before(text, unit.offset).trim() === '' ? wholeLines(text, unit) : nestedCut(text, unit, units[i + 1], kept);
  });
}

function wholeLines(text: string, unit: Span): Span {
  const end = spanEnd(unit);
  return spanBetween(lineStart(text, unit.offset), end + lineEndLength(text, end));
}

/** At the end of a text without a last line end, the line end before a cut goes, too. */
function withLineBefore(text: string, { offset, length }: Span): Span {
  const end = offset + length;
  if (end < text.length || text.endsWith('\n') || text[offset - 1] !== '\n') return { offset, length };
  return spanBetween(text[offset - 2] === '\r' ? offset - 2 : offset - 1, end);
}

/**
 * The first element of a list on the line of another dash (`- - a`): the next one takes its place, unless a comment is
 * between them, or the next one goes, too.
 */
function nestedCut(text: string, unit: Span, next: Span | undefined, kept: number): Span {
  const end = spanEnd(unit);
  const takesPlace = kept === 1 && next !== undefined && text.slice(end, next.offset).trim() === '';
  return takesPlace ? spanBetween(unit.offset, next.offset) : spanBetween(skipBlanksBack(text, unit.offset), end);
}
