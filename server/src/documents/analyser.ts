/** Analyses open documents. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { createEngine, type Analysis, type Engine, type FindingsIndex } from '../../../core/src/index.ts';
import type { ActionCatalogue } from '../../../core/src/actions/index.ts';
import {
  documentSources,
  type DocumentSources,
  type DocumentSourcesOptions,
  type FoundSources,
} from './documentSources.ts';
import type { LargeDocuments } from './largeDocuments.ts';
import { createPolicyReader } from './policyReader.ts';

/** The analysis of one version of a document with policies, and its sources. */
export interface DocumentAnalysis {
  readonly version: number;
  readonly analysis: Analysis;
  readonly engine: Engine;
  readonly sources: DocumentSources;
}

export interface Analyser {
  /**
   * Analyses a document; `undefined` if it has no policy, which costs a search for words or one parse. `before`: the
   * analysis of an earlier version of it.
   */
  readonly analyse: (document: TextDocument, before?: DocumentAnalysis) => Promise<DocumentAnalysis | undefined>;
  /** The findings for the folder of a file of any kind. */
  readonly indexFor: (uri: string) => Promise<FindingsIndex | undefined>;
  /** Is it a file that findings were read from? */
  readonly holdsFindings: (uri: string) => Promise<boolean>;
  /** Do the same findings still apply? They or the configuration may have changed. */
  readonly isCurrent: (document: TextDocument, found: DocumentAnalysis) => Promise<boolean>;
}

export interface AnalyserOptions extends DocumentSourcesOptions {
  readonly large: LargeDocuments;
}

export function createAnalyser(options: AnalyserOptions): Analyser {
  const engineFor = createEngines();
  const policiesOf = createPolicyReader();
  const sourcesOf = async (uri: string): Promise<FoundSources> => documentSources(uri, options);
  return {
    async analyse(document, before) {
      const asked = document.version;
      const { reading: first, bound } = policiesOf(document, before?.analysis);
      await options.large.tell(document.uri, bound);
      if (first === undefined) return undefined;
      const { sources, examined } = await sourcesOf(document.uri);
      const engine = engineFor(sources.catalogue);
      // The document may have changed while the findings were read, so text and version are both taken here.
      const { version } = document;
      const reading = version === asked ? first : policiesOf(document, before?.analysis).reading;
      if (reading === undefined) return undefined;
      const analysis = engine.examine({ text: document.getText(), reading }, examined, before?.analysis);
      return { version, analysis, engine, sources };
    },
    indexFor: async (uri) => (await sourcesOf(uri)).sources.index,
    holdsFindings: options.store.holdsFindings,
    isCurrent: async (document, { analysis, engine }) =>
      engine.isCurrent(analysis, (await sourcesOf(document.uri)).examined),
  };
}

function createEngines(): (catalogue: ActionCatalogue) => Engine {
  const engines = new WeakMap<ActionCatalogue, Engine>();
  return (catalogue) => {
    const engine = engines.get(catalogue) ?? createEngine(catalogue);
    engines.set(catalogue, engine);
    return engine;
  };
}
