import type { ActionCatalogue } from './actions/catalogue.ts';
import { analyse } from './analyse/analyse.ts';
import type { Analysis, Refinement, Scope } from './analyse/analysis.ts';
import { createJudges } from './analyse/judge.ts';
import { planRefinement } from './edit/planRefinement.ts';
import type { Unused } from './findings/unused.ts';
import type { Host, HostReading } from './host/host.ts';
import { plainJson } from './host/plainJson.ts';

/** The engine for one catalogue and one set of unused actions. */
export interface Refiner {
  /**
   * Reads a text, decides about every action in it, proves what it would change, and says what there is to say. Never throws. `reading` is
   * what the host reads from this text, where the caller has it already.
   */
  readonly analyse: (text: string, reading?: HostReading) => Analysis;
  /** The proven, minimal edits for a part of an analysed text, or why there are none. Never throws. */
  readonly refine: (analysis: Analysis, scope: Scope) => Refinement;
}

/** Makes the engine. What policies share (decisions, matches, proofs of inclusion) is computed once and kept with it. */
export function createRefiner(catalogue: ActionCatalogue, unused: Unused, host: Host = plainJson): Refiner {
  const judgeFor = createJudges(catalogue, unused);
  return {
    analyse: (text, reading = host.read(text)) => analyse(text, reading, judgeFor(reading)),
    refine: (analysis, scope) => planRefinement(analysis, scope, judgeFor(analysis.reading), host),
  };
}
