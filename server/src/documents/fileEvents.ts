import { FileChangeType, type FileEvent } from 'vscode-languageserver';
import type { DocumentAnalysis } from './analyser.ts';
import { isConfig, type Configs } from '../sources/configs.ts';
import type { Modules } from '../sources/modules.ts';
import type { CatalogueSource } from '../sources/catalogues.ts';
import type { FindingsStore } from '../sources/findingsStore.ts';
import { createDiskMemo, type DiskMemo } from '../../../platform/src/diskMemo.ts';
import { inBackground, type Log } from '../lsp/guard.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import { filesOf } from './publisher.ts';
import type { DocumentFolder } from '../sources/workspace.ts';
import { pauseMs, type Scheduler } from '../lsp/scheduler.ts';
import { among, canonical, foldersAbove } from '../../../platform/src/fileUris.ts';

/** Follows changes of findings files, configurations and catalogues on disk. */
export interface FileFollower {
  /** Takes file events, which may come twice and in bursts. The last event of each file is handled after a pause. */
  readonly hear: (changes: readonly FileEvent[]) => void;
  /**
   * Handles changes of the files behind an analysis that were not reported, because watchers lose events. Returns true
   * if there were any; then, all is asked of the disk anew.
   */
  readonly catchUp: (found: DocumentAnalysis, memo: DiskMemo) => Promise<boolean>;
}

export interface FileFollowerOptions {
  readonly platform: Platform;
  readonly log: Log;
  readonly scheduler: Scheduler;
  readonly store: FindingsStore;
  readonly configs: Configs;
  readonly catalogues: CatalogueSource;
  readonly modules: Modules;
  readonly folderOf: (uri: string) => DocumentFolder | undefined;
  /** Called before changed files are read again: nothing that is based on them may be offered any more. */
  readonly distrust: (isChanged: (file: string) => boolean) => void;
  /** Called with a configuration that was deleted. */
  readonly forgetConfig: (uri: string) => void;
  /** Called with the files once they can be read again: analyses documents whose result may have changed. */
  readonly follow: (changed: readonly string[]) => Promise<void>;
}

type FileChange = readonly [uri: string, type: FileChangeType];

export function createFileFollower(options: FileFollowerOptions): FileFollower {
  const { log, scheduler, store, configs, catalogues, modules, distrust, forgetConfig, follow } = options;
  const heed = async (changed: readonly FileChange[]): Promise<void> => {
    const uris = changed.map(([uri]) => uri);
    distrust(among(uris));
    configs.forget(uris);
    catalogues.forget(uris);
    modules.forget(uris);
    for (const [uri, type] of changed) if (isConfig(uri) && type === FileChangeType.Deleted) forgetConfig(uri);
    await store.reread(changed.flatMap(([uri]) => (isConfig(uri) ? [] : [uri])));
    await follow(uris);
  };
  const heedConcerning = async (changed: readonly FileChange[]): Promise<void> => {
    const concerning: FileChange[] = [];
    const memo = createDiskMemo();
    const created = new Set<string>();
    // A folder comes before what is in it, which is found with the folder.
    for (const change of changed.toSorted(([a], [b]) => a.length - b.length)) {
      const [uri, type] = change;
      if (type === FileChangeType.Created && foldersAbove(uri).some((folder) => created.has(folder))) continue;
      if (!(await isConcerning(change, memo, options))) continue;
      concerning.push(change);
      if (type === FileChangeType.Created) created.add(canonical(uri));
    }
    if (concerning.length > 0) await heed(concerning);
  };
  const events = new Map<string, FileChangeType>();
  return {
    hear(changes) {
      for (const { uri, type } of changes) events.set(uri, type);
      scheduler.schedule('watched files', pauseMs, () => {
        const changed = [...events];
        events.clear();
        inBackground(log, 'reading findings', heedConcerning(changed));
      });
    },
    async catchUp(found, memo) {
      const missed = await missedChanges(found, options, memo);
      if (missed.length === 0) return false;
      memo.forget();
      await heed(missed);
      return true;
    },
  };
}

/**
 * May a change matter? Of a workspace, the client reports everything that appears or disappears, because of a folder
 * that does, it reports nothing of the files in it. The type of the event does not tell: VS Code calls it a change if
 * something goes and comes again at once.
 */
async function isConcerning(
  [uri]: FileChange,
  memo: DiskMemo,
  { platform, store, configs, catalogues, modules, folderOf }: FileFollowerOptions,
): Promise<boolean> {
  if (isConfig(uri) || configs.isAbove(uri) || catalogues.isOpened(uri) || modules.isPart(uri)) return true;
  const interest = await store.interestIn(uri);
  if (interest !== 'searched') return interest === 'known';
  const folder = folderOf(uri);
  return folder !== undefined && (await platform.placeOf(uri, folder.uri, memo)).kind === 'other';
}

/** The files behind an analysis that changed since they were read, and configurations that appeared above it. */
async function missedChanges(
  found: DocumentAnalysis,
  { platform, store, configs, modules }: FileFollowerOptions,
  memo: DiskMemo,
): Promise<FileChange[]> {
  const known = await Promise.all(filesOf(found).map(async (uri) => ({ uri, stamp: await store.stampOf(uri) })));
  const now = await Promise.all(known.map(({ uri }) => platform.stamp(uri, memo)));
  const changed = known.flatMap(({ uri, stamp }, i) => (now[i] === stamp ? [] : [uri]));
  const { written } = found.sources;
  const above = written === undefined ? [] : await configs.changedAbove(written, memo);
  const beside = found.module === undefined ? [] : await modules.changedBeside(found.module, memo);
  return Promise.all(
    [...changed, ...above, ...beside].map(async (uri): Promise<FileChange> => [uri, await changeOf(uri, platform)]),
  );
}

async function changeOf(uri: string, platform: Platform): Promise<FileChangeType> {
  return (await platform.stamp(uri)) === undefined ? FileChangeType.Deleted : FileChangeType.Changed;
}
