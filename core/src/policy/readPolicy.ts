/** Reads a policy from the tree of a document. */
import { foldCase } from '../actions/foldCase.ts';
import { memoise } from '../memo.ts';
import { givesString, intrinsicOf } from '../text/intrinsics.ts';
import { elements, member, members, spanOf, stringOf, type TreeNode } from '../text/tree.ts';
import { holdsPlaceholder } from '../text/placeholders.ts';
import { effectAt, type Effect } from './effect.ts';
import { unknownSubject, type PolicySubject } from './subject.ts';
import type { ActionElement, ActionEntry, Policy, Statement, StatementRole, UnreadPart } from './model.ts';
import { slotsIn, type SlottedNode } from './slots.ts';
import { say, type Message } from '../text/message.ts';

/** What a value is, judged by its members and never by its name in the document. */
export type PolicyReading =
  | { readonly kind: 'policy'; readonly policy: Policy }
  /** `isTrust`: it says who may assume a role. */
  | { readonly kind: 'resource-based'; readonly isTrust: boolean }
  | { readonly kind: 'no-policy' };

/**
 * Reads a policy from a value of a document.
 *
 * A value is a policy if its `Statement` is a statement, or a list with at least one: an object with an `Effect` and an
 * `Action` or `NotAction`. Both branches of an `Fn::If` are read, at every level. A policy with a `Principal` or
 * `NotPrincipal` is resource-based (a trust policy, a bucket policy), so findings about a principal do not apply to it.
 *
 * `subject` is what the document around it tells about the policy. Grammar: IAM User Guide, "Grammar of the IAM JSON
 * policy language".
 */
