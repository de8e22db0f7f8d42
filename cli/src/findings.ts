import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  countedAdvice,
  createFindingsReader,
  createLimit,
  defaultFindingsGlobs,
  inAnyCase,
  inWords,
  noFindings,
  say,
  type FiledReading,
  type FindingsReading,
  type Message,
  type Principal,
} from '../../core/src/index.ts';
import { findFiles } from '../../platform/src/node/findFiles.ts';
import { mostBytesOf, readPieces } from '../../platform/src/node/readFile.ts';
import { at, CannotDo, reasonOf, shown, slashed } from './files.ts';

/** Findings files, what is wrong with those that only a glob named, and how to fetch what was found without the names of actions. */
export interface LoadedFindings {
  readonly files: readonly FiledReading[];
  readonly warnings: readonly string[];
  /** Of those that cannot be read, which may have named somebody, a line each: what they say of them is not known. */
  readonly broken: readonly string[];
  /** The files that hold findings, as far as that is known: no policy is looked for in them. */
  readonly isFindings: ReadonlySet<string>;
  readonly advice: readonly string[];
}

/** A file to read: `isNamed` when the user named it on the command line, `isConfigured` when a `.iam-refine.json` did. */
export interface FindingsFile {
  readonly file: string;
  readonly isNamed?: true;
  readonly isConfigured?: true;
  /** Whose reports it holds, where the configuration says so. */
  readonly principal?: Principal | undefined;
}

/** The files that `--findings` names: a file, or else a glob, in which letter case is ignored. */
export async function filesNamed(pattern: string): Promise<FindingsFile[]> {
  const isGlob = /[*?[\]{}]/.test(pattern) && !(await isThere(pattern));
  const files = isGlob ? await filesMatching(slashed(pattern)) : [path.resolve(pattern)];
  if (files.length === 0) throw new CannotDo(`--findings ${pattern}: no such file`);
  return files.map((file) => ({ file, isNamed: true }));
}

/** The folders at the start of a glob that are there as they are written are where the search begins. */
async function filesMatching(glob: string): Promise<string[]> {
  let folder = '';
  for (const [name] of glob.matchAll(/[^/]*\//g)) {
    if (/[*?[\]{}()!\\]/.test(name) || !(await isThere(folder + name))) break;
    folder += name;
  }
  return findFiles(folder, [inAnyCase(glob.slice(folder.length))]);
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** The files below a folder that are findings where nobody says otherwise. */
export async function filesBelow(root: string): Promise<FindingsFile[]> {
  return (await findFiles(root, defaultFindingsGlobs.map(inAnyCase))).map((file) => ({ file }));
}

/** More files open at once than a process may have (EMFILE) would make sound ones unreadable. */
const limited = createLimit(64);

/**
 * Reads findings files, each in one pass. One the user named must be readable; another that is not is told with a warning, and is among the
 * files all the same: nobody knows what it says, which blocks.
 */
export async function loadFindings(files: readonly FindingsFile[]): Promise<LoadedFindings> {
  const read: FiledReading[] = [];
  const warnings: string[] = [];
  const broken: string[] = [];
  const advice: string[] = [];
  const isFindings = new Set<string>();
  for (const { file, isNamed, isConfigured } of new Map(files.map((item) => [item.file, item])).values()) {
    const { reading, error, isTextUnreadable } = await limited(() => readFindingsFile(file, isNamed === true));
    if (error !== undefined && isNamed) throw new CannotDo(`${error}; no finding of this file can be used`);
    if (error !== undefined)
      (mayNameSomebody(reading, isTextUnreadable) ? broken : warnings).push(`${error}; no finding of this file is used`);
    else if (!reading.isRecognised && (isNamed || isConfigured))
      warnings.push(`${shown(file)}: finding.unreadable: it holds no finding of a known shape`);
    if (error !== undefined || reading.isRecognised) isFindings.add(slashed(file));
    const [headline, ...commands] = countedAdvice(reading.counted);
    if (headline !== undefined) advice.push(`${shown(file)}: ${headline}`, ...commands);
    read.push({ file: slashed(file), reading, isTextUnreadable });
  }
  return { files: read, warnings, broken, isFindings, advice };
}

/** May a broken file close or replace what others say of somebody? Of one that cannot be read at all, nobody knows. */
function mayNameSomebody({ named }: FindingsReading, isTextUnreadable: Message | undefined): boolean {
  return isTextUnreadable !== undefined || (named !== undefined && named.arns.length + named.ids.length > 0);
}

interface ReadFile extends Omit<FiledReading, 'file'> {
  readonly error?: string;
}

async function readFindingsFile(file: string, mayBePipe: boolean): Promise<ReadFile> {
  const reader = createFindingsReader();
  try {
    for await (const { text } of readPieces(file, { most: mostBytesOf.findings, mayBePipe })) reader.push(text);
  } catch (error) {
    const isTextUnreadable = say('{0}', reasonOf(error));
    return { reading: noFindings, error: `${shown(file)}: ${reasonOf(error)}`, isTextUnreadable };
  }
  const reading = reader.end();
  return reading.error === undefined ? { reading } : { reading, error: `${shown(file)}${await place(file, reading.error)}` };
}

/** The line and column of an error, found in a second pass that only broken files need. What a pipe held is gone by then. */
async function place(file: string, error: Exclude<FindingsReading['error'], undefined>): Promise<string> {
  let text = '';
  if (!(await stat(file)).isFile()) return `: ${inWords(error.message)}, after ${error.span.offset} characters`;
  for await (const piece of readPieces(file, { most: mostBytesOf.findings })) {
    text += piece.text;
    if (text.length > error.span.offset) break;
  }
  return at(text, error);
}
