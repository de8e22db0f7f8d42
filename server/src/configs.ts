import { TextDocument } from 'vscode-languageserver-textdocument';
import { configFileName, isExpired, readConfig, type ConfigReading } from '../../core/src/index.ts';
import { rangeOf } from './convert.ts';
import type { FileProblem } from './fileProblems.ts';
import type { ServerHost } from './host.ts';
import { canonical, parentOf } from './uris.ts';

/** A `.iam-refine.json`, as the editor holds it or else as it is on disk. */
export interface ConfigFile {
  readonly uri: string;
  readonly text: TextDocument;
  /** Of the document that is open in the editor; absent where the text is that on disk. */
  readonly version?: number | undefined;
  readonly reading: ConfigReading;
}

/** The configurations of the workspace. */
export interface Configs {
  /** The nearest one above a file, not above `folder`; the same object until it changes. */
  readonly configFor: (uri: string, folder: string) => Promise<ConfigFile | undefined>;
  /** Forgets a configuration that changed, appeared or went. */
  readonly forgetFile: (uri: string) => void;
  /** Reads a configuration whether it is asked for or not, so that what is wrong with it is said. */
  readonly look: (uri: string) => Promise<void>;
}

export function isConfig(uri: string): boolean {
  return uri.endsWith(`/${configFileName}`);
}

/**
 * `openText` gives the text of a document that is open in the editor: what is being written counts, saved or not. `report` is called with each
 * configuration that is read.
 */
export function createConfigs(
  host: ServerHost,
  openText: (uri: string) => TextDocument | undefined,
  report: (config: ConfigFile) => void,
): Configs {
  const inFolders = new Map<string, Promise<ConfigFile | undefined>>();
  const read = async (uri: string): Promise<ConfigFile | undefined> => {
    const file = await host.readFile(uri);
    // One that is gone does not count, although an editor may still show its text.
    if (file.kind === 'unreadable') return undefined;
    const open = openText(uri);
    const text = open?.getText() ?? file.text;
    const config = { uri, text: TextDocument.create(uri, 'jsonc', 0, text), version: open?.version, reading: readConfig(text) };
    report(config);
    return config;
  };
  const inFolder = (folder: string): Promise<ConfigFile | undefined> => {
    const known = inFolders.get(folder) ?? read(`${folder}/${configFileName}`);
    inFolders.set(folder, known);
    return known;
  };
  return {
    async configFor(uri, folder) {
      const root = canonical(folder);
      for (let at = parentOf(canonical(uri)); at.length >= root.length; at = parentOf(at)) {
        const found = await inFolder(at);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    forgetFile: (uri) => void inFolders.delete(parentOf(canonical(uri))),
    look: async (uri) => void (await inFolder(parentOf(canonical(uri)))),
  };
}

/** What there is to say of a configuration itself: why it cannot be used, and which of its entries have expired. */
export function problemsOfConfig({ text, reading }: ConfigFile, now: number): FileProblem[] {
  if (reading.kind === 'unreadable') {
    const message = `This file cannot be used: ${reading.error.message}. Until it is mended, nothing is removed from the policies below it.`;
    return [{ code: 'config.unreadable', range: rangeOf(text, reading.error.span), message }];
  }
  return reading.config.keep
    .filter((entry) => isExpired(entry, now))
    .map(({ span, until, reason }) => ({
      code: 'keep.expired',
      range: rangeOf(text, span),
      message: `This entry held until ${until}, and keeps nothing any more: ${reason}`,
    }));
}
