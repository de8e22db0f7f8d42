import { stat } from '../../platform/src/node/fileSystem.ts';
import path from 'node:path';
import { configFileName } from '../../core/src/config/index.ts';
import {
  isNamedAsJson,
  isReadKind,
  kindOf,
  looksLikePolicy,
  mayHoldPolicy,
  notReadYet,
  type NotYetKind,
  type ReadKind,
} from '../../core/src/index.ts';
import { inWords, sentence } from '../../core/src/text/index.ts';
import { lookIntoAll, type Look } from '../../platform/src/node/lookInto.ts';
import { pathBelow } from '../../platform/src/node/paths.ts';
import { nameOnDisk } from '../../platform/src/node/placeOf.ts';
import { searchFolder, type Ignored } from '../../platform/src/node/searchFolder.ts';
import { mostBytesOf } from '../../platform/src/node/readFile.ts';
import { CannotDo, readText, reasonOf, shown, textFileOf, type TextFile } from './files.ts';
import { readStandardInput, standardInput, unnamedInput } from './standardInput.ts';

/** A file to examine. `isNamed`: the user named the file itself, not only a folder above it. */
export interface Candidate {
  readonly path: string;
  readonly isNamed: boolean;
  /**
   * The folder that is used as the workspace: the current one, or for a path outside of it the named folder or file's
   * folder.
   */
  readonly root: string;
  /** The text has no path, so it cannot be matched by path. */
  readonly isUnplaced?: true;
}

/** A candidate of a kind that is read, with its text. */
export interface CandidateText extends Candidate {
  readonly file: TextFile;
  readonly kind: ReadKind;
}

/** A file with policies, of a kind that is not read yet. */
export interface NotYetFile {
  readonly path: string;
  readonly kind: NotYetKind;
}

/** The files that were found but not read. */
export interface PassedOver {
  readonly notYet: readonly NotYetFile[];
  /** Files that are JSON by their name, but too large to read. */
  readonly tooLarge: readonly string[];
  /** Documents with statements in which no policy was found. */
  readonly withoutPolicy: readonly string[];
  /** The files and folders that a `.gitignore` excludes. */
  readonly ignored: Ignored;
}

export interface FoundDocuments {
  /** Each document once, in the given order. */
  readonly documents: readonly CandidateText[];
  readonly passedOver: Omit<PassedOver, 'withoutPolicy'>;
  /** Notes on files that could not be read, one line each. A file that is probably a policy is a failure instead. */
  readonly notes: readonly string[];
  readonly failures: readonly string[];
}

/**
 * The documents for some paths: the files themselves, or the text files below a folder that may contain a policy. Links
 * below a folder are skipped, so that nothing outside of it is written. `stdinPath`: the path for standard input.
 */
export async function findDocuments(paths: readonly string[], stdinPath?: string): Promise<FoundDocuments> {
  const { candidates, ignored, failures } = await findCandidates(paths.filter((given) => given !== standardInput));
  const found: Collected = { documents: [], notYet: [], tooLarge: [], notes: [], failures: [...failures] };
  if (paths.includes(standardInput)) await takeStandardInput(stdinPath, found);
  for (const candidate of candidates.filter(({ isNamed }) => isNamed)) await takeNamed(candidate, found);
  const below = candidates.filter(({ isNamed }) => !isNamed);
  const byPath = new Map(below.map((candidate) => [candidate.path, candidate]));
  for await (const { file, look } of lookIntoAll([...byPath.keys()])) {
    const candidate = byPath.get(file);
    if (candidate !== undefined) takeFound(candidate, look, found);
  }
  const order = new Map(candidates.map(({ path: file }, i) => [file, i]));
  return {
    documents: found.documents.toSorted((a, b) => (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0)),
    passedOver: { notYet: found.notYet, tooLarge: found.tooLarge, ignored },
    notes: found.notes,
    failures: found.failures,
  };
}

interface Collected {
  readonly documents: CandidateText[];
  readonly notYet: NotYetFile[];
  readonly tooLarge: string[];
  readonly notes: string[];
  readonly failures: string[];
}

