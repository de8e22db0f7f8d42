/** The findings and the configuration that hold for the files below one folder. */
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
  /** The configuration that should hold, and cannot be used. */
  readonly unreadable: UnreadableConfig | undefined;
  readonly loaded: LoadedFindings;
  readonly index: FindingsIndex;
}

export interface FolderOptions {
  readonly root: string;
  /** The configuration that is nearest. */
  readonly found: FoundConfig | UnreadableConfig | undefined;
  /** The findings files that the user named, in place of those of the folder. */
  readonly named: readonly FindingsFile[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Reads the findings of a folder. */
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

/** As in the editor: what it wants kept is not known, so nothing is removed. */
export function blockedBy({ file, reason }: UnreadableConfig): FindingMatch {
  return {
    kind: 'blocked',
    code: 'config.unreadable',
    reason: say('the configuration {0} cannot be used ({1}), so nothing is removed', shown(file), reason),
  };
}

/** As in the editor: one in the workspace that leads out of it is not used, and what it wants kept is not known. */
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
  /** A line of each that is a link. */
  readonly ignored: readonly string[];
}

/** What is found below a folder is read where it is no link. */
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

/**
 * One above the folder that plays the workspace says what is kept and whose policies are whose, and not where findings
 * are.
 */
async function within(root: string, found: FoundConfig): Promise<FoundConfig> {
  const isInside = found.isNamed === true || pathBelow(await writtenPath(root), path.dirname(found.file)) !== undefined;
  const { policies, keep } = found.config;
  return isInside ? found : { ...found, config: { policies, keep } };
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

/** `written` is what the path leads to, by which the configuration knows it. */
export function policyFile(file: string, written: string, { root, config }: FolderSources): PolicyFile {
  const inConfig = config && pathBelow(path.dirname(config.file), config.isNamed === true ? file : written);
  return {
    segments: slashed(path.relative(root, file)).split('/'),
    folder: slashed(path.dirname(file)),
    pathInConfig: slashed(inConfig ?? path.relative('', file)),
  };
}
