import { TextDocument } from 'vscode-languageserver-textdocument';
import { countedAdvice, placeAt, readFindings, type FiledFinding, type SyntaxError } from '../../core/src/index.ts';
import type { Log } from './guard.ts';
import type { ServerHost } from './host.ts';
import { canonical } from './uris.ts';

/** A folder in which findings are looked for. */
export interface FindingsFolder {
  readonly uri: string;
  /** A workspace folder is searched with all that is below it; the folder of a file opened by itself is not. */
  readonly isWorkspace: boolean;
}

/** A findings file with a syntax error: no finding of it is used. */
export interface BrokenFile {
  readonly text: TextDocument;
  readonly error: SyntaxError;
}

interface FindingsFile {
  readonly findings: readonly FiledFinding[];
  /** Absent where the file could not be read. */
  readonly text?: TextDocument;
}

/** By canonical URI. */
type Files = Map<string, FindingsFile>;

/** The findings on disk, folder by folder. */
export interface FindingsStore {
  /** The findings of a folder. The first call, and the first after `forget`, searches the disk; the others answer from memory. */
  readonly findingsOf: (folder: FindingsFolder, globs: readonly string[]) => Promise<readonly FiledFinding[]>;
  /** The text of a findings file as it was read, to turn offsets into ranges. */
  readonly textOf: (uri: string) => TextDocument | undefined;
  /** Reads one file again after it changed, appeared or went. */
  readonly reread: (uri: string, isDeleted: boolean) => Promise<void>;
  /** Forgets everything: the folders or the globs have changed. */
  readonly forget: () => void;
}

/**
 * Makes a store. The rule for files that cannot be used: a findings file that is gone, cannot be read or has a syntax error (as one that is
 * being written) counts as holding no finding, from the moment this is seen; nothing is kept of what it said before. `report` is called with
 * the error, and with `undefined` when the file is sound again or gone.
 */
export function createFindingsStore(
  host: ServerHost,
  log: Log,
  report: (uri: string, broken: BrokenFile | undefined) => void,
): FindingsStore {
  const folders = new Map<string, Promise<Files>>();
  const texts = new Map<string, TextDocument>();

  const readFile = async (uri: string): Promise<FindingsFile> => {
    const reading = await host.readFile(uri);
    report(uri, undefined);
    if (reading.kind === 'unreadable') {
      log.warn(`${uri}: ${reading.reason}; no finding of this file is used`);
      return { findings: [] };
    }
    const text = TextDocument.create(uri, 'json', 0, reading.text);
    const { findings, counted, errors } = readFindings(reading.text);
    if (counted.length > 0) log.warn([`${uri}:`, ...countedAdvice(counted)].join('\n'));
    const [error] = errors;
    if (error !== undefined) {
      const { line, column } = placeAt(reading.text, error.span.offset);
      log.warn(`${uri}:${line}:${column}: ${error.message}; no finding of this file is used`);
      report(uri, { text, error });
    }
    return { findings: findings.map((finding) => ({ file: canonical(uri), finding })), text };
  };

  const search = async (folder: FindingsFolder, globs: readonly string[]): Promise<Files> => {
    const uris = await host.findFiles(folder.uri, globs, folder.isWorkspace);
    const files: Files = new Map(await Promise.all(uris.map(async (uri) => [canonical(uri), await readFile(uri)] as const)));
    for (const [uri, { text }] of files) if (text !== undefined) texts.set(uri, text);
    const count = [...files.values()].flatMap(({ findings }) => findings).length;
    log.info(`${folder.uri}: ${count} active findings about unused permissions in ${files.size} files`);
    return files;
  };

  return {
    async findingsOf(folder, globs) {
      const known = folders.get(folder.uri) ?? search(folder, globs);
      folders.set(folder.uri, known);
      return [...(await known).values()].flatMap(({ findings }) => findings);
    },
    textOf: (uri) => texts.get(canonical(uri)),
    async reread(uri, isDeleted) {
      const file = canonical(uri);
      const searched = [...folders].filter(([folder]) => file.startsWith(`${canonical(folder)}/`));
      if (searched.length === 0) return;
      if (isDeleted) log.info(`${uri} is gone; no finding of it is used any more`);
      if (isDeleted) report(uri, undefined);
      const files = await Promise.all(searched.map(async ([, pending]) => pending));
      // From here on, and while the file is read, nothing is done on the word of what it said before.
      for (const known of files) known.delete(file);
      texts.delete(file);
      if (isDeleted) return;
      const read = await readFile(uri);
      for (const known of files) known.set(file, read);
      if (read.text !== undefined) texts.set(file, read.text);
    },
    forget() {
      folders.clear();
      texts.clear();
    },
  };
}