interface FoundCandidates {
  readonly candidates: readonly Candidate[];
  readonly ignored: Ignored;
  readonly failures: readonly string[];
}

/** Every file for some paths, once, whatever its content. */
async function findCandidates(paths: readonly string[]): Promise<FoundCandidates> {
  const found = new Map<string, Candidate>();
  const ignored = { files: 0, folders: 0 };
  const failures: string[] = [];
  for (const given of paths) {
    const at = await nameOnDisk(path.resolve(given));
    if (!(await isDirectory(given))) {
      found.set(at, { path: at, isNamed: true, root: rootOf(path.dirname(at)) });
      continue;
    }
    const root = rootOf(at);
    const search = await searchFolder(at, root);
    for (const file of search.files) if (!found.has(file)) found.set(file, { path: file, isNamed: false, root });
    ignored.files += search.ignored.files;
    ignored.folders += search.ignored.folders;
    for (const { folder, error } of search.unreadable) failures.push(`${shown(folder)}: ${reasonOf(error)}`);
  }
  return { candidates: [...found.values()], ignored, failures };
}

function rootOf(folder: string): string {
  return pathBelow(path.resolve(''), folder) === undefined ? folder : path.resolve('');
}

async function isDirectory(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch (error) {
    throw new CannotDo(`${file}: ${reasonOf(error)}`);
  }
}

/** Takes standard input as if it were at `stdinPath`; without that path, as a text in the current directory. */
async function takeStandardInput(stdinPath: string | undefined, found: Collected): Promise<void> {
  const at = await nameOnDisk(path.resolve(stdinPath ?? unnamedInput));
  const candidate: Candidate = {
    path: at,
    isNamed: true,
    root: rootOf(path.dirname(at)),
    ...(stdinPath === undefined ? { isUnplaced: true } : {}),
  };
  await takeNamed(candidate, found, { read: () => readStandardInput(at), isEmpty: 'standard input is empty' });
}

/** The source of a text. */
interface TextSource {
  readonly read: (candidate: Candidate) => Promise<TextFile>;
  /** The message if the text is empty. */
  readonly isEmpty: string;
}

const aFile: TextSource = {
  read: ({ path: file }) => readText(file, mostBytesOf.policies),
  isEmpty: 'the file is empty',
};

/** Takes a file that the user named. It is read whatever its name, and never skipped without a message. */
async function takeNamed(candidate: Candidate, found: Collected, source: TextSource = aFile): Promise<void> {
  try {
    const file = await source.read(candidate);
    if (file.text.trim() === '') throw new CannotDo(`${shown(candidate.path)}: ${source.isEmpty}`);
    const kind = kindOf(path.basename(candidate.path), file.text);
    if (isReadKind(kind)) found.documents.push({ ...candidate, file, kind });
    else found.failures.push(`${shown(candidate.path)}: ${inWords(sentence(notReadYet(kind)))}`);
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    found.failures.push(error.message);
  }
}

function takeFound(candidate: Candidate, look: Look, found: Collected): void {
  const { path: file } = candidate;
  const name = path.basename(file);
  // If a configuration cannot be read, this is reported for the policies to which it applies.
  if (name === configFileName) return;
  switch (look.kind) {
    case 'no-text':
      return;
    case 'too-large':
      if (isNamedAsJson(name)) found.tooLarge.push(file);
      return;
    case 'unreadable':
      if (isNamedAsJson(name)) found.failures.push(`${shown(file)}: ${reasonOf(look.error)}`);
      else found.notes.push(`${shown(file)}: ${reasonOf(look.error)}; skipped`);
      return;
    case 'text':
      takeText(candidate, look, found);
  }
}

function takeText(candidate: Candidate, { text, isUtf8 }: Extract<Look, { kind: 'text' }>, found: Collected): void {
  const { path: file } = candidate;
  const kind = kindOf(path.basename(file), text);
  if (!mayHoldPolicy(kind, text)) return;
  if (!isReadKind(kind)) found.notYet.push({ path: file, kind });
  else if (isUtf8) found.documents.push({ ...candidate, file: textFileOf(text), kind });
  else if (looksLikePolicy(kind, text)) found.failures.push(`${shown(file)}: the text is not UTF-8`);
}
