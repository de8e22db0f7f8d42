import type { Host } from '../host/host.ts';
import type { Policy, Statement } from '../policy/model.ts';
import type { EntryOutcome } from '../refine/refineStatement.ts';
import { spanEnd } from '../text/span.ts';
import { applyEdits, type TextEdit } from '../text/textEdit.ts';
import { layoutAt } from './layout.ts';
import { removalEdits } from './listEdits.ts';
import { inWords } from '../text/message.ts';

/** What becomes of a statement; one that is not in the plan stays as it is. */
export type StatementPlan =
  | { readonly kind: 'goes' }
  | { readonly kind: 'changes'; readonly outcomes: readonly EntryOutcome[]; readonly after: readonly (string | null)[] };

/** By index of the statement. At least one statement stays. */
export type PolicyPlan = ReadonlyMap<number, StatementPlan>;

/** The minimal edits that carry out a plan, ordered and disjoint, on the offsets of `text`. O(length of the policy). */
export function planEdits(text: string, host: Host, policy: Policy, plan: PolicyPlan): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const [index, change] of plan) {
    const statement = policy.statements[index];
    if (statement !== undefined && change.kind === 'changes') edits.push(...statementEdits(text, host, statement, change.outcomes));
  }
  if (policy.listSpan !== undefined) {
    const spans = policy.statements.map(({ span }) => span);
    edits.push(...removalEdits(text, policy.listSpan, spans, (i) => plan.get(i)?.kind === 'goes'));
  }
  return edits.toSorted((a, b) => a.span.offset - b.span.offset);
}

function statementEdits(text: string, host: Host, statement: Statement, outcomes: readonly EntryOutcome[]): TextEdit[] {
  const { action } = statement;
  if (action === undefined) return [];
  const spans = action.entries.map(({ span }) => span);
  const edits = action.form === 'list' ? removalEdits(text, action.valueSpan, spans, (i) => outcomes[i]?.kind === 'goes') : [];
  for (const [i, { span }] of action.entries.entries()) {
    const outcome = outcomes[i];
    if (outcome?.kind !== 'becomes') continue;
    const { separator, open, close } = layoutAt(text, statement, action, span.offset);
    const written = outcome.to.map(host.encode).join(separator);
    const needsList = action.form === 'single' && outcome.to.length > 1;
    edits.push({ span, newText: needsList ? `[${open}${written}${close}]` : written });
  }
  return edits;
}

/** A text and the policies that were read from it. */
export interface TextWithPolicies {
  readonly text: string;
  readonly policies: readonly Policy[];
}

/**
 * Looks at a text after its edits with fresh eyes: reads it again and compares. `undefined` when the edits did what was planned and nothing
 * else, or what went wrong. Independent of how the edits were made.
 */
export function checkEdits(
  before: TextWithPolicies,
  host: Host,
  planned: ReadonlyMap<number, PolicyPlan>,
  edits: readonly TextEdit[],
): string | undefined {
  const edited = applyEdits(before.text, edits);
  if (edited === undefined) return 'the edits overlap';
  const after = host.read(edited);
  const [error] = after.errors;
  if (error !== undefined) return `the edited text has a syntax error: ${inWords(error.message)}`;
  if (outside(before.text, before.policies) !== outside(edited, after.policies)) return 'the edits reach outside the policies';
  for (const [i, policy] of before.policies.entries()) {
    const plan = planned.get(i) ?? new Map<number, StatementPlan>();
    const now = after.policies[i];
    const difference =
      now === undefined ? 'a policy is gone' : comparePolicies({ text: before.text, policy }, { text: edited, policy: now }, plan);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

interface PolicyInText {
  readonly text: string;
  readonly policy: Policy;
}

function comparePolicies(before: PolicyInText, after: PolicyInText, plan: PolicyPlan): string | undefined {
  if (frame(before) !== frame(after)) return 'the edits reach outside the statements';
  const kept = before.policy.statements
    .map((statement, i) => ({ statement, change: plan.get(i) }))
    .filter(({ change }) => change?.kind !== 'goes');
  if (kept.length !== after.policy.statements.length) return 'the edited text holds another number of statements';
  for (const [i, { statement, change }] of kept.entries()) {
    const now = after.policy.statements[i];
    if (now === undefined || around(before.text, statement) !== around(after.text, now)) return 'the edits reach outside the actions';
    const wanted = change?.kind === 'changes' ? change.after : textsOf(statement);
    if (JSON.stringify(textsOf(now)) !== JSON.stringify(wanted)) return 'the edited text does not hold the planned actions';
  }
  return undefined;
}

/** The action strings of a statement, `null` for what is no string. */
function textsOf({ action }: Statement): (string | null)[] {
  return (action?.entries ?? []).map(({ text }) => text ?? null);
}

/** What stands in a policy around its statements. */
function frame({ text, policy }: PolicyInText): string {
  const statements = policy.listSpan ?? policy.statements[0]?.span ?? policy.span;
  return `${text.slice(policy.span.offset, statements.offset)}\0${text.slice(spanEnd(statements), spanEnd(policy.span))}`;
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
function around(text: string, { span, action }: Statement): string {
  const end = spanEnd(span);
  if (action === undefined) return text.slice(span.offset, end);
  return `${text.slice(span.offset, action.valueSpan.offset)}\0${text.slice(spanEnd(action.valueSpan), end)}`;
}
