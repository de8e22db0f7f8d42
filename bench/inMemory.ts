/** Runs the server's analysis of one document in this process, without a connection. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createAnalyser, type DocumentAnalysis } from '../server/src/documents/analyser.ts';
import { createConfigs } from '../server/src/sources/configs.ts';
import { createEntryPlaces } from '../server/src/sources/entryPlaces.ts';
import { createPartReader } from '../server/src/sources/findingParts.ts';
import { diagnosticsOf } from '../server/src/features/diagnostics.ts';
import { createFindingsStore } from '../server/src/sources/findingsStore.ts';
import { createModules } from '../server/src/sources/modules.ts';
import { createSyntaxes, type LoadSyntax } from '../core/src/index.ts';
import { readFile } from 'node:fs/promises';
import { syntaxLoader } from '../platform/src/node/loadSyntax.ts';
import { inWords } from '../core/src/text/index.ts';
import { createNodePlatform } from '../platform/src/node/nodePlatform.ts';
import { defaultSettings } from '../server/src/lsp/settings.ts';
import type { Platform } from '../platform/src/platform.ts';
import { catalogue, findingFor, placeToType } from './documents.ts';

const nodePlatform = createNodePlatform(inWords);

export interface OpenDocument {
  readonly text: () => string;
  /** Removes the last letter, analyses the text, and returns the place for the next letter. */
  readonly undoAndChoose: (round: number) => Promise<number>;
  /** Types a letter, analyses the text, and returns the number of diagnostics. */
  readonly type: (place: number) => Promise<number>;
}

const folder = 'file:///bench';

const languages: readonly (readonly [ending: string, language: string])[] = [
  ['.yaml', 'yaml'],
  ['.tf', 'terraform'],
];

function languageOf(name: string): string {
  return languages.find(([ending]) => name.endsWith(ending))?.[1] ?? 'json';
}

/** Opens a policy of a role that uses half of all actions. `name`: of its file. */
export async function openInMemory(original: string, name: string = 'Bench.json'): Promise<OpenDocument> {
  const platform = platformWith(JSON.stringify(findingFor('Bench')));
  const quiet = { info() {}, warn() {}, error() {} };
  const store = createFindingsStore({ platform, log: quiet, progress: neverShown, report() {} });
  const watch = async (): Promise<void> => {};
  const syntaxes = createSyntaxes(loadSyntax);
  const analyser = createAnalyser({
    platform,
    store,
    configs: createConfigs(
      platform,
      () => undefined,
      () => {},
    ),
    large: { tell: async () => {}, isTold: () => false },
    catalogues: { catalogueFor: async () => catalogue, isOpened: () => false, forget: () => undefined },
    folderOf: () => ({ uri: folder, isWorkspace: true }),
    settingsFor: async () => defaultSettings,
    watch,
    syntaxes,
    modules: createModules({
      platform,
      syntaxes,
      openDocument: () => undefined,
      openDocuments: () => [],
      folderOf: () => undefined,
      watch,
    }),
    tellConfig: () => undefined,
  });
  const placesOf = createEntryPlaces(createPartReader(platform, store));
  const allShown = { relatedInformation: true, codeDescription: true, tags: true };
  let document = TextDocument.create(`${folder}/${name}`, languageOf(name), 1, original);
  let before: DocumentAnalysis | undefined;
  let undo: { readonly place: number } | undefined;
  const edit = async (from: number, to: number, text: string): Promise<number> => {
    const range = { start: document.positionAt(from), end: document.positionAt(to) };
    document = TextDocument.update(document, [{ range, text }], document.version + 1);
    before = await analyser.analyse(document, { before });
    return before === undefined ? 0 : (await diagnosticsOf(document, before, { shown: allShown, placesOf })).length;
  };
  if ((await edit(0, 0, '')) === 0) throw new Error('the document gives no diagnostics: there is nothing to measure');
  return {
    text: () => document.getText(),
    async undoAndChoose(round) {
      if (undo !== undefined) await edit(undo.place, undo.place + 1, '');
      undo = undefined;
      return placeToType(original, round);
    },
    type(place) {
      undo = { place };
      return edit(place, place, 'x');
    },
  };
}

/** The bundles of the build are not beside the sources. */
export const loadSyntax: LoadSyntax = syntaxLoader((file) =>
  readFile(
    `node_modules/${file === 'web-tree-sitter.wasm' ? 'web-tree-sitter' : '@tree-sitter-grammars/tree-sitter-hcl'}/${file}`,
  ),
);

const neverShown = async () => ({ report() {}, isCancelled: () => false, done() {} });

/** A platform with one findings file and nothing else. */
function platformWith(findings: string): Platform {
  return {
    ...nodePlatform,
    readFile: async (uri) =>
      uri.endsWith('.finding.json') ? { kind: 'read', text: findings } : { kind: 'unreadable', reason: 'none' },
    async *readPieces() {
      yield { text: findings, done: findings.length, total: findings.length };
    },
    findFiles: async (_, globs) => ({ uris: globs.includes('*.tf') ? [] : [`${folder}/Bench.finding.json`] }),
    stamp: async () => '1',
    staysInside: async () => true,
  };
}
