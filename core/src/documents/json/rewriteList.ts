/** Rewrites lists on one line that would become too long, with one entry on each line. */
import type { ActionElement, List } from '../../policy/model.ts';
import type { EntryOutcome } from '../../policy/outcome.ts';
import { spanEnd } from '../../text/span.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { gap, indentOfLine, lineEnd } from './layout.ts';

/** The most characters of a line with a list, counted as if the line began with the key of the list. */
const longestLine = 100;

/** How the entries of a list are written. */
export interface ListWriter {
  /** An action in the place of an entry. */
  readonly write: (action: string, replaced: string) => string;
  /** The list at an offset with one entry on each line. */
  readonly lines: (offset: number, written: readonly string[]) => string;
  /** Would the line be too long? Absent: as in JSON. */
  readonly isTooLong?: typeof isTooLong;
}

/** The outcomes of the entries of an action element, and how they are written. */
export interface Rewriting {
  readonly outcomes: readonly EntryOutcome[];
  readonly writer: ListWriter;
}

/**
 * The edit that rewrites a list with one entry on each line. `undefined` unless the list is on one line, gets new
 * entries, and its line would become too long. Entries that stay are kept to the byte.
 */
export function rewriteList(
  text: string,
  action: ActionElement,
  list: number,
  { outcomes, writer }: Rewriting,
): TextEdit | undefined {
  const { span, elements } = action.lists[list] ?? { span: action.valueSpan, elements: [] };
  const inside = action.entries.flatMap(({ slot, span: at }, i) =>
    slot.kind !== 'value' && slot.list === list ? [{ slot, at, outcome: outcomes[i] }] : [],
  );
  const isPlain = inside.length === elements.length && inside.every(({ slot }) => slot.kind === 'element');
  if (!isPlain || !inside.some(({ outcome }) => outcome?.kind === 'becomes') || !isOnOneLine(text, { span, elements }))
    return undefined;
  const written = inside.flatMap(({ at, outcome }): readonly string[] => {
    const replaced = text.slice(at.offset, spanEnd(at));
    if (outcome?.kind === 'goes') return [];
    return outcome?.kind === 'becomes' ? outcome.to.map((one) => writer.write(one, replaced)) : [replaced];
  });
  if (written.length < 2 || !(writer.isTooLong ?? isTooLong)(text, action, span.offset, written.join(', ')))
    return undefined;
  return { span, newText: writer.lines(span.offset, written) };
}

/** A list with one entry on each line, in the indentation of the document. */
export function brokenLines(text: string, offset: number, written: readonly string[]): string {
  const outer = indentOfLine(text, offset);
  const end = lineEnd(text);
  const inner = `${end}${outer}${unitOf(text)}`;
  return `[${inner}${written.join(`,${inner}`)}${end}${outer}]`;
}

/**
 * Would the line be too long with these entries in the list or value at an offset? Lines are never broken in a JSON
 * document without blanks after its colons.
 */
export function isTooLong(text: string, action: ActionElement, offset: number, written: string): boolean {
  return gap(text, action) !== '' && isLong(text, action, offset, written);
}

/** As {@link isTooLong}, whatever is after the colons. */
export function isLong(text: string, action: ActionElement, offset: number, written: string): boolean {
  return indentOfLine(text, offset).length + (offset - action.keySpan.offset) + written.length + 2 > longestLine;
}

/** Is a list on one line, with nothing in it but its elements, blanks and commas? */
function isOnOneLine(text: string, { span, elements }: List): boolean {
  let at = span.offset + 1;
  for (const element of [...elements, { offset: spanEnd(span) - 1, length: 0 }]) {
    // There is a line end, a comment or a template directive between the elements.
    if (!/^[ \t,]*$/.test(text.slice(at, element.offset))) return false;
    at = spanEnd(element);
  }
  return true;
}

/** One level of indentation: that of the first indented line; two blanks if there is none. */
function unitOf(text: string): string {
  return /[\r\n]([ \t]+)[^\s]/.exec(text)?.[1] ?? '  ';
}
