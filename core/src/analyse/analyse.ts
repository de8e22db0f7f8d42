import { parseActionPattern } from '../actions/actionPattern.ts';
import type { ReadDocument } from '../documents/reading.ts';
import { unusedBy, usedBy, type FindingMatch } from '../matching/findingMatch.ts';
import { startAnalysis } from '../memo.ts';
import type { ActionElement, ActionEntry, Policy, Slot, Statement } from '../policy/model.ts';
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

/** A document that was read, the findings that apply to its policies, and what came of an earlier text of it. */
export interface ToAnalyse extends ReadDocument {
  /** By index of the policy; to those beyond its end, none applies. */
  readonly matches: readonly FindingMatch[];
  readonly before?: DocumentInWork | undefined;
}

/**
 * Decides about every action of a text that was read, and proves what it would change. An edit of one statement leaves
 * the others as they were: what was found of a statement with the same actions is taken over.
 */
export function analyse(
  { text, reading, matches, before }: ToAnalyse,
  sharedFor: (evidence: ProofEvidence) => SharedDecisions,
): DocumentInWork {
  startAnalysis();
  const policies = reading.policies.map((policy, i) =>
    analysePolicy(policy, matches[i] ?? nothingKnown, sharedFor, before?.policies[i]),
  );
  const defects = policies.flatMap(({ statements }) => statements.flatMap(defectsOf));
  return { text, reading, policies, defects };
}

const nothingKnown: FindingMatch = { kind: 'unmatched', reason: say('no finding applies to it') };

function analysePolicy(
  policy: Policy,
  match: FindingMatch,
  sharedFor: (evidence: ProofEvidence) => SharedDecisions,
  before: PolicyInWork | undefined,
): PolicyInWork {
  const unused = unusedBy(match);
  const family = sharedFor({ unused, used: usedBy(match) });
  const known = before?.decider.shared === family ? before : undefined;
  const parts = policy.statements.map((statement, i): Part =>
    partOf(statement, sameBefore(statement, i, policy, known), family),
  );
  const decider = family.deciderFor([...new Set(parts.flatMap(({ own }) => own))]);
  const statements = parts.map(({ statement, own, same, assessments }) => {
    if (same !== undefined && known !== undefined && holdsFor(same, known.decider, decider))
      return { ...same, statement };
    return analyseStatement(statement, own, assessments ?? assessmentsOf(statement, family), decider);
  });
  return {
    policy,
    match,
    unused,
    decider,
    statements,
    isWhollyUnused: policy.unread.length === 0 && statements.length > 0 && statements.every(isAllUnused),
  };
}

/** Is a statement an Allow of which everything goes? A Deny is never unused. */
function isAllUnused({ change }: StatementAnalysis): boolean {
  return change?.after.length === 0;
}

/** A statement on its way to its analysis. */
interface Part {
  readonly statement: Statement;
  /** The plain action names that the catalogue lacks, whatever the effect, in the order of the text. */
  readonly own: readonly string[];
  /** What was found of it before. */
  readonly same?: StatementAnalysis | undefined;
  readonly assessments?: EntryAssessments;
}

function partOf(statement: Statement, same: StatementAnalysis | undefined, family: SharedDecisions): Part {
  if (same !== undefined) return { statement, own: same.own, same };
  const assessments = assessmentsOf(statement, family);
  const own = (statement.action?.entries ?? []).flatMap(({ pattern }, i) =>
    pattern !== undefined && isLacking(assessments[i]) ? [pattern] : [],
  );
  return { statement, own, assessments };
}

/**
 * The analysis of the same statement, counted from the start, and from the end for what stands behind one that came or
 * went.
 */
function sameBefore(
  statement: Statement,
  index: number,
  policy: Policy,
  before: PolicyAnalysis | undefined,
): StatementAnalysis | undefined {
  if (before === undefined) return undefined;
  const fromEnd = index + before.statements.length - policy.statements.length;
  return [before.statements[index], before.statements[fromEnd]].find(
    (one) => one !== undefined && saysTheSame(one.statement, statement),
  );
}

function assessmentsOf({ action }: Statement, family: SharedDecisions): EntryAssessments {
  return (action?.entries ?? []).map(({ pattern }) => (pattern === undefined ? undefined : family.assess(pattern)));
}

function isLacking(assessment: EntryAssessment | undefined): boolean {
  return assessment?.knowledge === 'unknown-action' || assessment?.knowledge === 'action-of-unknown-service';
}

/**
 * Does a statement have the actions of another one, in the same lists and conditions, and is it to be treated alike?
 * O(actions).
 */
function saysTheSame(a: Statement, b: Statement): boolean {
  if (a.role.kind !== b.role.kind || a.action?.element !== b.action?.element) return false;
  if (a.action === undefined || b.action === undefined || a.action === b.action) return true;
  const [{ entries: ofA }, { entries: ofB }] = [a.action, b.action];
  return (
    ofA.length === ofB.length &&
    ofA.every(({ pattern }, i) => pattern === ofB[i]?.pattern) &&
    standAlike(a.action, b.action)
  );
}

/**
 * Do the entries of two elements, as many in each, stand in the same lists, and under the same conditions as one
 * another?
 */
function standAlike(a: ActionElement, b: ActionElement): boolean {
  if (a.lists.length !== b.lists.length || a.lists.some(({ isOpen }, list) => isOpen !== b.lists[list]?.isOpen))
    return false;
  const areSameSlots = a.entries.every(({ slot }, i) => isSameSlot(slot, b.entries[i]?.slot));
  return areSameSlots && shareBranchesAlike(a.entries, b.entries) && shareBranchesAlike(b.entries, a.entries);
}

function isSameSlot(a: Slot, b: Slot | undefined): boolean {
  return a.kind === b?.kind && (a.kind === 'value' || b.kind === 'value' || a.list === b.list);
}

/**
 * Are those of the others in one branch that are so here? Branches move as the text does, so where they begin says
 * nothing.
 */
function shareBranchesAlike(entries: readonly ActionEntry[], others: readonly ActionEntry[]): boolean {
  const branches = new Map<number | undefined, number | undefined>([[undefined, undefined]]);
  return entries.every(({ branch }, i) => {
    const other = others[i]?.branch;
    if (!branches.has(branch)) branches.set(branch, other);
    return branches.get(branch) === other;
  });
}

/** Judges of one family differ only about the names that their policies bring. */
function holdsFor({ statement, services }: StatementAnalysis, before: PolicyDecider, now: PolicyDecider): boolean {
  if (before === now) return true;
  const concerned = [...before.ownServices, ...now.ownServices];
  if (!services.has('*') && !concerned.some((service) => services.has(service))) return true;
  return (statement.action?.entries ?? []).every(
    ({ pattern }) => pattern === undefined || (!before.allowsOwnAction(pattern) && !now.allowsOwnAction(pattern)),
  );
}

/** The services, folded, of the entries of a statement; `*` for an entry that allows actions of all. */
function servicesOf({ action }: Statement): Set<string> {
  const services = new Set<string>();
  for (const { pattern } of action?.entries ?? []) {
    const read = pattern === undefined ? undefined : parseActionPattern(pattern);
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
  const notes = notesOn(statement, entries, assessments, decider.universe.catalogue.label);
  const found = { statement, services: servicesOf(statement), entries, own, notes };
  if (!entries.some(({ decision }) => allowsUnused(decision))) return found;
  const change = changeStatement({ statement, entries }, () => true, decider.prover);
  return change === undefined ? found : { ...found, change };
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
