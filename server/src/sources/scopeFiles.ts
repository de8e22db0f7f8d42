/** The files that may contain findings of a scope: found by a search, and updated when files change. */
import { inAnyCase, neverSearched, searchBounds, searchEnded, type Principal } from '../../../core/src/index.ts';
import { matchesGlob } from '../../../core/src/config/index.ts';
import { inWords, type Message } from '../../../core/src/text/index.ts';
import type { FileReaderOptions } from './findingsFile.ts';
import type { FilePlace } from '../../../platform/src/platform.ts';
import { t } from '../lsp/language.ts';
import type { Progress } from '../lsp/progress.ts';
import {
  among,
  canonical,
  fileName,
  looseKeyOf,
  parentOf,
  pathBelow,
  segmentsBelow,
} from '../../../platform/src/fileUris.ts';

/** A folder in which findings are searched for, and how. */
export interface FindingsScope {
  readonly folder: string;
  /** Are subfolders searched? Those of a workspace folder are, those around a single opened file are not. */
  readonly isDeep: boolean;
  readonly globs: readonly string[];
  /** The globs of files with deployed resources, from the settings. */
  readonly deployed: readonly string[];
  /** The globs are from a configuration: a file that they match must contain findings. */
  readonly isConfigured: boolean;
  /** The principals that the configuration declares for the reports in files of a glob. */
  readonly declared: readonly { readonly glob: string; readonly principal: Principal }[];
}

/** The files of a scope. With `unsearched`, they are not known. */
export interface ScopeFiles {
  /** The files that may count, including links. Which of them count is known when they are read. */
  readonly uris: ReadonlySet<string>;
  /** Why the search ended early. It is not repeated until the settings change or the server is restarted. */
  readonly unsearched?: Message | undefined;
}

/** A search that visits more files and folders than this gets a progress bar with a cancel button. */
const longSearch = 20_000;

/** `within`: search only this folder, a path below the folder of the scope. */
export async function searchScope(
  scope: FindingsScope,
  { platform, log, progress }: FileReaderOptions,
  within?: string,
): Promise<ScopeFiles> {
  const { folder, isDeep, globs } = scope;
  let shown: Progress | undefined;
  const goesOn = async (seen: number): Promise<boolean> => {
    if (seen > longSearch) shown ??= await progress(t('Looking for findings'));
    shown?.report((100 * seen) / searchBounds.entries);
    return shown?.isCancelled() !== true;
  };
  const { uris, end } = await platform
    .findFiles(folder, patternsOf(scope), {
      isDeep,
      withLinks: true,
      goesOn,
      ...(within === undefined ? {} : { within }),
    })
    .finally(() => shown?.done());
  if (end === undefined) return { uris: new Set(uris.map((uri) => canonical(uri))) };
  const unsearched = searchEnded(end, fileName(folder), globs);
  log.warn(`${folder}: ${inWords(unsearched)}`);
  return { uris: new Set(), unsearched };
}

/** The limit that a scope exceeds now, because files may have appeared since the search. */
export function boundPassedBy(uris: ReadonlySet<string>, { folder, globs }: FindingsScope): Message | undefined {
  return uris.size > searchBounds.files ? searchEnded('files', fileName(folder), globs) : undefined;
}

/** The files of a scope after changes. */
export interface FollowedFiles {
  readonly files: ScopeFiles;
  /** The files that must be read again, and the folders whose files must be. */
  readonly outdated: ReadonlySet<string>;
}

/**
 * The files of a scope after some files and folders changed. The kinds of the events do not matter, only what is on
 * disk now: events come late, twice, or not at all. A folder that appeared, disappeared or became a link affects all
 * files below it.
 */
export async function followChanges(
  before: ScopeFiles,
  changed: readonly string[],
  scope: FindingsScope,
  options: FileReaderOptions,
): Promise<FollowedFiles> {
  if (before.unsearched !== undefined) return { files: before, outdated: new Set() };
  const places = await placesOf(changed, scope, options);
  const outdated = new Set([...places].filter(([file, place]) => nameAt(place) !== file).map(([file]) => file));
  const known = await withFolders(before.uris, places, scope, options);
  // The files in a folder that became a link, or that contains the whole scope, can only be found by a new search.
  if (known === undefined) return { files: await searchScope(scope, options), outdated };
  const { uris, unsearched } = known;
  if (unsearched !== undefined) return { files: { uris, unsearched }, outdated };
  const gone = new Set<string>();
  for (const [file, place] of places) {
    const name = nameAt(place);
    if (name !== undefined && isMatched(name, scope)) uris.add(name);
    if (name === file) continue;
    if (!uris.delete(file)) gone.add(file);
    else if (place.kind === 'absent') options.log.info(`${file} is gone; its findings are no longer used`);
  }
  for (const file of await goneWith(gone, uris, scope, options)) uris.delete(file);
  return { files: { uris }, outdated };
}

