import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { matchesGlob, neverSearched } from '../../../core/src/index.ts';

/**
 * The regular files below a folder that match one of some globs, as absolute paths in order. Links are not among them, and not followed. Only
 * folders are listed in which there may be some; what cannot be listed is passed over. `isDeep`: also in the folders below.
 */
export async function findFiles(folder: string, globs: readonly string[], isDeep = true): Promise<string[]> {
  const top = path.resolve(folder);
  const found: string[] = [];
  const search: Search = {
    matches: (file) => globs.some((glob) => matchesGlob(glob, file)),
    mayHold: isDeep ? mayHold(globs) : () => false,
    found,
  };
  await searchIn(top, '', search);
  return found.toSorted();
}

interface Search {
  readonly matches: (file: string) => boolean;
  readonly mayHold: (folder: string) => boolean;
  readonly found: string[];
}

/** One folder after the other, so that few are open at a time. `below`: the path from the top, with a `/` at its end where there is any. */
async function searchIn(folder: string, below: string, search: Search): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const relative = below + entry.name;
    const at = path.join(folder, entry.name);
    if (entry.isFile() && search.matches(relative)) search.found.push(at);
    if (entry.isDirectory() && !neverSearched.includes(entry.name) && search.mayHold(relative)) await searchIn(at, `${relative}/`, search);
  }
}

/** May a folder hold, at any depth, what one of the globs matches? */
function mayHold(globs: readonly string[]): (folder: string) => boolean {
  const starts = globs.map((glob) => {
    const names = glob.split('/').filter((name) => name !== '.');
    const first = names.findIndex((name) => /[^\w\s.-]/.test(name));
    return first === -1 ? names.slice(0, -1) : names.slice(0, first);
  });
  return (folder) => {
    const names = folder.split('/');
    return starts.some((start) => start.every((name, i) => i >= names.length || names[i] === name));
  };
}
