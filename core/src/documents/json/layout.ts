import type { ActionElement, ActionEntry, Statement } from '../../policy/model.ts';
import { spanEnd } from '../../text/span.ts';

/**
 * How a document is laid out around one `Action` element, so that what is put in looks as if the author had written it.
 */
export interface Layout {
  /** What stands between two elements of the list, comma included. */
  readonly separator: string;
  /** What stands behind the opening bracket and before the closing one, where a single string becomes a list. */
  readonly open: string;
  readonly close: string;
}

/** The layout to use for elements put in place of an entry. */
export function layoutAt(
  text: string,
  statement: Statement,
  action: ActionElement,
  { span: { offset }, slot }: ActionEntry,
): Layout {
  const indent = indentIfFirst(text, offset);
  if (slot.kind === 'element') {
    const separator = indent === undefined ? `,${gap(text, action)}` : `,${lineEnd(text)}${indent}`;
    return { separator, open: '', close: '' };
  }
  // In a branch of a condition, what the key has for indentation says nothing.
  const keyIndent = offset === action.valueSpan.offset ? indentIfFirst(text, action.keySpan.offset) : undefined;
  if (keyIndent === undefined) return { separator: `,${gap(text, action)}`, open: '', close: '' };
  const inner = keyIndent + indentUnit(keyIndent, indentOfLine(text, statement.span.offset));
  return {
    separator: `,${lineEnd(text)}${inner}`,
    open: lineEnd(text) + inner,
    close: lineEnd(text) + keyIndent,
  };
}

/** The blanks before `offset` when nothing else stands before it on its line. */
function indentIfFirst(text: string, offset: number): string | undefined {
  let start = offset;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  const isFirst = start > 0 && (text[start - 1] === '\n' || text[start - 1] === '\r');
  return isFirst ? text.slice(start, offset) : undefined;
}

/** The blanks at the start of the line on which `offset` is. */
export function indentOfLine(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/**
 * One level of indentation: what the keys of a statement have more than the line of its brace; two blanks where that
 * cannot be told.
 */
function indentUnit(keyIndent: string, braceIndent: string): string {
  if (keyIndent.startsWith(braceIndent) && keyIndent.length > braceIndent.length) {
    return keyIndent.slice(braceIndent.length);
  }
  return keyIndent.startsWith('\t') ? '\t' : '  ';
}

/** The space behind a comma on one line: a blank, unless the key's value follows its colon without one. */
export function gap(text: string, action: ActionElement): string {
  const between = text.slice(spanEnd(action.keySpan), action.valueSpan.offset);
  return between.endsWith(':') ? '' : ' ';
}

/** The line end of the document: that of its first line. */
export function lineEnd(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** An action as JSON writes it. */
export const quoted = (action: string): string => JSON.stringify(action);
