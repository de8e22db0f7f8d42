import { createFindingsIndex, type FindingsIndex, type FindingsReading } from '../../../core/src/index.ts';
import { createLimit, say, type Message } from '../../../core/src/text/index.ts';
import { createFileReader, givenUp, type FileReaderOptions, type ReadFor, type Stamped } from './findingsFile.ts';
import type { FileMark } from '../../../platform/src/fileMarks.ts';
import { startReading, type ManyFiles } from './manyFiles.ts';
import {
  boundPassedBy,
  declaredIn,
  followChanges,
  interestIn,
  isConcerned,
  searchScope,
  soughtIn,
  type FindingsScope,
  type Interest,
  type ScopeFiles,
} from './scopeFiles.ts';
import { among, canonical, fileName } from '../../../platform/src/fileUris.ts';

/** The findings on disk, read when they are needed. */
export interface FindingsStore {
  /** The findings of a scope; the same object until a file of it changes. The first call searches the disk. */
  readonly indexOf: (scope: FindingsScope) => Promise<FindingsIndex>;
  /** Handles files and folders that changed, appeared or disappeared: their content is read again when it is needed. */
  readonly reread: (uris: readonly string[]) => Promise<void>;
  /** What a file or folder that appears or disappears may mean for the findings that are known. */
  readonly interestIn: (uri: string) => Promise<Interest>;
  /** Is it a file with findings, even if it is broken? */
  readonly holdsFindings: (uri: string) => Promise<boolean>;
  /** The stamp of a file when it was read; `undefined` if it did not exist or was never read. */
  readonly stampOf: (uri: string) => Promise<string | undefined>;
  /** Where reading of a findings file can start; empty for a file that was never read. */
  readonly marksOf: (uri: string) => Promise<readonly FileMark[]>;
  /** Forgets everything: the folders or the globs have changed. */
  readonly forget: () => void;
}

/** The files and the index of a scope. */
interface OpenScope {
  readonly scope: FindingsScope;
  files: Promise<ScopeFiles>;
  index: Promise<FindingsIndex> | undefined;
}

/**
 * Makes a store. A deleted findings file has no findings from the moment this is seen. A file that cannot be read or
 * has a syntax error (such as one that is being written) has none either, and blocks the principals it may be about.
 * Its earlier content is not used. Each file is read once, in pieces, for all its scopes. If a scope was not completely
 * searched and read, no finding in it is used, because an unread file could show that an action is used.
 */
export function createFindingsStore(options: FileReaderOptions): FindingsStore {
  const scopes = new Map<string, OpenScope>();
  const { readings, readingOf, forget: forgetReadings } = createReadings(options);
  const readAll = createScopeReader(readingOf, options);
  /** Sets the files of a scope. A search that failed is repeated at the next call. */
  const setFiles = (key: string, opened: OpenScope, files: Promise<ScopeFiles>): void => {
    opened.files = files;
    files.catch(() => scopes.delete(key));
  };
  const open = (scope: FindingsScope): OpenScope => {
    const key = JSON.stringify([scope.folder, scope.isDeep, scope.globs, scope.deployed, scope.declared]);
    const known = scopes.get(key);
    if (known !== undefined) return known;
    const opened: OpenScope = { scope, files: searchScope(scope, options), index: undefined };
    scopes.set(key, opened);
    setFiles(key, opened, opened.files);
    return opened;
  };
  return {
    indexOf(scope) {
      const opened = open(scope);
      opened.index ??= readAll(opened);
      return opened.index;
    },
    async reread(uris) {
      const told = uris.map((uri) => canonical(uri));
      const concerned = [...scopes].flatMap(([key, opened]) => {
        const files = told.filter((file) => isConcerned(file, opened.scope));
        return files.length === 0 ? [] : [{ key, opened, files }];
      });
      // From here on, the earlier content of the files is not used.
      forgetReadings(told);
      for (const { opened } of concerned) opened.index = undefined;
      for (const { key, opened, files } of concerned) {
        // Changes are followed one after the other: more may come meanwhile.
        const followed = opened.files.then((before) => followChanges(before, files, opened.scope, options));
        setFiles(
          key,
          opened,
          followed.then((found) => found.files),
        );
        const { outdated } = await followed;
        for (const file of [...forgetReadings(outdated), ...outdated]) options.report(file, undefined);
        // The index may have been made again meanwhile.
        opened.index = undefined;
      }
    },
    async interestIn(uri) {
      const file = canonical(uri);
      const found = new Set<Interest>();
      for (const { scope, files } of scopes.values()) {
        // After a search that failed, the scope is searched again at the next call.
        const known = await files.catch(() => undefined);
        if (known !== undefined) found.add(interestIn(file, scope, known));
      }
      return (['known', 'searched'] as const).find((interest) => found.has(interest)) ?? 'none';
    },
    async holdsFindings(uri) {
      const reading = (await readings.get(canonical(uri)))?.reading;
      return reading !== undefined && (reading.isRecognised || reading.error !== undefined);
    },
    stampOf: async (uri) => (await readings.get(canonical(uri)))?.stamp,
    marksOf: async (uri) => (await readings.get(canonical(uri)))?.marks ?? [],
    forget() {
      scopes.clear();
      readings.clear();
    },
  };
}

