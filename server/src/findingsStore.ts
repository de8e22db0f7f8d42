import {
  createFindingsIndex,
  inAnyCase,
  inWords,
  createLimit,
  matchesGlob,
  say,
  searchBounds,
  searchEnded,
  type FiledReading,
  type FindingsIndex,
  type FindingsReading,
  type Message,
  type Principal,
} from '../../core/src/index.ts';
import { createFileReader, givenUp, type FileReaderOptions, type Stamped } from './findingsFile.ts';
import { t } from './language.ts';
import { startReading, type ManyFiles } from './manyFiles.ts';
import type { Progress } from './progress.ts';
import { canonical, pathBelow } from './uris.ts';

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

/** The findings on disk. */
export interface FindingsStore {
  /** The findings of a scope; the same object until a file of it changes. The first call searches the disk. */
  readonly indexOf: (scope: FindingsScope) => Promise<FindingsIndex>;
  /** Reads one file again after it changed, appeared or went. Resolves with false where it is no findings file. */
  readonly reread: (uri: string, isDeleted: boolean) => Promise<boolean>;
  /** Is it a file that findings were read from, or that broke off? */
  readonly holdsFindings: (uri: string) => Promise<boolean>;
  /** The mark of a file as it was read; `undefined` of one that was not there, or never asked for. */
  readonly stampOf: (uri: string) => Promise<string | undefined>;
  /** Forgets everything: the folders or the globs have changed. */
  readonly forget: () => void;
}

/** What has been found for a scope. The list is asked for anew when a file of it appears or goes. */
interface OpenScope {
  readonly scope: FindingsScope;
  readonly files: Promise<ScopeFiles>;
  index: Promise<FindingsIndex> | undefined;
}

interface ScopeFiles {
  readonly uris: Set<string>;
  /** Why the search ended early. It is not made again until the settings change or the server is restarted. */
  readonly unsearched?: Message | undefined;
}

/**
 * Makes a store. The rule for files that cannot be used: a findings file that is gone counts as holding no finding, from the moment this is
 * seen; one that cannot be read or has a syntax error (as one that is being written) gives no finding either, and blocks whom it may be about.
 * Nothing is kept of what it said before. Each file is read once, in pieces, for all scopes that it belongs to. Of a scope that was not searched or
 * read whole, nothing is used: what was not read might speak against it.
 */
export function createFindingsStore(options: FileReaderOptions): FindingsStore {
  const { log, report } = options;
  const scopes = new Map<string, OpenScope>();
  const { readings, readingOf } = createReadings(options);
  const readAll = createScopeReader(readingOf, options);
  const open = (scope: FindingsScope): OpenScope => {
    const key = JSON.stringify([scope.folder, scope.isDeep, scope.globs, scope.declared]);
    const known = scopes.get(key);
    if (known !== undefined) return known;
    const opened: OpenScope = { scope, files: search(scope, options), index: undefined };
    scopes.set(key, opened);
    // A search that failed is tried again.
    opened.files.catch(() => scopes.delete(key));
    return opened;
  };
  return {
    indexOf(scope) {
      const opened = open(scope);
      opened.index ??= readAll(opened);
      return opened.index;
    },
    async reread(uri, isDeleted) {
      const file = canonical(uri);
      const concerned = [...scopes.values()].filter(({ scope }) => belongsTo(file, scope));
      if (concerned.length === 0) return false;
      // From here on nothing is done on the word of what it said before.
      readings.delete(file);
      for (const opened of concerned) opened.index = undefined;
      if (isDeleted) {
        log.info(`${uri} is gone; no finding of it is used any more`);
        report(file, undefined);
      }
      for (const opened of concerned) {
        const { uris } = await opened.files;
        if (isDeleted) uris.delete(file);
        else uris.add(file);
        // Somebody may have asked meanwhile.
        opened.index = undefined;
      }
      return true;
    },
    async holdsFindings(uri) {
      const reading = (await readings.get(canonical(uri)))?.reading;
      return reading !== undefined && (reading.isRecognised || reading.error !== undefined);
    },
    stampOf: async (uri) => (await readings.get(canonical(uri)))?.stamp,
    forget() {
      scopes.clear();
      readings.clear();
    },
  };
}

/** More files open at once than a process may have (EMFILE) would make sound ones unreadable. */
const mostOpen = 64;

