/** The findings and configurations that the policies of files are examined against. */
import path from 'node:path';
import {
  defaultAges,
  defaultFindingsGlobs,
  type ExamineSources,
  type PolicyFile,
  type Principal,
} from '../../core/src/index.ts';
import { isExpired } from '../../core/src/config/index.ts';
import type { ActionCatalogue } from '../../core/src/actions/index.ts';
import { say } from '../../core/src/text/index.ts';
import { slashed } from '../../platform/src/node/paths.ts';
import type { Candidate } from './candidates.ts';
import { createConfigFinder, type FoundConfig } from './configs.ts';
import { CannotDo, shown } from './files.ts';
import { filesNamed, type BrokenEvidence } from './findings.ts';
import { blockedBy, openFolder, policyFile, type FolderSources } from './folderSources.ts';
import { givenByFinding, givenByPrincipals } from './givenMatch.ts';
import { idleRules } from './idleRules.ts';
import type { Options } from './options.ts';
import { writtenPath } from './paths.ts';

/** No findings file was named or found. */
export class NoFindings extends CannotDo {}

export interface Sources {
  /**
   * What the policies of a file are examined against. `principals`: the ARNs of the holders, instead of the options.
   */
  readonly sourcesOf: (candidate: Candidate, principals?: readonly string[]) => ExamineSources;
  readonly warnings: readonly string[];
  /** Findings and findings files that cannot be read and may be about a principal. */
  readonly broken: readonly BrokenEvidence[];
  /** Is it a file from which findings are read? */
  readonly isFindingsFile: (file: string) => boolean;
  /** All principals with a finding that counts. */
  readonly principals: () => readonly Principal[];
  /** How to fetch the details of findings without action names, shown if a policy has no finding. */
  readonly recommendation: readonly string[];
}

/** Reads the configurations and findings for the candidates. Throws {@link CannotDo} if none of them can be used. */
export async function loadSources(
  options: Options,
  candidates: readonly Candidate[],
  catalogue: ActionCatalogue,
): Promise<Sources> {
  const named = (await Promise.all(options.findings.map(filesNamed))).flat();
  const findConfig = createConfigFinder(options.config);
  const now = Date.now();
  const opening = new Map<string, Promise<FolderSources>>();
  const placed = new Map<string, { readonly folder: FolderSources; readonly written: string }>();
  for (const { path: file, root } of candidates) {
    const found = await findConfig(file);
    const key = `${root}\n${found?.file}`;
    const folder = opening.get(key) ?? openFolder({ root, found, named, now });
    opening.set(key, folder);
    placed.set(file, { folder: await folder, written: await writtenPath(file) });
  }
  const folders = await Promise.all(opening.values());
  // A configuration that cannot be read may tell where the findings are.
  if (
    folders.length > 0 &&
    folders.every(({ loaded, unreadable }) => loaded.files.length === 0 && unreadable === undefined)
  )
    throw new NoFindings(noFindingsFile(folders));
  const idle = (config: FoundConfig | undefined): string[] =>
    idleRules(
      config,
      folders.map(({ index }) => index),
      { catalogue, now, isAllEvidence: options.findings.length === 0 },
    );
  const asAsked =
    options.principals.length > 0 ? givenByPrincipals(options.principals, options, folders) : givenByFinding(options);
  return {
    sourcesOf(candidate, principals) {
      const givenFor = principals === undefined ? asAsked : givenByPrincipals(principals, options, folders);
      const place = placed.get(candidate.path);
      if (place === undefined) return { kind: 'unmatched', reason: say('') };
      const { folder, written } = place;
      const { unreadable, index, config } = folder;
      if (unreadable !== undefined) return blockedBy(unreadable);
      return {
        kind: 'findings',
        file: candidate.isUnplaced === true ? nowhere : policyFile(candidate.path, written, folder),
        index,
        config: config && { file: shown(config.file), config: config.config },
        now,
        ...defaultAges,
        given: givenFor(folder, candidate),
      };
    },
    warnings: [
      ...new Set(
        folders.flatMap(({ loaded, config }) => [...loaded.warnings, ...expired(config, now), ...idle(config)]),
      ),
    ],
    broken: [
      ...new Map(folders.flatMap(({ loaded }) => loaded.broken.map((evidence) => [evidence.line, evidence]))).values(),
    ],
    isFindingsFile: (file) => folders.some(({ loaded }) => loaded.isFindings.has(slashed(file))),
    principals: () => folders.flatMap(({ index }) => index.principals()),
    recommendation: [...new Set(folders.flatMap(({ loaded }) => loaded.recommendation))],
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

function expired(config: FoundConfig | undefined, now: number): string[] {
  return (config?.config.keep ?? [])
    .filter((entry) => isExpired(entry, now))
    .map(
      ({ line, until, reason }) =>
        `${shown(config?.file ?? '')}:${line}: keep.expired: this keep rule expired on ${until}: ${reason}`,
    );
}

function noFindingsFile(folders: readonly FolderSources[]): string {
  const where = folders.map(({ root, config }) =>
    config?.config.findings === undefined
      ? `${defaultFindingsGlobs.join(', ')} below ${shown(root) || '.'}`
      : `${config.config.findings.map(({ files }) => files).join(', ')} below ${shown(path.dirname(config.file)) || '.'}`,
  );
  return `no findings file matches ${[...new Set(where)].join(', ')}: give one with --findings`;
}
