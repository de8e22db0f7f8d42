/** The files that may hold findings of a scope: found by a search, and followed as a client tells of changes. */
import { inAnyCase, neverSearched, searchBounds, searchEnded, type Principal } from '../../../core/src/index.ts';
import { matchesGlob } from '../../../core/src/config/index.ts';
import { inWords, type Message } from '../../../core/src/text/index.ts';
import type { FileReaderOptions } from './findingsFile.ts';
import type { FilePlace } from '../../../platform/src/platform.ts';
import { t } from '../lsp/language.ts';
import type { Progress } from '../lsp/progress.ts';
import { among, canonical, fileName, pathBelow, segmentsBelow } from '../../../platform/src/fileUris.ts';

/** A folder in which findings are looked for, and how. */
export interface FindingsScope {
  readonly folder: string;
  /** A workspace folder is searched with all that is below it; the folder of a file opened by itself is not. */
  readonly isDeep: boolean;
  readonly globs: readonly string[];
  /** The globs are those of a configuration: a file they name that holds no finding is a mistake. */
  readonly isConfigured: boolean;
  /** Whose reports the files of a glob hold, where the configuration says so. */
  readonly declared: readonly { readonly glob: string; readonly principal: Principal }[];
}

/** With `unsearched`, nothing is known of them. */
export interface ScopeFiles {
  /** Those that may count, links among them; which do is known when they are read. */
  readonly uris: ReadonlySet<string>;
  /** Why the search ended early. It is not made again until the settings change or the server is restarted. */
  readonly unsearched?: Message | undefined;
}

/** A search that sees more files and folders than this gets a progress bar, and can be given up. */
const longSearch = 20_000;

export async function searchScope(
  scope: FindingsScope,
  { host, log, progress }: FileReaderOptions,
): Promise<ScopeFiles> {
  const { folder, isDeep, globs } = scope;
  let shown: Progress | undefined;
  const goesOn = async (seen: number): Promise<boolean> => {
    if (seen > longSearch) shown ??= await progress(t('Looking for findings'));
    shown?.report((100 * seen) / searchBounds.entries);
    return shown?.isCancelled() !== true;
  };
  const { uris, end } = await host
    .findFiles(folder, patternsOf(scope), { isDeep, withLinks: true, goesOn })
    .finally(() => shown?.done());
  if (end === undefined) return { uris: new Set(uris.map((uri) => canonical(uri))) };
  const unsearched = searchEnded(end, fileName(folder), globs);
  log.warn(`${folder}: ${inWords(unsearched)}`);
  return { uris: new Set(), unsearched };
}

/** Files may have come since the search. */
export function boundPassedBy(uris: ReadonlySet<string>, { folder, globs }: FindingsScope): Message | undefined {
  return uris.size > searchBounds.files ? searchEnded('files', fileName(folder), globs) : undefined;
}

/** What came of changes. */
export interface FollowedFiles {
  readonly files: ScopeFiles;
  /** What was known of these files, or of those in these folders, does not hold any more. */
  readonly outdated: ReadonlySet<string>;
}

/**
 * The files after some files and folders changed. What an event says of a file does not matter, only what is there:
 * events come late, doubled, and not all. A folder that came or went, or that is a link now, takes all below it along.
 */
export async function followChanges(
  before: ScopeFiles,
  changed: readonly string[],
  scope: FindingsScope,
  options: FileReaderOptions,
): Promise<FollowedFiles> {
  if (before.unsearched !== undefined) return { files: before, outdated: new Set() };
  const places = new Map<string, FilePlace>();
  for (const file of changed)
    places.set(file, isSearched(file, scope) ? await options.host.placeOf(file, scope.folder) : { kind: 'other' });
  const outdated = new Set([...places].filter(([file, place]) => nameAt(place) !== file).map(([file]) => file));
  // What is in a folder that came, or is a link now, only a search tells.
  if ([...places.values()].some(({ kind }) => kind === 'link' || kind === 'other'))
    return { files: await searchScope(scope, options), outdated };
  const uris = new Set(before.uris);
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

/** A file by its name on disk. */
function nameAt(place: FilePlace): string | undefined {
  return place.kind === 'file' ? canonical(place.uri) : undefined;
}

/** Those of some files that are gone with their folders, or by another spelling of their names. */
async function goneWith(
  gone: ReadonlySet<string>,
  uris: ReadonlySet<string>,
  { folder }: FindingsScope,
  { host }: FileReaderOptions,
): Promise<readonly string[]> {
  const doubtful = gone.size === 0 ? [] : [...uris].filter(among(gone));
  const places = await Promise.all(doubtful.map((file) => host.placeOf(file, folder)));
  return doubtful.filter((_, i) => places[i]?.kind !== 'file');
}

/** Is it a file of the scope, or a folder that has to do with it? */
export function isConcerned(file: string, scope: FindingsScope): boolean {
  return isSearched(file, scope) || among([file])(scope.folder);
}

/** Is it in a folder in which the files of the scope are searched for? */
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

/**
 * The globs as they are matched: those of the settings in any letter case, those of a configuration as they are
 * written.
 */
export function patternsOf({ globs, isConfigured }: FindingsScope): readonly string[] {
  return isConfigured ? globs : globs.map(inAnyCase);
}

export function declaredIn({ folder, declared }: FindingsScope, file: string): string | undefined {
  const below = pathBelow(folder, file) ?? '';
  return declared.find(({ glob }) => matchesGlob(glob, below))?.principal.arn;
}
