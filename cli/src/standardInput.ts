import { mostBytesOf, readStream } from '../../platform/src/node/readFile.ts';
import { CannotDo, decoded, reasonOf, shown, type TextFile } from './files.ts';

/** The path that stands for standard input. */
export const standardInput = '-';

/** How messages name it where nobody says what it is called. */
export const unnamedInput = '<stdin>';

/** Reads all of a stream of UTF-8, as far as a file might go. */
export async function readStandardInput(file: string, input: AsyncIterable<Buffer> = process.stdin): Promise<TextFile> {
  try {
    return decoded(await readStream(input, { most: mostBytesOf.standardInput }), file);
  } catch (error) {
    throw error instanceof CannotDo ? error : new CannotDo(`${shown(file)}: ${reasonOf(error)}`);
  }
}
