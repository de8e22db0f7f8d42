/** Finds what a document is examined against: its findings, configuration and settings. */
import { placeAt, say } from '../../../core/src/text/index.ts';
import type { ActionCatalogue } from '../../../core/src/actions/index.ts';
import type { ExamineSources, FindingMatch, FindingsIndex, PolicyFile } from '../../../core/src/index.ts';
import { canonical, fileName, parentOf, pathBelow, pathFrom, segmentsBelow } from '../../../platform/src/fileUris.ts';
import { createDiskMemo, type DiskMemo } from '../../../platform/src/diskMemo.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import type { Settings } from '../../../protocol/src/index.ts';
import type { CatalogueSource } from '../sources/catalogues.ts';
import { newConfigUri, type ConfigFile, type Configs, type KnownThere } from '../sources/configs.ts';
import type { FindingsStore } from '../sources/findingsStore.ts';
import { patternsOf, type FindingsScope } from '../sources/scopeFiles.ts';
import type { DocumentFolder } from '../sources/workspace.ts';

export interface DocumentSources {
  /** Absent for a document without a folder, such as an untitled one. */
  readonly folder?: DocumentFolder | undefined;
  /**
   * The file that is written when the document is saved: itself, or the target of a link. It decides the configuration.
   */
  readonly written?: string | undefined;
  readonly settings: Settings;
  readonly config?: ConfigFile | undefined;
  /** The path of the configuration leads out of the folder through a link, so it is read but never written. */
  readonly isConfigOutside?: boolean;
  readonly catalogue: ActionCatalogue;
  /** Absent if there is no folder. */
  readonly index?: FindingsIndex | undefined;
}

/** The sources for the features, and those for the engine. */
export interface FoundSources {
  readonly sources: DocumentSources;
  readonly examined: ExamineSources;
}

export interface DocumentSourcesOptions {
  readonly platform: Platform;
  readonly store: FindingsStore;
  readonly configs: Configs;
  readonly catalogues: CatalogueSource;
  readonly folderOf: (uri: string) => DocumentFolder | undefined;
  readonly settingsFor: (folder: DocumentFolder | undefined) => Promise<Settings>;
  /** Called with a configuration and the known actions and principals, and again if these change. */
  readonly tellConfig: (config: ConfigFile, known: KnownThere) => void;
  /** Asks the client to report changes of files. */
  readonly watch: (folder: DocumentFolder, globs: readonly string[]) => Promise<void>;
}

/** `memo`: the answers of the disk, if the sources of several documents are asked for by one request. */
export async function documentSources(
  uri: string,
  options: DocumentSourcesOptions,
  memo: DiskMemo = createDiskMemo(),
): Promise<FoundSources> {
  const { platform, store, configs, catalogues, folderOf, settingsFor, watch } = options;
  const folder = folderOf(uri);
  const settings = await settingsFor(folder);
  const catalogue = await catalogues.catalogueFor(folder?.uri, settings.catalogue);
  if (folder === undefined) return { sources: { settings, catalogue }, examined: inNoFolder };
  const [place, written] = await Promise.all([
    platform.placeOf(uri, folder.uri, memo),
    platform.writtenUri(uri, folder.uri, memo).then((to) => canonical(to)),
  ]);
  const config = await configs.configFor(written);
  const isConfigOutside = !(await configs.staysInside(config?.uri ?? newConfigUri(folder.uri), folder.uri));
  const scope = scopeOf(folder, settings, config);
  await watch({ uri: scope.folder, isWorkspace: scope.isDeep }, patternsOf(scope));
  if (settings.catalogue !== '') await watchFile(platform.resolvePath(folder.uri, settings.catalogue), watch);
  const index = await store.indexOf(scope);
  if (config !== undefined) options.tellConfig(config, { catalogue, index });
  // Clients may spell the name in another letter case than the disk.
  const named = canonical(place.kind === 'file' ? place.uri : uri);
  const examined = examineSources({ folder, named, written, settings, config, index, now: platform.now() });
  return { sources: { folder, written, settings, config, isConfigOutside, catalogue, index }, examined };
}

async function watchFile(uri: string, watch: DocumentSourcesOptions['watch']): Promise<void> {
  // A character that means something in a glob is matched by `?`.
  await watch({ uri: parentOf(uri), isWorkspace: false }, [fileName(uri).replace(/[^\p{L}\p{N}_.-]/gu, '?')]);
}

const inNoFolder: FindingMatch = { kind: 'unmatched', reason: say('the document is not in a folder') };

interface Known {
  readonly folder: DocumentFolder;
  readonly named: string;
  readonly written: string;
  readonly settings: Settings;
  readonly config: ConfigFile | undefined;
  readonly index: FindingsIndex;
  readonly now: number;
}

function examineSources({ folder, named, written, settings, config, index, now }: Known): ExamineSources {
  if (config?.reading.kind === 'unreadable') return unreadable(config, folder);
  const { staleAfterDays, minimumAgeDays } = settings;
  const file: PolicyFile = {
    segments: segmentsBelow(folder.uri, named) ?? [],
    folder: parentOf(named),
    pathInConfig: config && pathBelow(parentOf(config.uri), written),
  };
  const filed = config && { file: configName(config, folder), config: config.reading.config };
  return { kind: 'findings', file, index, config: filed, now, staleAfterDays, minimumAgeDays };
}

/** The name of a configuration in messages: its path relative to the folder. */
function configName(config: ConfigFile, folder: DocumentFolder): string {
  return pathFrom(folder.uri, config.uri);
}

/** The match if the configuration cannot be read: nothing is removed, because its keep rules are not known. */
function unreadable(config: ConfigFile, folder: DocumentFolder): FindingMatch {
  const error = config.reading.kind === 'unreadable' ? config.reading.error : undefined;
  const { line } = placeAt(config.text.getText(), error?.span.offset ?? 0);
  const reason = say(
    'the configuration {0} cannot be used (line {1}: {2}), so nothing is removed',
    configName(config, folder),
    String(line),
    error?.message ?? '',
  );
  return { kind: 'blocked', code: 'config.unreadable', reason };
}

/** Where findings are searched for: as in the configuration, if it is in the folder, or else as in the settings. */
function scopeOf(folder: DocumentFolder, settings: Settings, config: ConfigFile | undefined): FindingsScope {
  const isInside = config !== undefined && pathBelow(folder.uri, config.uri) !== undefined;
  const sources = isInside && config.reading.kind === 'read' ? config.reading.config.findings : undefined;
  if (config === undefined || sources === undefined)
    return {
      folder: folder.uri,
      isDeep: folder.isWorkspace,
      globs: settings.findings,
      deployed: settings.deployed,
      isConfigured: false,
      declared: [],
    };
  return {
    folder: parentOf(config.uri),
    isDeep: folder.isWorkspace,
    globs: sources.map(({ files }) => files),
    deployed: settings.deployed,
    isConfigured: true,
    declared: sources.flatMap(({ files, principal }) => (principal === undefined ? [] : [{ glob: files, principal }])),
  };
}
