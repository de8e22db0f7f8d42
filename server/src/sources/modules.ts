/** The Terraform modules of documents: all files of a folder, which tell together who has a policy. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  isModuleFile,
  kindOfDocument,
  readModuleFile,
  unreadModuleFile,
  type ModuleFile,
  type ModuleSource,
  type Syntaxes,
} from '../../../core/src/index.ts';
import { askedOnce, type DiskMemo } from '../../../platform/src/diskMemo.ts';
import { fileName, keyOf, parentOf } from '../../../platform/src/fileUris.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import type { DocumentFolder } from './workspace.ts';

export interface Modules {
  /**
   * The other files of the module of a document, as they are on disk or in the editor now; `undefined` if it is part of
   * no module.
   */
  readonly moduleOf: (uri: string) => Promise<ModuleSource | undefined>;
  /** The files of the module of a document that changed, appeared or disappeared since they were read. */
  readonly changedBeside: (uri: string, memo: DiskMemo) => Promise<readonly string[]>;
  /** Is it part of a module that was read? */
  readonly isPart: (uri: string) => boolean;
  /** Forgets the modules whose files changed, appeared or disappeared. */
  readonly forget: (uris: readonly string[]) => void;
}

export interface ModulesOptions {
  readonly platform: Platform;
  readonly syntaxes: Syntaxes;
  /** The open document of a file. Its text counts, even if it is not saved. */
  readonly openDocument: (uri: string) => TextDocument | undefined;
  /** Asks the client to report changes of files. */
  readonly watch: (folder: DocumentFolder, globs: readonly string[]) => Promise<void>;
}

/** A file of a module as it is on disk. */
interface FileOnDisk {
  readonly uri: string;
  readonly stamp: string | undefined;
  readonly facts: ModuleFile | undefined;
}

const globs: readonly string[] = ['*.tf', '*.tofu', '*.tf.json', '*.tofu.json'];

export function createModules({ platform, syntaxes, openDocument, watch }: ModulesOptions): Modules {
  const known = new Map<string, Promise<readonly FileOnDisk[]>>();
  const factsOf = async (uri: string, text: string, languageId: string): Promise<ModuleFile | undefined> => {
    const name = fileName(uri);
    const kind = kindOfDocument(languageId, name, text);
    await syntaxes.load(kind);
    const syntax = syntaxes.loaded(kind);
    return syntax && readModuleFile(text, name, syntax);
  };
  const read = async (folder: string): Promise<readonly FileOnDisk[]> => {
    await watch({ uri: folder, isWorkspace: false }, globs);
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
  return {
    async moduleOf(uri) {
      if (!/^file:/i.test(uri) || !isModuleFile(fileName(uri))) return undefined;
      const files = await filesOf(parentOf(uri));
      const others = await Promise.all(
        files.map(async (file) => {
          if (keyOf(file.uri) === keyOf(uri)) return undefined;
          const document = openDocument(file.uri);
          return document === undefined ? file.facts : open(document);
        }),
      );
      return { file: fileName(uri), others: others.flatMap((other) => other ?? []) };
    },
    changedBeside: async (uri, memo) => changedIn.of(parentOf(uri), memo),
    isPart: (uri) => isModuleFile(fileName(uri)) && known.has(keyOf(parentOf(uri))),
    forget(uris) {
      for (const uri of uris) known.delete(keyOf(parentOf(uri)));
    },
  };
}

function filesIn(folder: string, platform: Platform): ReturnType<Platform['findFiles']> {
  return platform.findFiles(folder, globs, { isDeep: false, withLinks: true });
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
