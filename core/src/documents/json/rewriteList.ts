/** Lists on one line that would become too long for it. */
import type { ActionElement, List } from '../../policy/model.ts';
import type { EntryOutcome } from '../../policy/outcome.ts';
import { spanEnd } from '../../text/span.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { gap, indentOfLine, lineEnd, quoted } from './layout.ts';

/** A list stays on one line while that would have at most so many characters if the key began it. */
const longestLine = 100;

/**
 * The edit that writes a list of an action element anew, one entry a line, where it stands on one line, something is
 * put into it, and it would be too long for that; else `undefined`. What stays in it is kept to the byte.
 */
export function rewriteList(
  text: string,
  action: ActionElement,
  list: number,
  outcomes: readonly EntryOutcome[],
): TextEdit | undefined {
  const { span, elements } = action.lists[list] ?? { span: action.valueSpan, elements: [] };
  const inside = action.entries.flatMap(({ slot, span: at }, i) =>
    slot.kind !== 'value' && slot.list === list ? [{ slot, at, outcome: outcomes[i] }] : [],
  );
  const isPlain = inside.length === elements.length && inside.every(({ slot }) => slot.kind === 'element');
  if (!isPlain || !inside.some(({ outcome }) => outcome?.kind === 'becomes') || !isOnOneLine(text, { span, elements }))
    return undefined;
  const written = inside.flatMap(({ at, outcome }): readonly string[] => {
    if (outcome?.kind === 'goes') return [];
    return outcome?.kind === 'becomes' ? outcome.to.map(quoted) : [text.slice(at.offset, spanEnd(at))];
  });
  if (written.length < 2 || !isTooLong(text, action, span.offset, written.join(', '))) return undefined;
  return { span, newText: brokenLines(text, span.offset, written) };
}

/** `[`, the entries one a line, `]`, as the document indents. */
export function brokenLines(text: string, offset: number, written: readonly string[]): string {
  const outer = indentOfLine(text, offset);
  const end = lineEnd(text);
  const inner = `${end}${outer}${unitOf(text)}`;
  return `[${inner}${written.join(`,${inner}`)}${end}${outer}]`;
}

/**
 * Would the line of an action element be too long with these entries in the list, or in place of the value, at an
 * offset? A document without a blank behind its colons wants no line broken.
 */
export function isTooLong(text: string, action: ActionElement, offset: number, written: string): boolean {
  const length = indentOfLine(text, offset).length + (offset - action.keySpan.offset) + written.length + 2;
  return length > longestLine && gap(text, action) !== '';
}

/** With nothing in it but its elements, blanks and commas. */
function isOnOneLine(text: string, { span, elements }: List): boolean {
  let at = span.offset + 1;
  for (const element of [...elements, { offset: spanEnd(span) - 1, length: 0 }]) {
    // Between the elements, a line end, a comment or a directive of a template.
    if (!/^[ \t,]*$/.test(text.slice(at, element.offset))) return false;
    at = spanEnd(element);
  }
  return true;
}

/** One level of indentation: that of the first line that has any; two blanks where none has. */
function unitOf(text: string): string {
  return /[\r\n]([ \t]+)[^\s]/.exec(text)?.[1] ?? '  ';
}
