import { access } from 'node:fs/promises';
import path from 'node:path';
import { configFileName, readConfig, type Config } from '../../core/src/index.ts';
import { at, CannotDo, readText, shown } from './files.ts';

/** A `.iam-refine.json` that holds for a file. */
export interface FoundConfig {
  /** Its absolute path. */
  readonly file: string;
  readonly config: Config;
}

/** Finds the configuration for a file: the nearest above it, not above `root`. Throws {@link CannotDo} for one that cannot be used. */
export type ConfigFinder = (file: string, root: string) => Promise<FoundConfig | undefined>;

/** `given` is the file that `--config` names, which then holds for all. */
export function createConfigFinder(given: string | undefined): ConfigFinder {
  const read = new Map<string, Promise<FoundConfig | undefined>>();
  const inFolder = (folder: string): Promise<FoundConfig | undefined> => {
    const file = path.join(folder, configFileName);
    const known = read.get(file) ?? readIfThere(file);
    read.set(file, known);
    return known;
  };
  return async (file, root) => {
    if (given !== undefined) {
      const known = read.get(given) ?? readConfigFile(path.resolve(given));
      read.set(given, known);
      return known;
    }
    for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
      const found = await inFolder(folder);
      if (found !== undefined || folder === root || folder === path.dirname(folder)) return found;
    }
  };
}

async function readIfThere(file: string): Promise<FoundConfig | undefined> {
  try {
    await access(file);
  } catch {
    return undefined;
  }
  return readConfigFile(file);
}

async function readConfigFile(file: string): Promise<FoundConfig> {
  const { text } = await readText(file);
  const reading = readConfig(text);
  if (reading.kind === 'unreadable')
    throw new CannotDo(`${shown(file)}${at(text, reading.error)}; what it wants kept is not known, so nothing is done`);
  return { file, config: reading.config };
}
