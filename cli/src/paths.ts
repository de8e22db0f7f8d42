import { realpath } from 'node:fs/promises';
import path from 'node:path';

/** The path from a folder down to a file; `undefined` where the file is not below it. A name such as `..x` leads nowhere else. */
export function pathBelow(folder: string, file: string): string | undefined {
  const relative = path.relative(folder, file);
  return relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative) ? undefined : relative;
}

/** What is written where a path is written to: links are followed. A file that is not there yet is in what its folder is. */
export async function writtenPath(file: string): Promise<string> {
  return realpath(file).catch(async () =>
    path.join(await realpath(path.dirname(file)).catch(() => path.dirname(file)), path.basename(file)),
  );
}
