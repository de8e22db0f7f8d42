/** Where a file of a folder really is. */
import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { LinkTarget } from '../links.ts';
import { looseKeyOf, uriOf } from '../fileUris.ts';
import { isAbsent } from './absent.ts';
import { pathBelow } from './paths.ts';

export type Place =
  /**
   * A regular file that is where its path says, by its name on disk: where letter case is ignored, that may be another
   * than it was asked for.
   */
  | { readonly kind: 'file'; readonly path: string }
  /** The path, or a folder of it below the given one, is a link. */
  | { readonly kind: 'link'; readonly leads: LinkTarget }
  /** A folder, pipe or device. */
  | { readonly kind: 'other' }
  | { readonly kind: 'absent' };

/** Where the file of a path is that lies below a folder. The links above the folder do not matter. Never throws. */
export async function placeOf(file: string, folder: string): Promise<Place> {
  const below = pathBelow(folder, file);
  try {
    const [real, top] = await Promise.all([realpath(file), realpath(folder)]);
    const realBelow = pathBelow(top, real);
    // Where the names are the same, none of them is a link.
    if (realBelow !== below && (await hasLink(folder, file)))
      return { kind: 'link', leads: realBelow === undefined ? 'outside' : 'inside' };
    if (!(await lstat(real)).isFile()) return { kind: 'other' };
    return { kind: 'file', path: realBelow === undefined ? file : path.join(folder, realBelow) };
  } catch (error) {
    if (await hasLink(folder, file)) return { kind: 'link', leads: 'nowhere' };
    // One that cannot be looked at is there: reading it says why not.
    return isAbsent(error) ? { kind: 'absent' } : { kind: 'file', path: file };
  }
}

/**
 * An absolute path as it is written on disk, where the system finds a file by other letters, too: what is named twice
 * is one file, and what follows from names follows. As it was given where that is another name of the file.
 */
export async function nameOnDisk(file: string): Promise<string> {
  const real = await realpath(file).catch(() => file);
  const isSame = real === file || looseKeyOf(uriOf(real)) !== looseKeyOf(uriOf(file));
  return isSame || (await hasLink(path.parse(file).root, file)) ? file : real;
}

/** Is one of the names below the folder a link? */
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
