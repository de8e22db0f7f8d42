import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  createEngine,
  createPolicyMatcher,
  editingBounds,
  inWords,
  readDocument,
  mayHoldPolicy,
  moreThan,
  passedBound,
  placeAt,
  say,
  syntaxOfLanguage,
  type ActionCatalogue,
  type Analysis,
  type FindingMatch,
  type FindingsIndex,
  type DocumentReading,
  type Message,
  type PolicyFile,
  type Engine,
  type PolicyMatcher,
} from '../../../core/src/index.ts';
import type { Settings } from '../../../protocol/src/index.ts';
import type { CatalogueSource } from '../sources/catalogues.ts';
import { newConfigUri, type ConfigFile, type Configs, type KnownThere } from '../sources/configs.ts';
import type { FindingsStore } from '../sources/findingsStore.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import { patternsOf, type FindingsScope } from '../sources/scopeFiles.ts';
import type { LargeDocuments } from './largeDocuments.ts';
import { canonical, parentOf, pathBelow, pathFrom, segmentsBelow } from '../../../platform/src/fileUris.ts';
import type { DocumentFolder } from '../sources/workspace.ts';

/** All that is known about one version of a document that holds policies. */
export interface DocumentAnalysis {
  readonly version: number;
  readonly analysis: Analysis;
  readonly engine: Engine;
  readonly sources: FindingsSources;
}

/** What a document is analysed against. */
export interface FindingsSources {
  /** Absent for a document that is in no folder, as an untitled one. */
  readonly folder?: DocumentFolder | undefined;
  /** The document by its name on disk, where there is such a file: clients may write it in another letter case. */
  readonly named?: string | undefined;
  /**
   * What is written where the document is written: itself, or where a link leads. Its configuration is the nearest
   * above that.
   */
  readonly written?: string | undefined;
  readonly settings: Settings;
  readonly config?: ConfigFile | undefined;
  /** The configuration, there or to be made, is a link that leads out of the folder: it is read, and never written. */
  readonly isConfigOutside?: boolean;
  readonly catalogue: ActionCatalogue;
  /** Absent where there is no folder. */
  readonly index?: FindingsIndex | undefined;
}

export interface Analyser {
  /**
   * Analyses a document; `undefined` for one that holds no policy, which costs a search for words, or one parse.
   * `before` is what came of an earlier version of it.
   */
  readonly analyse: (document: TextDocument, before?: DocumentAnalysis) => Promise<DocumentAnalysis | undefined>;
  /** The findings that hold for a file, whatever it is. */
  readonly indexFor: (uri: string) => Promise<FindingsIndex | undefined>;
  /** Is it a file that findings were read from? */
  readonly holdsFindings: (uri: string) => Promise<boolean>;
  /** What would be said of the policies now: the findings or the configuration may have changed since. */
  readonly evidenceNow: (document: TextDocument, found: DocumentAnalysis) => Promise<readonly FindingMatch[]>;
}

export interface AnalyserOptions {
  readonly host: Platform;
  readonly store: FindingsStore;
  readonly configs: Configs;
  readonly large: LargeDocuments;
  readonly catalogueFor: CatalogueSource;
  readonly folderOf: (uri: string) => DocumentFolder | undefined;
  readonly settingsFor: (folder: DocumentFolder | undefined) => Promise<Settings>;
  /** Called with a configuration once it is known what there is where it holds; again when that has changed. */
  readonly tellConfig: (config: ConfigFile, known: KnownThere) => void;
  /** Asks the client to report changes of files. */
  readonly watch: (folder: DocumentFolder, globs: readonly string[]) => Promise<void>;
}