/** The readings of all files, each made once, when it is first asked for. */
function createReadings(options: FileReaderOptions) {
  const readings = new Map<string, Promise<Stamped<FindingsReading>>>();
  const limited = createLimit(mostOpen);
  const readingOf = (uri: string, isConfigured: boolean, many: ManyFiles): Promise<Stamped<FindingsReading>> => {
    const known = readings.get(uri);
    if (known !== undefined) return known;
    // A reading that was overtaken by a change of the file has nothing to say any more.
    const isCurrent = (): boolean => readings.get(uri) === reading;
    const read = createFileReader({ ...options, report: (file, broken) => void (isCurrent() && options.report(file, broken)) });
    const reading = limited(async () => {
      if (!many.isGivenUp()) return read(uri, isConfigured, many.mayTell);
      // It is read when somebody asks again.
      if (isCurrent()) readings.delete(uri);
      return givenUp(undefined);
    });
    readings.set(uri, reading);
    return reading;
  };
  return { readings, readingOf };
}

function createScopeReader(
  readingOf: ReturnType<typeof createReadings>['readingOf'],
  { host, log, progress }: FileReaderOptions,
): (opened: OpenScope) => Promise<FindingsIndex> {
  return async ({ scope, files }) => {
    const { uris, unsearched = boundPassedBy(uris, scope) } = await files;
    if (unsearched !== undefined) return nothingKnown(unsearched, host.now());
    const many = await startReading(uris.size, progress);
    const read = await Promise.all(
      [...uris].map(async (file): Promise<FiledReading> => {
        const { reading, isTextUnreadable } = await readingOf(file, scope.isConfigured, many);
        many.isRead();
        return { file, reading, isTextUnreadable };
      }),
    );
    const untold = many.end();
    if (many.isGivenUp()) return nothingKnown(say('reading the findings below {0} was given up', nameOf(scope.folder)), host.now());
    const count = read.reduce((sum, { reading }) => sum + reading.findings.count, 0);
    log.info(`${scope.folder}: ${count} findings in ${read.length} files (${scope.globs.join(', ')})`);
    if (untold > 0) log.warn(`${scope.folder}: there is something wrong with ${untold} more findings files`);
    return createFindingsIndex(read, host.now(), (file) => declaredIn(scope, file));
  };
}

/** A search that sees more files and folders than this gets a progress bar, and can be given up. */
const longSearch = 20_000;

async function search(scope: FindingsScope, { host, log, progress }: FileReaderOptions): Promise<ScopeFiles> {
  const { folder, isDeep, globs } = scope;
  let shown: Progress | undefined;
  const goesOn = async (seen: number): Promise<boolean> => {
    if (seen > longSearch) shown ??= await progress(t('Looking for findings'));
    shown?.report((100 * seen) / searchBounds.entries);
    return shown?.isCancelled() !== true;
  };
  const { uris, end } = await host.findFiles(folder, patternsOf(scope), { isDeep, goesOn }).finally(() => shown?.done());
  if (end === undefined) return { uris: new Set(uris.map(canonical)) };
  const unsearched = searchEnded(end, nameOf(folder), globs);
  log.warn(`${folder}: ${inWords(unsearched)}`);
  return { uris: new Set(), unsearched };
}

/** Files may have come since the search. */
function boundPassedBy(uris: ReadonlySet<string>, { folder, globs }: FindingsScope): Message | undefined {
  return uris.size > searchBounds.files ? searchEnded('files', nameOf(folder), globs) : undefined;
}

function nothingKnown(unsearched: Message, now: number): FindingsIndex {
  return { ...createFindingsIndex([], now), unsearched };
}

function nameOf(folder: string): string {
  return decodeURIComponent(folder.slice(folder.lastIndexOf('/') + 1));
}

function belongsTo(file: string, scope: FindingsScope): boolean {
  const below = pathBelow(canonical(scope.folder), file);
  return below !== undefined && (scope.isDeep || !below.includes('/')) && patternsOf(scope).some((glob) => matchesGlob(glob, below));
}

/** The globs as they are matched: those of the settings in any letter case, those of a configuration as they are written. */
export function patternsOf({ globs, isConfigured }: FindingsScope): readonly string[] {
  return isConfigured ? globs : globs.map(inAnyCase);
}

function declaredIn({ folder, declared }: FindingsScope, file: string): string | undefined {
  const below = pathBelow(canonical(folder), file) ?? '';
  return declared.find(({ glob }) => matchesGlob(glob, below))?.principal.arn;
}
