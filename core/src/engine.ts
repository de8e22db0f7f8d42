/** The engine: examines documents, refines them, and explains the result. */
import type { ActionCatalogue } from './actions/catalogue.ts';
import { analyse, type ToAnalyse } from './analyse/analyse.ts';
import {
  matchesOf,
  refinablePatterns,
  type Analysis,
  type DocumentInWork,
  type PolicyAnalysis,
  type PolicyInWork,
} from './analyse/analysis.ts';
import { countAllowed, type AllowedCount } from './analyse/countAllowed.ts';
import { documentProblems } from './analyse/documentProblems.ts';
import { countChanges, type RefinedCount } from './analyse/countChanges.ts';
import { explainEntry, type EntryExplanation } from './analyse/explain.ts';
import { keptActions, type KeptActions } from './analyse/keptActions.ts';
import { survey, type PolicySurvey } from './analyse/survey.ts';
import { shownPrefixTreeOf, type ShownPrefixTree } from './analyse/shownPrefixTree.ts';
import { onlyUnused } from './config/keepRules.ts';
import type { DocumentReading, ReadDocument } from './documents/reading.ts';
import { createRoots } from './documents/policySyntax.ts';
import type { Proposal, ProposedChange, Refinement, Scope } from './edit/decided.ts';
import { planRefinement, proposeRefinement } from './edit/planRefinement.ts';
import type { Unused } from './findings/model.ts';
import { includingUntracked } from './findings/untracked.ts';
import type { FindingMatch } from './matching/findingMatch.ts';
import { areSameMatches, createDocumentMatcher, type FindingsSources } from './matching/findingsSources.ts';
import { inGeneratedFolder } from './matching/generatedFolder.ts';
import { isExisting } from './matching/recommendedUnused.ts';
import { createAttached } from './memo.ts';
import type { Policy, PolicyPlace } from './policy/model.ts';
import { createDeciders } from './refine/policyDecider.ts';

/**
 * What the policies of a document are examined against: findings to be matched, one match for all policies, or one
 * match for each policy by index.
 */
export type ExamineSources = FindingsSources | FindingMatch | readonly FindingMatch[];

/** The engine for one catalogue. */
export interface Engine {
  /**
   * Examines a document: matches findings to each policy, decides about every action, proves the changes, and lists the
   * problems. Never throws. `before`: the analysis of an earlier text of the same document; what did not change is not
   * decided again.
   */
  readonly examine: (document: ReadDocument, sources: ExamineSources, before?: Analysis) => Analysis;
  /** What of each policy of a document is unused, by index, with the same decisions; nothing is refined. */
  readonly survey: (document: ReadDocument, sources: ExamineSources) => readonly PolicySurvey[];
  /** The findings that apply to each policy of a document, by index, without examining it. */
  readonly match: (document: ReadDocument, sources: ExamineSources) => readonly FindingMatch[];
  /** Do the same findings apply to each policy of an examined document with these sources? */
  readonly isCurrent: (analysis: Analysis, sources: ExamineSources) => boolean;
  /** The proven, minimal edits for a part of an examined document, or why there are none. Never throws. */
  readonly refine: (analysis: Analysis, scope: Scope) => Refinement;
  /** The proven changes that `refine` would make, without text edits, which makes it cheaper. Never throws. */
  readonly propose: (analysis: Analysis, scope: Scope) => Proposal;
  /** The actions that policies keep and lose by changes, all of those of each policy. Never throws. */
  readonly countChanges: (analysis: Analysis, changes: readonly ProposedChange[]) => RefinedCount;
  /** What the entry at a place allows, and the decision about it; `undefined` if there is no entry to refine. */
  readonly explain: (analysis: Analysis, place: Required<PolicyPlace>) => EntryExplanation | undefined;
  /** The actions that a policy keeps although they may be unused; `undefined` if there is no such policy. */
  readonly kept: (analysis: Analysis, policy: number) => KeptActions | undefined;
  /** The number of actions that the refinable statements of a policy allow, or one of them. */
  readonly count: (analysis: Analysis, policy: number, statement?: number) => AllowedCount;
  /** The prefix tree of the wildcard at a place; `undefined` if there is no wildcard of one service. */
  readonly prefixTree: (analysis: Analysis, place: Required<PolicyPlace>) => ShownPrefixTree | undefined;
}

/**
 * Makes the engine. Policies with the same unused actions share decisions, matches and proofs, which are computed once.
 * An analysis is plain data; the deciders stay in the engine. If the engine is asked about an analysis that it did not
 * make, it decides again.
 */
