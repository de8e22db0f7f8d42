/** Plans the text edits of a refinement, and checks them on the edited text. */
import { readDocument } from '../documents/document.ts';
import { type ReadDocument } from '../documents/reading.ts';
import { syntaxOf } from '../documents/policySyntax.ts';
import type { Syntax, SyntaxEdits } from '../documents/syntax.ts';
import type { List, Policy, Slot, Statement } from '../policy/model.ts';
import type { EntryOutcome } from '../policy/outcome.ts';
import { changesComments } from './checkComments.ts';
import { differsOutside } from './checkTrees.ts';
import { spanEnd, type Span } from '../text/span.ts';
import { applyEdits, type TextEdit } from '../text/textEdit.ts';
import { inWords } from '../text/message.ts';

/** The change of a statement. A statement that is not in the plan stays unchanged. */
export type StatementPlan =
  | { readonly kind: 'goes' }
  | {
      readonly kind: 'changes';
      readonly outcomes: readonly EntryOutcome[];
      readonly after: readonly (string | null)[];
    };

/** By index of the statement. At least one statement stays. */
export type PolicyPlan = ReadonlyMap<number, StatementPlan>;

/** The minimal edits that carry out a plan, sorted and disjoint, with offsets in `text`. O(length of the policy). */
export function planEdits(document: ReadDocument, policy: Policy, plan: PolicyPlan): TextEdit[] {
  const { text } = document;
  const { edit } = syntaxOf(document, policy);
  const inStatements = [...plan].flatMap(([index, change]) => {
    const statement = policy.statements[index];
    return statement === undefined || change.kind === 'goes'
      ? []
      : statementEdits(text, edit, statement, change.outcomes);
  });
  const gone = removalsIn(
    text,
    edit,
    { lists: policy.lists, values: policy.statements },
    (i) => plan.get(i)?.kind === 'goes',
  );
  return [...inStatements, ...gone].toSorted((a, b) => a.span.offset - b.span.offset);
}

/** Lists and the values in them, some of which are removed. */
interface Place {
  readonly lists: readonly List[];
  readonly values: readonly { readonly span: Span; readonly slot: Slot }[];
}

/** Removes an element with its comma; replaces a branch of a condition with an empty value such as `AWS::NoValue`. */
function removalsIn(
  text: string,
  edit: SyntaxEdits,
  { lists, values }: Place,
  goes: (index: number) => boolean,
): TextEdit[] {
  const gone = values.filter((_, i) => goes(i));
  const branches = gone.filter(({ slot }) => slot.kind === 'branch').map(({ span }) => edit.emptyBranch(text, span));
  const elements = lists.flatMap((one, list) => {
    const indexes = new Set(
      gone.flatMap(({ slot }) => (slot.kind === 'element' && slot.list === list ? [slot.index] : [])),
    );
    return indexes.size === 0 ? [] : edit.removeElements(text, one, (i) => indexes.has(i));
  });
  return [...branches, ...elements];
}

function statementEdits(
  text: string,
  edit: SyntaxEdits,
  statement: Statement,
  outcomes: readonly EntryOutcome[],
): TextEdit[] {
  const { action } = statement;
  if (action === undefined) return [];
  const rewritten = action.lists.map((_, list) => edit.rewriteList(text, action, list, outcomes));
  // Entries of a list that is rewritten need no edits of their own.
  const outcomeOf = (i: number): EntryOutcome | undefined => {
    const slot = action.entries[i]?.slot;
    return slot === undefined || (slot.kind !== 'value' && rewritten[slot.list] !== undefined)
      ? undefined
      : outcomes[i];
  };
  const gone = removalsIn(
    text,
    edit,
    { lists: action.lists, values: action.entries },
    (i) => outcomeOf(i)?.kind === 'goes',
  );
  const changed = action.entries.flatMap((entry, i) => {
    const outcome = outcomeOf(i);
    return outcome?.kind === 'becomes' ? [edit.replaceEntry(text, { statement, action, entry }, outcome.to)] : [];
  });
  return [...gone, ...changed, ...rewritten.filter((one) => one !== undefined)];
}

/**
 * Checks edits by reading the edited text again and comparing it with the plan. Returns `undefined` if the edits did
 * exactly what was planned, or else what went wrong. Does not depend on how the edits were made.
 */
