/** Reads files that may be policies, and tells which of them are text. */
import { encodingOf } from '../../../core/src/text/index.ts';
import { mostBytes } from '../../../core/src/index.ts';
import { readChunks, UnfitFile } from './readFile.ts';

/** What a file is, for a search for policies. */
export type Look =
  | { readonly kind: 'text'; readonly text: string; /** Reading it as UTF-8 loses nothing. */ readonly isUtf8: boolean }
  /** The file does not begin like a text, or is not a regular file. */
  | { readonly kind: 'no-text' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unreadable'; readonly error: unknown };

/** Reads a file, unless it is too large or not a text. The text includes a byte order mark. Never rejects. */
export async function lookInto(file: string): Promise<Look> {
  const chunks: Buffer[] = [];
  try {
    for await (const bytes of readChunks(file, { most: mostBytes, isNoLink: true })) {
      if (chunks.length === 0 && !isText(bytes)) return { kind: 'no-text' };
      chunks.push(bytes);
    }
  } catch (error) {
    if (!(error instanceof UnfitFile)) return { kind: 'unreadable', error };
    return { kind: error.kind === 'irregular' ? 'no-text' : 'too-large' };
  }
  return textOf(Buffer.concat(chunks));
}

/** A file with a zero among so many first bytes is not a text. */
const firstBytes = 8 * 1024;

function isText(start: Buffer): boolean {
  return encodingOf(start) === 'utf16le' || !start.subarray(0, firstBytes).includes(0);
}

function textOf(bytes: Buffer): Look {
  if (encodingOf(bytes) === 'utf16le') return { kind: 'text', text: bytes.toString('utf16le'), isUtf8: false };
  try {
    return {
      kind: 'text',
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      isUtf8: true,
    };
  } catch {
    return { kind: 'text', text: bytes.toString('latin1'), isUtf8: false };
  }
}

/** The most files that are open at the same time. */
const mostOpen = 64;

/** Reads many files, in order. A file that has become a link since it was found is `no-text`. */
export async function* lookIntoAll(
  files: readonly string[],
): AsyncIterable<{ readonly file: string; readonly look: Look }> {
  for (let at = 0; at < files.length; at += mostOpen) {
    const some = files.slice(at, at + mostOpen);
    yield* await Promise.all(some.map(async (file) => ({ file, look: await lookInto(file) })));
  }
}
