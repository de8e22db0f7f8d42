import type { Position, Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { spanEnd, type Span } from '../../../core/src/text/index.ts';
import type { Platform } from '../../../platform/src/platform.ts';

/** A part of a file, and its start. */
export interface FilePart {
  readonly text: TextDocument;
  readonly start: Position;
}

/** Reads a part of a file without caching it. Fails if the file cannot be read. O(end of the part). */
export async function readPart(platform: Platform, uri: string, span: Span): Promise<FilePart> {
  let offset = 0;
  let line = 0;
  let lineStart = 0;
  let text = '';
  for await (const piece of platform.readPieces(uri)) {
    const from = Math.max(0, span.offset - offset);
    for (let at = piece.text.indexOf('\n'); at >= 0 && at < from; at = piece.text.indexOf('\n', at + 1)) {
      line++;
      lineStart = offset + at + 1;
    }
    if (from < piece.text.length) text += piece.text.slice(from, spanEnd(span) - offset);
    offset += piece.text.length;
    if (offset >= spanEnd(span)) break;
  }
  // A copy is made because a substring would keep the whole piece in memory.
  const copy = ` ${text}`.slice(1);
  return { text: TextDocument.create(uri, 'json', 0, copy), start: { line, character: span.offset - lineStart } };
}

/** The range of a span of a part in its file. */
export function rangeIn({ text, start }: FilePart, span: Span): Range {
  const move = ({ line, character }: Position): Position =>
    line === 0 ? { line: start.line, character: start.character + character } : { line: start.line + line, character };
  return { start: move(text.positionAt(span.offset)), end: move(text.positionAt(spanEnd(span))) };
}
