/** Plans the refinement of a document, a statement or an entry: proven changes, and their checked edits. */
import type {
  DecidedDocument,
  DecidedPolicy,
  DecidedStatement,
  Left,
  LeftCode,
  Proposal,
  ProposedChange,
  Refinement,
  Scope,
  StatementChangePlan,
} from './decided.ts';
import type { PolicyPlace } from '../policy/model.ts';
import type { PolicyDecider } from '../refine/policyDecider.ts';
import { onlyPolicyNames } from '../refine/universe.ts';
import { changeStatement } from './statementChange.ts';
import type { Unused } from '../findings/model.ts';
import type { DecidedEntry } from '../refine/refineStatement.ts';
import type { Policy, Statement } from '../policy/model.ts';
import { staysFilled } from '../policy/staysFilled.ts';
import { allowsAllBut, exclusionChange } from './exclusionChange.ts';
import { compactly, type Decision } from '../refine/decision.ts';
import type { SyntaxError } from '../text/tree.ts';
import { hasWholeDirectives } from '../text/placeholders.ts';
import { placeAt } from '../text/place.ts';
import { spanEnd } from '../text/span.ts';
import type { StatementPlan } from './planEdits.ts';
import { soundPlans } from './soundPlans.ts';
import { say, type Message } from '../text/message.ts';

/**
 * The proven changes of a refinement. It saves the most expensive steps: making the edits and reading the edited text.
 */
export function proposeRefinement(analysis: DecidedDocument, scope: Scope): Proposal {
  const [error] = analysis.reading.errors;
  if (error !== undefined)
    return { changes: [], left: [leftOf('document.broken', brokenReason(analysis.text, error))] };
  const { changes, left } = partsOf(analysis, scope);
  return { changes: changes.map((placed) => proposed(analysis, placed)), left };
}

function proposed({ policies }: DecidedDocument, { place, change }: PlacedChange): ProposedChange {
  const { statement, entries = [] } = policies[place.policy]?.statements[place.statement] ?? {};
  const { verdict } = change;
  const isExclusion = statement !== undefined && allowsAllBut(statement) && verdict.kind === 'proven';
  const patterns = isExclusion ? (statement.action?.entries ?? []) : entries;
  return {
    place,
    entries: change.outcomes.map((outcome, i) => ({ text: patterns[i]?.pattern, outcome })),
    ...(isExclusion ? { excludes: { stillAllowed: verdict.stillAllowed, removed: verdict.removed } } : {}),
  };
}

/** Plans the edits for a part of a document. Each change is proven, and the edits are checked on the edited text. */
export function planRefinement(analysis: DecidedDocument, scope: Scope): Refinement {
  const [error] = analysis.reading.errors;
  if (error !== undefined) return nothing([leftOf('document.broken', brokenReason(analysis.text, error))]);
  const parts = partsOf(analysis, scope);
  const plans = new Map<number, Map<number, StatementPlan>>();
  for (const { place, change } of parts.changes) {
    if (change.verdict.kind !== 'proven') continue;
    const plan = plans.get(place.policy) ?? new Map<number, StatementPlan>();
    plan.set(place.statement, planOf(change));
    plans.set(place.policy, plan);
  }
  const { sound, edits, defects } = soundPlans(analysis, [...plans]);
  const left = [...parts.left, ...defects.map((defect) => leftOf('refinement.unproven', say('{0}', defect)))];
  if (edits.length === 0) return nothing(left);
  const made = parts.changes.filter(({ place }) => sound.has(place.policy));
  const onlyInPolicy = writtenForPolicy(analysis, made);
  const changes = made.map((placed) => proposed(analysis, placed));
  return { edits, changes, left, ...(onlyInPolicy.length === 0 ? {} : { onlyInPolicy }) };
}

/** The actions that the changes write although only the policy names them, each once. */
function writtenForPolicy({ policies }: DecidedDocument, changes: readonly PlacedChange[]): string[] {
  const found = changes.flatMap(({ place, change }) => {
    const statement = policies[place.policy]?.statements[place.statement]?.statement;
    // What a `NotAction` names is not kept but excluded.
    if (statement !== undefined && allowsAllBut(statement)) return [];
    const written = change.outcomes.flatMap((outcome) => (outcome.kind === 'becomes' ? outcome.to : []));
    const universe = written.length === 0 ? undefined : policies[place.policy]?.decider().universe;
    return universe === undefined ? [] : onlyPolicyNames(written, universe);
  });
  return [...new Set(found)].toSorted();
}

function partsOf(analysis: DecidedDocument, scope: Scope): Parts {
  return scope.kind === 'file' ? fileParts(analysis, scope) : placeParts(analysis, scope);
}

function brokenReason(text: string, { span, message }: SyntaxError): Message {
  const { line, column } = placeAt(text, span.offset);
  return say('the document has a syntax error at line {0}, column {1}: {2}', String(line), String(column), message);
}

