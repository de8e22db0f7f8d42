import { DidChangeWatchedFilesNotification, WatchKind, type Connection, type Disposable } from 'vscode-languageserver';
import { configFileName } from '../../../core/src/config/index.ts';
import { isRecord } from '../../../core/src/text/index.ts';
import { settingsSection, type Settings } from '../../../protocol/src/index.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import type { Log } from '../lsp/guard.ts';
import { defaultSettings, readSettings } from '../lsp/settings.ts';
import { keyOf, parentOf, segmentsBelow } from '../../../platform/src/fileUris.ts';

/** The folder of a document: its workspace folder, or the folder of a file that was opened by itself. */
export interface DocumentFolder {
  readonly uri: string;
  readonly isWorkspace: boolean;
}

/** The workspace folders, their settings, and the watching of their findings files. */
export interface Workspace {
  /** The folder of a document; `undefined` if it is in none (`untitled:`). */
  readonly folderOf: (uri: string) => DocumentFolder | undefined;
  /** The folders of the workspace. */
  readonly folders: () => readonly string[];
  readonly settingsFor: (folder: DocumentFolder | undefined) => Promise<Settings>;
  /**
   * Asks the client to watch files of a folder, and configurations. A second call with the same arguments does nothing.
   */
  readonly watch: (folder: DocumentFolder, globs: readonly string[]) => Promise<void>;
  readonly changeFolders: (added: readonly string[], removed: readonly string[]) => void;
  /** The settings changed. `pushed`: the settings from a client without `workspace/configuration`. */
  readonly changeSettings: (pushed: unknown) => void;
}

export interface WorkspaceOptions {
  readonly connection: Connection;
  readonly log: Log;
  readonly capabilities: ClientCapabilities;
  readonly folders: readonly string[];
  /** The settings of a client without `workspace/configuration` (`initializationOptions`). */
  readonly initialSettings: unknown;
}

/**
 * A document with more folders than this above it is in no folder, because each of them is searched for a
 * configuration.
 */
const deepest = 500;

export function createWorkspace({
  connection,
  log,
  capabilities,
  folders,
  initialSettings,
}: WorkspaceOptions): Workspace {
  let uris = folders.map(withoutSlash);
  let pushed = initialSettings;
  const settings = new Map<string, Promise<Settings>>();
  const watches = new Map<string, Promise<Disposable>>();

  const ask = async (folder: string | undefined): Promise<Settings> => {
    const scope = folder === undefined ? {} : { scopeUri: folder };
    const section: unknown = capabilities.configuration
      ? await connection.workspace.getConfiguration({ ...scope, section: settingsSection })
      : sectionOf(pushed);
    const reading = readSettings(section);
    for (const complaint of reading.complaints) log.warn(complaint);
    return reading.settings;
  };

  return {
    folderOf(uri) {
      if (!/^file:/i.test(uri) || uri.split('/', deepest + 1).length > deepest) return undefined;
      const above = uris.filter((folder) => segmentsBelow(folder, uri) !== undefined);
      const [nearest] = above.toSorted((a, b) => b.length - a.length);
      return nearest === undefined ? { uri: parentOf(uri), isWorkspace: false } : { uri: nearest, isWorkspace: true };
    },
    folders: () => uris,
    async settingsFor(folder) {
      const key = folder?.uri ?? '';
      const known = settings.get(key) ?? ask(folder?.uri);
      settings.set(key, known);
      try {
        return await known;
      } catch (error) {
        settings.delete(key);
        log.error(`the settings could not be read: ${String(error)}; the defaults are used`);
        return defaultSettings;
      }
    },
    async watch(folder, globs) {
      if (!capabilities.watchedFiles) return;
      const key = JSON.stringify([folder, globs]);
      const pending =
        watches.get(key) ??
        connection.client.register(DidChangeWatchedFilesNotification.type, watchersFor(folder, globs, capabilities));
      watches.set(key, pending);
      await pending;
    },
    changeFolders(added, removed) {
      const changed = new Set([...removed, ...added].map((uri) => keyOf(uri)));
      uris = [...uris.filter((uri) => !changed.has(keyOf(uri))), ...added.map(withoutSlash)];
      unwatch(watches);
    },
    changeSettings(values) {
      pushed = values;
      settings.clear();
      unwatch(watches);
    },
  };
}

/**
 * In a workspace, everything that appears or disappears is watched as well: if a folder does, no event tells of the
 * files in it.
 */
function watchersFor(folder: DocumentFolder, globs: readonly string[], { relativePatterns }: ClientCapabilities) {
  const all = [...globs, `**/${configFileName}`];
  const patterns = folder.isWorkspace ? all : all.map((glob) => glob.slice(glob.lastIndexOf('/') + 1));
  const watcher = (pattern: string) => ({
    globPattern: relativePatterns ? { baseUri: folder.uri, pattern } : pattern,
  });
  const folders = folder.isWorkspace ? [{ ...watcher('**'), kind: WatchKind.Create | WatchKind.Delete }] : [];
  return { watchers: [...patterns.map(watcher), ...folders] };
}

/** Ends all watches. The next analysis starts those that it needs. */
function unwatch(watches: Map<string, Promise<Disposable>>): void {
  for (const watch of watches.values())
    watch.then(
      (registration) => registration.dispose(),
      () => undefined,
    );
  watches.clear();
}

function sectionOf(values: unknown): unknown {
  return isRecord(values) && isRecord(values[settingsSection]) ? values[settingsSection] : values;
}

function withoutSlash(uri: string): string {
  return uri.endsWith('/') ? uri.slice(0, -1) : uri;
}
