/** A second syntax, for tests only. */
import { filler } from '../../core/src/text/placeholders.ts';
import { spanBetween, spanEnd, type Span } from '../../core/src/text/span.ts';
import type { SyntaxError, TreeNode } from '../../core/src/text/tree.ts';
import type { SyntaxReading, Syntax } from '../../core/src/documents/syntax.ts';
import { say } from '../../core/src/text/index.ts';

/**
 * A syntax that is unlike JSON: it has no quotes, brackets or commas. A line is `key`, `key value`, `- value` or `-`.
 * The value of a line without one is on the lines below, indented. `#` begins a comment. With it, tests show that only
 * the JSON syntax knows how JSON is written.
 */
export const outlineSyntax: Syntax = {
  name: 'outline',
  parse: parseOutline,
  // A part cannot be parsed alone: the lines above it decide what a line belongs to.
  parseAlone: () => undefined,
  textIn: (text, node) => ({
    text: text.slice(node.offset, spanEnd(node)),
    offsets: Int32Array.from({ length: node.length + 1 }, (_, i) => node.offset + i),
  }),
  writeInString: (piece) => piece,
  edit: {
    removeElements: (text, { elements }, isRemoved) =>
      elements.flatMap((element, i) => (isRemoved(i) ? [{ span: wholeLines(text, element), newText: '' }] : [])),
    replaceEntry(text, { entry: { span, slot } }, actions) {
      const [first = '', ...others] = actions;
      if (slot.kind !== 'value')
        return { span, newText: [first, ...others].join(`\n${indentAt(text, span.offset)}- `) };
      if (others.length === 0) return { span, newText: first };
      const inner = `\n${indentAt(text, span.offset)}  - `;
      // The blank after the key is replaced with the value.
      return { span: spanBetween(span.offset - 1, spanEnd(span)), newText: inner + actions.join(inner) };
    },
    rewriteList: () => undefined,
    emptyBranch: (_, span) => ({ span, newText: filler }),
  },
  betweenKeyAndValue: (text) => text.trim(),
  afterValue: (text) => text,
  innerSpan: (_, span) => span,
  size: (text, { offset, length }) => text.slice(offset, offset + length).replace(/\s/g, '').length,
  mostPerCharacter: 1,
  write: () => undefined,
};

interface Line {
  readonly indent: number;
  readonly offset: number;
  readonly isItem: boolean;
  /** Absent for an item. */
  readonly key?: string;
  readonly value?: string;
  readonly valueOffset: number;
  readonly end: number;
}

function parseOutline(text: string): SyntaxReading {
  const errors: SyntaxError[] = [];
  const lines = linesOf(text, errors);
  const { node } = valueAt(lines, 0, -1);
  return { root: node, errors, directives: [] };
}

function linesOf(text: string, errors: SyntaxError[]): Line[] {
  const lines: Line[] = [];
  for (const { 0: written, index } of text.matchAll(/[^\n]+/g)) {
    const match = /^( *)(- |-$|)(?:([\w:]+)(?: |$))?(.*)$/.exec(written);
    if (match === null || /^\s*(?:#|$)/.test(written)) continue;
    const [, blanks = '', dash = '', word = '', rest = ''] = match;
    const offset = index + blanks.length;
    const end = index + written.length;
    if (written.includes('\t')) errors.push({ span: { offset, length: 1 }, message: say('tabs do not indent') });
    const isItem = dash !== '';
    const value = isItem ? written.slice(blanks.length + dash.length) : rest;
    lines.push({
      indent: blanks.length,
      offset,
      isItem,
      ...(isItem ? {} : { key: word }),
      ...(value === '' ? {} : { value }),
      valueOffset: end - value.length,
      end,
    });
  }
  return lines;
}

/** The value of the lines from an index on that are indented more than their parent line. */
function valueAt(
  lines: readonly Line[],
  from: number,
  below: number,
): { readonly node: TreeNode | undefined; readonly past: number } {
  const first = lines[from];
  if (first === undefined || first.indent <= below) return { node: undefined, past: from };
  const children: TreeNode[] = [];
  let past = from;
  for (
    let line = lines[past];
    line !== undefined && line.indent === first.indent && line.isItem === first.isItem;
    line = lines[past]
  ) {
    const { node, past: next } =
      line.value === undefined ? valueAt(lines, past + 1, line.indent) : { node: scalar(line), past: past + 1 };
    past = next;
    if (line.isItem) children.push(node ?? { type: 'null', offset: line.end, length: 0 });
    else children.push(propertyOf(line, node));
  }
  const end = Math.max(first.end, ...children.map(spanEnd));
  return { node: { type: first.isItem ? 'array' : 'object', ...spanBetween(first.offset, end), children }, past };
}

function scalar({ value, valueOffset, end }: Line): TreeNode {
  return { type: 'string', value, ...spanBetween(valueOffset, end) };
}

function propertyOf({ key = '', offset, end }: Line, value: TreeNode | undefined): TreeNode {
  const name: TreeNode = { type: 'string', value: key, offset, length: key.length };
  const children = value === undefined ? [name] : [name, value];
  return { type: 'property', ...spanBetween(offset, value === undefined ? end : spanEnd(value)), children };
}

/** The span of the lines of an element, with its dash and its line end. */
function wholeLines(text: string, element: Span): Span {
  const dash = text.lastIndexOf('-', element.offset - 1);
  const start = text.lastIndexOf('\n', dash) + 1;
  const end = text.indexOf('\n', spanEnd(element));
  return end < 0 ? spanBetween(Math.max(0, start - 1), text.length) : spanBetween(start, end + 1);
}

function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^ */.exec(text.slice(start))?.[0] ?? '';
}
