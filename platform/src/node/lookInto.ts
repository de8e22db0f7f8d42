import { encodingOf } from '../../../core/src/text/index.ts';
import { mostBytes } from '../../../core/src/index.ts';
import { readChunks, UnfitFile } from './readFile.ts';

/** What a file holds, for somebody who looks for policies. */
export type Look =
  | { readonly kind: 'text'; readonly text: string; /** Reading it as UTF-8 loses nothing. */ readonly isUtf8: boolean }
  /** No text, as far as its beginning tells, or no regular file. */
  | { readonly kind: 'no-text' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unreadable'; readonly error: unknown };

/** Looks into a file once, if it is not too large. The text still has its byte order mark. Never throws. */
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

/** Where the first bytes hold a zero, it is no text. */
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

/** So many files are open at the same time. */
const mostOpen = 64;

/** Looks into many files below a folder, in order. What has become a link since they were found is no text. */
export async function* lookIntoAll(
  files: readonly string[],
): AsyncIterable<{ readonly file: string; readonly look: Look }> {
  for (let at = 0; at < files.length; at += mostOpen) {
    const some = files.slice(at, at + mostOpen);
    yield* await Promise.all(some.map(async (file) => ({ file, look: await lookInto(file) })));
  }
}
