import type { ActionCatalogue } from './actions/catalogue.ts';
import { analyse, type ToAnalyse } from './analyse/analyse.ts';
import {
  matchesOf,
  type Analysis,
  type DocumentInWork,
  type PolicyAnalysis,
  type PolicyInWork,
} from './analyse/analysis.ts';
import { countAllowed, type AllowedCount } from './analyse/countAllowed.ts';
import { documentProblems } from './analyse/documentProblems.ts';
import { explainEntry, type EntryExplanation } from './analyse/explain.ts';
import { shownPrefixTreeOf, type ShownPrefixTree } from './analyse/shownPrefixTree.ts';
import type { ReadDocument } from './documents/reading.ts';
import type { Proposal, Refinement, Scope } from './edit/decided.ts';
import { planRefinement, proposeRefinement } from './edit/planRefinement.ts';
import { includingUntracked } from './findings/untracked.ts';
import type { FindingMatch } from './matching/findingMatch.ts';
import { areSameMatches, createDocumentMatcher, type FindingsSources } from './matching/findingsSources.ts';
import { createAttached } from './memo.ts';
import type { PolicyPlace } from './policy/model.ts';
import { createDeciders } from './refine/policyDecider.ts';

/**
 * What the policies of a document are examined against: findings, to be matched; or the match itself, one for all of
 * them or one for each, by index.
 */
export type ExamineSources = FindingsSources | FindingMatch | readonly FindingMatch[];

/** The engine for one catalogue. */
export interface Engine {
  /**
   * Looks at a document that was read: matches findings to each policy, decides about every action by them, proves what
   * it would change, and says what there is to say. Never throws. `before`: what came of an earlier text of the same
   * document; what stands there as it did is not decided again.
   */
  readonly examine: (document: ReadDocument, sources: ExamineSources, before?: Analysis) => Analysis;
  /** Would the same findings apply to each policy of an examined document, against these sources? */
  readonly isCurrent: (analysis: Analysis, sources: ExamineSources) => boolean;
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
  /** The prefix tree of the wildcard at a place; `undefined` where there is none of one service. */
  readonly prefixTree: (analysis: Analysis, place: Required<PolicyPlace>) => ShownPrefixTree | undefined;
}

/**
 * Makes the engine. What policies with the same unused actions share (decisions, matches, proofs of inclusion) is
 * computed once. What decides about a policy stays in here: an analysis is plain data, and one that this engine did not
 * make is decided again when it is asked about.
 */
export function createEngine(catalogue: ActionCatalogue): Engine {
  const sharedFor = createDeciders(catalogue);
  const matchesFor = createDocumentMatcher(catalogue);
  const decide = (document: ToAnalyse): DocumentInWork => analyse(document, sharedFor);
  const inWork = createAttached<Analysis, DocumentInWork>();
  const withUntracked = new WeakMap<Analysis, DocumentInWork>();
  const workOn = (analysis: Analysis): DocumentInWork => {
    const known = inWork.get(analysis) ?? decide({ ...analysis, matches: matchesOf(analysis) });
    inWork.set(analysis, known);
    return known;
  };
  const workFor = (analysis: Analysis, { includesUntracked }: Scope): DocumentInWork => {
    if (includesUntracked !== true) return workOn(analysis);
    const known = withUntracked.get(analysis) ?? decideWithUntracked(workOn(analysis), decide);
    withUntracked.set(analysis, known);
    return known;
  };
  const matchAll = ({ policies }: ReadDocument['reading'], sources: ExamineSources): readonly FindingMatch[] => {
    if (!('kind' in sources)) return sources;
    return sources.kind === 'findings' ? matchesFor(policies, sources) : policies.map(() => sources);
  };
  return {
    examine({ text, reading }, sources, before) {
      const matches = matchAll(reading, sources);
      const work = decide({ text, reading, matches, before: before && inWork.get(before) });
      const refine = (isCompact: boolean): Refinement => planRefinement(work, { kind: 'file', isCompact });
      const policies = work.policies.map(asPlainData);
      const analysis = { text, reading, policies, problems: documentProblems(work, refine), defects: work.defects };
      inWork.set(analysis, work);
      return analysis;
    },
    isCurrent: (analysis, sources) => areSameMatches(matchesOf(analysis), matchAll(analysis.reading, sources)),
    refine: (analysis, scope) => planRefinement(workFor(analysis, scope), scope),
    propose: (analysis, scope) => proposeRefinement(workFor(analysis, scope), scope),
    explain(analysis, place) {
      const found = decidedAt(workOn(analysis), place);
      return found && explainEntry(found.text, found.decision, found.universe);
    },
    count(analysis, policy, statement) {
      const found = workOn(analysis).policies[policy];
      if (found === undefined) return { actions: 0, unused: 0 };
      const statements = statement === undefined ? found.statements : found.statements.slice(statement, statement + 1);
      const texts = statements.flatMap(({ entries }) => entries.flatMap(({ pattern }) => pattern ?? []));
      return countAllowed(texts, found.decider.universe);
    },
    prefixTree(analysis, place) {
      const found = decidedAt(workOn(analysis), place);
      return found && shownPrefixTreeOf(found.text, found.decision, found.universe);
    },
  };
}

function asPlainData({ policy, match, unused, statements, isWhollyUnused }: PolicyInWork): PolicyAnalysis {
  return { policy, match, unused, statements, isWhollyUnused };
}

/** The same text once more, against what is unused without exceptions; the work itself where there are none. */
function decideWithUntracked(work: DocumentInWork, decide: (document: ToAnalyse) => DocumentInWork): DocumentInWork {
  const { text, reading, policies } = work;
  if (policies.every(({ unused }) => includingUntracked(unused) === unused)) return work;
  const matches = policies.map(({ match }): FindingMatch => {
    return match.kind === 'matched' ? { ...match, unused: includingUntracked(match.unused) } : match;
  });
  return decide({ text, reading, matches });
}

/** What was decided about the entry at a place, and among which actions; `undefined` where there is none to refine. */
function decidedAt({ policies }: DocumentInWork, { policy, statement, entry }: Required<PolicyPlace>) {
  const found = policies[policy];
  const { pattern, decision } = found?.statements[statement]?.entries[entry] ?? {};
  if (found === undefined || pattern === undefined || decision === undefined) return undefined;
  return { text: pattern, decision, universe: found.decider.universe };
}
