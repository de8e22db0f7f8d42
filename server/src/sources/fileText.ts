/** Parts of files: reading them, and the places in them. */
import type { Position, Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { spanEnd, type Span } from '../../../core/src/text/index.ts';
import type { Piece, Platform } from '../../../platform/src/platform.ts';

/** A part of a file, and where it starts. */
export interface FilePart {
  readonly text: TextDocument;
  readonly start: Position;
}

/** A place in a file at which reading can start. */
export interface FileMark {
  /** The place, in bytes. */
  readonly byte: number;
  /** The place, in UTF-16 code units of the text. */
  readonly offset: number;
  /** The line of the place, from 0, and the offset at which that line starts. */
  readonly line: number;
  readonly lineStart: number;
}

const fileStart: FileMark = { byte: 0, offset: 0, line: 0, lineStart: 0 };

/** Notes the ends of the pieces of a file as marks while it is read. */
export function createMarker(): { readonly add: (piece: Piece) => void; readonly marks: readonly FileMark[] } {
  const marks: FileMark[] = [];
  let at = fileStart;
  return {
    add({ text, end }) {
      const { line, lineStart } = pastLines(text, text.length, at);
      at = { byte: end ?? 0, offset: at.offset + text.length, line, lineStart };
      if (end !== undefined) marks.push(at);
    },
    marks,
  };
}

/** The line at an index of a piece that starts at a mark. O(index). */
function pastLines(
  text: string,
  index: number,
  { offset, line, lineStart }: FileMark,
): Pick<FileMark, 'line' | 'lineStart'> {
  let lines = line;
  let start = lineStart;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
    lines++;
    start = offset + at + 1;
  }
  return { line: lines, lineStart: start };
}

/**
 * Reads a part of a file, and no further; nothing is kept. Fails where the file cannot be read. Reading starts at the
 * last mark before the part, so that it costs O(length of the part + a piece); without marks, O(end of the part).
 */
export async function readPart(
  platform: Platform,
  uri: string,
  span: Span,
  marks: readonly FileMark[] = [],
): Promise<FilePart> {
  let at = marks[marks.findLastIndex(({ offset }) => offset <= span.offset)] ?? fileStart;
  let start: Position | undefined;
  let text = '';
  for await (const piece of platform.readPieces(uri, at.byte === 0 ? undefined : at.byte)) {
    const from = Math.max(0, span.offset - at.offset);
    const past = pastLines(piece.text, from, at);
    if (from <= piece.text.length) start ??= { line: past.line, character: span.offset - past.lineStart };
    if (from < piece.text.length) text += piece.text.slice(from, spanEnd(span) - at.offset);
    at = { ...at, ...past, offset: at.offset + piece.text.length };
    if (at.offset >= spanEnd(span)) break;
  }
  // A part of a piece would keep the whole piece in memory.
  const copy = ` ${text}`.slice(1);
  return {
    text: TextDocument.create(uri, 'json', 0, copy),
    start: start ?? { line: at.line, character: span.offset - at.lineStart },
  };
}

/** The range of a span of a part in its file. */
export function rangeIn({ text, start }: FilePart, span: Span): Range {
  const move = ({ line, character }: Position): Position =>
    line === 0 ? { line: start.line, character: start.character + character } : { line: start.line + line, character };
  return { start: move(text.positionAt(span.offset)), end: move(text.positionAt(spanEnd(span))) };
}
