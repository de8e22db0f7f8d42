/**
 * Strings of HCL: quoted, and heredocs (HCL Native Syntax Specification, "Template Expressions"). `${…}` inserts a
 * value, `%{…}` is a directive, `$${` and `%%{` are these characters themselves.
 */
import { filler } from '../../text/placeholders.ts';
import { spanBetween, spanEnd, type Span } from '../../text/span.ts';
import type { MappedText } from '../syntax.ts';

/** A part of a template: text, as it is written and as it is meant, or something computed. */
export interface TemplatePart {
  readonly kind: 'text' | 'interpolation' | 'directive';
  readonly span: Span;
  /** For text, what it means; else as it is written. */
  readonly text: string;
}

/** The parts of a string; `undefined` if it is not written as one, or ends elsewhere than at the end of the span. */
export function partsOfTemplate(text: string, span: Span): readonly TemplatePart[] | undefined {
  const inside = insideOf(text, span);
  if (inside === undefined) return undefined;
  const { from, to, isQuoted } = inside;
  const parts: TemplatePart[] = [];
  for (let at = from; at < to;) {
    // A quotation mark ends the string before the end of the span.
    const part = isQuoted && text[at] === '"' ? undefined : partAt(text, at, isQuoted);
    if (part === undefined) return undefined;
    // The run of a heredoc goes on behind its end.
    const past = spanEnd(part.span) - to;
    if (past > 0 && part.text.length !== part.span.length) return undefined;
    parts.push(past > 0 ? { ...part, span: spanBetween(at, to), text: part.text.slice(0, to - at) } : part);
    at = spanEnd(part.span);
  }
  return parts;
}

/** Is the value of a string known, because nothing in it is computed? */
export function isLiteral(parts: readonly TemplatePart[]): boolean {
  return parts.every(({ kind }) => kind === 'text');
}

interface Inside {
  readonly from: number;
  readonly to: number;
  readonly isQuoted: boolean;
}

/**
 * The text between quotation marks, or between the line of a heredoc's start and that of its end. The indentation that
 * `<<-` removes is left in place: in JSON it means nothing, and an edit has to keep it.
 */
