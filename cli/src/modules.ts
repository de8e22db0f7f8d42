/** Reads the Terraform modules of which some documents are part, and those that may name some documents. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  inModule,
  isModuleFile,
  kindOfDocument,
  mayBeNamed,
  mayNameFiles,
  moduleGlobs,
  namedByModules,
  readModuleFile,
  unreadModuleFile,
  type DocumentReading,
  type ModuleFile,
  type Syntaxes,
} from '../../core/src/index.ts';
import { findFiles } from '../../platform/src/node/findFiles.ts';
import { slashed } from '../../platform/src/node/paths.ts';
import { mostBytesOf } from '../../platform/src/node/readFile.ts';
import type { CandidateText } from './candidates.ts';
import { CannotDo, readText } from './files.ts';

/** The modules that some documents need. Plain data. */
export interface Modules {
  /** The files of each module, by its folder. */
  readonly byFolder: ReadonlyMap<string, readonly ModuleFile[]>;
  /** The folders of the modules below a root that name files. */
  readonly naming: ReadonlyMap<string, readonly string[]>;
}

export const noModules: Modules = { byFolder: new Map(), naming: new Map() };

/** Reads each module once: all files of its folder, with the texts of the documents as they were read. */
export async function readModules(documents: readonly CandidateText[], syntaxes: Syntaxes): Promise<Modules> {
  const texts = new Map(documents.map((document) => [document.path, document.file.text]));
  const roots = new Set(documents.filter(mayBeTarget).map(({ root }) => root));
  const naming = new Map<string, readonly string[]>();
  for (const root of roots) naming.set(root, await namingBelow(root, texts));
  const folders = new Set([
    ...documents.filter(isOfModule).map((document) => path.dirname(document.path)),
    ...[...naming.values()].flat(),
  ]);
  const byFolder = new Map<string, readonly ModuleFile[]>();
  for (const folder of folders) byFolder.set(folder, await readModule(folder, texts, syntaxes));
  return { byFolder, naming };
}

/** May a module name the file, which is no part of one? */
function mayBeTarget({ path: file, isUnplaced }: CandidateText): boolean {
  return isUnplaced !== true && !isModuleFile(path.basename(file));
}

/** The folders below a root in which a file of a module names other files. */
async function namingBelow(root: string, texts: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const { files } = await findFiles(
    root,
    moduleGlobs.map((glob) => `**/${glob}`),
    { withLinks: true },
  );
  const folders = new Set<string>();
  for (const file of files) if (await namesFiles(file, texts)) folders.add(path.dirname(file));
  return [...folders];
}

async function namesFiles(file: string, texts: ReadonlyMap<string, string>): Promise<boolean> {
  try {
    return mayNameFiles(texts.get(file) ?? (await readText(file, mostBytesOf.policies)).text);
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    return false;
  }
}

/** A text from standard input without a path is in no folder. */
function isOfModule({ path: file, isUnplaced }: CandidateText): boolean {
  return isUnplaced !== true && isModuleFile(path.basename(file));
}

async function readModule(
  folder: string,
  texts: ReadonlyMap<string, string>,
  syntaxes: Syntaxes,
): Promise<readonly ModuleFile[]> {
  const names = (await namesIn(folder)).filter(isModuleFile).toSorted();
  const files = await Promise.all(names.map((name) => fileAt(path.join(folder, name), texts, syntaxes)));
  return files.flatMap((file) => file ?? []);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    // The folder of a text from standard input need not exist.
    return [];
  }
}

async function fileAt(
  file: string,
  texts: ReadonlyMap<string, string>,
  syntaxes: Syntaxes,
): Promise<ModuleFile | undefined> {
  const name = path.basename(file);
  try {
    const text = texts.get(file) ?? (await readText(file, mostBytesOf.policies)).text;
    const kind = kindOfDocument('', name, text);
    await syntaxes.load(kind);
    const syntax = syntaxes.loaded(kind, name);
    return syntax && readModuleFile(text, name, syntax);
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    return unreadModuleFile(name);
  }
}

/** The reading of a document with the holders that its module tells, or the modules that name it. */
export function placedInModule(reading: DocumentReading, document: CandidateText, modules: Modules): DocumentReading {
  if (mayBeTarget(document)) return mayBeNamed(reading) ? placedByName(reading, document, modules) : reading;
  const files = isOfModule(document) ? modules.byFolder.get(path.dirname(document.path)) : undefined;
  if (files === undefined) return reading;
  return inModule(reading, { file: path.basename(document.path), files });
}

function placedByName(
  reading: DocumentReading,
  { path: file, root }: CandidateText,
  { byFolder, naming }: Modules,
): DocumentReading {
  const near = (naming.get(root) ?? []).map((folder) => ({
    folder: slashed(path.relative(root, folder)),
    path: slashed(path.relative(folder, file)),
    files: byFolder.get(folder) ?? [],
  }));
  return namedByModules(reading, near);
}
