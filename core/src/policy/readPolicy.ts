import { foldCase } from '../actions/foldCase.ts';
import { memoise } from '../memo.ts';
import { intrinsicOf } from '../text/intrinsics.ts';
import { member, members, spanOf, stringOf, type TreeNode } from '../text/tree.ts';
import { holdsPlaceholder } from '../text/placeholders.ts';
import { effectAt, type Effect } from './effect.ts';
import { nothingSaid, type PolicySubject } from './subject.ts';
import type { ActionElement, ActionEntry, Policy, Statement, StatementRole, UnreadPart } from './model.ts';
import { slotsIn, type SlottedNode } from './slots.ts';
import { say, type Message } from '../text/message.ts';

/** What a JSON value is, told by its shape and never by its name. */
export type PolicyReading =
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'resource-based' }
  | { readonly kind: 'no-policy' };

/**
 * Reads a policy from a JSON value.
 *
 * A value is a policy when its `Statement` is a statement or a list with one: an object with an `Effect` and an
 * `Action` or `NotAction`. Both branches of an `Fn::If` are read, at every level. A policy with a `Principal` or
 * `NotPrincipal` is resource-based (a trust policy, a bucket policy); findings about a principal do not apply to it.
 * `subject` is what the document around it says of it. Grammar: IAM User Guide, "Grammar of the IAM JSON policy
 * language".
 */
export function readPolicy(node: TreeNode | undefined, subject: PolicySubject = nothingSaid): PolicyReading {
  const pair = member(node, 'Statement') && members(node).find(([key]) => key.value === 'Statement');
  if (node === undefined || pair === undefined) return { kind: 'no-policy' };
  const [key, value] = pair;
  const { lists, nodes } = slotsIn(value);
  if (!nodes.some((one) => isStatement(one.node))) return { kind: 'no-policy' };
  if (nodes.some((one) => isForPrincipal(one.node))) return { kind: 'resource-based' };
  const twice = twiceNamed(node, (twin) =>
    say('duplicate key {0} in the policy: IAM does not define which one applies', twin),
  );
  const read = nodes.map(readStatement);
  const statements = twice === undefined ? read : read.map((statement) => ({ ...statement, role: twice }));
  const unread = [...computedMembers(node), ...statements.flatMap(unreadIn)];
  return {
    kind: 'policy',
    policy: { span: spanOf(node), subject, keySpan: spanOf(key), valueSpan: spanOf(value), lists, statements, unread },
  };
}

/** As a policy reads one of its statements; `undefined` for what might make the policy another kind of document. */
export function readStatementAlone(node: TreeNode): Statement | undefined {
  return isStatement(node) && !isForPrincipal(node) ? readStatement({ node, slot: { kind: 'value' } }) : undefined;
}

/** What was not read of a statement that may allow something. */
export function unreadIn({ span, role, action }: Statement): UnreadPart[] {
  if (role.kind === 'unread' || role.kind === 'ambiguous') return [{ span, reason: role.reason }];
  // What a NotAction excepts decides what the statement allows.
  if (role.kind !== 'refinable' && role.kind !== 'grants') return [];
  return (action?.entries ?? []).flatMap(({ span: at, unread }) =>
    unread === undefined ? [] : [{ span: at, reason: unread }],
  );
}

/**
 * What of a value that has the members of a policy, and no statement that can be read, is computed: whether it is a
 * policy is not known.
 */
export function computedStatements(node: TreeNode): UnreadPart[] {
  const value = member(node, 'Statement');
  if (value === undefined || members(node).some(([key]) => !policyMembers.has(String(key.value)))) return [];
  const computed = slotsIn(value).nodes.filter((one) => isExpression(one.node));
  return computed.map((one) => ({
    span: spanOf(one.node),
    reason: say('the Statement of this policy is computed when the document is used'),
  }));
}

const policyMembers: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);

/** `Fn::Transform` and the like beside the members of a policy: what they add is not known. */
function computedMembers(node: TreeNode): UnreadPart[] {
  return members(node).flatMap(([key]) => {
    const name = stringOf(key) ?? '';
    return name.startsWith('Fn::')
      ? [{ span: spanOf(key), reason: say('it is not known what {0} adds to the policy', name) }]
      : [];
  });
}

function isForPrincipal(node: TreeNode): boolean {
  return (member(node, 'Principal') ?? member(node, 'NotPrincipal')) !== undefined;
}

/** Is a value a statement, or will it be one? */
export function isStatement(node: TreeNode): boolean {
  return member(node, 'Effect') !== undefined && (member(node, 'Action') ?? member(node, 'NotAction')) !== undefined;
}

