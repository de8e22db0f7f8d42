import { TextDocument } from 'vscode-languageserver-textdocument';
import { configFileName, isExpired, readConfig, type ConfigReading } from '../../../core/src/config/index.ts';
import { evidenceIn, idleKeepRules } from '../../../core/src/index.ts';
import type { ActionCatalogue } from '../../../core/src/actions/index.ts';
import type { FindingsIndex } from '../../../core/src/index.ts';
import { say } from '../../../core/src/text/index.ts';
import { rangeOf } from '../lsp/convert.ts';
import type { FileProblem } from './fileProblems.ts';
import { askedOnce, type DiskMemo } from '../../../platform/src/diskMemo.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import { among, canonical, foldersAbove, keyOf, parentOf } from '../../../platform/src/fileUris.ts';
import { t, told } from '../lsp/language.ts';

/** A `.iam-refine.json`, as open in the editor, or else as on disk. */
export interface ConfigFile {
  readonly uri: string;
  readonly text: TextDocument;
  /** The version of the open document; absent if the text is from disk. */
  readonly version?: number | undefined;
  /** The stamp of the file on disk when it was read. */
  readonly stamp: string | undefined;
  readonly reading: ConfigReading;
}

/** The configurations of the workspace. */
export interface Configs {
  /** The nearest configuration above a file; the same object until it changes. */
  readonly configFor: (uri: string) => Promise<ConfigFile | undefined>;
  /**
   * The configurations above a file, up to the one that applies, that changed, appeared or disappeared since they were
   * read.
   */
  readonly changedAbove: (uri: string, memo: DiskMemo) => Promise<readonly string[]>;
  /** Does writing a configuration stay inside of the folder? The answer is cached until the file changes. */
  readonly staysInside: (uri: string, folder: string) => Promise<boolean>;
  /** Forgets configurations that changed, appeared or disappeared, and all those below folders that did. */
  readonly forget: (uris: readonly string[]) => void;
  /** Was a configuration found in this folder, or below it? */
  readonly isAbove: (uri: string) => boolean;
  /** Reads a configuration so that its problems are reported, even if no document needs it. */
  readonly look: (uri: string) => Promise<void>;
}

/** The URI of a new configuration for a folder. */
export function newConfigUri(folder: string): string {
  return `${canonical(folder)}/${configFileName}`;
}

export function isConfig(uri: string): boolean {
  return keyOf(uri).endsWith(`/${configFileName}`);
}

/**
 * `openText` returns the text of an open document, which counts even if unsaved. `report` gets each configuration read.
 */
export function createConfigs(
  platform: Platform,
  openText: (uri: string) => TextDocument | undefined,
  report: (config: ConfigFile) => void,
): Configs {
  const known = new Map<string, Promise<ConfigFile | undefined>>();
  /** The configuration that applies to the files of a folder. */
  const nearest = new Map<string, Promise<ConfigFile | undefined>>();
  const inside = new Map<string, Promise<boolean>>();
  /** The folders above all configurations that were ever found, as keys. */
  const above = new Set<string>();
  const read = async (uri: string): Promise<ConfigFile | undefined> => {
    const stamp = await platform.stamp(uri);
    // A deleted configuration does not count, although an editor may still show its text.
    if (stamp === undefined) return undefined;
    const file = await platform.readFile(uri, 'configuration');
    const open = openText(uri);
    const text = open?.getText() ?? (file.kind === 'read' ? file.text : '');
    // A configuration that cannot be read blocks like an invalid one: its keep rules are not known.
    const reading: ConfigReading =
      file.kind === 'read'
        ? readConfig(text)
        : { kind: 'unreadable', error: { message: say('{0}', file.reason), span: { offset: 0, length: 0 } } };
    const config = { uri, text: TextDocument.create(uri, 'jsonc', 0, text), version: open?.version, stamp, reading };
    for (const folder of foldersAbove(uri)) above.add(keyOf(folder));
    report(config);
    return config;
  };
  const inFolder = (folder: string): Promise<ConfigFile | undefined> => {
    const uri = `${folder}/${configFileName}`;
    const found = known.get(uri) ?? read(uri);
    known.set(uri, found);
    return found;
  };
  const nearestAbove = async (uri: string): Promise<ConfigFile | undefined> => {
    for (const at of foldersAbove(uri)) {
      const found = await inFolder(at);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const changedIn = askedOnce(async (folder: string, memo: DiskMemo): Promise<readonly string[]> => {
    const changed: string[] = [];
    for (const at of foldersAbove(`${folder}/-`)) {
      const file = `${at}/${configFileName}`;
      if (!known.has(file)) continue;
      const found = await inFolder(at);
      if ((await platform.stamp(file, memo)) !== found?.stamp) changed.push(file);
      if (found !== undefined) break;
    }
    return changed;
  });
  return {
    async configFor(uri) {
      const folder = parentOf(uri);
      const found = nearest.get(folder) ?? nearestAbove(uri);
      nearest.set(folder, found);
      return found;
    },
    changedAbove: (uri, memo) => changedIn.of(parentOf(canonical(uri)), memo),
    async staysInside(uri, folder) {
      const stays = inside.get(uri) ?? platform.staysInside(uri, folder);
      inside.set(uri, stays);
      return stays;
    },
    forget(uris) {
      nearest.clear();
      const isChanged = among(uris);
      for (const kept of [known, inside]) for (const uri of kept.keys()) if (isChanged(uri)) kept.delete(uri);
    },
    isAbove: (uri) => above.has(keyOf(canonical(uri))),
    look: async (uri) => void (await inFolder(parentOf(canonical(uri)))),
  };
}

/** The known actions and principals where a configuration applies. */
export interface KnownThere {
  readonly catalogue: ActionCatalogue;
  readonly index: FindingsIndex;
}

/**
 * The problems of a configuration: why it cannot be used, which keep rules have expired, and, if the actions and
 * principals are known, which keep rules have no effect.
 */
export function problemsOfConfig({ text, reading }: ConfigFile, now: number, known?: KnownThere): FileProblem[] {
  if (reading.kind === 'unreadable') {
    const message = t('Cannot be used, so nothing is removed in this folder and below: {0}', reading.error.message);
    return [{ code: 'config.unreadable', range: rangeOf(text, reading.error.span), message }];
  }
  const expired = reading.config.keep
    .filter((entry) => isExpired(entry, now))
    .map(({ span, until, reason }): FileProblem => {
      return {
        code: 'keep.expired',
        range: rangeOf(text, span),
        message: t('This keep rule expired on {0}: {1}', until ?? '', reason),
      };
    });
  if (known === undefined || known.index.unsearched !== undefined) return expired;
  const { catalogue, index } = known;
  const idle = idleKeepRules(reading.config.keep, { catalogue, evidence: evidenceIn([index]), now });
  return [
    ...expired,
    ...idle.map(({ entry, code, message }) => ({ code, range: rangeOf(text, entry.span), message: told(message) })),
  ];
}

/** Calls `report` for a configuration if the known actions and principals have changed. */
export function createConfigTeller(report: (config: ConfigFile, known: KnownThere) => void): typeof report {
  const last = new WeakMap<ConfigFile, KnownThere>();
  return (config, known) => {
    const before = last.get(config);
    if (before?.index === known.index && before.catalogue === known.catalogue) return;
    last.set(config, known);
    report(config, known);
  };
}
