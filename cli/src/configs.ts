import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { configFileName, readConfig, type Config } from '../../core/src/config/index.ts';
import { isAbsent } from '../../platform/src/node/absent.ts';
import { mostBytesOf, readBytes } from '../../platform/src/node/readFile.ts';
import { at, CannotDo, reasonOf, shown, textFileOf } from './files.ts';
import { writtenPath } from './paths.ts';

/** A `.iam-refine.json` that holds for a file. */
export interface FoundConfig {
  readonly kind: 'found';
  /** Its absolute path. */
  readonly file: string;
  readonly config: Config;
  /** The user named it: all that it says holds for all files, wherever they are. */
  readonly isNamed?: true;
}

/** One that is there and cannot be used: what it wants kept is not known, so it blocks. */
export interface UnreadableConfig {
  readonly kind: 'unreadable';
  readonly file: string;
  /** What is wrong with it, with the place where there is one: `2:12: reason is missing`. */
  readonly reason: string;
}

/**
 * Finds the configuration for a file: the nearest above it, and for a link the nearest above what is written. Throws
 * {@link CannotDo} for one that the user named and that cannot be used.
 */
export type ConfigFinder = (file: string) => Promise<FoundConfig | UnreadableConfig | undefined>;

/** `given` is the file that `--config` names, which then holds for all. */
export function createConfigFinder(given: string | undefined): ConfigFinder {
  if (given !== undefined) {
    const named = readNamed(path.resolve(given));
    // Awaited for each file; of none, nobody is told.
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

/** A link that leads nowhere is there: what it should say is not known. */
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
