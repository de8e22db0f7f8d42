/** Parts of files: reading them, and the places in them. */
import type { Position, Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { spanEnd, type Span } from '../../../core/src/text/index.ts';
import { fileStart, pastLines, type FileMark } from '../../../platform/src/fileMarks.ts';
import type { Platform } from '../../../platform/src/platform.ts';

/** A part of a file, and where it starts. */
export interface FilePart {
  readonly text: TextDocument;
  readonly start: Position;
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
