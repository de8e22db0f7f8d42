/** Paths of files in Node. */
import path, { type PlatformPath } from 'node:path';

/** The path with `/` between folders, as in globs, on every operating system. */
export function slashed(file: string, flavour: PlatformPath = path): string {
  return file.split(flavour.sep).join('/');
}

/**
 * The path from a folder down to a file; `undefined` if the file is not below the folder. A name such as `..x` is an
 * ordinary name. On Windows, letter case is ignored.
 */
export function pathBelow(folder: string, file: string, flavour: PlatformPath = path): string | undefined {
  const relative = flavour.relative(folder, file);
  return relative === '..' || relative.startsWith(`..${flavour.sep}`) || flavour.isAbsolute(relative)
    ? undefined
    : relative;
}
