import type { Range } from 'vscode-languageserver';
import {
  countedAdvice,
  createFindingsIndex,
  createFindingsReader,
  noFindings,
  spanBetween,
  type FiledReading,
  type FindingsIndex,
  type FindingsReading,
  type Principal,
} from '../../core/src/index.ts';
import { readPart } from './fileText.ts';
import type { Log } from './guard.ts';
import type { ServerHost } from './host.ts';
import type { Progress, ProgressSource } from './progress.ts';
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

/** A findings file of which nothing is used, and why. */
export interface BrokenFile {
  readonly range: Range;
  readonly message: string;
}

/** The findings on disk. */
export interface FindingsStore {
  /** The findings of a scope; the same object until a file of it changes. The first call searches the disk. */
  readonly indexOf: (scope: FindingsScope) => Promise<FindingsIndex>;
  /** Reads one file again after it changed, appeared or went. Resolves with false where it is no findings file. */
  readonly reread: (uri: string, isDeleted: boolean) => Promise<boolean>;
  /** Forgets everything: the folders or the globs have changed. */
  readonly forget: () => void;
}

/** What has been found for a scope. The list is asked for anew when a file of it appears or goes. */
interface OpenScope {
  readonly scope: FindingsScope;
  readonly files: Promise<Set<string>>;
  index: Promise<FindingsIndex> | undefined;
}

export interface StoreOptions {
  readonly host: ServerHost;
  readonly log: Log;
  readonly progress: ProgressSource;
  /** Called with what is wrong with a file, and with `undefined` when it is sound again or gone. */
  readonly report: (uri: string, broken: BrokenFile | undefined) => void;
}

/**
 * Makes a store. The rule for files that cannot be used: a findings file that is gone, cannot be read or has a syntax error (as one that is
 * being written) counts as holding no finding, from the moment this is seen; nothing is kept of what it said before. Each file is read once,
 * in pieces, for all scopes that it belongs to.
 */
export function createFindingsStore({ host, log, progress, report }: StoreOptions): FindingsStore {
  const scopes = new Map<string, OpenScope>();
  const readings = new Map<string, Promise<FindingsReading>>();
  const readingOf = (uri: string, isConfigured: boolean): Promise<FindingsReading> => {
    const known = readings.get(uri);
    if (known !== undefined) return known;
    // A reading that was overtaken by a change of the file has nothing to say any more.
    const isCurrent = (): boolean => readings.get(uri) === reading;
    const read = createFileReader({ host, log, progress, report: (file, broken) => void (isCurrent() && report(file, broken)) });
    const reading = Promise.resolve().then(() => read(uri, isConfigured));
    readings.set(uri, reading);
    return reading;
  };
  const readAll = async ({ scope, files }: OpenScope): Promise<FindingsIndex> => {
    const uris = [...(await files)];
    const read = await Promise.all(
      uris.map(async (file): Promise<FiledReading> => ({ file, reading: await readingOf(file, scope.isConfigured) })),
    );
    const count = read.reduce((sum, { reading }) => sum + reading.findings.count, 0);
    log.info(`${scope.folder}: ${count} findings in ${read.length} files (${scope.globs.join(', ')})`);
    return createFindingsIndex(read, (file) => declaredIn(scope, file, host));
  };
  const open = (scope: FindingsScope): OpenScope => {
    const key = JSON.stringify([scope.folder, scope.isDeep, scope.globs, scope.declared]);
    const known = scopes.get(key);
    if (known !== undefined) return known;
    const opened: OpenScope = { scope, files: search(host, scope), index: undefined };
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
      const concerned = [...scopes.values()].filter(({ scope }) => belongsTo(file, scope, host));
      if (concerned.length === 0) return false;
      // From here on nothing is done on the word of what it said before.
      readings.delete(file);
      for (const opened of concerned) opened.index = undefined;
      if (isDeleted) {
        log.info(`${uri} is gone; no finding of it is used any more`);
        report(file, undefined);
      }
      for (const opened of concerned) {
        const files = await opened.files;
        if (isDeleted) files.delete(file);
        else files.add(file);
        // Somebody may have asked meanwhile.
        opened.index = undefined;
      }
      return true;
    },
    forget() {
      scopes.clear();
      readings.clear();
    },
  };
}

async function search(host: ServerHost, { folder, globs, isDeep }: FindingsScope): Promise<Set<string>> {
  return new Set((await host.findFiles(folder, globs, isDeep)).map(canonical));
}

function belongsTo(file: string, { folder, globs, isDeep }: FindingsScope, host: ServerHost): boolean {
  const below = pathBelow(canonical(folder), file);
  return below !== undefined && (isDeep || !below.includes('/')) && globs.some((glob) => host.matchesGlob(glob, below));
}

function declaredIn({ folder, declared }: FindingsScope, file: string, host: ServerHost): string | undefined {
  const below = pathBelow(canonical(folder), file) ?? '';
  return declared.find(({ glob }) => host.matchesGlob(glob, below))?.principal.arn;
}

/** A file that takes a while gets a progress bar, and can be given up. */
const largeFile = 8 * 1024 * 1024;

/** Reads one findings file, and says what is wrong with it. Never fails. */
function createFileReader({ host, log, progress, report }: StoreOptions) {
  const readPieces = async (uri: string): Promise<FindingsReading | 'given up'> => {
    const reader = createFindingsReader();
    let shown: Progress | undefined;
    try {
      for await (const { text, done, total } of host.readPieces(uri)) {
        if (total > largeFile) shown ??= await progress(`Reading ${fileName(uri)}`);
        shown?.report((100 * done) / total);
        if (shown?.isCancelled() === true) return 'given up';
        reader.push(text);
      }
      return reader.end();
    } finally {
      shown?.done();
    }
  };
  const tellBroken = async (uri: string, offset: number, message: string): Promise<void> => {
    const { start } = await readPart(host, uri, spanBetween(offset, offset));
    log.warn(`${uri}:${start.line + 1}:${start.character + 1}: ${message}; no finding of this file is used`);
    report(uri, {
      range: { start, end: start },
      message: `Line ${start.line + 1}, column ${start.character + 1}: ${message}. No finding of this file is used.`,
    });
  };
  return async (uri: string, isConfigured: boolean): Promise<FindingsReading> => {
    report(uri, undefined);
    try {
      const reading = await readPieces(uri);
      if (reading === 'given up') {
        log.warn(`${uri}: given up; no finding of this file is used until it changes or the server is restarted`);
        return noFindings;
      }
      if (reading.counted.length > 0) log.warn([`${uri}:`, ...countedAdvice(reading.counted)].join('\n'));
      if (reading.error !== undefined) await tellBroken(uri, reading.error.span.offset, reading.error.message);
      else if (isConfigured && !reading.isRecognised)
        report(uri, {
          range: firstPlace,
          message: 'This file is named in .iam-refine.json, and holds no finding of a known shape.',
        });
      return reading;
    } catch (error) {
      log.warn(`${uri}: ${error instanceof Error ? error.message : String(error)}; no finding of this file is used`);
      return noFindings;
    }
  };
}

const firstPlace: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function fileName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
