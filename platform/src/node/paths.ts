import path, { type PlatformPath } from 'node:path';

/** A path with `/` between folders, as globs and findings have them on every system. */
export function slashed(file: string, flavour: PlatformPath = path): string {
  return file.split(flavour.sep).join('/');
}

/**
 * The path from a folder down to a file; `undefined` where the file is not below it. A name such as `..x` leads nowhere
 * else. On Windows letter case does not matter.
 */
export function pathBelow(folder: string, file: string, flavour: PlatformPath = path): string | undefined {
  const relative = flavour.relative(folder, file);
  return relative === '..' || relative.startsWith(`..${flavour.sep}`) || flavour.isAbsolute(relative)
    ? undefined
    : relative;
}
