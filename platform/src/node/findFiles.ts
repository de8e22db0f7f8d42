import type { Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { matchesGlob } from '../../../core/src/config/index.ts';
import { neverSearched, searchBounds, type SearchBounds, type SearchEnd } from '../../../core/src/index.ts';

/** What a search found, as absolute paths in order; with `end`, it may be the smaller part of what there is. */
export interface FoundFiles {
  readonly files: readonly string[];
  readonly end?: SearchEnd | undefined;
}

export interface SearchOptions {
  /** Also in the folders below; true where absent. */
  readonly isDeep?: boolean;
  /** Links that match are among them, for one who asks of each where it leads; what they lead to is not looked into. */
  readonly withLinks?: boolean;
  readonly bounds?: SearchBounds;
  /** Asked now and then, with how many files and folders were seen; false gives the search up. */
  readonly goesOn?: (seen: number) => boolean | Promise<boolean>;
}

/**
 * The regular files below a folder that match one of some globs. Links are not among them unless that is asked for, and
 * not followed. Only folders are listed in which there may be some; what cannot be listed is passed over. Never more of
 * a folder is held than a few hundred names, between which others have their turn.
 */
export async function findFiles(
  folder: string,
  globs: readonly string[],
  options: SearchOptions = {},
): Promise<FoundFiles> {
  const { isDeep = true, withLinks = false, bounds = searchBounds, goesOn = () => true } = options;
  const search: Search = {
    matches: (file) => globs.some((glob) => matchesGlob(glob, file)),
    mayHold: isDeep ? mayHold(globs) : () => false,
    withLinks,
    bounds,
    goesOn,
    found: [],
    seen: 0,
    end: undefined,
  };
  await searchIn(path.resolve(folder), '', search);
  return { files: search.found.toSorted(), end: search.end };
}

interface Search extends Required<Omit<SearchOptions, 'isDeep'>> {
  readonly matches: (file: string) => boolean;
  readonly mayHold: (folder: string) => boolean;
  readonly found: string[];
  seen: number;
  end: SearchEnd | undefined;
}

/** So many names are read at once. */
const bufferSize = 256;

/**
 * One folder after the other, so that few are open at a time. `below`: the path from the top, with a `/` at its end
 * where there is any.
 */
async function searchIn(folder: string, below: string, search: Search): Promise<void> {
  const inside: string[] = [];
  for await (const entry of entriesOf(folder)) {
    await take(entry, folder, below, search);
    if (search.end !== undefined) return;
    if (entry.isDirectory() && !neverSearched.includes(entry.name) && search.mayHold(below + entry.name))
      inside.push(entry.name);
  }
  for (const name of inside) {
    await searchIn(path.join(folder, name), `${below}${name}/`, search);
    if (search.end !== undefined) return;
  }
}

async function take(entry: Dirent, folder: string, below: string, search: Search): Promise<void> {
  const { bounds, found } = search;
  search.seen++;
  if (search.seen > bounds.entries) search.end = 'entries';
  else if (search.seen % bufferSize === 0 && !(await search.goesOn(search.seen))) search.end = 'given-up';
  else if ((entry.isFile() || (search.withLinks && entry.isSymbolicLink())) && search.matches(below + entry.name)) {
    if (found.length === bounds.files) search.end = 'files';
    else found.push(path.join(folder, entry.name));
  }
}

async function* entriesOf(folder: string): AsyncIterable<Dirent> {
  try {
    yield* await opendir(folder, { bufferSize });
  } catch {
    // What is gone, or cannot be listed, holds nothing for us.
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
