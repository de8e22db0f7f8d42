import { realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * What is written where a path is written to: links are followed. A file that is not there yet is in what its folder
 * is.
 */
export async function writtenPath(file: string): Promise<string> {
  return realpath(file).catch(async () =>
    path.join(await realpath(path.dirname(file)).catch(() => path.dirname(file)), path.basename(file)),
  );
}
