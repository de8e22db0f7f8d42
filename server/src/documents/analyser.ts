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

/** All that is known about one version of a document that holds policies. */
export interface DocumentAnalysis {
  readonly version: number;
  readonly analysis: Analysis;
  readonly engine: Engine;
  readonly sources: DocumentSources;
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
  /** Do the same findings apply now? They or the configuration may have changed since. */
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
      // The document may have changed while the findings were read: text and version are taken together, here.
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
