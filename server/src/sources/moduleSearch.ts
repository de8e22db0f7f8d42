/** Finds the folders of a workspace whose Terraform modules name files, which may hold policies. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isModuleFile, mayNameFiles, moduleGlobs } from '../../../core/src/index.ts';
import { fileName, keyOf, parentOf, segmentsBelow } from '../../../platform/src/fileUris.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import type { DocumentFolder } from './workspace.ts';

export interface ModuleSearch {
  /** The folders below the workspace folder of a document whose modules name files, on disk or in the editor. */
  readonly foldersFor: (uri: string) => Promise<readonly string[]>;
  /** Is it a file of a module in a folder that was searched? */
  readonly covers: (uri: string) => boolean;
  /** Takes files and folders that changed, appeared or disappeared. */
  readonly heed: (uris: readonly string[]) => void;
}

export interface ModuleSearchOptions {
  readonly platform: Platform;
  readonly openDocuments: () => readonly TextDocument[];
  readonly folderOf: (uri: string) => DocumentFolder | undefined;
  /** Asks the client to report changes of files. */
  readonly watch: (folder: DocumentFolder, globs: readonly string[]) => Promise<void>;
}

/** The folders that were found below one, by their keys. */
type Found = Map<string, string>;

/** A workspace folder is searched once, when the first file in it needs that. */
export function createModuleSearch({ platform, openDocuments, folderOf, watch }: ModuleSearchOptions): ModuleSearch {
  const searched = new Map<string, Promise<Found>>();
  const search = async (folder: DocumentFolder): Promise<Found> => {
    const globs = folder.isWorkspace ? moduleGlobs.map((glob) => `**/${glob}`) : moduleGlobs;
    const { uris } = await platform.findFiles(folder.uri, globs, { isDeep: folder.isWorkspace, withLinks: true });
    // That the first module appears is told in any case.
    if (uris.length > 0) await watch(folder, globs);
    const found: Found = new Map();
    for (const uri of uris) {
      if (found.has(keyOf(parentOf(uri)))) continue;
      const file = await platform.readFile(uri, 'policies');
      if (file.kind === 'read' && mayNameFiles(file.text)) found.set(keyOf(parentOf(uri)), parentOf(uri));
    }
    return found;
  };
  const folderWith = (uri: string): [DocumentFolder, string] | undefined => {
    const folder = folderOf(uri);
    return folder && [folder, keyOf(folder.uri)];
  };
  return {
    async foldersFor(uri) {
      const [folder, key] = folderWith(uri) ?? [];
      if (folder === undefined || key === undefined) return [];
      const started = searched.get(key) ?? search(folder);
      searched.set(key, started);
      const found = new Map(await started);
      for (const document of openDocuments())
        if (isIn(document.uri, folder) && mayNameFiles(document.getText()))
          found.set(keyOf(parentOf(document.uri)), parentOf(document.uri));
      return [...found.values()];
    },
    covers: (uri) => isModuleFile(fileName(uri)) && searched.has(folderWith(uri)?.[1] ?? ''),
    heed(uris) {
      for (const uri of uris) {
        const started = searched.get(folderWith(uri)?.[1] ?? '');
        if (started === undefined) continue;
        // It may name files now. A folder that may have appeared holds any modules.
        if (isModuleFile(fileName(uri))) void started.then((found) => found.set(keyOf(parentOf(uri)), parentOf(uri)));
        else if (!fileName(uri).includes('.')) searched.clear();
      }
    },
  };
}

function isIn(uri: string, folder: DocumentFolder): boolean {
  if (!isModuleFile(fileName(uri))) return false;
  return folder.isWorkspace ? segmentsBelow(folder.uri, uri) !== undefined : keyOf(parentOf(uri)) === keyOf(folder.uri);
}
