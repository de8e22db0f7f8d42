import { createFindingsIndex, type FindingsIndex, type FindingsReading } from '../../../core/src/index.ts';
import { createLimit, say, type Message } from '../../../core/src/text/index.ts';
import { createFileReader, givenUp, type FileReaderOptions, type Stamped } from './findingsFile.ts';
import { startReading, type ManyFiles } from './manyFiles.ts';
import {
  boundPassedBy,
  declaredIn,
  followChanges,
  isConcerned,
  searchScope,
  type FindingsScope,
  type ScopeFiles,
} from './scopeFiles.ts';
import { among, canonical, fileName } from '../../../platform/src/fileUris.ts';

/** The findings on disk. */
export interface FindingsStore {
  /** The findings of a scope; the same object until a file of it changes. The first call searches the disk. */
  readonly indexOf: (scope: FindingsScope) => Promise<FindingsIndex>;
  /**
   * Takes notice of files and folders that changed, appeared or went: what there is now is read when it is asked for.
   */
  readonly reread: (uris: readonly string[]) => Promise<void>;
  /** Is it a file that findings were read from, or that broke off? */
  readonly holdsFindings: (uri: string) => Promise<boolean>;
  /** The mark of a file as it was read; `undefined` of one that was not there, or never asked for. */
  readonly stampOf: (uri: string) => Promise<string | undefined>;
  /** Forgets everything: the folders or the globs have changed. */
  readonly forget: () => void;
}

/** What has been found for a scope. */
interface OpenScope {
  readonly scope: FindingsScope;
  files: Promise<ScopeFiles>;
  index: Promise<FindingsIndex> | undefined;
}

/**
 * Makes a store. The rule for files that cannot be used: a findings file that is gone counts as holding no finding,
 * from the moment this is seen; one that cannot be read or has a syntax error (as one that is being written) gives no
 * finding either, and blocks whom it may be about. Nothing is kept of what it said before. Each file is read once, in
 * pieces, for all scopes that it belongs to. Of a scope that was not searched or read whole, nothing is used: what was
 * not read might speak against it.
 */
export function createFindingsStore(options: FileReaderOptions): FindingsStore {
  const scopes = new Map<string, OpenScope>();
  const { readings, readingOf, forget: forgetReadings } = createReadings(options);
  const readAll = createScopeReader(readingOf, options);
  /** A search that failed is tried again. */
  const setFiles = (key: string, opened: OpenScope, files: Promise<ScopeFiles>): void => {
    opened.files = files;
    files.catch(() => scopes.delete(key));
  };
  const open = (scope: FindingsScope): OpenScope => {
    const key = JSON.stringify([scope.folder, scope.isDeep, scope.globs, scope.declared]);
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
      // From here on nothing is done on the word of what it said before.
      forgetReadings(told);
      for (const { opened } of concerned) opened.index = undefined;
      for (const { key, opened, files } of concerned) {
        // One after the other: changes may come while others are being followed.
        const followed = opened.files.then((before) => followChanges(before, files, opened.scope, options));
        setFiles(
          key,
          opened,
          followed.then((found) => found.files),
        );
        const { outdated } = await followed;
        for (const file of [...forgetReadings(outdated), ...outdated]) options.report(file, undefined);
        // Somebody may have asked meanwhile.
        opened.index = undefined;
      }
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
    const read = createFileReader({
      ...options,
      report: (file, broken) => void (isCurrent() && options.report(file, broken)),
    });
    const reading = limited(async () => {
      if (!many.isGivenUp()) return read(uri, isConfigured, many.mayTell);
      // It is read when somebody asks again.
      if (isCurrent()) readings.delete(uri);
      return givenUp(undefined);
    });
    readings.set(uri, reading);
    return reading;
  };
  /** Those in the folders, too. */
  const forget = (changed: Iterable<string>): string[] => {
    const forgotten = [...readings.keys()].filter(among(changed));
    for (const file of forgotten) readings.delete(file);
    return forgotten;
  };
  return { readings, readingOf, forget };
}

function createScopeReader(
  readingOf: ReturnType<typeof createReadings>['readingOf'],
  { host, log, progress }: FileReaderOptions,
): (opened: OpenScope) => Promise<FindingsIndex> {
  return async ({ scope, files }) => {
    const { uris, unsearched = boundPassedBy(uris, scope) } = await files;
    if (unsearched !== undefined) return nothingKnown(unsearched, host.now());
    const many = await startReading(uris.size, progress);
    const all = await Promise.all(
      [...uris].map(async (file) => {
        const stamped = await readingOf(file, scope.isConfigured, many);
        many.isRead();
        return { file, ...stamped };
      }),
    );
    const untold = many.end();
    if (many.isGivenUp())
      return nothingKnown(say('reading the findings below {0} was cancelled', fileName(scope.folder)), host.now());
    const read = all.filter(({ isIgnored }) => isIgnored !== true);
    const count = read.reduce((sum, { reading }) => sum + reading.findings.count, 0);
    log.info(`${scope.folder}: findings: ${count}, files: ${read.length} (${scope.globs.join(', ')})`);
    if (untold > 0) log.warn(`${scope.folder}: more findings files with problems: ${untold}`);
    return createFindingsIndex(read, host.now(), (file) => declaredIn(scope, file));
  };
}

function nothingKnown(unsearched: Message, now: number): FindingsIndex {
  return { ...createFindingsIndex([], now), unsearched };
}
