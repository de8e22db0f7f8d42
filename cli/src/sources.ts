/** The findings and configurations that the policies of files are examined against. */
import path from 'node:path';
import { defaultFindingsGlobs, type FiledReading } from '../../core/src/index.ts';
import { isExpired } from '../../core/src/config/index.ts';
import type { ActionCatalogue } from '../../core/src/actions/index.ts';
import type { Candidate } from './candidates.ts';
import { createConfigFinder, type FoundConfig } from './configs.ts';
import { CannotDo, shown } from './files.ts';
import { deployedNamed, filesNamed, type BrokenEvidence } from './findings.ts';
import type { FolderData, FolderSources } from './folderData.ts';
import { readFolder } from './folderSources.ts';
import { idleRules } from './idleRules.ts';
import { openSources, type OpenSources, type Place, type SourcesData } from './openSources.ts';
import type { Options } from './options.ts';
import { writtenPath } from './paths.ts';

/** No findings file was named or found. */
export class NoFindings extends CannotDo {}

export interface Sources extends OpenSources {
  readonly data: SourcesData;
  readonly warnings: readonly string[];
  /** Findings and findings files that cannot be read and may be about a principal. */
  readonly broken: readonly BrokenEvidence[];
  /** How to fetch the details of findings without action names, shown if a policy has no finding. */
  readonly recommendation: readonly string[];
}

/** Reads the configurations and findings for the candidates. Throws {@link CannotDo} if none of them can be used. */
export async function loadSources(
  options: Options,
  candidates: readonly Candidate[],
  catalogue: ActionCatalogue,
): Promise<Sources> {
  const data = await readSources(options, candidates);
  const opened = openSources(data, options);
  const { folders } = opened;
  return {
    ...opened,
    data,
    warnings: warningsOf(folders, { catalogue, now: data.now, isAllEvidence: options.findings.length === 0 }),
    broken: [
      ...new Map(folders.flatMap(({ loaded }) => loaded.broken.map((evidence) => [evidence.line, evidence]))).values(),
    ],
    recommendation: [...new Set(folders.flatMap(({ loaded }) => loaded.recommendation))],
  };
}

async function readSources(options: Options, candidates: readonly Candidate[]): Promise<SourcesData> {
  const named = (await Promise.all(options.findings.map(async (pattern) => filesNamed(pattern)))).flat();
  const deployed = (await Promise.all(options.deployed.map(deployedNamed))).flat();
  const findConfig = createConfigFinder(options.config);
  const now = Date.now();
  const indexes = new Map<string, number>();
  const reading: Promise<FolderData>[] = [];
  const places = new Map<string, Place>();
  for (const { path: file, root } of candidates) {
    const found = await findConfig(file);
    const key = `${root}\n${found?.file}`;
    const folder = indexes.get(key) ?? reading.push(readFolder({ root, found, named, deployed })) - 1;
    indexes.set(key, folder);
    await reading[folder];
    places.set(file, { folder, written: await writtenPath(file) });
  }
  const folders = await Promise.all(reading);
  // A configuration that cannot be read may tell where the findings are.
  if (
    folders.length > 0 &&
    folders.every(({ loaded, unreadable }) => unreadable === undefined && loaded.files.every(isOnlyDeployed))
  )
    throw new NoFindings(noFindingsFile(folders));
  return { folders, places, now };
}

/** It was read for what was deployed, and no finding is in it. */
function isOnlyDeployed({ isDeployed, reading, unreadableText }: FiledReading): boolean {
  return isDeployed === true && unreadableText === undefined && reading.deployed !== undefined && !reading.isRecognised;
}

interface IdleOptions {
  readonly catalogue: ActionCatalogue;
  readonly now: number;
  readonly isAllEvidence: boolean;
}

function warningsOf(folders: readonly FolderSources[], options: IdleOptions): readonly string[] {
  const indexes = folders.map(({ index }) => index);
  return [
    ...new Set(
      folders.flatMap(({ loaded, config }) => [
        ...loaded.warnings,
        ...expired(config, options.now),
        ...idleRules(config, indexes, options),
      ]),
    ),
  ];
}

function expired(config: FoundConfig | undefined, now: number): string[] {
  return (config?.config.keep ?? [])
    .filter((entry) => isExpired(entry, now))
    .map(
      ({ line, until, reason }) =>
        `${shown(config?.file ?? '')}:${line}: keep.expired: this keep rule expired on ${until}: ${reason}`,
    );
}

const howToFetch = 'https://github.com/iam-refine/iam-refine/blob/main/docs/findings.md#how-to-fetch-findings';

function noFindingsFile(folders: readonly FolderData[]): string {
  const where = folders.map(({ root, config }) =>
    config?.config.findings === undefined
      ? `${defaultFindingsGlobs.join(', ')} below ${shown(root) || '.'}`
      : `${config.config.findings.map(({ files }) => files).join(', ')} below ${shown(path.dirname(config.file)) || '.'}`,
  );
  return `no findings file matches ${[...new Set(where)].join(', ')}: give one with --findings, or fetch them (${howToFetch})`;
}
