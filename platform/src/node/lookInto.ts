import { open, type FileHandle } from 'node:fs/promises';
import { mostBytes } from '../../../core/src/index.ts';

/** What a file holds, for somebody who looks for policies. */
export type Look =
  | { readonly kind: 'text'; readonly text: string; /** Reading it as UTF-8 loses nothing. */ readonly isUtf8: boolean }
  /** No text, as far as its beginning tells, or no regular file. */
  | { readonly kind: 'no-text' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unreadable'; readonly error: unknown };

/** Looks into a file once, if it is not too large. The text still has its byte order mark. Never throws. */
export async function lookInto(file: string): Promise<Look> {
  try {
    const opened = await open(file);
    try {
      return await lookAt(opened);
    } finally {
      await opened.close();
    }
  } catch (error) {
    return { kind: 'unreadable', error };
  }
}

async function lookAt(opened: FileHandle): Promise<Look> {
  const found = await opened.stat();
  if (!found.isFile()) return { kind: 'no-text' };
  if (found.size > mostBytes) return { kind: 'too-large' };
  return textOf(await opened.readFile());
}

/** Where the first bytes hold a zero, it is no text. */
const firstBytes = 8 * 1024;

function textOf(bytes: Buffer): Look {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { kind: 'text', text: bytes.toString('utf16le'), isUtf8: false };
  if (bytes.subarray(0, firstBytes).includes(0)) return { kind: 'no-text' };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isUtf8: true };
  } catch {
    return { kind: 'text', text: bytes.toString('latin1'), isUtf8: false };
  }
}

/** So many files are open at the same time. */
const mostOpen = 64;

/** Looks into many files, in order. */
export async function* lookIntoAll(files: readonly string[]): AsyncIterable<{ readonly file: string; readonly look: Look }> {
  for (let at = 0; at < files.length; at += mostOpen) {
    const some = files.slice(at, at + mostOpen);
    yield* await Promise.all(some.map(async (file) => ({ file, look: await lookInto(file) })));
  }
}
