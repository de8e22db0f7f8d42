/** Decides about every action of a document, and proves the resulting changes. */
import type { ReadDocument } from '../documents/reading.ts';
import { unusedBy, usedBy, type FindingMatch } from '../matching/findingMatch.ts';
import { startAnalysis } from '../memo.ts';
import type { Policy, Statement } from '../policy/model.ts';
import type { ProofEvidence } from '../proof/prover.ts';
import type { DecidedEntry } from '../refine/refineStatement.ts';
import {
  allowsUnused,
  type DocumentInWork,
  type PolicyAnalysis,
  type PolicyInWork,
  type StatementAnalysis,
} from './analysis.ts';
import type { PolicyDecider, SharedDecisions, EntryAssessment } from '../refine/policyDecider.ts';
import { say } from '../text/message.ts';
import { notesOn, type EntryAssessments } from './entryNotes.ts';
import { changeStatement } from '../edit/statementChange.ts';
import { hasSameActions } from './sameActions.ts';

/** A document that was read, the findings that apply to its policies, and the result for an earlier text of it. */
export interface ToAnalyse extends ReadDocument {
  /** By index of the policy. No finding applies to policies beyond the end of the list. */
  readonly matches: readonly FindingMatch[];
  readonly before?: DocumentInWork | undefined;
}

/**
 * Decides about every action of a text that was read, and proves the resulting changes. The results for statements
 * whose actions did not change since `before` are reused, so that an edit of one statement costs little.
 */
export function analyse({ text, reading, matches, before }: ToAnalyse, sharedFor: GetShared): DocumentInWork {
  startAnalysis();
  const policies = reading.policies.map((policy, i) =>
    analysePolicy(policy, matches[i] ?? noMatch, sharedFor, before?.policies[i]),
  );
  const defects = policies.flatMap(({ statements }) => statements.flatMap(defectsOf));
  return { text, reading, policies, defects };
}

export const noMatch: FindingMatch = { kind: 'unmatched', reason: say('no finding applies to it') };

export type GetShared = (evidence: ProofEvidence) => SharedDecisions;

function analysePolicy(
  policy: Policy,
  match: FindingMatch,
  sharedFor: GetShared,
  before: PolicyInWork | undefined,
): PolicyInWork {
  const evidence = evidenceOf(match);
  const known = before?.unused === evidence.unused && before.used === evidence.used ? before : undefined;
  const { parts, own, decider } = partsOf(policy, evidence, sharedFor, known);
  const isStillValid = known && createValidity(known, { own, decider });
  const statements = parts.map(({ statement, own: ofStatement, same, assessments }) => {
    if (same !== undefined && isStillValid?.(same) === true) return { ...same, statement };
    const assessed = assessments ?? assessmentsOf(statement, sharedFor(evidence));
    return analyseStatement(statement, ofStatement, assessed, decider());
  });
  return {
    policy,
    match,
    ...evidence,
    own,
    decider,
    statements,
    isWhollyUnused: isWhollyUnused(policy, statements),
  };
}

function evidenceOf(match: FindingMatch): ProofEvidence {
  return { unused: unusedBy(match), used: usedBy(match) };
}

/** The decisions about the entries of a policy, as in its analysis. */
export interface PolicyDecisions extends Pick<PolicyInWork, 'decider' | 'isWhollyUnused'> {
  readonly statements: readonly Pick<StatementAnalysis, 'statement' | 'entries'>[];
}

/**
 * Decides about the entries of a policy as in its analysis. Statements are changed, and the changes proven, only as far
 * as it takes to tell whether all of the policy is unused.
 */
export function decidePolicy(policy: Policy, match: FindingMatch, sharedFor: GetShared): PolicyDecisions {
  const { parts, decider } = partsOf(policy, evidenceOf(match), sharedFor);
  const statements = parts.map(({ statement, assessments = [] }) => {
    return { statement, entries: entriesOf(statement, assessments, decider()) };
  });
  // An entry that allows nothing unused stays, or one stays that covers it.
  const mayBeUnused = statements.every(({ entries }) => entries.every(({ decision }) => allowsUnused(decision)));
  const changed = mayBeUnused ? statements.map((one) => changeOf(one, decider())) : [];
  return { statements, decider, isWhollyUnused: isWhollyUnused(policy, changed) };
}

function changeOf(
  { statement, entries }: Pick<StatementAnalysis, 'statement' | 'entries'>,
  decider: PolicyDecider,
): Changed {
  if (!entries.some(({ decision }) => allowsUnused(decision))) return {};
  const change = changeStatement({ statement, entries }, () => true, decider.prover);
  return change === undefined ? {} : { change };
}

interface PolicyParts {
  readonly parts: readonly Part[];
  /** The plain action names of all statements that the catalogue lacks, each once. */
  readonly own: readonly string[];
  readonly decider: () => PolicyDecider;
}

/** `known`: the analysis of the policy in the earlier text, with the same evidence. */
function partsOf(policy: Policy, evidence: ProofEvidence, sharedFor: GetShared, known?: PolicyInWork): PolicyParts {
  const parts = policy.statements.map((statement, i): Part =>
    partOf(statement, analysisBefore(statement, i, policy, known), () => sharedFor(evidence)),
  );
  const own = [...new Set(parts.flatMap((part) => part.own))];
  return { parts, own, decider: deciderFor(sharedFor, evidence, own) };
}

