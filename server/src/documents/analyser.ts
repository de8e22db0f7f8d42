/** Analyses open documents. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { DiskMemo } from '../../../platform/src/diskMemo.ts';
import {
  createEngine,
  inModule,
  mayBeNamed,
  namedByModules,
  type Analysis,
  type DocumentReading,
  type Engine,
  type FindingsIndex,
  type PolicySurvey,
  type ReadDocument,
  type Syntaxes,
} from '../../../core/src/index.ts';
import type { Message } from '../../../core/src/text/index.ts';
import type { ActionCatalogue } from '../../../core/src/actions/index.ts';
import {
  documentSources,
  type DocumentSources,
  type DocumentSourcesOptions,
  type FoundSources,
} from './documentSources.ts';
import type { Modules } from '../sources/modules.ts';
import type { LargeDocuments } from './largeDocuments.ts';
import { createPolicyReader, readWith } from './policyReader.ts';

/** What is known before a document is analysed. */
export interface Earlier {
  /** The analysis of an earlier version of the document. */
  readonly before?: DocumentAnalysis | undefined;
  /** The answers of the disk, if one request needs the analyses of several documents. */
  readonly memo?: DiskMemo | undefined;
}

/** The analysis of one version of a document with policies, and its sources. */
export interface DocumentAnalysis {
  readonly version: number;
  readonly analysis: Analysis;
  readonly engine: Engine;
  readonly sources: DocumentSources;
  /** The URI of a document that is part of a Terraform module, or may be named by some: their files count as well. */
  readonly module?: string;
}

/** What is unused in the policies of a document, which are not refined for it. */
export interface DocumentSurvey extends Pick<DocumentAnalysis, 'sources'>, ReadDocument {
  readonly policies: readonly PolicySurvey[];
}

export interface Analyser {
  /** Why a document has no analysis although it holds a policy: a trust policy, for example. */
  readonly leftAlone: (document: TextDocument) => Promise<Message | undefined>;
  /**
   * Analyses a document; `undefined` if it has no policy, which costs a search for words or one parse.
   */
  readonly analyse: (document: TextDocument, earlier?: Earlier) => Promise<DocumentAnalysis | undefined>;
  /** What is unused in a document, for the view; `undefined` if it has no policy. */
  readonly survey: (document: TextDocument, memo: DiskMemo) => Promise<DocumentSurvey | undefined>;
  /** The findings for the folder of a file of any kind. */
  readonly indexFor: (uri: string) => Promise<FindingsIndex | undefined>;
  /** Reads a document, whatever it contains. */
  readonly readingOf: (document: TextDocument) => Promise<DocumentReading>;
  /** Is it a file that findings were read from? */
  readonly holdsFindings: (uri: string) => Promise<boolean>;
  /**
   * The analysis with its sources as they are now; `undefined` if its result would differ, because findings, the
   * configuration or the catalogue changed.
   */
  readonly renewed: (
    document: TextDocument,
    found: DocumentAnalysis,
    memo: DiskMemo,
  ) => Promise<DocumentAnalysis | undefined>;
}

/** A version of a document that was read, and what its policies are examined against. */
interface Ready extends Pick<DocumentAnalysis, 'version' | 'engine' | 'module'>, FoundSources, ReadDocument {}

/** A reading with what the modules of a document tell about it. */
interface Placed extends Pick<DocumentAnalysis, 'module'> {
  readonly reading: DocumentReading;
}

export interface AnalyserOptions extends DocumentSourcesOptions {
  readonly syntaxes: Syntaxes;
  readonly modules: Modules;
  readonly large: LargeDocuments;
}

export function createAnalyser(options: AnalyserOptions): Analyser {
  const engineFor = createEngines();
  const { syntaxes, modules } = options;
  const placed = async (uri: string, reading: DocumentReading): Promise<Placed> => {
    if (mayBeNamed(reading)) {
      const near = await modules.naming(uri);
      return { reading: namedByModules(reading, near), ...(near.length === 0 ? {} : { module: uri }) };
    }
    if (reading.module === undefined) return { reading };
    const found = await modules.moduleOf(uri);
    return { reading: found === undefined ? reading : inModule(reading, found), module: uri };
  };
  const policiesOf = createPolicyReader(syntaxes);
  const sourcesOf = async (uri: string, memo?: DiskMemo): Promise<FoundSources> => documentSources(uri, options, memo);
  const readyToAnalyse = async (document: TextDocument, { before, memo }: Earlier): Promise<Ready | undefined> => {
    const first = await policiesOf(document, before?.analysis);
    await options.large.tell(document.uri, first.bound);
    if (first.reading === undefined) return undefined;
    const { sources, examined } = await sourcesOf(document.uri, memo);
    // The document may have changed while the findings were read.
    const { version, text, reading: alone } = await policiesOf(document, before?.analysis);
    if (alone === undefined) return undefined;
    const { reading, module } = await placed(document.uri, alone);
    return {
      version,
      text,
      reading,
      ...(module === undefined ? {} : { module }),
      engine: engineFor(sources.catalogue),
      sources,
      examined,
    };
  };
  return {
    async analyse(document, earlier = {}) {
      const ready = await readyToAnalyse(document, earlier);
      if (ready === undefined) return undefined;
      const { version, text, reading, module, engine, sources, examined } = ready;
      const analysis = engine.examine({ text, reading }, examined, earlier.before?.analysis);
      return { version, analysis, engine, sources, ...(module === undefined ? {} : { module }) };
    },
    leftAlone: async (document) => (await policiesOf(document, undefined)).leftAlone,
    async survey(document, memo) {
      const ready = await readyToAnalyse(document, { memo });
      if (ready === undefined) return undefined;
      const { text, reading, engine, sources, examined } = ready;
      return { text, reading, policies: engine.survey({ text, reading }, examined), sources };
    },
    indexFor: async (uri) => (await sourcesOf(uri)).sources.index,
    readingOf: (document) => readWith(syntaxes, document),
    holdsFindings: options.store.holdsFindings,
    async renewed(document, found, memo) {
      const { sources, examined } = await sourcesOf(document.uri, memo);
      const { analysis, engine } = found;
      const { reading } = await placed(document.uri, analysis.reading);
      const isCurrent =
        engine === engineFor(sources.catalogue) &&
        isSameCombination(reading, analysis.reading) &&
        engine.isCurrent({ ...analysis, reading }, examined);
      return isCurrent ? { ...found, sources } : undefined;
    },
  };
}

/** Are the same policies combined with other documents? */
function isSameCombination(one: DocumentReading, other: DocumentReading): boolean {
  return one.policies.every(({ subject }, i) => subject.isCombined === other.policies[i]?.subject.isCombined);
}

function createEngines(): (catalogue: ActionCatalogue) => Engine {
  const engines = new WeakMap<ActionCatalogue, Engine>();
  return (catalogue) => {
    const engine = engines.get(catalogue) ?? createEngine(catalogue);
    engines.set(catalogue, engine);
    return engine;
  };
}
