/** Reads files that may be policies, and tells which of them are text. */
import { encodingOf } from '../../../core/src/text/index.ts';
import { mostBytes } from '../../../core/src/index.ts';
import type { DiskMemo } from '../diskMemo.ts';
import { readChunks, UnfitFile } from './readFile.ts';
import { tellOpened } from './realPath.ts';

/** What a file is, for a search for policies. */
export type Look =
  | { readonly kind: 'text'; readonly text: string; /** Reading it as UTF-8 loses nothing. */ readonly isUtf8: boolean }
  /** The file does not begin like a text, or is not a regular file. */
  | { readonly kind: 'no-text' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unreadable'; readonly error: unknown };

/**
 * Reads a file, unless it is too large or not a text. The text includes a byte order mark. `memo` gets to know what the
 * file is. Never rejects.
 */
export async function lookInto(file: string, memo?: DiskMemo): Promise<Look> {
  const chunks: Buffer[] = [];
  const limits = { most: mostBytes, isNoLink: true };
  try {
    for await (const bytes of readChunks(file, limits, (found) => memo && tellOpened(file, found, memo))) {
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

/** The most files that are open at the same time. As many have been read, and wait to be used. */
const mostOpen = 32;

interface LookedAt {
  readonly file: string;
  readonly look: Look;
}

/**
 * Reads many files, in order, and the next ones while some are used. A file that has become a link since it was found
 * is `no-text`. `memo` gets to know what the files are.
 */
export async function* lookIntoAll(files: readonly string[], memo?: DiskMemo): AsyncIterable<LookedAt> {
  const lookFrom = (at: number): Promise<readonly LookedAt[]> =>
    Promise.all(
      files
        .slice(at, at + mostOpen)
        .map(async (file): Promise<LookedAt> => ({ file, look: await lookInto(file, memo) })),
    );
  let next = lookFrom(0);
  for (let at = mostOpen; ; at += mostOpen) {
    const some = await next;
    if (some.length === 0) return;
    next = lookFrom(at);
    yield* some;
  }
}
