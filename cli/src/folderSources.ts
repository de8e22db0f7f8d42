/** The findings and the configuration that apply to the files below one folder. */
import path from 'node:path';
import { createFindingsIndex, type FindingMatch, type FindingsIndex, type PolicyFile } from '../../core/src/index.ts';
import { inWords, say } from '../../core/src/text/index.ts';
import { linkLeading } from '../../platform/src/links.ts';
import { pathBelow, slashed } from '../../platform/src/node/paths.ts';
import { placeOf } from '../../platform/src/node/placeOf.ts';
import type { FoundConfig, UnreadableConfig } from './configs.ts';
import { shown } from './files.ts';
import { filesBelow, filesIn, loadFindings, type FindingsFile, type LoadedFindings } from './findings.ts';
import { writtenPath } from './paths.ts';

export interface FolderSources {
  readonly root: string;
  readonly config: FoundConfig | undefined;
  /** The configuration that should apply but cannot be used. */
  readonly unreadable: UnreadableConfig | undefined;
  readonly loaded: LoadedFindings;
  readonly index: FindingsIndex;
}

export interface FolderOptions {
  readonly root: string;
  /** The nearest configuration. */
  readonly found: FoundConfig | UnreadableConfig | undefined;
  /** The findings files that the user named. They replace those of the folder. */
  readonly named: readonly FindingsFile[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Reads the findings for a folder. */
export async function openFolder({ root, found: nearest, named, now }: FolderOptions): Promise<FolderSources> {
  const found = await confined(root, nearest);
  const config = found?.kind === 'found' ? await within(root, found) : undefined;
  const unreadable = found?.kind === 'unreadable' ? found : undefined;
  const { files, ignored } = named.length > 0 ? { files: named, ignored: [] } : await filesFound(root, config);
  const loaded = await loadFindings(files);
  const declared = new Map(files.map(({ file, principal }) => [slashed(file), principal?.arn]));
  const index = createFindingsIndex(loaded.files, now, (file) => declared.get(file));
  return { root, config, unreadable, loaded: { ...loaded, warnings: [...ignored, ...loaded.warnings] }, index };
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

/** `written`: the target of the path, which the globs of the configuration are matched with. */
export function policyFile(file: string, written: string, { root, config }: FolderSources): PolicyFile {
  const inConfig = config && pathBelow(path.dirname(config.file), config.isNamed === true ? file : written);
  return {
    segments: slashed(path.relative(root, file)).split('/'),
    folder: slashed(path.dirname(file)),
    pathInConfig: slashed(inConfig ?? path.relative('', file)),
  };
}
