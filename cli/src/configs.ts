import { lstat } from '../../platform/src/node/fileSystem.ts';
import path from 'node:path';
import { configFileName, readConfig, type Config } from '../../core/src/config/index.ts';
import { isAbsent } from '../../platform/src/node/absent.ts';
import { mostBytesOf, readBytes } from '../../platform/src/node/readFile.ts';
import { at, CannotDo, reasonOf, shown, textFileOf } from './files.ts';
import { writtenPath } from './paths.ts';

/** The `.iam-refine.json` that applies to a file. */
export interface FoundConfig {
  readonly kind: 'found';
  /** Its absolute path. */
  readonly file: string;
  readonly config: Config;
  /** The user named the configuration: all of it applies to all files, wherever they are. */
  readonly isNamed?: true;
}

/** A configuration that cannot be used. It blocks, because its keep rules are not known. */
export interface UnreadableConfig {
  readonly kind: 'unreadable';
  readonly file: string;
  /** The error, with its place if known: `2:12: reason is missing`. */
  readonly reason: string;
}

/**
 * Finds the configuration for a file: the nearest one above it, or above the target of a link. Throws {@link CannotDo}
 * if the user named the configuration and it cannot be used.
 */
export type ConfigFinder = (file: string) => Promise<FoundConfig | UnreadableConfig | undefined>;

/** `given`: the file that `--config` names, which then applies to all files. */
export function createConfigFinder(given: string | undefined): ConfigFinder {
  if (given !== undefined) {
    const named = readNamed(path.resolve(given));
    // The promise is awaited for each file. If there is no file, its failure is not reported.
    named.catch(() => undefined);
    return () => named;
  }
  const above = new Map<string, Promise<FoundConfig | UnreadableConfig | undefined>>();
  const nearest = (folder: string): Promise<FoundConfig | UnreadableConfig | undefined> => {
    const known = above.get(folder) ?? inOrAbove(folder);
    above.set(folder, known);
    return known;
  };
  const inOrAbove = async (folder: string): Promise<FoundConfig | UnreadableConfig | undefined> => {
    const parent = path.dirname(folder);
    return (await readIfThere(path.join(folder, configFileName))) ?? (parent === folder ? undefined : nearest(parent));
  };
  return async (file) => nearest(path.dirname(await writtenPath(file)));
}

async function readNamed(file: string): Promise<FoundConfig> {
  const found = await readConfigFile(file, true);
  if (found.kind === 'unreadable')
    throw new CannotDo(
      `${shown(file)}:${/^\d/.test(found.reason) ? '' : ' '}${found.reason}; its keep rules are not known, so nothing is done`,
    );
  return { ...found, isNamed: true };
}

/** Reads a configuration if it exists. A broken link exists, but cannot be used. */
async function readIfThere(file: string): Promise<FoundConfig | UnreadableConfig | undefined> {
  try {
    await lstat(file);
  } catch (error) {
    return isAbsent(error) ? undefined : { kind: 'unreadable', file, reason: reasonOf(error) };
  }
  return readConfigFile(file);
}

async function readConfigFile(file: string, mayBePipe = false): Promise<FoundConfig | UnreadableConfig> {
  try {
    const bytes = await readBytes(file, { most: mostBytesOf.configuration, mayBePipe });
    const { text } = textFileOf(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    const reading = readConfig(text);
    if (reading.kind === 'read') return { kind: 'found', file, config: reading.config };
    return { kind: 'unreadable', file, reason: at(text, reading.error).slice(1) };
  } catch (error) {
    return { kind: 'unreadable', file, reason: error instanceof TypeError ? 'the text is not UTF-8' : reasonOf(error) };
  }
}
