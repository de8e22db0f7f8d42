/** The files of Terraform modules, which are read when they are first needed. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  kindOfDocument,
  moduleGlobs,
  readModuleFile,
  unreadModuleFile,
  type ModuleFile,
  type Syntaxes,
} from '../../../core/src/index.ts';
import { askedOnce, type DiskMemo } from '../../../platform/src/diskMemo.ts';
import { fileName, keyOf } from '../../../platform/src/fileUris.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import type { ModuleSearchOptions } from './moduleSearch.ts';

export interface ModuleFiles {
  /** What the files of a folder say, with the texts in the editor. The same list as long as nothing changed. */
  readonly factsIn: (folder: string) => Promise<readonly ModuleFile[]>;
  /** The files of a folder that changed, appeared or disappeared since they were read. */
  readonly changedIn: (folder: string, memo: DiskMemo) => Promise<readonly string[]>;
  /** Was the module of this folder read? */
  readonly isRead: (folder: string) => boolean;
  readonly forget: (folder: string) => void;
}

export interface ModuleFilesOptions extends Pick<ModuleSearchOptions, 'platform' | 'watch'> {
  readonly syntaxes: Syntaxes;
  /** The open document of a file. Its text counts, even if it is not saved. */
  readonly openDocument: (uri: string) => TextDocument | undefined;
}

/** A file of a module as it is on disk. */
interface FileOnDisk {
  readonly uri: string;
  readonly stamp: string | undefined;
  readonly facts: ModuleFile | undefined;
}

export function createModuleFiles({ platform, syntaxes, openDocument, watch }: ModuleFilesOptions): ModuleFiles {
  const known = new Map<string, Promise<readonly FileOnDisk[]>>();
  const factsOf = async (uri: string, text: string, languageId: string): Promise<ModuleFile | undefined> => {
    const name = fileName(uri);
    const kind = kindOfDocument(languageId, name, text);
    await syntaxes.load(kind);
    const syntax = syntaxes.loaded(kind, name);
    return syntax && readModuleFile(text, name, syntax);
  };
  const read = async (folder: string): Promise<readonly FileOnDisk[]> => {
    await watch({ uri: folder, isWorkspace: false }, moduleGlobs);
    const { uris, end } = await filesIn(folder, platform);
    const files = await Promise.all(
      uris.map(async (uri): Promise<FileOnDisk> => {
        const stamp = await platform.stamp(uri);
        const file = await platform.readFile(uri, 'policies');
        return {
          uri,
          stamp,
          facts: file.kind === 'read' ? await factsOf(uri, file.text, '') : unreadModuleFile(fileName(uri)),
        };
      }),
    );
    // There may be files that were not found.
    return end === undefined ? files : [...files, { uri: folder, stamp: undefined, facts: unreadModuleFile('…') }];
  };
  const filesOf = (folder: string): Promise<readonly FileOnDisk[]> => {
    const key = keyOf(folder);
    const files = known.get(key) ?? read(folder);
    known.set(key, files);
    return files;
  };
  const open = createLatest(factsOf);
  const changedIn = askedOnce(async (folder: string, memo: DiskMemo): Promise<readonly string[]> => {
    const before = await known.get(keyOf(folder));
    if (before === undefined) return [];
    const { uris } = await filesIn(folder, platform);
    const stamps = new Map(before.map(({ uri, stamp }) => [keyOf(uri), stamp]));
    const all = new Map([...before.map(({ uri }) => uri), ...uris].map((uri) => [keyOf(uri), uri]));
    const changed: string[] = [];
    for (const [key, uri] of all) if ((await platform.stamp(uri, memo)) !== stamps.get(key)) changed.push(uri);
    return changed;
  });
  const latest = new Map<string, readonly ModuleFile[]>();
  const factsIn: ModuleFiles['factsIn'] = async (folder) => {
    const files = await filesOf(folder);
    const found = await Promise.all(
      files.map(async ({ uri, facts }) => {
        const document = openDocument(uri);
        return document === undefined ? facts : open(document);
      }),
    );
    const facts = found.flatMap((one) => one ?? []);
    const before = latest.get(keyOf(folder)) ?? [];
    if (facts.length === before.length && facts.every((one, i) => one === before[i])) return before;
    latest.set(keyOf(folder), facts);
    return facts;
  };
  return {
    factsIn,
    changedIn: async (folder, memo) => changedIn.of(folder, memo),
    isRead: (folder) => known.has(keyOf(folder)),
    forget: (folder) => {
      known.delete(keyOf(folder));
      latest.delete(keyOf(folder));
    },
  };
}

function filesIn(folder: string, platform: Platform): ReturnType<Platform['findFiles']> {
  return platform.findFiles(folder, moduleGlobs, { isDeep: false, withLinks: true });
}

/** Reads each version of an open document once. */
function createLatest(
  factsOf: (uri: string, text: string, languageId: string) => Promise<ModuleFile | undefined>,
): (document: TextDocument) => Promise<ModuleFile | undefined> {
  const latest = new WeakMap<TextDocument, { readonly version: number; readonly facts: ReturnType<typeof factsOf> }>();
  return async (document) => {
    const { version, uri, languageId } = document;
    const read = latest.get(document);
    const facts = read?.version === version ? read.facts : factsOf(uri, document.getText(), languageId);
    latest.set(document, { version, facts });
    return facts;
  };
}