export function createAnalyser(options: AnalyserOptions): Analyser {
  const engineFor = createEngines();
  const policiesOf = createPolicyReader();
  const evidenceFor = createEvidence(options.host);
  return {
    async analyse(document, before) {
      const asked = document.version;
      const { reading: first, bound } = policiesOf(document, before);
      await options.large.tell(document.uri, bound);
      if (first === undefined) return undefined;
      const sources = await sourcesOf(document.uri, options);
      const engine = engineFor(sources.catalogue);
      // The document may have changed while the findings were read: text and version are taken together, here.
      const { version } = document;
      const reading = version === asked ? first : policiesOf(document, before).reading;
      if (reading === undefined) return undefined;
      const evidence = evidenceFor(document.uri, reading, sources);
      const known = before?.engine === engine ? before.analysis : undefined;
      const analysis = engine.examine({ text: document.getText(), reading }, evidence, known);
      return { version, analysis, engine, sources };
    },
    indexFor: async (uri) => (await sourcesOf(uri, options)).index,
    holdsFindings: options.store.holdsFindings,
    evidenceNow: async (document, { analysis }) =>
      evidenceFor(document.uri, analysis.reading, await sourcesOf(document.uri, options)),
  };
}

/**
 * What a document holds; nothing where that is no policy, nor may be one, or, with the bound that it passes, too much.
 */
interface PoliciesRead {
  readonly reading?: DocumentReading;
  readonly bound?: Message | undefined;
}

/**
 * Reads each version of a document once, however many requests ask at the same time. `before` spares the reading all
 * but what has changed.
 */
function createPolicyReader(): (document: TextDocument, before: DocumentAnalysis | undefined) => PoliciesRead {
  const latest = new WeakMap<TextDocument, { readonly version: number; readonly read: PoliciesRead }>();
  return (document, before) => {
    const { version } = document;
    const known = latest.get(document);
    if (known?.version === version) return known.read;
    const read = readPolicies(document, before);
    latest.set(document, { version, read });
    return read;
  };
}

/** The search for words spares other JSON the parse. */
function readPolicies(document: TextDocument, before: DocumentAnalysis | undefined): PoliciesRead {
  const text = document.getText();
  if (!mayHoldPolicy('json', text)) return {};
  if (text.length > editingBounds.characters) return { bound: moreThan('characters') };
  const reading = readDocument(text, before?.analysis, syntaxOfLanguage(document.languageId));
  const bound = passedBound(reading);
  const isOfInterest = reading.policies.length + reading.unread.length > 0;
  return bound === undefined && isOfInterest ? { reading } : { bound };
}

async function sourcesOf(uri: string, options: AnalyserOptions): Promise<FindingsSources> {
  const { host, store, configs, catalogueFor, folderOf, settingsFor, watch } = options;
  const folder = folderOf(uri);
  const settings = await settingsFor(folder);
  const catalogue = await catalogueFor(folder?.uri, settings.catalogue);
  if (folder === undefined) return { settings, catalogue };
  const [place, written] = await Promise.all([
    host.placeOf(uri, folder.uri),
    host.writtenUri(uri, folder.uri).then((to) => canonical(to)),
  ]);
  const named = canonical(place.kind === 'file' ? place.uri : uri);
  const config = await configs.configFor(written);
  const isConfigOutside = !(await configs.staysInside(config?.uri ?? newConfigUri(folder.uri), folder.uri));
  const scope = scopeOf(folder, settings, config);
  await watch({ uri: scope.folder, isWorkspace: scope.isDeep }, patternsOf(scope));
  const index = await store.indexOf(scope);
  if (config !== undefined) options.tellConfig(config, { catalogue, index });
  return { folder, named, written, settings, config, isConfigOutside, catalogue, index };
}

/**
 * Where findings are looked for: as the configuration says, or else the settings. One above the folder does not say it.
 */
function scopeOf(folder: DocumentFolder, settings: Settings, config: ConfigFile | undefined): FindingsScope {
  const isInside = config !== undefined && pathBelow(folder.uri, config.uri) !== undefined;
  const sources = isInside && config.reading.kind === 'read' ? config.reading.config.findings : undefined;
  if (config === undefined || sources === undefined)
    return {
      folder: folder.uri,
      isDeep: folder.isWorkspace,
      globs: settings.findings,
      isConfigured: false,
      declared: [],
    };
  return {
    folder: parentOf(config.uri),
    isDeep: folder.isWorkspace,
    globs: sources.map(({ files }) => files),
    isConfigured: true,
    declared: sources.flatMap(({ files, principal }) => (principal === undefined ? [] : [{ glob: files, principal }])),
  };
}