export function createEngine(catalogue: ActionCatalogue): Engine {
  const sharedFor = createDeciders(catalogue);
  const matchesFor = createDocumentMatcher(catalogue);
  const decide = (document: ToAnalyse): DocumentInWork => analyse(document, sharedFor);
  const inWork = createAttached<Analysis, DocumentInWork>();
  const withUntracked = createAttached<Analysis, DocumentInWork>();
  const workOn = (analysis: Analysis): DocumentInWork => {
    const known = inWork.get(analysis);
    if (known !== undefined) return known;
    const work = decide({ ...analysis, matches: matchesOf(analysis) });
    inWork.set(analysis, work);
    return work;
  };
  const workFor = (analysis: Analysis, { includesUntracked, only }: Scope): DocumentInWork => {
    if (only !== undefined) return decide(toAnalyse(workOn(analysis), (unused) => onlyUnused(unused, only)));
    if (includesUntracked !== true) return workOn(analysis);
    const known = withUntracked.get(analysis);
    if (known !== undefined) return known;
    const work = decideWithUntracked(workOn(analysis), decide);
    withUntracked.set(analysis, work);
    return work;
  };
  const matchAll = (document: ReadDocument, sources: ExamineSources): readonly FindingMatch[] => {
    const { policies } = document.reading;
    if (!('kind' in sources)) return sources;
    return sources.kind === 'findings'
      ? matchesFor(policies, sources, existingIn(document))
      : policies.map(() => sources);
  };
  return {
    examine({ text, reading: read }, sources, before) {
      const reading = where(read, sources);
      const matches = matchAll({ text, reading }, sources);
      const work = decide({ text, reading, matches, before: before && inWork.get(before) });
      const refine = (isCompact: boolean): Refinement => planRefinement(work, { kind: 'file', isCompact });
      const policies = work.policies.map(asPlainData);
      const analysis = { text, reading, policies, problems: documentProblems(work, refine), defects: work.defects };
      inWork.set(analysis, work);
      return analysis;
    },
    survey: (document, sources) => survey(where(document.reading, sources), matchAll(document, sources), sharedFor),
    match: matchAll,
    isCurrent: (analysis, sources) => areSameMatches(matchesOf(analysis), matchAll(analysis, sources)),
    refine: (analysis, scope) => planRefinement(workFor(analysis, scope), scope),
    propose: (analysis, scope) => proposeRefinement(workFor(analysis, scope), scope),
    countChanges: (analysis, changes) => countChanges(workOn(analysis), changes),
    explain(analysis, place) {
      const found = decidedAt(workOn(analysis), place);
      return found && explainEntry(found.pattern, found.decision, found.universe);
    },
    kept(analysis, policy) {
      const found = workOn(analysis).policies[policy];
      return found && keptActions(found);
    },
    count(analysis, policy, statement) {
      const found = workOn(analysis).policies[policy];
      if (found === undefined) return { actions: 0, unused: 0, unusedByLevel: new Map() };
      const statements = statement === undefined ? found.statements : found.statements.slice(statement, statement + 1);
      return countAllowed(refinablePatterns(statements), found.decider().universe);
    },
    prefixTree(analysis, place) {
      const found = decidedAt(workOn(analysis), place);
      return found && shownPrefixTreeOf(found.pattern, found.decision, found.universe);
    },
  };
}

/** The reading of a document where its file is. */
function where(reading: DocumentReading, sources: ExamineSources): DocumentReading {
  return 'kind' in sources && sources.kind === 'findings' ? inGeneratedFolder(reading, sources.file) : reading;
}

/** Tells whether a policy of a document is the one in the text of a recommendation. */
function existingIn(document: ReadDocument): (policy: Policy, existing: string) => boolean {
  const rootOf = createRoots(document);
  return (policy, existing) => isExisting({ policy, root: rootOf(policy) }, existing);
}

function asPlainData({ policy, match, unused, statements, isWhollyUnused }: PolicyInWork): PolicyAnalysis {
  return { policy, match, unused, statements, isWhollyUnused };
}

/**
 * Decides again as if the untracked actions of unused services were unused; returns the work itself if there are none.
 */
function decideWithUntracked(work: DocumentInWork, decide: (document: ToAnalyse) => DocumentInWork): DocumentInWork {
  const hasUntracked = work.policies.some(({ unused }) => includingUntracked(unused) !== unused);
  return hasUntracked ? decide(toAnalyse(work, includingUntracked)) : work;
}

/** The same document with other unused actions. */
function toAnalyse({ text, reading, policies }: DocumentInWork, change: (unused: Unused) => Unused): ToAnalyse {
  const matches = policies.map(({ match }): FindingMatch => {
    return match.kind === 'matched' ? { ...match, unused: change(match.unused) } : match;
  });
  return { text, reading, matches };
}

/** The decision about the entry at a place, and its universe; `undefined` if there is no entry to refine. */
function decidedAt({ policies }: DocumentInWork, { policy, statement, entry }: Required<PolicyPlace>) {
  const found = policies[policy];
  const { pattern, decision } = found?.statements[statement]?.entries[entry] ?? {};
  if (found === undefined || pattern === undefined || decision === undefined) return undefined;
  return { pattern, decision, universe: found.decider().universe };
}
