import type { ActionCatalogue } from './actions/catalogue.ts';
import { nothingUsed } from './findings/used.ts';
import { analyse, type UnusedOf, type UsedOf } from './analyse/analyse.ts';
import type { Analysis, Proposal, Refinement, Scope } from './analyse/analysis.ts';
import { compareAdvice, type AdviceComparison } from './analyse/compareAdvice.ts';
import { explainEntry, type EntryExplanation } from './analyse/explain.ts';
import { trieOf, type Trie } from './analyse/trie.ts';
import { countAllowed, type AllowedCount } from './analyse/countAllowed.ts';
import { createJudges } from './analyse/judge.ts';
import type { PolicyPlace } from './analyse/problem.ts';
import { includingUntracked } from './findings/exceptions.ts';
import type { Recommendation } from './findings/recommendation.ts';
import { planRefinement, proposeRefinement } from './edit/planRefinement.ts';
import { readDocument, type DocumentReading } from './documents/document.ts';

/** The engine for one catalogue. */
export interface Refiner {
  /**
   * Reads a text, decides about every action in it, proves what it would change, and says what there is to say. Never throws. `unusedOf` gives
   * what is unused of each policy of the document; `known` is what the caller has already.
   */
  readonly analyse: (text: string, unusedOf: UnusedOf, known?: Known) => Analysis;
  /** The proven, minimal edits for a part of an analysed text, or why there are none. Never throws. */
  readonly refine: (analysis: Analysis, scope: Scope) => Refinement;
  /** What `refine` would do, proven, without the text edits: what can be offered, and why not, costs little. Never throws. */
  readonly propose: (analysis: Analysis, scope: Scope) => Proposal;
  /** What the entry at a place allows, and what is to become of it; `undefined` where there is none to refine. */
  readonly explain: (analysis: Analysis, place: Required<PolicyPlace>) => EntryExplanation | undefined;
  /** How many actions the refinable statements of a policy allow, or one of them. */
  readonly count: (analysis: Analysis, policy: number, statement?: number) => AllowedCount;
  /** The trie of the wildcard at a place; `undefined` where there is none of one service. */
  readonly trie: (analysis: Analysis, place: Required<PolicyPlace>) => Trie | undefined;
  /** How what AWS recommends for the policy at an index compares with what would be made of it here. */
  readonly compare: (analysis: Analysis, policy: number, advice: Recommendation) => AdviceComparison;
}

/** What is known of a text before it is analysed. */
export interface Known {
  /** What was read from it. */
  readonly reading?: DocumentReading;
  /** What came of an earlier text of the same document, by this engine: what stands there as it did is not decided again. */
  readonly before?: Analysis | undefined;
  /** Which actions evidence shows as used by those who hold a policy: the proof holds every change against them. */
  readonly usedOf?: UsedOf | undefined;
}

/** Makes the engine. What policies with the same unused actions share (decisions, matches, proofs of inclusion) is computed once. */
export function createRefiner(catalogue: ActionCatalogue): Refiner {
  const familyFor = createJudges(catalogue);
  const untracked = new WeakMap<Analysis, Analysis>();
  const untrackedAnalysis = (analysis: Analysis): Analysis => {
    const known = untracked.get(analysis) ?? includeUntracked(analysis, familyFor);
    untracked.set(analysis, known);
    return known;
  };
  const analysed = (analysis: Analysis, scope: Scope): Analysis =>
    scope.includesUntracked === true ? untrackedAnalysis(analysis) : analysis;
  return {
    analyse: (text, unusedOf, { reading = readDocument(text), before, usedOf } = {}) =>
      analyse({ text, reading, before, usedOf }, unusedOf, familyFor),
    refine: (analysis, scope) => planRefinement(analysed(analysis, scope), scope),
    propose: (analysis, scope) => proposeRefinement(analysed(analysis, scope), scope),
    explain(analysis, place) {
      const found = decidedAt(analysis, place);
      return found && explainEntry(found.text, found.decision, found.universe);
    },
    count({ policies }, policy, statement) {
      const found = policies[policy];
      if (found === undefined) return { actions: 0, unused: 0 };
      const statements = statement === undefined ? found.statements : found.statements.slice(statement, statement + 1);
      const texts = statements.flatMap(({ entries }) => entries.flatMap(({ text }) => text ?? []));
      return countAllowed(texts, found.judge.universe);
    },
    trie(analysis, place) {
      const found = decidedAt(analysis, place);
      return found && trieOf(found.text, found.decision, found.universe);
    },
    compare(analysis, policy, advice) {
      const found = analysis.policies[policy];
      if (found === undefined) return { kind: 'other-policy' };
      return compareAdvice(analysis, found, advice);
    },
  };
}

/** The same text analysed once more, against what is unused without exceptions; the analysis itself where there are none. */
function includeUntracked(analysis: Analysis, familyFor: ReturnType<typeof createJudges>): Analysis {
  const { text, reading, policies } = analysis;
  if (policies.every(({ unused }) => includingUntracked(unused) === unused)) return analysis;
  const usedOf: UsedOf = (policy) => policies[policy]?.judge.family.used ?? nothingUsed;
  return analyse({ text, reading, usedOf }, (policy) => includingUntracked(policies[policy]?.unused ?? new Map()), familyFor);
}

/** What was decided about the entry at a place, and among which actions; `undefined` where there is none to refine. */
function decidedAt({ policies }: Analysis, { policy, statement, entry }: Required<PolicyPlace>) {
  const found = policies[policy];
  const { text, decision } = found?.statements[statement]?.entries[entry] ?? {};
  if (found === undefined || text === undefined || decision === undefined) return undefined;
  return { text, decision, universe: found.judge.universe };
}