export function checkEdits(
  document: ReadDocument,
  planned: ReadonlyMap<number, PolicyPlan>,
  edits: readonly TextEdit[],
): string | undefined {
  const { text } = document;
  const { syntax, policies } = document.reading;
  const edited = applyEdits(text, edits);
  if (edited === undefined) return 'the edits overlap';
  const after = readDocument(edited, undefined, syntax);
  const [error] = after.errors;
  if (error !== undefined) return `the edited text has a syntax error: ${inWords(error.message)}`;
  if (outside(document) !== outside({ text: edited, reading: after })) return 'the edits reach outside the policies';
  const misplaced = syntax.inspect && inspect(document, edited, planned);
  if (misplaced !== undefined) return misplaced;
  for (const [i, policy] of policies.entries()) {
    const plan = planned.get(i) ?? new Map<number, StatementPlan>();
    const now = after.policies[i];
    const written = syntaxOf(document, policy);
    const difference =
      now === undefined
        ? 'a policy is missing'
        : comparePolicies({ text, policy, written }, { text: edited, policy: now, written }, plan);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** Compares what lines and columns decide: comments, and the values outside of policies. */
function inspect(
  { text, reading: { syntax, policies } }: ReadDocument,
  edited: string,
  planned: ReadonlyMap<number, PolicyPlan>,
): string | undefined {
  const [before, after] = [syntax.inspect?.(text), syntax.inspect?.(edited)];
  if (before === undefined || after === undefined) return undefined;
  const removed = removedBy(planned, policies);
  if (changesComments({ text, comments: before.comments }, { text: edited, comments: after.comments }, removed))
    return 'the edits change comments';
  return differsOutside(before.root, after.root, policies) ? 'the edits change other values' : undefined;
}

/** The values that plans remove. */
function removedBy(planned: ReadonlyMap<number, PolicyPlan>, policies: readonly Policy[]): Span[] {
  return [...planned].flatMap(([policy, plan]) =>
    [...plan].flatMap(([index, change]) => {
      const statement = policies[policy]?.statements[index];
      if (change.kind === 'goes' || statement === undefined) return statement?.span ?? [];
      const entries = statement.action?.entries ?? [];
      return entries.flatMap(({ span }, i) => (change.outcomes[i]?.kind === 'goes' ? [span] : []));
    }),
  );
}

interface PolicyInText {
  readonly text: string;
  readonly written: Pick<Syntax, 'betweenKeyAndValue' | 'afterValue'>;
  readonly policy: Policy;
}

function comparePolicies(before: PolicyInText, after: PolicyInText, plan: PolicyPlan): string | undefined {
  if (frame(before) !== frame(after) || besidesOf(before) !== besidesOf(after))
    return 'the edits reach outside the statements';
  const staying = before.policy.statements
    .map((statement, i) => ({ statement, change: plan.get(i) }))
    .filter(({ change }) => change?.kind !== 'goes');
  if (staying.length !== after.policy.statements.length) return 'the edited text has a different number of statements';
  for (const [i, { statement, change }] of staying.entries()) {
    const now = after.policy.statements[i];
    if (now === undefined || around(before, statement) !== around(after, now))
      return 'the edits reach outside the actions';
    const wanted = change?.kind === 'changes' ? change.after : patternsOf(statement);
    if (JSON.stringify(patternsOf(now)) !== JSON.stringify(wanted))
      return 'the edited text does not contain the planned actions';
  }
  return shape(before.policy, plan) === shape(after.policy, new Map())
    ? undefined
    : 'the edited text has different lists';
}

/** The action strings of a statement; `null` for an entry that is not a string. */
function patternsOf({ action }: Statement): (string | null)[] {
  return (action?.entries ?? []).map(({ pattern }) => pattern ?? null);
}

/** The text of a policy around its statements. */
function frame({ text, written, policy: { span, keySpan, valueSpan } }: PolicyInText): string {
  return aroundValue({ text, written }, span, { keySpan, valueSpan });
}

interface Member {
  readonly keySpan: Span;
  readonly valueSpan: Span;
}

/** The text of an object around the value of one of its members. */
function aroundValue(
  { text, written }: Pick<PolicyInText, 'text' | 'written'>,
  whole: Span,
  { keySpan, valueSpan }: Member,
): string {
  const between = written.betweenKeyAndValue(text.slice(spanEnd(keySpan), valueSpan.offset));
  const behind = written.afterValue(text.slice(spanEnd(valueSpan), spanEnd(whole)));
  return `${text.slice(whole.offset, spanEnd(keySpan))}${between}\0${behind}`;
}

/** What stands between the statements of a policy. */
function besidesOf({ text, policy: { besides = [] } }: PolicyInText): string {
  return besides.map((span) => text.slice(span.offset, spanEnd(span))).join('\0');
}

/**
 * The structure after a plan is carried out: the lengths of the lists of statements, the slot of each statement that
 * stays, and which lists of actions contain template directives.
 */
function shape({ lists, statements }: Policy, plan: PolicyPlan): string {
  const goes = (i: number): boolean => plan.get(i)?.kind === 'goes';
  const gone = statements.filter((_, i) => goes(i)).flatMap(({ slot }) => (slot.kind === 'element' ? [slot.list] : []));
  const lengths = lists.map(({ elements }, list) => elements.length - gone.filter((one) => one === list).length);
  const staying = statements.filter((_, i) => !goes(i));
  const slots = staying.map(({ slot }) => [slot.kind, slot.kind === 'value' ? 0 : slot.list]);
  const open = staying.map(({ action }) => action?.lists.some(({ isOpen }) => isOpen === true));
  return JSON.stringify([lengths, slots, open]);
}

/** The text of a document around its policies. */
function outside({ text, reading: { policies, syntax } }: ReadDocument): string {
  let at = 0;
  let isInText = true;
  const parts: string[] = [];
  const add = (end: number): void => {
    const part = text.slice(at, end);
    parts.push(isInText ? part : syntax.afterValue(part));
  };
  for (const { span, textSpan } of policies) {
    add(span.offset);
    at = spanEnd(span);
    isInText = textSpan !== undefined;
  }
  add(text.length);
  return parts.join('\0');
}

/** A statement without the value of its `Action`. */
function around({ text, written }: PolicyInText, { span, action }: Statement): string {
  return action === undefined ? text.slice(span.offset, spanEnd(span)) : aroundValue({ text, written }, span, action);
}