function readStatement({ node, slot }: SlottedNode): Statement {
  const pair = members(node).find(([key]) => key.value === 'Action' || key.value === 'NotAction');
  const action = pair && readActions(pair[0], pair[1]);
  const effect = effectAt(member(node, 'Effect'));
  const isCertain = isStatement(node) && effect.kind !== 'wrong' && action !== undefined && action.entries.length > 0;
  return {
    span: spanOf(node),
    slot,
    role: roleOf(node, action, effect),
    ...(action === undefined ? {} : { action }),
    ...(isCertain ? {} : { mayBeNone: true }),
  };
}

function readActions(key: TreeNode, value: TreeNode): ActionElement {
  const { lists, nodes } = slotsIn(value);
  return {
    element: key.value === 'Action' ? 'Action' : 'NotAction',
    keySpan: spanOf(key),
    valueSpan: spanOf(value),
    lists,
    entries: nodes.map(readEntry),
  };
}

/**
 * The same string object for the same text: it is looked up several times in an analysis, and comparing it costs
 * nothing then. A copy, because a part of a document's text would keep the whole of it in memory.
 */
const sameText = memoise((text) => ` ${text}`.slice(1));

function readEntry({ node, slot, branch }: SlottedNode): ActionEntry {
  const text = stringOf(node);
  return {
    span: spanOf(node),
    ...(text === undefined || isExpression(node)
      ? { unread: isExpression(node) ? computedAction : noAction }
      : { text: sameText(text) }),
    slot,
    ...(branch === undefined ? {} : { branch }),
  };
}

const computedAction = say('this action is computed when the document is used');
const noAction = say('this action is not a string');

/** Is a value computed when the document is used, by an intrinsic function or from a placeholder? */
function isExpression(node: TreeNode): boolean {
  return intrinsicOf(node) !== undefined || holdsPlaceholder(stringOf(node) ?? '');
}

function roleOf(node: TreeNode, action: ActionElement | undefined, effect: Effect): StatementRole {
  const twice = twiceNamed(node, (key) =>
    say('duplicate key {0} in the statement: IAM does not define which one applies', key),
  );
  const computed = twice ?? computedStatement(node);
  if (computed !== undefined) return computed;
  if (member(node, 'Action') !== undefined && member(node, 'NotAction') !== undefined)
    return {
      kind: 'unread',
      reason: say('this statement has both Action and NotAction, but IAM accepts only one of them'),
    };
  if (effect.kind === 'Deny') return { kind: 'other', reason: say('a Deny statement is never changed') };
  if (effect.kind !== 'Allow') return { kind: 'unread', reason: effect.reason };
  if (action === undefined) return { kind: 'unread', reason: say('this statement has no Action') };
  if (action.element === 'NotAction')
    return { kind: 'grants', reason: say('a statement with NotAction cannot be refined') };
  return { kind: 'refinable' };
}

/** What stands where a statement should, and is none that can be read. */
function computedStatement(node: TreeNode): StatementRole | undefined {
  const call = intrinsicOf(node);
  if (call !== undefined)
    return { kind: 'unread', reason: say('this statement is computed by {0} when the document is used', call.name) };
  if (node.type !== 'object')
    return { kind: 'unread', reason: isExpression(node) ? computedText : say('this is not a statement') };
  for (const [{ value }] of members(node)) {
    const key = String(value);
    if (decisive.has(key)) continue;
    if (key.startsWith('Fn::'))
      return { kind: 'unread', reason: say('it is not known what {0} adds to this statement', key) };
    const spelled = spellings.get(foldCase(key));
    if (spelled !== undefined) return { kind: 'unread', reason: say('IAM spells this key {1}, not {0}', key, spelled) };
  }
  return undefined;
}

const computedText = say('this statement is computed when the document is used');

/** The members that decide what a statement allows. Whether IAM reads them in another letter case is not documented. */
const decisive: ReadonlySet<string> = new Set([
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
  'Principal',
  'NotPrincipal',
]);

/** By their folded form. */
const spellings: ReadonlyMap<string, string> = new Map([...decisive].map((name) => [foldCase(name), name]));

/**
 * IAM allows no key twice (IAM User Guide, "Grammar of the IAM JSON policy language"), and which of the two would count
 * is not documented; nor whether keys that differ in letter case are two.
 */
function twiceNamed(node: TreeNode, reasonFor: (key: string) => Message): StatementRole | undefined {
  const keys = new Set<string>();
  for (const [{ value }] of members(node)) {
    const key = String(value);
    if (keys.has(foldCase(key))) return { kind: 'ambiguous', reason: reasonFor(key) };
    keys.add(foldCase(key));
  }
  return undefined;
}
