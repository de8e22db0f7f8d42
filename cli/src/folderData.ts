/** The findings and the configuration that apply to the files below one folder, and the way to another thread. */
import path from 'node:path';
import {
  createFindingsIndex,
  openReading,
  plainReading,
  type FiledReading,
  type FindingMatch,
  type FindingsIndex,
  type PlainReading,
  type PolicyFile,
} from '../../core/src/index.ts';
import { say } from '../../core/src/text/index.ts';
import { pathBelow, slashed } from '../../platform/src/node/paths.ts';
import type { FoundConfig, UnreadableConfig } from './configs.ts';
import { shown } from './files.ts';
import type { LoadedFindings } from './findings.ts';

/** The findings and the configuration of a folder, as they were read. */
export interface FolderData {
  readonly root: string;
  readonly config: FoundConfig | undefined;
  /** The configuration that should apply but cannot be used. */
  readonly unreadable: UnreadableConfig | undefined;
  readonly loaded: LoadedFindings;
  /** The ARN of the principal of a findings file, as the configuration declares it. */
  readonly declared: ReadonlyMap<string, string | undefined>;
}

export interface FolderSources extends FolderData {
  readonly index: FindingsIndex;
}

/** {@link FolderData} that can be sent to another thread: plain values only. */
export interface PlainFolder extends Omit<FolderData, 'loaded'> {
  readonly loaded: Omit<LoadedFindings, 'files'>;
  readonly files: readonly (Omit<FiledReading, 'reading'> & { readonly reading: PlainReading })[];
}

/** Gives access to the findings of a folder. `now`: milliseconds since 1970. */
export function openFolder(data: FolderData, now: number): FolderSources {
  return { ...data, index: createFindingsIndex(data.loaded.files, now, (file) => data.declared.get(file)) };
}

export function plainFolder({ loaded: { files, ...loaded }, ...others }: FolderData): PlainFolder {
  return { ...others, loaded, files: files.map((file) => ({ ...file, reading: plainReading(file.reading) })) };
}

/** The folder that was sent, or a copy of it. */
export function receivedFolder({ loaded, files, ...others }: PlainFolder): FolderData {
  const read = files.map((file) => ({ ...file, reading: openReading(file.reading) }));
  return { ...others, loaded: { ...loaded, files: read } };
}

/**
 * The match if the configuration cannot be used, as in the editor: nothing is removed, because its keep rules are not
 * known.
 */
export function blockedBy({ file, reason }: UnreadableConfig): FindingMatch {
  return {
    kind: 'blocked',
    code: 'config.unreadable',
    reason: say('the configuration {0} cannot be used ({1}), so nothing is removed', shown(file), reason),
  };
}

/** `written`: the target of the path, which the globs of the configuration are matched with. */
export function policyFile(file: string, written: string, { root, config }: FolderSources): PolicyFile {
  const inConfig = config && pathBelow(path.dirname(config.file), config.isNamed === true ? file : written);
  return {
    segments: slashed(path.relative(root, file)).split('/'),
    folder: slashed(path.dirname(file)),
    pathInConfig: slashed(inConfig ?? path.relative('', file)),
  };
}
