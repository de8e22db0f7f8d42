/** What the policies of each file are examined against, from findings and configurations that were read. */
import { defaultAges, type ExamineSources, type PolicyFile, type Principal } from '../../core/src/index.ts';
import { say } from '../../core/src/text/index.ts';
import { slashed } from '../../platform/src/node/paths.ts';
import type { Candidate } from './candidates.ts';
import { shown } from './files.ts';
import {
  blockedBy,
  openFolder,
  plainFolder,
  policyFile,
  receivedFolder,
  type FolderData,
  type FolderSources,
  type PlainFolder,
} from './folderData.ts';
import { givenByFinding, givenByPrincipals } from './givenMatch.ts';
import type { Options } from './options.ts';

/** The findings and configurations for some files, as they were read. */
export interface SourcesData {
  readonly folders: readonly FolderData[];
  /** By path of the file. */
  readonly places: ReadonlyMap<string, Place>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Which findings and configuration apply to a file. */
export interface Place {
  /** The index among the folders. */
  readonly folder: number;
  /** The target of the path. */
  readonly written: string;
}

/** {@link SourcesData} that can be sent to another thread: plain values only. */
export interface PlainSources extends Omit<SourcesData, 'folders'> {
  readonly folders: readonly PlainFolder[];
}

export function plainSources(data: SourcesData): PlainSources {
  return { ...data, folders: data.folders.map(plainFolder) };
}

/** The sources that were sent, or a copy of them. */
export function receivedSources(plain: PlainSources): SourcesData {
  return { ...plain, folders: plain.folders.map(receivedFolder) };
}

export interface OpenSources {
  readonly folders: readonly FolderSources[];
  /**
   * What the policies of a file are examined against. `principals`: the ARNs of the holders, instead of the options.
   */
  readonly sourcesOf: (candidate: Candidate, principals?: readonly string[]) => ExamineSources;
  /** Is it a file from which findings are read? */
  readonly isFindingsFile: (file: string) => boolean;
  /** All principals with a finding that counts. */
  readonly principals: () => readonly Principal[];
}

export function openSources({ folders: read, places, now }: SourcesData, options: Options): OpenSources {
  const folders = read.map((data) => openFolder(data, now));
  const asAsked =
    options.principals.length > 0 ? givenByPrincipals(options.principals, options, folders) : givenByFinding(options);
  return {
    folders,
    sourcesOf(candidate, principals) {
      const givenFor = principals === undefined ? asAsked : givenByPrincipals(principals, options, folders);
      const { folder: index, written } = places.get(candidate.path) ?? {};
      const folder = folders[index ?? -1];
      if (folder === undefined || written === undefined) return { kind: 'unmatched', reason: say('') };
      const { unreadable, config } = folder;
      if (unreadable !== undefined) return blockedBy(unreadable);
      return {
        kind: 'findings',
        file: candidate.isUnplaced === true ? nowhere : policyFile(candidate.path, written, folder),
        index: folder.index,
        config: config && { file: shown(config.file), config: config.config },
        now,
        ...defaultAges,
        given: givenFor(folder, candidate),
      };
    },
    isFindingsFile: (file) => folders.some(({ loaded }) => loaded.isFindings.has(slashed(file))),
    principals: () => folders.flatMap(({ index }) => index.principals()),
  };
}

/** Standard input without a path cannot be matched by path. */
const nowhere: PolicyFile = {
  segments: [],
  folder: '',
  unplaced: say(
    'standard input has no path to match by: give a path with --stdin-path, or the principal with --principal',
  ),
};
