import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  createRefiner,
  evidenceOf,
  evidenceProblems,
  matchFinding,
  plainJson,
  type ActionCatalogue,
  type Analysis,
  type Evidence,
  type FiledFinding,
  type HostReading,
  type Problem,
  type Refiner,
  type Unused,
} from '../../core/src/index.ts';
import type { Settings } from '../../protocol/src/index.ts';
import type { CatalogueSource } from './catalogues.ts';
import type { FindingsFolder, FindingsStore } from './findingsStore.ts';
import { canonical, parentOf, segmentsBelow } from './uris.ts';

/** All that is known about one version of a document that holds a policy. */
export interface DocumentAnalysis {
  readonly version: number;
  readonly analysis: Analysis;
  readonly refiner: Refiner;
  readonly evidence: Evidence;
  readonly catalogue: ActionCatalogue;
  readonly settings: Settings;
  readonly problems: readonly Problem[];
}

/** What a document is analysed against. */
export interface Surroundings {
  /** Absent for a document that is in no folder, as an untitled one. */
  readonly folder?: FindingsFolder;
  readonly settings: Settings;
}

/** Analyses a document; `undefined` for one that holds no policy, which costs a search for a word, or one parse. */
export type Analyser = (document: TextDocument, surroundings: () => Promise<Surroundings>) => Promise<DocumentAnalysis | undefined>;

export function createAnalyser(store: FindingsStore, catalogueFor: CatalogueSource): Analyser {
  const caches = new WeakMap<ActionCatalogue, WeakMap<Unused, Refiner>>();
  const refinerFor = (catalogue: ActionCatalogue, evidence: Evidence): Refiner => {
    const refiners = caches.get(catalogue) ?? new WeakMap<Unused, Refiner>();
    caches.set(catalogue, refiners);
    const unused = evidence.kind === 'speaks' ? evidence.unused : nothingUnused;
    const refiner = refiners.get(unused) ?? createRefiner(catalogue, unused);
    refiners.set(unused, refiner);
    return refiner;
  };

  return async (document, surroundings) => {
    const before = document.version;
    const first = readPolicies(document);
    if (first === undefined) return undefined;
    const { folder, settings } = await surroundings();
    const catalogue = await catalogueFor(folder?.uri, settings.catalogue);
    const evidence =
      folder === undefined ? noEvidence : evidenceIn(folder, document.uri, await store.findingsOf(folder, settings.findings));
    const refiner = refinerFor(catalogue, evidence);
    // The document may have changed while the findings were read: text and version are taken together, here.
    const { version } = document;
    const reading = version === before ? first : readPolicies(document);
    const [policy] = reading?.policies ?? [];
    if (policy === undefined) return undefined;
    const analysis = refiner.analyse(document.getText(), reading);
    return {
      version,
      analysis,
      refiner,
      evidence,
      catalogue,
      settings,
      problems: [...evidenceProblems(evidence, policy), ...analysis.problems],
    };
  };
}

/** What the document holds; `undefined` where that is no policy. The search for the word spares other JSON the parse. */
function readPolicies(document: TextDocument): HostReading | undefined {
  const text = document.getText();
  const reading = text.includes('Statement') ? plainJson.read(text) : undefined;
  return reading !== undefined && reading.policies.length > 0 ? reading : undefined;
}

const noEvidence: Evidence = { kind: 'none' };

/** For policies no finding speaks for. */
const nothingUnused: Unused = new Map();

function evidenceIn(folder: FindingsFolder, documentUri: string, findings: readonly FiledFinding[]): Evidence {
  const uri = canonical(documentUri);
  return evidenceOf(matchFinding(segmentsBelow(canonical(folder.uri), uri) ?? [], parentOf(uri), findings));
}
