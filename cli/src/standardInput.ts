import path from 'node:path';
import { CannotDo, decoded, readText, reasonOf, shown, type Candidate, type TextFile } from './files.ts';

/** The path that stands for standard input. */
export const standardInput = '-';

/** How messages name it where nobody says what it is called. */
const unnamed = '<stdin>';

/** More is not read: a policy has kilobytes, and a dump of an account with 10,000 roles half of this. */
export const mostBytes: number = 64 * 1024 * 1024;

/**
 * Standard input as a file to look at. With `name`, as if it stood there; without, no way of matching that goes by the path applies, and the
 * configuration is the one that holds for the current directory.
 */
export function candidateFor(name: string | undefined, rootOf: (folder: string) => string): Candidate {
  const file = path.resolve(name ?? unnamed);
  const isUnplaced = name === undefined ? ({ isUnplaced: true } as const) : {};
  return { path: file, isNamed: true, root: rootOf(path.dirname(file)), isStandardInput: true, ...isUnplaced };
}

/** The text of what a path stands for. */
export function readCandidate({ path: file, isStandardInput }: Candidate): Promise<TextFile> {
  return isStandardInput ? readStandardInput(file) : readText(file);
}

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