function insideOf(text: string, span: Span): Inside | undefined {
  const end = spanEnd(span);
  if (text[span.offset] === '"')
    return span.length >= 2 && text[end - 1] === '"'
      ? { from: span.offset + 1, to: end - 1, isQuoted: true }
      : undefined;
  const written = text.slice(span.offset, end);
  const [start, mark = ''] = /^<<-?([\w-]+)[ \t]*\r?\n/.exec(written) ?? [];
  if (start === undefined) return undefined;
  const last = /(?:^|\n)[ \t]*([\w-]+)$/.exec(written);
  if (last?.[1] !== mark) return undefined;
  const from = span.offset + start.length;
  // The line end before the closing word belongs to the text.
  const to = span.offset + last.index + 1;
  return to < from ? undefined : { from, to, isQuoted: false };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function partAt(text: string, at: number, isQuoted: boolean): TemplatePart | undefined {
  const sign = text[at] ?? '';
  if (sign === '$' || sign === '%') {
    if (text[at + 1] === '{') return expressionAt(text, at);
    if (text[at + 1] === sign && text[at + 2] === '{')
      return { kind: 'text', span: { offset: at, length: 3 }, text: `${sign}{` };
  }
  if (isQuoted && sign === '\\') return escapeAt(text, at);
  // A run of characters that mean themselves. A sign that begins nothing is one as well.
  const run = isQuoted ? /[^"\\$%]*/y : /[^$%]*/y;
  run.lastIndex = at + 1;
  const length = 1 + (run.exec(text)?.[0].length ?? 0);
  return { kind: 'text', span: { offset: at, length }, text: text.slice(at, at + length) };
}

/** What is inserted at an offset, or the directive there. */
function expressionAt(text: string, at: number): TemplatePart | undefined {
  const end = expressionEnd(text, at + 2);
  const kind = text[at] === '$' ? 'interpolation' : 'directive';
  return end === undefined ? undefined : { kind, span: spanBetween(at, end), text: text.slice(at, end) };
}

function escapeAt(text: string, at: number): TemplatePart | undefined {
  const code = text[at + 1] ?? '';
  const plain = escapes[code];
  if (plain !== undefined) return { kind: 'text', span: { offset: at, length: 2 }, text: plain };
  const digits = code === 'u' ? 4 : code === 'U' ? 8 : 0;
  const hex = text.slice(at + 2, at + 2 + digits);
  if (digits === 0 || !new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(hex)) return undefined;
  const point = Number.parseInt(hex, 16);
  if (point > 0x10_ffff) return undefined;
  return { kind: 'text', span: { offset: at, length: 2 + digits }, text: String.fromCodePoint(point) };
}

/**
 * The offset after the brace that closes an expression in a template; `undefined` if none does, or if a heredoc is in
 * the expression. Strings, comments and braces nest. `from`: after the opening brace.
 */
function expressionEnd(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '{') depth++;
    else if (sign === '}') {
      if (--depth === 0) return at + 1;
    } else if (sign === '"') {
      const end = quotedEnd(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (sign === '<' && text[at + 1] === '<') return undefined;
    else {
      const end = commentEnd(text, at);
      if (end === undefined) return undefined;
      at = Math.max(at, end - 1);
    }
  }
  return undefined;
}

/** The offset after the quoted string at an offset; `undefined` if it does not end. */
export function quotedEnd(text: string, open: number): number | undefined {
  for (let at = open + 1; at < text.length;) {
    if (text[at] === '"') return at + 1;
    const part = partAt(text, at, true);
    if (part === undefined) return undefined;
    at = spanEnd(part.span);
  }
  return undefined;
}

/** The offset after the comment at an offset; the offset itself if there is none; `undefined` if it does not end. */
export function commentEnd(text: string, at: number): number | undefined {
  if (text[at] === '#' || (text[at] === '/' && text[at + 1] === '/')) {
    const end = text.slice(at).search(/[\r\n]/);
    return end < 0 ? text.length : at + end;
  }
  if (text[at] !== '/' || text[at + 1] !== '*') return at;
  const end = text.indexOf('*/', at + 2);
  return end < 0 ? undefined : end + 2;
}

/**
 * The text of a string, for reading it as JSON. What is inserted in a JSON string is masked with fillers; what is
 * inserted in the place of a JSON value is masked as a string of fillers. A directive outside of strings leaves no JSON.
 */
export function textOfTemplate(text: string, span: Span): MappedText | undefined {
  const parts = partsOfTemplate(text, span);
  if (parts === undefined) return undefined;
  const pieces: string[] = [];
  const offsets: number[] = [];
  let isInString = false;
  let isEscaped = false;
  const read = (character: string): void => {
    if (isEscaped) isEscaped = false;
    else if (character === '\\') isEscaped = isInString;
    else if (character === '"') isInString = !isInString;
  };
  for (const { kind, span: at, text: piece } of parts) {
    const isText = kind === 'text';
    const masked = isText ? piece : maskOf(kind, at.length, isInString);
    // An escape stands for its characters all together.
    const step = isText && piece.length !== at.length ? 0 : 1;
    pieces.push(masked);
    for (let i = 0; i < masked.length; i++) offsets.push(at.offset + i * step);
    if (isText) for (const character of piece) read(character);
    else isEscaped = false;
  }
  const last = parts.at(-1);
  offsets.push(last === undefined ? span.offset : spanEnd(last.span));
  return { text: pieces.join(''), offsets: Int32Array.from(offsets) };
}

function maskOf(kind: 'interpolation' | 'directive', length: number, isInString: boolean): string {
  return isInString || kind === 'directive' ? filler.repeat(length) : `"${filler.repeat(length - 2)}"`;
}

/** Escapes a text for a template, in which `${` and `%{` begin an expression. */
export function writeInTemplate(piece: string, text: string, { offset }: Span): string {
  const escaped = piece.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
  return text[offset] === '"' ? quotedText(escaped) : escaped;
}

/** A string in quotation marks. */
export function quotedString(value: string): string {
  return `"${quotedText(value.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign))}"`;
}

/** HCL has the escapes of JSON, except for `\b`, `\f` and `\/`. */
function quotedText(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replaceAll(/\\(?:b|f|\\)/g, (escape) => (escape === '\\b' ? '\\u0008' : escape === '\\f' ? '\\u000c' : escape));
}
