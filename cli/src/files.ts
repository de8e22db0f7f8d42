import path from 'node:path';
import { inWords, placeAt, type SyntaxError } from '../../core/src/text/index.ts';
import { pathBelow } from '../../platform/src/node/paths.ts';
import { readBytes } from '../../platform/src/node/readFile.ts';

/** An error that is reported to the user in one line, maybe after others. */
export class CannotDo extends Error {
  readonly lines: readonly string[];
  constructor(message: string | readonly string[]) {
    const lines = typeof message === 'string' ? [message] : message;
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** A text file as on disk. `mark`: its byte order mark, or empty. */
export interface TextFile {
  readonly text: string;
  readonly mark: string;
}

/**
 * Reads a UTF-8 file that the user named. Text in another encoding is refused, because writing it back would damage it.
 * `most`: the most bytes.
 */
export async function readText(file: string, most: number): Promise<TextFile> {
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(file, { most, mayBePipe: true });
  } catch (error) {
    throw new CannotDo(`${shown(file)}: ${reasonOf(error)}`);
  }
  return decoded(bytes, file);
}

/** Decodes the text of a UTF-8 file. */
export function decoded(bytes: Uint8Array, file: string): TextFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return textFileOf(text);
  } catch (error) {
    throw new CannotDo(`${shown(file)}: ${error instanceof TypeError ? 'the text is not UTF-8' : reasonOf(error)}`);
  }
}

/** Splits a text into its byte order mark and the rest. */
export function textFileOf(text: string): TextFile {
  return text.startsWith('\uFEFF') ? { text: text.slice(1), mark: '\uFEFF' } : { text, mark: '' };
}

/** A path in messages: relative to the current directory if it is below it. */
export function shown(file: string): string {
  const below = pathBelow(path.resolve(''), file);
  return below === undefined || below === '' ? file : below;
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