export function readPolicy(node: TreeNode | undefined, subject: PolicySubject = unknownSubject): PolicyReading {
  const pair = member(node, 'Statement') && members(node).find(([key]) => key.value === 'Statement');
  if (node === undefined || pair === undefined) return { kind: 'no-policy' };
  const [key, value] = pair;
  const { lists, nodes } = slotsIn(value);
  if (!nodes.some((one) => isStatement(one.node))) return { kind: 'no-policy' };
  if (nodes.some((one) => isForPrincipal(one.node)))
    return { kind: 'resource-based', isTrust: nodes.every((one) => isOfTrust(one.node)) };
  const twice = duplicateKeyRole(node, (twin) =>
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

/**
 * Reads one statement as {@link readPolicy} would; `undefined` if the value could make its document something other
 * than a policy.
 */
export function readStatementAlone(node: TreeNode): Statement | undefined {
  return isStatement(node) && !isForPrincipal(node) ? readStatement({ node, slot: { kind: 'value' } }) : undefined;
}

/** The parts that were not read, of a statement that may allow something. */
export function unreadIn({ span, role, action }: Statement): UnreadPart[] {
  if (role.kind === 'unread' || role.kind === 'ambiguous') return [{ span, reason: role.reason }];
  // An unread entry of a NotAction counts, too: its exceptions decide what the statement allows.
  if (role.kind !== 'refinable' && role.kind !== 'grants') return [];
  return (action?.entries ?? []).flatMap(({ span: at, unread }) =>
    unread === undefined ? [] : [{ span: at, reason: unread }],
  );
}

/**
 * The computed statements of a value that may be a policy: it has only members of a policy, and no statement that can
 * be read. Empty for any other value.
 */
export function computedStatements(node: TreeNode): UnreadPart[] {
  const value = member(node, 'Statement');
  if (value === undefined || members(node).some(([key]) => !policyMembers.has(String(key.value)))) return [];
  const computed = slotsIn(value).nodes.filter((one) => one.node.refused !== undefined || isExpression(one.node));
  return computed.map((one) => ({
    span: spanOf(one.node),
    reason: one.node.refused ?? say('the Statement of this policy is computed when the document is used'),
  }));
}

const policyMembers: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);

/** Members such as `Fn::Transform`, which add something unknown to the policy. */
function computedMembers(node: TreeNode): UnreadPart[] {
  return members(node).flatMap(([key]) => {
    const name = stringOf(key) ?? '';
    return name.startsWith('Fn::') || name.includes('${')
      ? [{ span: spanOf(key), reason: say('it is not known what {0} adds to the policy', name) }]
      : [];
  });
}

function isForPrincipal(node: TreeNode): boolean {
  return (member(node, 'Principal') ?? member(node, 'NotPrincipal')) !== undefined;
}

/** Does a statement only let principals assume a role? It names no resource (IAM User Guide, "Role trust policies"). */
function isOfTrust(node: TreeNode): boolean {
  const action = member(node, 'Action');
  const actions = action?.type === 'array' ? elements(action) : action === undefined ? [] : [action];
  return member(node, 'Resource') === undefined && actions.every((one) => /^sts:/i.test(stringOf(one) ?? ''));
}

/** Is the value a statement? `Effect` and actions may be computed. */
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
 * One string object for each action string, so that the look-ups of an analysis compare by identity. It is a copy,
 * because a substring would keep the whole text of the document in memory.
 */
const interned = memoise((text) => ` ${text}`.slice(1));

function readEntry({ node, slot, branch }: SlottedNode): ActionEntry {
  const text = stringOf(node);
  return {
    span: spanOf(node),
    ...(text === undefined || isExpression(node) ? unreadEntry(node) : { pattern: interned(text) }),
    slot,
    ...(branch === undefined ? {} : { branch }),
  };
}

function unreadEntry(node: TreeNode): Pick<ActionEntry, 'unread' | 'isString'> {
  if (node.refused !== undefined) return { unread: node.refused };
  const unread = isExpression(node) ? computedAction : noAction;
  return givesString(node) ? { unread, isString: true } : { unread };
}

const computedAction = say('this action is computed when the document is used');
const noAction = say('this action is not a string');

/** Is the value computed when the document is used, by an intrinsic function or from a placeholder? */
function isExpression(node: TreeNode): boolean {
  return intrinsicOf(node) !== undefined || holdsPlaceholder(stringOf(node) ?? '');
}

function roleOf(node: TreeNode, action: ActionElement | undefined, effect: Effect): StatementRole {
  const twice = duplicateKeyRole(node, (key) =>
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

/** The role of a value that is not a readable statement; `undefined` if it is one. */
function computedStatement(node: TreeNode): StatementRole | undefined {
  if (node.refused !== undefined) return { kind: 'unread', reason: node.refused };
  const call = intrinsicOf(node);
  if (call !== undefined)
    return { kind: 'unread', reason: say('this statement is computed by {0} when the document is used', call.name) };
  if (node.type !== 'object')
    return { kind: 'unread', reason: isExpression(node) ? computedText : say('this is not a statement') };
  for (const [{ value }] of members(node)) {
    const key = String(value);
    if (decisive.has(key)) continue;
    if (key.startsWith('Fn::') || holdsPlaceholder(key))
      return { kind: 'unread', reason: say('it is not known what {0} adds to this statement', key) };
    const spelled = spellings.get(foldCase(key));
    if (spelled !== undefined) return { kind: 'unread', reason: say('IAM spells this key {1}, not {0}', key, spelled) };
  }
  return undefined;
}

const computedText = say('this statement is computed when the document is used');

/**
 * The members that decide what a statement allows. Whether IAM accepts them in another letter case is not documented,
 * so a statement with one is not read.
 */
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

/** The members of {@link decisive} by their folded names. */
const spellings: ReadonlyMap<string, string> = new Map([...decisive].map((name) => [foldCase(name), name]));

/**
 * The role of a statement with a duplicate key; `undefined` if `node` has none. IAM does not allow duplicate keys (IAM
 * User Guide, "Grammar of the IAM JSON policy language"). Which of the two would apply is not documented, nor whether
 * keys that differ only in letter case are duplicates.
 */
function duplicateKeyRole(node: TreeNode, reasonFor: (key: string) => Message): StatementRole | undefined {
  const keys = new Set<string>();
  for (const [{ value }] of members(node)) {
    const key = String(value);
    if (keys.has(foldCase(key))) return { kind: 'ambiguous', reason: reasonFor(key) };
    keys.add(foldCase(key));
  }
  return undefined;
}
