/** Finds files by globs. */
import type { Dirent } from 'node:fs';
import { opendir } from './fileSystem.ts';
import path from 'node:path';
import { matchesGlob } from '../../../core/src/config/index.ts';
import { neverSearched, searchBounds, type SearchBounds, type SearchEnd } from '../../../core/src/index.ts';

/** The absolute paths of the files that were found, sorted. `end` is present if the search ended early. */
export interface FoundFiles {
  readonly files: readonly string[];
  readonly end?: SearchEnd | undefined;
}

/** Options of {@link findFiles}. */
export interface SearchOptions {
  /** Search subfolders, too. True by default. */
  readonly isDeep?: boolean;
  /** Include links that match, for callers that check each target. The search does not follow them. */
  readonly withLinks?: boolean;
  /** Search only this folder, a path below the given one, with `/`. The globs still start at the given one. */
  readonly within?: string | undefined;
  /** The limits after which the search ends early. */
  readonly bounds?: SearchBounds;
  /** Called from time to time with the number of files and folders seen so far. False ends the search. */
  readonly goesOn?: (seen: number) => boolean | Promise<boolean>;
}

/**
 * Finds the regular files below a folder that match one of several globs. Links are not followed. Folders in which no
 * glob can match are not listed, and folders that cannot be listed are skipped. A folder is read a few hundred names at
 * a time, so that other work gets its turn.
 */
export async function findFiles(
  folder: string,
  globs: readonly string[],
  options: SearchOptions = {},
): Promise<FoundFiles> {
  const { isDeep = true, withLinks = false, within, bounds = searchBounds, goesOn = () => true } = options;
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
  if (within === undefined) await searchIn(path.resolve(folder), '', search);
  else if (search.mayHold(within)) await searchIn(path.resolve(folder, within), `${within}/`, search);
  return { files: search.found.toSorted(), end: search.end };
}

interface Search extends Required<Omit<SearchOptions, 'isDeep' | 'within'>> {
  readonly matches: (file: string) => boolean;
  readonly mayHold: (folder: string) => boolean;
  readonly found: string[];
  seen: number;
  end: SearchEnd | undefined;
}

/** The number of names that are read at once. */
const bufferSize = 256;

/**
 * Searches a folder and its subfolders, one after the other, so that few are open at a time. `below` is the path from
 * the top folder, with a `/` at its end; empty for the top folder itself.
 */
async function searchIn(folder: string, below: string, search: Search): Promise<void> {
  const inside: string[] = [];
  for await (const entry of entriesOf(folder)) {
    await addEntry(entry, folder, below, search);
    if (search.end !== undefined) return;
    if (entry.isDirectory() && !neverSearched.includes(entry.name) && search.mayHold(below + entry.name))
      inside.push(entry.name);
  }
  for (const name of inside) {
    await searchIn(path.join(folder, name), `${below}${name}/`, search);
    if (search.end !== undefined) return;
  }
}

async function addEntry(entry: Dirent, folder: string, below: string, search: Search): Promise<void> {
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
    // A folder that is gone or cannot be listed counts as empty.
  }
}

/** Makes a test whether one of the globs may match something in a folder, at any depth. */
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