function createEngines(): (catalogue: ActionCatalogue) => Engine {
  const refiners = new WeakMap<ActionCatalogue, Engine>();
  return (catalogue) => {
    const engine = refiners.get(catalogue) ?? createEngine(catalogue);
    refiners.set(catalogue, engine);
    return engine;
  };
}

/**
 * Gives the evidence for the policies of a document. Documents with the same surroundings share a witness, and with it
 * what is unused.
 */
function createEvidence(host: Platform) {
  const witnesses = new WeakMap<FindingsIndex, { readonly key: readonly unknown[]; readonly witness: PolicyMatcher }>();
  const witnessFor = (sources: FindingsSources, index: FindingsIndex): PolicyMatcher => {
    const { settings, config, catalogue } = sources;
    const now = host.now();
    const key = [
      config?.reading,
      catalogue,
      settings.staleAfterDays,
      settings.minimumAgeDays,
      Math.floor(now / 86_400_000),
    ];
    const known = witnesses.get(index);
    if (known?.key.every((part, i) => part === key[i]) === true) return known.witness;
    const filed =
      config?.reading.kind === 'read'
        ? { file: configName(config, sources), config: config.reading.config }
        : undefined;
    const witness = createPolicyMatcher({
      index,
      config: filed,
      catalogue,
      now,
      staleAfterDays: settings.staleAfterDays,
      minimumAgeDays: settings.minimumAgeDays,
    });
    witnesses.set(index, { key, witness });
    return witness;
  };
  return (uri: string, { policies }: DocumentReading, sources: FindingsSources): readonly FindingMatch[] => {
    const { folder, config, index } = sources;
    if (folder === undefined || index === undefined) return policies.map(() => inNoFolder);
    if (config?.reading.kind === 'unreadable') return policies.map(() => unreadable(config, sources));
    const witness = witnessFor(sources, index);
    const file = policyFile(uri, folder, sources);
    const subjects = policies.map(({ subject }) => subject);
    return subjects.map((subject) => witness.ofFile(file, subject, subjects));
  };
}

const inNoFolder: FindingMatch = { kind: 'unmatched', reason: say('the document is in no folder') };

function policyFile(
  documentUri: string,
  folder: DocumentFolder,
  { config, named, written }: FindingsSources,
): PolicyFile {
  const uri = named ?? canonical(documentUri);
  return {
    segments: segmentsBelow(folder.uri, uri) ?? [],
    folder: parentOf(uri),
    pathInConfig: config && pathBelow(parentOf(config.uri), written ?? uri),
  };
}

/** How messages name a configuration: by its path from the folder. */
function configName(config: ConfigFile, { folder }: FindingsSources): string {
  return pathFrom(folder?.uri ?? '', config.uri);
}

/** What it wants kept is not known, so nothing is removed. */
function unreadable(config: ConfigFile, sources: FindingsSources): FindingMatch {
  const error = config.reading.kind === 'unreadable' ? config.reading.error : undefined;
  const { line } = placeAt(config.text.getText(), error?.span.offset ?? 0);
  const name = configName(config, sources);
  const reason = say(
    'the configuration {0} cannot be used (line {1}: {2}), so nothing is removed',
    name,
    String(line),
    error?.message ?? '',
  );
  return { kind: 'blocked', code: 'config.unreadable', reason };
}

/** Is the same said of each policy of an analysis, on the same findings? */
export function isSameEvidence({ policies }: Analysis, now: readonly FindingMatch[]): boolean {
  return policies.length === now.length && policies.every(({ evidence }, i) => isSame(evidence, now[i]));
}

function isSame(a: FindingMatch, b: FindingMatch | undefined): boolean {
  if (a.kind !== 'matched' || b?.kind !== 'matched') return JSON.stringify(a) === JSON.stringify(b);
  const parts = ({ findings, kept, why, stale, unusedRole, recommendation }: typeof a): unknown[] => [
    ...findings.map(({ finding }) => finding),
    ...kept.map(({ line, reason, until }) => `${line} ${reason} ${until}`),
    ...kept.flatMap(({ actions }) => actions),
    inWords(why),
    stale && inWords(stale),
    unusedRole,
    recommendation,
  ];
  const [ofA, ofB] = [parts(a), parts(b)];
  return ofA.length === ofB.length && ofA.every((part, i) => part === ofB[i]);
}