function nothing(left: readonly Left[]): Refinement {
  return { edits: [], changes: [], left };
}

function planOf(change: StatementChangePlan): StatementPlan {
  return change.after.length === 0
    ? { kind: 'goes' }
    : { kind: 'changes', outcomes: change.outcomes, after: change.after };
}

interface PlacedChange {
  readonly place: PolicyPlace;
  readonly change: StatementChangePlan;
}

interface Parts {
  readonly changes: readonly PlacedChange[];
  readonly left: readonly Left[];
}

type FileScope = Extract<Scope, { kind: 'file' }>;

/** The change of a statement when the whole file is refined. */
function plannedChange(
  found: DecidedPolicy,
  analysed: DecidedStatement,
  { isCompact, extendsNotAction }: FileScope,
): StatementChangePlan | undefined {
  if (extendsNotAction === true && allowsAllBut(analysed.statement)) return exclusionIn(found, analysed.statement);
  return isCompact === true ? compactChange(analysed, found.decider()) : analysed.change;
}

function fileParts(analysis: DecidedDocument, scope: FileScope): Parts {
  const { except } = scope;
  const changes: PlacedChange[] = [];
  const left: Left[] = [];
  for (const [policy, found] of analysis.policies.entries()) {
    if (except?.has(policy) === true) continue;
    const whole = policyLeft(found);
    if (whole !== undefined) {
      left.push({ ...whole, place: { policy, statement: 0 } });
      continue;
    }
    const planned = found.statements.map((analysed) => plannedChange(found, analysed, scope));
    const held = heldStatements(analysis.text, found.policy, (i) => planned[i]?.after.length === 0);
    for (const [statement, analysed] of found.statements.entries()) {
      const place = { policy, statement };
      const change = planned[statement];
      for (const one of statementLeft({ ...analysed, change: analysed.change ?? change }, found.unused, place))
        left.push(one);
      const reason = held.get(statement);
      if (reason !== undefined) left.push({ ...leftOf('statement.unused', reason), place });
      else if (change?.verdict.kind === 'proven' && changesText(change)) changes.push({ place, change });
    }
  }
  return { changes, left };
}

/** Does a change edit the text? It does not if all its entries are held back. */
function changesText({ outcomes }: StatementChangePlan): boolean {
  return outcomes.some(({ kind }) => kind !== 'stays');
}

/** Why a policy as a whole is not edited although something in it should change; `undefined` if it can be edited. */
function policyLeft({ policy, statements, isWhollyUnused }: DecidedPolicy): Left | undefined {
  if (isWhollyUnused) return policyUnused;
  const isConcerned = statements.some(({ change }) => change !== undefined);
  return policy.readOnly === undefined || !isConcerned ? undefined : leftOf('policy.unread', policy.readOnly);
}

/**
 * The statements that should be removed but must stay, by index, with the reason:
 *
 * - each list keeps at least one statement that no condition removes and that certainly is a statement;
 * - a statement that is a single value, or a branch of a condition, is not removed if nothing else remains;
 * - a statement that contains only one half of a template directive is not removed;
 * - a statement with a `Sid` that may replace one of another document is not removed.
 */
function heldStatements(
  text: string,
  { lists, statements, subject }: Policy,
  goes: (index: number) => boolean,
): ReadonlyMap<number, Message> {
  const filled = staysFilled(
    lists,
    statements.map(({ slot, mayBeNone }, i) => ({ slot, isSure: !goes(i) && mayBeNone !== true })),
  );
  const held = new Map<number, Message>();
  for (const [i, { slot, span, hasSid }] of statements.entries()) {
    if (!goes(i)) continue;
    if (subject.isCombined === true && hasSid === true) held.set(i, mightComeBack);
    else if (slot.kind === 'value' || filled[slot.list] !== true) held.set(i, mightLeaveNone);
    else if (!hasWholeDirectives(text.slice(span.offset, spanEnd(span)))) held.set(i, wouldSplitDirective);
  }
  return held;
}

const mightLeaveNone = say(
  'everything this statement allows is reported unused, but without it the policy might have no statements',
);
const mightComeBack = say(
  'everything this statement allows is reported unused, but a statement with the same sid in another document would take its place, so it is kept',
);
const wouldSplitDirective = say(
  'everything this statement allows is reported unused, but a template directive in it begins or ends outside it, so it is kept',
);

/** The change of a whole statement in the shortest form, with its own proof. */
function compactChange(
  { statement, entries, change }: DecidedStatement,
  { universe, prover }: PolicyDecider,
): StatementChangePlan | undefined {
  if (change === undefined) return undefined;
  const compact = entries.map(({ pattern, decision }) =>
    pattern === undefined || decision === undefined
      ? {}
      : { pattern, decision: compactly(pattern, decision, universe) },
  );
  return changeStatement({ statement, entries: compact }, () => true, prover);
}

