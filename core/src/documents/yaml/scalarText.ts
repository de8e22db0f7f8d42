/** The texts of YAML scalars, with the place of each character (YAML 1.2.2, chapters 7.3 and 8.1). */
import { spanEnd, type Span } from '../../text/span.ts';
import { spanOf, stringOf, type TreeNode } from '../../text/tree.ts';
import type { MappedText } from '../syntax.ts';
import { before, lineEnd } from './layout.ts';

/** Collects characters with their places. */
interface Collector {
  readonly parts: string[];
  readonly offsets: number[];
}

/**
 * The text of a scalar. `undefined` if the node is no string, or if a part of it has no exact place. Line ends at the
 * end of a block scalar are left out.
 */
export function textInScalar(document: string, node: TreeNode): MappedText | undefined {
  const span = spanOf(node);
  const collected: Collector = { parts: [], offsets: [] };
  const end = decodeScalar(document, span, collected);
  if (end === undefined) return undefined;
  const text = collected.parts.join('');
  const known = stringOf(node);
  if (known !== undefined && known.trimEnd() !== text.trimEnd()) return undefined;
  return { text, offsets: Int32Array.from([...collected.offsets, end]) };
}

/** Decodes a scalar, and returns the offset of its end. */
function decodeScalar(document: string, span: Span, into: Collector): number | undefined {
  const end = spanEnd(span);
  switch (document[span.offset] ?? '') {
    case '"':
      return decodeDouble(document, { offset: span.offset + 1, length: span.length - 2 }, into) ? end - 1 : undefined;
    case "'":
      decodeSingle(document, { offset: span.offset + 1, length: span.length - 2 }, into);
      return end - 1;
    case '|':
    case '>':
      return decodeBlock(document, span, into) ? end : undefined;
    default:
      decodeFolded(document, span, into);
      return end;
  }
}

function add(into: Collector, text: string, at: number): void {
  into.parts.push(text);
  for (let unit = 0; unit < text.length; unit++) into.offsets.push(at);
}

function addAll(into: Collector, document: string, from: number, to: number): void {
  for (let at = from; at < to; at++) add(into, document[at] ?? '', at);
}

interface Line {
  readonly offset: number;
  /** Without its line end. */
  readonly text: string;
}

function linesIn(document: string, { offset, length }: Span): Line[] {
  const lines: Line[] = [];
  let at = offset;
  for (const line of document.slice(offset, offset + length).split('\n')) {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    lines.push({ offset: at, text });
    at += line.length + 1;
  }
  return lines;
}

/** A plain scalar, and how the lines of quoted ones are joined: a line break is a blank, each further one stays. */
function decodeFolded(document: string, span: Span, into: Collector, single = false): void {
  const lines = linesIn(document, span);
  let breaks = 0;
  for (const [i, { offset, text }] of lines.entries()) {
    const from = i === 0 ? 0 : text.length - text.trimStart().length;
    const to = i === lines.length - 1 ? text.length : text.trimEnd().length;
    const previous = lines[i - 1];
    if (i > 0 && from < to) joinLines(into, breaks, previous === undefined ? offset : offset - 1);
    if (from < to) {
      addUnescaped(into, document, { from: offset + from, to: offset + to }, single);
      breaks = 1;
    } else if (i === 0) breaks = 1;
    else if (i === lines.length - 1) joinLines(into, breaks, offset - 1);
    else breaks++;
  }
}

function joinLines(into: Collector, breaks: number, at: number): void {
  add(into, breaks < 2 ? ' ' : '\n'.repeat(breaks - 1), at);
}

function addUnescaped(
  into: Collector,
  document: string,
  { from, to }: { readonly from: number; readonly to: number },
  single: boolean,
): void {
  for (let at = from; at < to; at++) {
    add(into, document[at] ?? '', at);
    if (single && document[at] === "'") at++;
  }
}

function decodeSingle(document: string, span: Span, into: Collector): void {
  decodeFolded(document, span, into, true);
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1B',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '\t': '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00A0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
};

const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A string in double quotes on one line; one on several lines has no simple places. False if it is not understood. */
function decodeDouble(document: string, { offset, length }: Span, into: Collector): boolean {
  const end = offset + length;
  for (let at = offset; at < end; at++) {
    const c = document[at] ?? '';
    if (c === '\n' || c === '\r') return false;
    if (c !== '\\') {
      add(into, c, at);
      continue;
    }
    const code = document[at + 1] ?? '';
    const digits = codeLengths[code];
    const decoded = digits === undefined ? escapes[code] : characterOf(document.slice(at + 2, at + 2 + digits), digits);
    if (decoded === undefined) return false;
    add(into, decoded, at);
    at += 1 + (digits ?? 0);
  }
  return true;
}

function characterOf(hex: string, digits: number): string | undefined {
  const code = hex.length === digits && /^[\da-f]+$/i.test(hex) ? Number.parseInt(hex, 16) : undefined;
  return code === undefined || code > 0x10_ff_ff ? undefined : String.fromCodePoint(code);
}

/** A block scalar. One with an indentation of its own (`|2`) is not understood: its lines tell too little. */
function decodeBlock(document: string, span: Span, into: Collector): boolean {
  const [header, ...lines] = linesIn(document, span);
  if (header === undefined || !/^[|>][-+]?[ \t]*(?:#.*)?$/.test(header.text)) return false;
  const first = lines.find(({ text }) => text.trim() !== '');
  if (first === undefined) return true;
  const indent = indentOf(first.text);
  if (lines.some(({ text }) => text.trim() !== '' && indentOf(text) < indent)) return false;
  // Before the first line, and for blanks in empty lines, readers differ.
  if (lines[0] !== first || lines.some(({ text }) => text.trim() === '' && text.length > indent)) return false;
  const isFolded = document[span.offset] === '>';
  let above: Line | undefined;
  let breaks: number[] = [];
  for (const line of lines) {
    const content = line.text.slice(indent);
    if (content !== '') {
      addBreaks(into, breaks, isFolded && isFoldable(above, indent) && isFoldable(line, indent));
      breaks = [];
      above = line;
      addAll(into, document, line.offset + indent, line.offset + line.text.length);
    }
    breaks.push(line.offset + line.text.length);
  }
  return true;
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

/** Line breaks next to a line that is indented more stay. */
function isFoldable(line: Line | undefined, indent: number): boolean {
  return line !== undefined && !/^[ \t]/.test(line.text.slice(indent));
}

function addBreaks(into: Collector, breaks: readonly number[], isFolded: boolean): void {
  if (isFolded && breaks.length === 1) add(into, ' ', breaks[0] ?? 0);
  else for (const at of isFolded ? breaks.slice(1) : breaks) add(into, '\n', at);
}

/** A piece of text as it is written in the scalar at a span. */
export function writeInScalar(piece: string, document: string, at: Span): string {
  switch (document[at.offset] ?? '') {
    case '"':
      return JSON.stringify(piece).slice(1, -1);
    case "'":
      return piece.replaceAll("'", "''");
    default:
      return piece.replaceAll('\n', `${lineEnd(document)}${indentOfContent(document, at)}`);
  }
}

/** The indentation of the content of a block scalar. */
function indentOfContent(document: string, at: Span): string {
  const lines = linesIn(document, at).slice(1);
  const first = lines.find(({ text }) => text.trim() !== '');
  return first === undefined ? before(document, at.offset) : (/^ */.exec(first.text)?.[0] ?? '');
}