/** The most files open at once. With more than the limit of the process (EMFILE), valid files would be unreadable. */
const mostOpen = 64;

/** The readings of all files. Each file is read once, when it is first needed. */
function createReadings(options: FileReaderOptions) {
  const readings = new Map<string, Promise<Stamped<FindingsReading>>>();
  const limited = createLimit(mostOpen);
  /** The files of which less was kept than is needed for findings. */
  const onlyDeployed = new Set<string>();
  const readingOf = (uri: string, what: ReadFor, many: ManyFiles): Promise<Stamped<FindingsReading>> => {
    const known = readings.get(uri);
    if (known !== undefined && (what.isDeployed || !onlyDeployed.has(uri))) return known;
    if (what.isDeployed) onlyDeployed.add(uri);
    else onlyDeployed.delete(uri);
    // A reading is outdated, and not reported, if the file changed meanwhile.
    const isCurrent = (): boolean => readings.get(uri) === reading;
    const read = createFileReader({
      ...options,
      report: (file, broken) => void (isCurrent() && options.report(file, broken)),
    });
    const reading = limited(async () => {
      if (!many.isGivenUp()) return read(uri, what, many.mayTell);
      // The file is read again at the next call.
      if (isCurrent()) readings.delete(uri);
      return givenUp(undefined);
    });
    readings.set(uri, reading);
    return reading;
  };
  /** Forgets the readings of files, and of all files in folders. */
  const forget = (changed: Iterable<string>): string[] => {
    const forgotten = [...readings.keys()].filter(among(changed));
    for (const file of forgotten) readings.delete(file);
    return forgotten;
  };
  return { readings, readingOf, forget };
}

function createScopeReader(
  readingOf: ReturnType<typeof createReadings>['readingOf'],
  { platform, log, progress }: FileReaderOptions,
): (opened: OpenScope) => Promise<FindingsIndex> {
  return async ({ scope, files }) => {
    const { uris, unsearched = boundPassedBy(uris, scope) } = await files;
    if (unsearched !== undefined) return nothingKnown(unsearched, platform.now());
    const many = await startReading(uris.size, progress);
    const all = await Promise.all(
      [...uris].map(async (file) => {
        const sought = soughtIn(scope, file);
        const stamped = await readingOf(
          file,
          { isConfigured: scope.isConfigured && sought.findings, isDeployed: sought.deployed && !sought.findings },
          many,
        );
        many.isRead();
        return { file, ...stamped, ...(sought.deployed ? { isDeployed: true as const } : {}) };
      }),
    );
    const untold = many.end();
    if (many.isGivenUp())
      return nothingKnown(say('reading the findings below {0} was cancelled', fileName(scope.folder)), platform.now());
    const read = all.filter(({ isIgnored }) => isIgnored !== true);
    const count = read.reduce((sum, { reading }) => sum + reading.findings.count, 0);
    log.info(`${scope.folder}: findings: ${count}, files: ${read.length} (${scope.globs.join(', ')})`);
    if (untold > 0) log.warn(`${scope.folder}: more findings files with problems: ${untold}`);
    return createFindingsIndex(read, platform.now(), (file) => declaredIn(scope, file));
  };
}

function nothingKnown(unsearched: Message, now: number): FindingsIndex {
  return { ...createFindingsIndex([], now), unsearched };
}