/** A statement with the change that is planned for it. */
type PlannedStatement = Omit<DecidedStatement, 'change'> & { readonly change: StatementChangePlan | undefined };

/** What is left unchanged in a statement when the whole file is refined. */
function statementLeft(
  { statement: { role }, entries, change }: PlannedStatement,
  unused: Unused,
  place: PolicyPlace,
): Left[] {
  const ambiguous =
    role.kind === 'ambiguous' && unused.size > 0 ? [{ ...leftOf('policy.unread', role.reason), place }] : [];
  const undecided = entries.flatMap(({ pattern, decision }, entry) =>
    decisionLeft(pattern ?? '', decision, { ...place, entry }),
  );
  return [...ambiguous, ...undecided, ...heldLeft(entries, change, place), ...unprovenLeft(change, place)];
}

function heldLeft(
  entries: readonly DecidedEntry[],
  change: StatementChangePlan | undefined,
  place: PolicyPlace,
): Left[] {
  return (change?.held ?? []).map(({ entry, reason }) => ({
    ...leftOf('action.unused', say('{0} is kept: {1}', entries[entry]?.pattern ?? '', reason)),
    place: { ...place, entry },
  }));
}

function unprovenLeft(change: StatementChangePlan | undefined, place: PolicyPlace): Left[] {
  switch (change?.verdict.kind) {
    case 'disproven':
      return [{ ...leftOf('refinement.unproven', say('{0}', change.verdict.defect)), place }];
    case 'too-much-work':
      return [{ ...leftOf('refinement.too-much-work', tooMuchWork), place }];
    case 'proven':
    case undefined:
      return [];
  }
}

const tooMuchWork = say(
  'the statement has too many wildcards with text after the first * or ? for a proof: split the statement, or use prefixes',
);

function placeParts(analysis: DecidedDocument, scope: Exclude<Scope, { kind: 'file' }>): Parts {
  const { policy, statement } = scope;
  const found = analysis.policies[policy];
  const target = found?.statements[statement];
  if (found === undefined || target === undefined) return { changes: [], left: [] };
  const change = changeAt(found, target, scope);
  if (change === undefined) return { changes: [], left: [] };
  const place = { policy, statement };
  const unproven = unprovenLeft(change, place);
  if (unproven.length > 0) return { changes: [], left: unproven };
  if (found.policy.readOnly !== undefined)
    return { changes: [], left: [{ ...leftOf('policy.unread', found.policy.readOnly), place }] };
  const goes = change.after.length === 0;
  const reason = heldStatements(analysis.text, found.policy, (i) => goes && i === statement).get(statement);
  if (reason !== undefined)
    return {
      changes: [],
      left: [{ ...(found.isWhollyUnused ? policyUnused : leftOf('statement.unused', reason)), place }],
    };
  return { changes: changesText(change) ? [{ place, change }] : [], left: heldLeft(target.entries, change, place) };
}

function changeAt(
  found: DecidedPolicy,
  target: DecidedStatement,
  scope: Exclude<Scope, { kind: 'file' }>,
): StatementChangePlan | undefined {
  if (scope.kind === 'entry') return entryChange(target, scope.entry, found.decider());
  return scope.extendsNotAction === true ? exclusionIn(found, target.statement) : target.change;
}

/** The change that extends a `NotAction`. A policy that cannot be edited has none. */
function exclusionIn(found: DecidedPolicy, statement: Statement): StatementChangePlan | undefined {
  return found.policy.readOnly === undefined ? exclusionChange(found, statement) : undefined;
}

/** The change of one entry. `*` for all services is narrowed only here, when the user asks for this entry itself. */
function entryChange(target: DecidedStatement, entry: number, decider: PolicyDecider): StatementChangePlan | undefined {
  return changeStatement(target, (i) => i === entry, decider.prover, decider.narrowAll);
}

const policyUnused = leftOf(
  'policy.unused',
  say(
    'everything it allows is reported unused, and IAM rejects a policy without statements: detach it, or delete it if it is inline',
  ),
);

function leftOf(code: LeftCode, reason: Message): Left {
  return { code, reason };
}

/** Like {@link statementLeft}, for one entry. */
function decisionLeft(pattern: string, decision: Decision | undefined, place: PolicyPlace): Left[] {
  if (decision?.kind === 'cannot-narrow')
    return [{ code: 'service.unknown', place, reason: say('{0} is kept: {1}', pattern, decision.reason) }];
  if (decision?.kind === 'narrow-all') {
    const reason = say(
      '{0} is kept: replacing it with one entry for each service is done only on the entry itself',
      pattern,
    );
    return [{ code: 'wildcard.partly-unused', place, reason }];
  }
  return [];
}
