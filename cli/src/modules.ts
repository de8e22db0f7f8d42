/** Reads the other files of the Terraform modules of which some documents are part. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  inModule,
  isModuleFile,
  kindOfDocument,
  readModuleFile,
  unreadModuleFile,
  type DocumentReading,
  type ModuleFile,
  type Syntaxes,
} from '../../core/src/index.ts';
import { mostBytesOf } from '../../platform/src/node/readFile.ts';
import type { CandidateText } from './candidates.ts';
import { CannotDo, readText } from './files.ts';

/** The files of each module, by its folder. Plain data. */
export type Modules = ReadonlyMap<string, readonly ModuleFile[]>;

/** Reads each module once: all files of its folder, with the texts of the documents as they were read. */
export async function readModules(documents: readonly CandidateText[], syntaxes: Syntaxes): Promise<Modules> {
  const texts = new Map(documents.map((document) => [document.path, document.file.text]));
  const folders = new Set(documents.filter(isOfModule).map((document) => path.dirname(document.path)));
  const modules = new Map<string, readonly ModuleFile[]>();
  for (const folder of folders) modules.set(folder, await readModule(folder, texts, syntaxes));
  return modules;
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
    const syntax = syntaxes.loaded(kind);
    return syntax && readModuleFile(text, name, syntax);
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    return unreadModuleFile(name);
  }
}

/** The reading of a document with the holders that its module tells. */
export function placedInModule(reading: DocumentReading, document: CandidateText, modules: Modules): DocumentReading {
  const files = isOfModule(document) ? modules.get(path.dirname(document.path)) : undefined;
  if (files === undefined) return reading;
  const file = path.basename(document.path);
  return inModule(reading, { file, others: files.filter((other) => other.file !== file) });
}