/** Written outside of `partsOf`, so that it keeps in memory only what it needs. */
function deciderFor(sharedFor: GetShared, evidence: ProofEvidence, own: readonly string[]): () => PolicyDecider {
  return () => sharedFor(evidence).deciderFor(own);
}

type Changed = Pick<StatementAnalysis, 'change'>;

function isWhollyUnused(policy: Policy, statements: readonly Changed[]): boolean {
  return policy.unread.length === 0 && statements.length > 0 && statements.every(isAllUnused);
}

/** Is it an Allow statement whose actions are all removed? A Deny statement is never unused. */
function isAllUnused({ change }: Changed): boolean {
  return change?.after.length === 0;
}

/** A statement that is being analysed. */
interface Part {
  readonly statement: Statement;
  /** The plain action names that the catalogue lacks, whatever the effect, in the order of the text. */
  readonly own: readonly string[];
  /** The analysis of the same statement in the earlier text. */
  readonly same?: StatementAnalysis | undefined;
  readonly assessments?: EntryAssessments;
}

function partOf(statement: Statement, same: StatementAnalysis | undefined, shared: () => SharedDecisions): Part {
  if (same !== undefined) return { statement, own: same.own, same };
  const assessments = assessmentsOf(statement, shared());
  const own = (statement.action?.entries ?? []).flatMap(({ pattern }, i) =>
    pattern !== undefined && isLacking(assessments[i]) ? [pattern] : [],
  );
  return { statement, own, assessments };
}

/**
 * Finds the earlier analysis of an unchanged statement by its index from the start or from the end, so that one
 * insertion or deletion does not invalidate the statements after it.
 */
function analysisBefore(
  statement: Statement,
  index: number,
  policy: Policy,
  before: PolicyAnalysis | undefined,
): StatementAnalysis | undefined {
  if (before === undefined) return undefined;
  const fromEnd = index + before.statements.length - policy.statements.length;
  return [before.statements[index], before.statements[fromEnd]].find(
    (one) => one !== undefined && hasSameActions(one.statement, statement),
  );
}

function assessmentsOf({ action }: Statement, shared: SharedDecisions): EntryAssessments {
  return (action?.entries ?? []).map(({ pattern }) => (pattern === undefined ? undefined : shared.assess(pattern)));
}

function isLacking(assessment: EntryAssessment | undefined): boolean {
  return assessment?.knowledge === 'unknown-action' || assessment?.knowledge === 'action-of-unknown-service';
}

/** Whose names decide. */
type Deciding = Pick<PolicyInWork, 'own' | 'decider'>;

/**
 * Makes a test whether the analysis of a statement is still valid. The deciders before and now share their decisions:
 * they differ only for patterns that match actions which one of the policies names and the catalogue lacks. They are
 * only asked for if these names differ, and once for all statements.
 */
function createValidity(before: Deciding, now: Deciding): (analysed: StatementAnalysis) => boolean {
  if (before.own.length === now.own.length && before.own.every((name, i) => name === now.own[i])) return () => true;
  const deciders = [before.decider(), now.decider()];
  const concerned = deciders.flatMap(({ ownServices }) => ownServices);
  const isConcerned = (pattern: string): boolean => deciders.some(({ allowsOwnAction }) => allowsOwnAction(pattern));
  return ({ statement, services }) => {
    if (!services.has('*') && !concerned.some((service) => services.has(service))) return true;
    return (statement.action?.entries ?? []).every(({ pattern }) => pattern === undefined || !isConcerned(pattern));
  };
}

/** The folded service prefixes of the entries of a statement; `*` for an entry that allows actions of all services. */
function servicesOf(assessments: EntryAssessments): Set<string> {
  const services = new Set<string>();
  for (const assessment of assessments) {
    const read = assessment?.parsed;
    if (read?.kind === 'all') services.add('*');
    else if (read?.kind === 'action' || read?.kind === 'wildcard') services.add(read.service);
  }
  return services;
}

function analyseStatement(
  statement: Statement,
  own: readonly string[],
  assessments: EntryAssessments,
  decider: PolicyDecider,
): StatementAnalysis {
  const entries = entriesOf(statement, assessments, decider);
  const notes = notesOn(statement, entries, assessments, decider.universe.catalogue);
  const changed = changeOf({ statement, entries }, decider);
  return { statement, services: servicesOf(assessments), entries, own, notes, ...changed };
}

function entriesOf(
  { role, action }: Statement,
  assessments: EntryAssessments,
  decider: PolicyDecider,
): readonly DecidedEntry[] {
  if (role.kind !== 'refinable' || action === undefined) return [];
  return action.entries.map(({ pattern }, i) => {
    const assessment = assessments[i];
    return pattern === undefined || assessment === undefined
      ? {}
      : { pattern, decision: decider.decide(pattern, assessment) };
  });
}

function defectsOf({ change }: StatementAnalysis): string[] {
  return change?.verdict.kind === 'disproven' ? [change.verdict.defect] : [];
}
