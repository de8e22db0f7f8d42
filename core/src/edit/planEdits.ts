import { readDocument } from '../documents/document.ts';
import { type ReadDocument } from '../documents/reading.ts';
import { syntaxOf } from '../documents/policySyntax.ts';
import type { Syntax, SyntaxEdits } from '../documents/syntax.ts';
import type { List, Policy, Slot, Statement } from '../policy/model.ts';
import type { EntryOutcome } from '../policy/outcome.ts';
import { spanEnd, type Span } from '../text/span.ts';
import { applyEdits, type TextEdit } from '../text/textEdit.ts';
import { inWords } from '../text/message.ts';

/** What becomes of a statement; one that is not in the plan stays as it is. */
export type StatementPlan =
  | { readonly kind: 'goes' }
  | {
      readonly kind: 'changes';
      readonly outcomes: readonly EntryOutcome[];
      readonly after: readonly (string | null)[];
    };

/** By index of the statement. At least one statement stays. */
export type PolicyPlan = ReadonlyMap<number, StatementPlan>;

/** The minimal edits that carry out a plan, ordered and disjoint, on the offsets of `text`. O(length of the policy). */
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

/** The lists of a place and the values in it, of which some go. */
interface Place {
  readonly lists: readonly List[];
  readonly values: readonly { readonly span: Span; readonly slot: Slot }[];
}

/** An element goes with its comma, a branch of a condition becomes what leaves nothing. */
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
  const anew = action.lists.map((_, list) => edit.rewriteList(text, action, list, outcomes));
  // What stands in a list that is written anew is written with it.
  const outcomeOf = (i: number): EntryOutcome | undefined => {
    const slot = action.entries[i]?.slot;
    return slot === undefined || (slot.kind !== 'value' && anew[slot.list] !== undefined) ? undefined : outcomes[i];
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
  return [...gone, ...changed, ...anew.filter((one) => one !== undefined)];
}

/**
 * Looks at a text after its edits with fresh eyes: reads it again and compares. `undefined` when the edits did what was
 * planned and nothing else, or what went wrong. Independent of how the edits were made.
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
  if (outside(text, policies) !== outside(edited, after.policies)) return 'the edits reach outside the policies';
  for (const [i, policy] of policies.entries()) {
    const plan = planned.get(i) ?? new Map<number, StatementPlan>();
    const now = after.policies[i];
    const { betweenKeyAndValue } = syntaxOf(document, policy);
    const difference =
      now === undefined
        ? 'a policy is missing'
        : comparePolicies(
            { text, policy, betweenKeyAndValue },
            { text: edited, policy: now, betweenKeyAndValue },
            plan,
          );
    if (difference !== undefined) return difference;
  }
  return undefined;
}

interface PolicyInText {
  readonly text: string;
  readonly betweenKeyAndValue: Syntax['betweenKeyAndValue'];
  readonly policy: Policy;
}

function comparePolicies(before: PolicyInText, after: PolicyInText, plan: PolicyPlan): string | undefined {
  if (frame(before) !== frame(after)) return 'the edits reach outside the statements';
  const kept = before.policy.statements
    .map((statement, i) => ({ statement, change: plan.get(i) }))
    .filter(({ change }) => change?.kind !== 'goes');
  if (kept.length !== after.policy.statements.length) return 'the edited text has a different number of statements';
  for (const [i, { statement, change }] of kept.entries()) {
    const now = after.policy.statements[i];
    if (now === undefined || around(before, statement) !== around(after, now))
      return 'the edits reach outside the actions';
    const wanted = change?.kind === 'changes' ? change.after : textsOf(statement);
    if (JSON.stringify(textsOf(now)) !== JSON.stringify(wanted))
      return 'the edited text does not contain the planned actions';
  }
  return shape(before.policy, plan) === shape(after.policy, new Map())
    ? undefined
    : 'the edited text has different lists';
}

/** The action strings of a statement, `null` for what is no string. */
function textsOf({ action }: Statement): (string | null)[] {
  return (action?.entries ?? []).map(({ pattern }) => pattern ?? null);
}

/** What stands in a policy around its statements. */
function frame({ text, policy: { span, valueSpan } }: PolicyInText): string {
  return `${text.slice(span.offset, valueSpan.offset)}\0${text.slice(spanEnd(valueSpan), spanEnd(span))}`;
}

/**
 * How many elements the lists of statements hold when a plan is carried out, how each statement that stays stands in
 * them, and in which lists of actions directives stand.
 */
function shape({ lists, statements }: Policy, plan: PolicyPlan): string {
  const goes = (i: number): boolean => plan.get(i)?.kind === 'goes';
  const gone = statements.filter((_, i) => goes(i)).flatMap(({ slot }) => (slot.kind === 'element' ? [slot.list] : []));
  const lengths = lists.map(({ elements }, list) => elements.length - gone.filter((one) => one === list).length);
  const kept = statements.filter((_, i) => !goes(i));
  const slots = kept.map(({ slot }) => [slot.kind, slot.kind === 'value' ? 0 : slot.list]);
  const open = kept.map(({ action }) => action?.lists.some(({ isOpen }) => isOpen === true));
  return JSON.stringify([lengths, slots, open]);
}

/** What stands in a document around its policies. */
function outside(text: string, policies: readonly Policy[]): string {
  let at = 0;
  const parts: string[] = [];
  for (const { span } of policies) {
    parts.push(text.slice(at, span.offset));
    at = spanEnd(span);
  }
  return [...parts, text.slice(at)].join('\0');
}

/** A statement without the value of its `Action`. */
function around({ text, betweenKeyAndValue }: PolicyInText, { span, action }: Statement): string {
  const end = spanEnd(span);
  if (action === undefined) return text.slice(span.offset, end);
  const { keySpan, valueSpan } = action;
  const between = betweenKeyAndValue(text.slice(spanEnd(keySpan), valueSpan.offset));
  return `${text.slice(span.offset, spanEnd(keySpan))}${between}\0${text.slice(spanEnd(valueSpan), end)}`;
}
