/** The Terraform modules of documents, or that name them: all files of a folder, which tell together who has a policy. */
import { isModuleFile, mayName, type ModuleSource, type NearModule } from '../../../core/src/index.ts';
import type { DiskMemo } from '../../../platform/src/diskMemo.ts';
import { fileName, keyOf, parentOf, pathFrom, segmentsBelow } from '../../../platform/src/fileUris.ts';
import { createModuleFiles, type ModuleFilesOptions } from './moduleFiles.ts';
import { createModuleSearch, type ModuleSearchOptions } from './moduleSearch.ts';

export interface Modules {
  /**
   * The files of the module of a document, as they are on disk or in the editor now; `undefined` if it is part of
   * no module.
   */
  readonly moduleOf: (uri: string) => Promise<ModuleSource | undefined>;
  /** The modules that name a document, which is no part of one; as they are on disk or in the editor now. */
  readonly naming: (uri: string) => Promise<readonly NearModule[]>;
  /**
   * The files of the module of a document, or of those that name it, that changed, appeared or disappeared since they
   * were read.
   */
  readonly changedBeside: (uri: string, memo: DiskMemo) => Promise<readonly string[]>;
  /** Is it part of a module that was read, or that may name files now? */
  readonly isPart: (uri: string) => boolean;
  /** Forgets the modules whose files changed, appeared or disappeared. */
  readonly forget: (uris: readonly string[]) => void;
}

export interface ModulesOptions extends ModuleSearchOptions, ModuleFilesOptions {}

export function createModules(options: ModulesOptions): Modules {
  const { folderOf } = options;
  const { factsIn, changedIn, isRead, forget } = createModuleFiles(options);
  const search = createModuleSearch(options);
  /** The folders of the modules that name a document. */
  const namedBy = new Map<string, readonly string[]>();
  const near = async (folder: string, uri: string): Promise<NearModule> => {
    const top = folderOf(uri)?.uri ?? folder;
    return {
      folder: segmentsBelow(top, folder)?.join('/') ?? '',
      path: pathFrom(folder, uri),
      files: await factsIn(folder),
    };
  };
  return {
    async moduleOf(uri) {
      if (!isOfModule(uri)) return undefined;
      return { file: fileName(uri), files: await factsIn(parentOf(uri)) };
    },
    async naming(uri) {
      if (!/^file:/i.test(uri) || isOfModule(uri)) return [];
      const folders = await search.foldersFor(uri);
      const modules = await Promise.all(folders.map((folder) => near(folder, uri)));
      namedBy.set(
        keyOf(uri),
        folders.filter((_, i) => isNaming(modules[i])),
      );
      return modules.filter(isNaming);
    },
    async changedBeside(uri, memo) {
      const folders = isOfModule(uri) ? [parentOf(uri)] : (namedBy.get(keyOf(uri)) ?? []);
      return (await Promise.all(folders.map((folder) => changedIn(folder, memo)))).flat();
    },
    isPart: (uri) => (isOfModule(uri) && isRead(parentOf(uri))) || search.covers(uri),
    forget(uris) {
      search.heed(uris);
      for (const uri of uris) forget(parentOf(uri));
    },
  };
}

function isOfModule(uri: string): boolean {
  return /^file:/i.test(uri) && isModuleFile(fileName(uri));
}

function isNaming(module: NearModule | undefined): boolean {
  return module !== undefined && mayName(module);
}