/** What is now where files changed. A path that is not searched counts as a folder: the scope is in it. */
async function placesOf(
  changed: readonly string[],
  scope: FindingsScope,
  { platform }: FileReaderOptions,
): Promise<ReadonlyMap<string, FilePlace>> {
  const places = new Map<string, FilePlace>();
  for (const file of changed)
    places.set(file, isSearched(file, scope) ? await platform.placeOf(file, scope.folder) : { kind: 'other' });
  return places;
}

/**
 * The known files, with those that are now in folders that appeared or changed in place of those that were; `undefined`
 * if more than these folders must be searched.
 */
async function withFolders(
  known: ReadonlySet<string>,
  places: ReadonlyMap<string, FilePlace>,
  scope: FindingsScope,
  options: FileReaderOptions,
): Promise<(ScopeFiles & { readonly uris: Set<string> }) | undefined> {
  const folders = [...places].flatMap(([file, { kind }]) => (kind === 'other' ? [file] : []));
  if ([...places.values()].some(({ kind }) => kind === 'link') || !folders.every((file) => isSearched(file, scope)))
    return undefined;
  const isInside = among(folders);
  const uris = new Set(folders.length === 0 ? known : [...known].filter((file) => !isInside(file)));
  if (!scope.isDeep) return { uris };
  for (const folder of folders) {
    const found = await searchScope(scope, options, pathBelow(scope.folder, folder));
    if (found.unsearched !== undefined) return { uris: new Set(), unsearched: found.unsearched };
    for (const file of found.uris) uris.add(file);
  }
  return { uris };
}

/** What a file or folder may mean for the findings of a scope, if it appears or disappears. */
export type Interest =
  /** It may hold findings by its name, or known findings files are in it, or the whole scope. */
  | 'known'
  /** It is in a folder that is searched: if it is a folder, there may be findings in it. */
  | 'searched'
  | 'none';

export function interestIn(file: string, scope: FindingsScope, files: ScopeFiles): Interest {
  if (!isSearched(file, scope)) return among([file])(scope.folder) ? 'known' : 'none';
  if (isMatched(file, scope) || foldersOf(files).has(looseKeyOf(file))) return 'known';
  return scope.isDeep ? 'searched' : 'none';
}

const foldersByFiles = new WeakMap<ScopeFiles, ReadonlySet<string>>();

/** The folders that findings files are in, at any depth. Computed once, because it is asked for each event. */
function foldersOf(files: ScopeFiles): ReadonlySet<string> {
  const known = foldersByFiles.get(files);
  if (known !== undefined) return known;
  const folders = new Set<string>();
  for (const file of files.uris)
    for (let at = parentOf(looseKeyOf(file)); at.includes('/') && !folders.has(at); at = parentOf(at)) folders.add(at);
  foldersByFiles.set(files, folders);
  return folders;
}

/** The name of a file on disk. */
function nameAt(place: FilePlace): string | undefined {
  return place.kind === 'file' ? canonical(place.uri) : undefined;
}

/** The files that disappeared with their folders, or under another spelling of their names. */
async function goneWith(
  gone: ReadonlySet<string>,
  uris: ReadonlySet<string>,
  { folder }: FindingsScope,
  { platform }: FileReaderOptions,
): Promise<readonly string[]> {
  const doubtful = gone.size === 0 ? [] : [...uris].filter(among(gone));
  const places = await Promise.all(doubtful.map((file) => platform.placeOf(file, folder)));
  return doubtful.filter((_, i) => places[i]?.kind !== 'file');
}

/** Is it a file of the scope, or a folder that may contain some? */
export function isConcerned(file: string, scope: FindingsScope): boolean {
  return isSearched(file, scope) || among([file])(scope.folder);
}

/** Is it in a folder that is searched for the scope? */
function isSearched(file: string, { folder, isDeep }: FindingsScope): boolean {
  const names = segmentsBelow(folder, file);
  return (
    names !== undefined &&
    (isDeep || names.length === 1) &&
    !names.slice(0, -1).some((name) => neverSearched.includes(name))
  );
}

function isMatched(file: string, scope: FindingsScope): boolean {
  const below = pathBelow(scope.folder, file);
  return below !== undefined && patternsOf(scope).some((glob) => matchesGlob(glob, below));
}

/** The globs to match: those of the settings ignoring letter case, those of a configuration as written. */
export function patternsOf(scope: FindingsScope): readonly string[] {
  return [...findingsPatterns(scope), ...scope.deployed.map(inAnyCase)];
}

function findingsPatterns({ globs, isConfigured }: FindingsScope): readonly string[] {
  return isConfigured ? globs : globs.map(inAnyCase);
}

/** What a file is searched for, by its name: findings, deployed resources, or both. */
export function soughtIn(
  scope: FindingsScope,
  file: string,
): { readonly findings: boolean; readonly deployed: boolean } {
  const below = pathBelow(scope.folder, file) ?? '';
  const matches = (glob: string): boolean => matchesGlob(glob, below);
  return { findings: findingsPatterns(scope).some(matches), deployed: scope.deployed.map(inAnyCase).some(matches) };
}

export function declaredIn({ folder, declared }: FindingsScope, file: string): string | undefined {
  const below = pathBelow(folder, file) ?? '';
  return declared.find(({ glob }) => matchesGlob(glob, below))?.principal.arn;
}
