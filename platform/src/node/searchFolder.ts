/** Finds all files below a folder that no `.gitignore` excludes. */
import { readdir } from './fileSystem.ts';
import path from 'node:path';
import { neverSearched } from '../../../core/src/index.ts';
import { isIgnored, rulesAbove, rulesIn, rulesInside, type IgnoreRules } from './gitignore.ts';

/** The result of a search. */
export interface FolderSearch {
  /** The absolute paths of the regular files, sorted, without links. */
  readonly files: readonly string[];
  /** How many files and folders `.gitignore` files exclude. */
  readonly ignored: Ignored;
  /** Folders that could not be searched. */
  readonly unreadable: readonly { readonly folder: string; readonly error: unknown }[];
}

export interface Ignored {
  readonly files: number;
  readonly folders: number;
}

/**
 * Searches a folder for files that may hold policies. The `.gitignore` files of its repository apply; outside of a
 * repository, those from `top`, the folder of the workspace, down to the folder.
 */
export async function searchFolder(folder: string, top: string): Promise<FolderSearch> {
  const start = path.resolve(folder);
  const found: Found = { files: [], ignored: { files: 0, folders: 0 }, unreadable: [] };
  await search(start, await rulesAbove(start, top), found);
  return { ...found, files: found.files.toSorted() };
}

interface Found {
  readonly files: string[];
  readonly ignored: { files: number; folders: number };
  readonly unreadable: { readonly folder: string; readonly error: unknown }[];
}

/** Resolves after other work had its turn. */
function turnOfOthers(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** How many entries of a folder are tested against the rules before other work gets its turn. */
const entriesAtOnce = 64;

/** Searches a folder and its subfolders, one after the other, so that few are open at a time. */
async function search(folder: string, above: IgnoreRules, found: Found): Promise<void> {
  const entries = await listed(folder, found);
  const rules = await rulesIn(
    folder,
    entries.map(({ name }) => name),
    above,
  );
  for (const [i, { name, isFile, isFolder }] of entries.entries()) {
    if (i % entriesAtOnce === entriesAtOnce - 1) await turnOfOthers();
    const at = path.join(folder, name);
    if (!isFile && (!isFolder || neverSearched.includes(name))) continue;
    if (isIgnored(at, isFolder, rules)) found.ignored[isFolder ? 'folders' : 'files']++;
    else if (isFolder) await search(at, rulesInside(at, rules), found);
    else found.files.push(at);
  }
}

interface Entry {
  readonly name: string;
  readonly isFile: boolean;
  readonly isFolder: boolean;
}

async function listed(folder: string, found: Found): Promise<readonly Entry[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isFile: entry.isFile(), isFolder: entry.isDirectory() }));
  } catch (error) {
    found.unreadable.push({ folder, error });
    return [];
  }
}
