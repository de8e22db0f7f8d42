/** Replaces actions in YAML, in the style of the text around them. */
import { Parser } from 'yaml';
import type { ActionElement } from '../../policy/model.ts';
import { spanBetween, spanEnd, type Span } from '../../text/span.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { layoutAt } from '../json/layout.ts';
import { isLong } from '../json/rewriteList.ts';
import type { PlacedEntry } from '../syntax.ts';
import { before, blanks, dashOf, lineEnd, listOffset, skipBlanksBack } from './layout.ts';
import { writeAction } from './quote.ts';
import { isFlowList } from './removeItems.ts';
import { flowLines } from './rewriteFlow.ts';
import { hasFlowAt } from './tokens.ts';

/** Replaces an entry with actions. Several actions turn a single string into a list. */
export function replaceAction(text: string, placed: PlacedEntry, actions: readonly string[]): TextEdit {
  const { action, entry } = placed;
  const { span, slot } = entry;
  const replaced = text.slice(span.offset, spanEnd(span));
  const written = actions.map((one) => writeAction(one, replaced));
  const [first = '', ...others] = written;
  if (others.length === 0) return { span, newText: first };
  if (slot.kind === 'value') return replaceValue(text, placed, written);
  const list = action.lists[slot.list];
  if (slot.kind === 'branch' || list === undefined || isFlowList(text, list))
    return { span, newText: written.join(layoutAt(text, placed.statement, action, entry).separator) };
  const dash = dashOf(text, list, slot.index);
  const between = text.slice(dash + 1, span.offset);
  const gap = /^[ \t]+$/.test(between) ? between : ' ';
  const start = `${lineEnd(text)}${blanks(before(text, dash))}-${gap}`;
  return { span, newText: written.join(start) };
}

/** Replaces the only action, or that in a branch of a condition, with a list. */
function replaceValue(text: string, placed: PlacedEntry, written: readonly string[]): TextEdit {
  const {
    statement,
    action,
    entry: { span },
  } = placed;
  if (isInFlow(text, placed)) return { span, newText: flowList(text, placed, written) };
  const ofKey = span.offset === action.valueSpan.offset;
  const prefix = before(text, span.offset);
  const end = lineEnd(text);
  // It is alone on its line, or follows only dashes: the list starts in its place.
  if (/^[ -]*$/.test(prefix)) return { span, newText: written.map((one) => `- ${one}`).join(end + blanks(prefix)) };
  const keyColumn = before(text, action.keySpan.offset).length;
  const column = ofKey ? keyColumn + listOffset(text, statement) : (/^[ -]*/.exec(prefix)?.[0].length ?? 0);
  const start = `${end}${' '.repeat(column)}- `;
  const from = skipBlanksBack(text, span.offset);
  return { span: spanBetween(from, spanEnd(span)), newText: written.map((one) => start + one).join('') };
}

/** A list in brackets in the place of a value in braces or brackets. */
function flowList(text: string, { statement, action, entry }: PlacedEntry, written: readonly string[]): string {
  const { separator, open, close } = layoutAt(text, statement, action, entry);
  const line = written.join(separator);
  const isBroken = open === '' && isLong(text, action, entry.span.offset, line);
  return isBroken ? flowLines(text, entry.span.offset, written) : `[${open}${line}${close}]`;
}

/** Is a single value in a flow collection? */
function isInFlow(text: string, { statement, action, entry: { span } }: PlacedEntry): boolean {
  if (text[statement.span.offset] === '{') return true;
  return span.offset !== action.valueSpan.offset && isInFlowOf(text, action, span);
}

/** Is a branch in a flow collection of the value of `Action`? That value is parsed alone. */
function isInFlowOf(text: string, { valueSpan }: ActionElement, { offset }: Span): boolean {
  const indent = blanks(before(text, valueSpan.offset));
  const alone = indent + text.slice(valueSpan.offset, spanEnd(valueSpan));
  return hasFlowAt([...new Parser().parse(alone)], offset - valueSpan.offset + indent.length);
}
