import { CannotDo, decoded, reasonOf, shown, type TextFile } from './files.ts';

/** The path that stands for standard input. */
export const standardInput = '-';

/** How messages name it where nobody says what it is called. */
export const unnamedInput = '<stdin>';

/** More is not read: a policy has kilobytes, and a dump of an account with 10,000 roles half of this. */
export const mostBytes: number = 64 * 1024 * 1024;

/** Reads all of a stream of UTF-8, up to {@link mostBytes}. */
export async function readStandardInput(file: string, input: AsyncIterable<Buffer> = process.stdin): Promise<TextFile> {
  try {
    return decoded(await allOf(input), file);
  } catch (error) {
    throw error instanceof CannotDo ? error : new CannotDo(`${shown(file)}: ${reasonOf(error)}`);
  }
}

async function allOf(input: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of input) {
    size += piece.length;
    if (size > mostBytes) throw new Error(`standard input holds more than ${mostBytes / 1024 / 1024} MiB`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
