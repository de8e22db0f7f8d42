import { realpath } from '../../platform/src/node/fileSystem.ts';
import path from 'node:path';

/**
 * The path of the file that is written: links are followed. For a file that does not exist, those of its folder are.
 */
export async function writtenPath(file: string): Promise<string> {
  return realpath(file).catch(async () =>
    path.join(await realpath(path.dirname(file)).catch(() => path.dirname(file)), path.basename(file)),
  );
}
