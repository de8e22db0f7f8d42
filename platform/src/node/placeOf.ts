/** Tells what a path below a folder really is: a regular file, or behind a link. */
import { createDiskMemo, type DiskMemo } from '../diskMemo.ts';
import { lstat, realpath } from './fileSystem.ts';
import path from 'node:path';
import type { LinkTarget } from '../links.ts';
import { looseKeyOf, uriOf } from '../fileUris.ts';
import { isAbsent } from './absent.ts';
import { pathBelow } from './paths.ts';
import { realFile, realPath } from './realPath.ts';

/** What a path really is. */
export type Place =
  /**
   * A regular file, not behind a link. `path` has the name as it is on disk. If the file system ignores letter case, it
   * may differ from the given path.
   */
  | { readonly kind: 'file'; readonly path: string }
  /** The path is a link, or a folder between it and the given folder is one. */
  | { readonly kind: 'link'; readonly leads: LinkTarget }
  /** A folder, pipe or device. */
  | { readonly kind: 'other' }
  | { readonly kind: 'absent' };

/** Tells what a path below a folder really is. Links above the folder do not matter. Never rejects. */
export async function placeOf(file: string, folder: string, memo: DiskMemo = createDiskMemo()): Promise<Place> {
  const below = pathBelow(folder, file);
  try {
    const [{ real, found }, top] = await Promise.all([realFile(file, memo), realPath(folder, memo)]);
    const realBelow = pathBelow(top, real);
    // If the names are the same, none of them is a link.
    if (realBelow !== below && (await hasLink(folder, file)))
      return { kind: 'link', leads: realBelow === undefined ? 'outside' : 'inside' };
    if (!found.isFile()) return { kind: 'other' };
    return { kind: 'file', path: realBelow === undefined ? file : path.join(folder, realBelow) };
  } catch (error) {
    if (await hasLink(folder, file)) return { kind: 'link', leads: 'nowhere' };
    // A file that cannot be examined does exist: an attempt to read it will give the reason.
    return isAbsent(error) ? { kind: 'absent' } : { kind: 'file', path: file };
  }
}

/**
 * An absolute path in the letter case that it has on disk, so that two spellings of a path are recognised as one file.
 * The path itself if it is, or is behind, a link.
 */
export async function nameOnDisk(file: string): Promise<string> {
  const real = await realpath(file).catch(() => file);
  const isSame = real === file || looseKeyOf(uriOf(real)) !== looseKeyOf(uriOf(file));
  return isSame || (await hasLink(path.parse(file).root, file)) ? file : real;
}

/** Is the file, or a folder between it and the given folder, a link? */
async function hasLink(folder: string, file: string): Promise<boolean> {
  let at = folder;
  for (const name of path.relative(folder, file).split(path.sep)) {
    at = path.join(at, name);
    const found = await lstat(at).catch(() => undefined);
    if (found === undefined) return false;
    if (found.isSymbolicLink()) return true;
  }
  return false;
}
