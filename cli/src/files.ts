import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { encodingOf, inWords, placeAt, type SyntaxError } from '../../core/src/index.ts';
import { pathBelow } from './paths.ts';

/** Something that stands in the way and is told in one line, after others where there is more to say. */
export class CannotDo extends Error {
  readonly lines: readonly string[];
  constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** The text of a file that is only read, in pieces: UTF-8, or UTF-16 with its mark. */
export async function* readPieces(file: string): AsyncIterable<string> {
  const encoding = (await stat(file)).isFile() ? encodingOf(await firstBytes(file)) : 'utf8';
  for await (const piece of createReadStream(file, { encoding, highWaterMark: 256 * 1024 })) yield String(piece);
}

async function firstBytes(file: string): Promise<Uint8Array> {
  const opened = await open(file);
  try {
    return (await opened.read(Buffer.alloc(2), 0, 2, 0)).buffer;
  } finally {
    await opened.close();
  }
}

/** A text file as it is on disk; `mark` is its byte order mark or nothing. */
export interface TextFile {
  readonly text: string;
  readonly mark: string;
}

/** Reads a UTF-8 file. Text in another encoding is refused, because writing it back would damage it. */
export async function readText(file: string): Promise<TextFile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new CannotDo(`${shown(file)}: ${reasonOf(error)}`);
  }
  return decoded(bytes, file);
}

/** The text of a UTF-8 file. */
export function decoded(bytes: Uint8Array, file: string): TextFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return textFileOf(text);
  } catch (error) {
    throw new CannotDo(`${shown(file)}: ${error instanceof TypeError ? 'the text is not UTF-8' : reasonOf(error)}`);
  }
}

/** Takes the byte order mark off a text. */
export function textFileOf(text: string): TextFile {
  return text.startsWith('\uFEFF') ? { text: text.slice(1), mark: '\uFEFF' } : { text, mark: '' };
}

/** A path as messages show it: relative to the current directory where it is below. */
export function shown(file: string): string {
  const below = pathBelow(path.resolve(''), file);
  return below === undefined || below === '' ? file : below;
}

/** A path with `/` between folders, as findings are filed on every system. */
export function slashed(file: string): string {
  return file.split(path.sep).join('/');
}

/** `:3:5: comma expected`. */
export function at(text: string, { span, message }: SyntaxError): string {
  const { line, column } = placeAt(text, span.offset);
  return `:${line}:${column}: ${inWords(message)}`;
}

/** `ENOENT: no such file or directory, open 'x'` → `no such file or directory`. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^[A-Z]+: ([^,]+)/.exec(message)?.[1] ?? message;
}
