import { mostBytesOf, readStream } from '../../platform/src/node/readFile.ts';
import { CannotDo, decoded, reasonOf, shown, type TextFile } from './files.ts';

/** The path that stands for standard input. */
export const standardInput = '-';

/** The name of standard input in messages if it has no path. */
export const unnamedInput = '<stdin>';

/** Reads a whole stream of UTF-8, up to the size limit of files. */
export async function readStandardInput(file: string, input: AsyncIterable<Buffer> = process.stdin): Promise<TextFile> {
  try {
    return decoded(await readStream(input, { most: mostBytesOf.standardInput }), file);
  } catch (error) {
    throw error instanceof CannotDo ? error : new CannotDo(`${shown(file)}: ${reasonOf(error)}`);
  }
}
