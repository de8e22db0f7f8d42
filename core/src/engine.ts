import type { ActionCatalogue } from './actions/catalogue.ts';
import { analyse, type ToAnalyse } from './analyse/analyse.ts';
import type { Analysis, Decided } from './analyse/analysis.ts';
import { countAllowed, type AllowedCount } from './analyse/countAllowed.ts';
import { documentProblems } from './analyse/documentProblems.ts';
import { explainEntry, type EntryExplanation } from './analyse/explain.ts';
import { createDeciders } from './refine/policyDecider.ts';
import type { Proposal, Refinement, Scope } from './edit/decided.ts';
import type { PolicyPlace } from './policy/model.ts';
import { shownPrefixTreeOf, type ShownPrefixTree } from './analyse/shownPrefixTree.ts';
import type { ReadDocument } from './documents/reading.ts';
import { planRefinement, proposeRefinement } from './edit/planRefinement.ts';
import { includingUntracked } from './findings/exceptions.ts';
import type { FindingMatch } from './matching/findingMatch.ts';

/** The engine for one catalogue. */
export interface Engine {
  /**
   * Looks at a document that was read: decides about every action in it by the evidence for its policy, proves what it
   * would change, and says what there is to say. Never throws. `evidence`: of each policy, by index. `before`: what
   * came of an earlier text of the same document, by this engine; what stands there as it did is not decided again.
   */
  readonly examine: (document: ReadDocument, evidence: readonly FindingMatch[], before?: Analysis) => Analysis;
  /** The proven, minimal edits for a part of an examined text, or why there are none. Never throws. */
  readonly refine: (analysis: Analysis, scope: Scope) => Refinement;
  /**
   * What `refine` would do, proven, without the text edits: what can be offered, and why not, costs little. Never
   * throws.
   */
  readonly propose: (analysis: Analysis, scope: Scope) => Proposal;
  /** What the entry at a place allows, and what is to become of it; `undefined` where there is none to refine. */
  readonly explain: (analysis: Analysis, place: Required<PolicyPlace>) => EntryExplanation | undefined;
  /** How many actions the refinable statements of a policy allow, or one of them. */
  readonly count: (analysis: Analysis, policy: number, statement?: number) => AllowedCount;
  /** The trie of the wildcard at a place; `undefined` where there is none of one service. */
  readonly trie: (analysis: Analysis, place: Required<PolicyPlace>) => ShownPrefixTree | undefined;
}

/**
 * Makes the engine. What policies with the same unused actions share (decisions, matches, proofs of inclusion) is
 * computed once.
 */
export function createEngine(catalogue: ActionCatalogue): Engine {
  const sharedFor = createDeciders(catalogue);
  const decide = (document: ToAnalyse): Decided => analyse(document, sharedFor);
  const untracked = new WeakMap<Analysis, Decided>();
  const decidedFor = (analysis: Analysis, scope: Scope): Decided => {
    if (scope.includesUntracked !== true) return analysis;
    const known = untracked.get(analysis) ?? decideWithUntracked(analysis, decide);
    untracked.set(analysis, known);
    return known;
  };
  return {
    examine(document, evidence, before) {
      const decided = decide({ ...document, evidence, before });
      const refine = (isCompact: boolean): Refinement => planRefinement(decided, { kind: 'file', isCompact });
      return { ...decided, problems: documentProblems(decided, refine) };
    },
    refine: (analysis, scope) => planRefinement(decidedFor(analysis, scope), scope),
    propose: (analysis, scope) => proposeRefinement(decidedFor(analysis, scope), scope),
    explain(analysis, place) {
      const found = decidedAt(analysis, place);
      return found && explainEntry(found.text, found.decision, found.universe);
    },
    count({ policies }, policy, statement) {
      const found = policies[policy];
      if (found === undefined) return { actions: 0, unused: 0 };
      const statements = statement === undefined ? found.statements : found.statements.slice(statement, statement + 1);
      const texts = statements.flatMap(({ entries }) => entries.flatMap(({ text }) => text ?? []));
      return countAllowed(texts, found.decider.universe);
    },
    trie(analysis, place) {
      const found = decidedAt(analysis, place);
      return found && shownPrefixTreeOf(found.text, found.decision, found.universe);
    },
  };
}

/** The same text once more, against what is unused without exceptions; the analysis itself where there are none. */
function decideWithUntracked(analysis: Analysis, decide: (document: ToAnalyse) => Decided): Decided {
  const { text, reading, policies } = analysis;
  if (policies.every(({ unused }) => includingUntracked(unused) === unused)) return analysis;
  const evidence = policies.map(({ evidence: said }): FindingMatch => {
    return said.kind === 'matched' ? { ...said, unused: includingUntracked(said.unused) } : said;
  });
  return decide({ text, reading, evidence });
}

/** What was decided about the entry at a place, and among which actions; `undefined` where there is none to refine. */
function decidedAt({ policies }: Analysis, { policy, statement, entry }: Required<PolicyPlace>) {
  const found = policies[policy];
  const { text, decision } = found?.statements[statement]?.entries[entry] ?? {};
  if (found === undefined || text === undefined || decision === undefined) return undefined;
  return { text, decision, universe: found.decider.universe };
}
