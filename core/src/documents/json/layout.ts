/** The layout of a JSON document: its indentation, separators and line ends. */
import type { ActionElement, ActionEntry, Statement } from '../../policy/model.ts';
import { spanEnd } from '../../text/span.ts';

/** The layout around one `Action` element, so that new text looks as if the author had written it. */
export interface Layout {
  /** The text between two elements of the list, including the comma. */
  readonly separator: string;
  /** The text after the opening and before the closing bracket if a single string becomes a list. */
  readonly open: string;
  readonly close: string;
}

/** The layout for elements that replace an entry. */
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
  // In a branch of a condition, the indentation of the key does not matter.
  const keyIndent = offset === action.valueSpan.offset ? indentIfFirst(text, action.keySpan.offset) : undefined;
  if (keyIndent === undefined) return { separator: `,${gap(text, action)}`, open: '', close: '' };
  const inner = keyIndent + indentUnit(keyIndent, indentOfLine(text, statement.span.offset));
  return {
    separator: `,${lineEnd(text)}${inner}`,
    open: lineEnd(text) + inner,
    close: lineEnd(text) + keyIndent,
  };
}

/** The blanks before `offset` if there is nothing else before it on its line. */
function indentIfFirst(text: string, offset: number): string | undefined {
  let start = offset;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  const isFirst = start > 0 && (text[start - 1] === '\n' || text[start - 1] === '\r');
  return isFirst ? text.slice(start, offset) : undefined;
}

/** In a longer line, looking for its start before each edit would read the whole text again and again. */
const longestIndented = 1000;

/**
 * The blanks at the start of the line on which `offset` is; none if the line starts far before. O(1), because a text
 * with line ends of one kind is not searched to its start for the other.
 */
export function indentOfLine(text: string, offset: number): string {
  const near = text.slice(Math.max(0, offset - longestIndented), offset);
  const start = Math.max(near.lastIndexOf('\n'), near.lastIndexOf('\r')) + 1;
  if (start === 0 && near.length < offset) return '';
  return /^[ \t]*/.exec(near.slice(start))?.[0] ?? '';
}

/** One level of indentation: the indentation of keys beyond that of the line with the brace; else two blanks. */
function indentUnit(keyIndent: string, braceIndent: string): string {
  if (keyIndent.startsWith(braceIndent) && keyIndent.length > braceIndent.length) {
    return keyIndent.slice(braceIndent.length);
  }
  return keyIndent.startsWith('\t') ? '\t' : '  ';
}

/** The space after a comma on one line: a blank, unless there is none after the colon of the key. */
export function gap(text: string, action: ActionElement): string {
  const between = text.slice(spanEnd(action.keySpan), action.valueSpan.offset);
  return between.endsWith(':') ? '' : ' ';
}

/** The line end of the document: that of its first line. */
export function lineEnd(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** An action as a JSON string. */
export const quoted = (action: string): string => JSON.stringify(action);
