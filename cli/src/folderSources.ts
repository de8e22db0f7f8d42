/** Reads the findings and the configuration that apply to the files below one folder. */
import path from 'node:path';
import { inWords } from '../../core/src/text/index.ts';
import { linkLeading } from '../../platform/src/links.ts';
import { pathBelow, slashed } from '../../platform/src/node/paths.ts';
import { placeOf } from '../../platform/src/node/placeOf.ts';
import type { FoundConfig, UnreadableConfig } from './configs.ts';
import { shown } from './files.ts';
import type { FolderData } from './folderData.ts';
import { deployedBelow, filesBelow, filesIn, loadFindings, type FindingsFile } from './findings.ts';
import { writtenPath } from './paths.ts';

export interface FolderOptions {
  readonly root: string;
  /** The nearest configuration. */
  readonly found: FoundConfig | UnreadableConfig | undefined;
  /** The findings files that the user named. They replace those of the folder. */
  readonly named: readonly FindingsFile[];
  /** Those with deployed resources, likewise. */
  readonly deployed: readonly FindingsFile[];
}

/** Reads the findings for a folder. */
export async function readFolder({ root, found: nearest, named, deployed }: FolderOptions): Promise<FolderData> {
  const found = await confined(root, nearest);
  const config = found?.kind === 'found' ? await within(root, found) : undefined;
  const unreadable = found?.kind === 'unreadable' ? found : undefined;
  const evidence = named.length > 0 ? { files: named, ignored: [] } : await filesFound(root, config);
  const resources =
    deployed.length > 0 ? { files: deployed, ignored: [] } : await withoutLinks(root, await deployedBelow(root));
  const files = [...evidence.files, ...resources.files];
  const ignored = [...evidence.ignored, ...resources.ignored];
  const loaded = await loadFindings(files);
  const declared = new Map(files.map(({ file, principal }) => [slashed(file), principal?.arn]));
  return { root, config, unreadable, loaded: { ...loaded, warnings: [...ignored, ...loaded.warnings] }, declared };
}

/** As in the editor, a configuration that is a link out of the workspace cannot be used. */
async function confined(root: string, found: FolderOptions['found']): Promise<FolderOptions['found']> {
  if (found?.kind !== 'found' || found.isNamed === true) return found;
  const top = await writtenPath(root);
  const place = pathBelow(top, found.file) === undefined ? undefined : await placeOf(found.file, top);
  return place?.kind === 'link' && place.leads === 'outside'
    ? { kind: 'unreadable', file: found.file, reason: inWords(linkLeading.outside) }
    : found;
}

async function filesFound(root: string, config: FoundConfig | undefined): Promise<FoundFiles> {
  if (config?.config.findings === undefined) return withoutLinks(root, await filesBelow(root));
  return withoutLinks(
    config.isNamed === true ? path.dirname(config.file) : await writtenPath(root),
    await filesConfigured(config),
  );
}

interface FoundFiles {
  readonly files: readonly FindingsFile[];
  /** A line for each file that is a link. */
  readonly ignored: readonly string[];
}

/** Leaves out links among the files that were found below a folder: they are not read. */
async function withoutLinks(top: string, found: readonly FindingsFile[]): Promise<FoundFiles> {
  const files: FindingsFile[] = [];
  const ignored = new Set<string>();
  for (const one of found) {
    const place = await placeOf(one.file, top);
    if (place.kind === 'file') files.push(one);
    else if (place.kind === 'link')
      ignored.add(`${shown(one.file)}: ${inWords(linkLeading[place.leads])}; it is ignored`);
  }
  return { files, ignored: [...ignored] };
}

/** Limits a configuration above the workspace folder: all but its findings globs applies. */
async function within(root: string, found: FoundConfig): Promise<FoundConfig> {
  const isInside = found.isNamed === true || pathBelow(await writtenPath(root), path.dirname(found.file)) !== undefined;
  const { findings: _, ...rest } = found.config;
  return isInside ? found : { ...found, config: rest };
}

async function filesConfigured({ file, config }: FoundConfig): Promise<FindingsFile[]> {
  const sources = config.findings ?? [];
  const found = await Promise.all(
    sources.map(({ files }) => filesIn(path.dirname(file), [files], { withLinks: true })),
  );
  return found.flatMap((files, i) =>
    files.map((name) => ({ file: name, isConfigured: true, principal: sources[i]?.principal })),
  );
}
