/** Combines the hints about the holders of a policy from all objects around it. */
import type { Attachment, PolicyType, PrincipalName } from '../../policy/subject.ts';
import { distinctPrincipals } from '../../policy/principals.ts';
import { elements, members, type TreeNode } from '../../text/tree.ts';
import { say, type Message } from '../../text/message.ts';
import { noHolders, type NamedHolders } from './holderNames.ts';
import {
  mostListed,
  hintOfItems,
  hintOfKey,
  hintsIn,
  type HolderDoubt,
  type HolderHint,
  type ValueHint,
} from './holderHints.ts';
import { attachedTo, inlineOf, unclear, unclearMembers } from './placedPolicy.ts';

/** The combined hints of the objects around a value. */
export interface HolderContext extends NamedHolders {
  readonly by?: Message | undefined;
  readonly open?: Message | undefined;
  readonly notPrincipal?: Message | undefined;
  readonly onlyLimits?: Message | undefined;
  readonly count: number;
  /** Used only if no holder is named. */
  readonly doubt?: HolderDoubt | undefined;
}

/** Returns the context of a value, combined at the first call; `undefined` if there are no hints. */
export type GetContext = () => HolderContext | undefined;

type LineOf = (offset: number) => number;

/** A value inside of another one, and its context. */
export interface Inner {
  readonly value: TreeNode;
  readonly context: GetContext;
}

/** The context of the root of a document: a list at the top may name holders next to a policy. */
export function contextAround(root: TreeNode, lineOf: LineOf): GetContext {
  return once(() => {
    const hint = hintOfItems(root, lineOf);
    return hint && within([hint], undefined);
  });
}

/** The context inside of a value: its own members, and those around it. */
export function contextIn(node: TreeNode, around: GetContext, lineOf: LineOf): GetContext {
  return once(() => within(hintsOf(hintsIn(node, lineOf)), around()));
}

/**
 * The values in an object or array, each with its context: the members next to it and further out. O(size of the
 * object).
 */
export function innerValues(node: TreeNode, around: GetContext, lineOf: LineOf): readonly Inner[] {
  if (node.type !== 'object') return elements(node).map((value) => ({ value, context: around }));
  const hints = once(() => hintsIn(node, lineOf));
  const all = once(() => within(hintsOf(hints()), around()));
  return members(node).map(([key, value]) => {
    if (value.type !== 'object' && value.type !== 'array') return { value, context: all };
    return { value, context: once(() => contextInside(key, value, { hints: hints(), around, all, lineOf })) };
  });
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}

interface Beside {
  readonly hints: readonly ValueHint[];
  readonly around: GetContext;
  readonly all: GetContext;
  readonly lineOf: LineOf;
}

/**
 * The context inside of a member. A holder that the member names is named again by its own members, so the hint of the
 * member itself does not count inside; only what was not understood about it does.
 */
function contextInside(
  key: TreeNode,
  value: TreeNode,
  { hints, around, all, lineOf }: Beside,
): HolderContext | undefined {
  // If there are more members than can be listed, the hint of the member itself counts as well.
  const own = hints.length > mostListed ? undefined : hints.find(([other]) => other === value)?.[1];
  const isNaming = own !== undefined && (isNamed(own) || own.count !== undefined || own.notPrincipal !== undefined);
  const context = isNaming ? within(hintsOf(hints, value), around()) : all();
  const ofKey = hintOfKey(String(key.value), () => String(lineOf(key.offset)));
  return ofKey === undefined ? context : within([ofKey], context);
}

/** The hints; for the value `inside`, only what was not understood. */
function hintsOf(hints: readonly ValueHint[], inside?: TreeNode): readonly HolderHint[] {
  return hints.map(([value, hint]) => (value === inside ? { ...noHolders, open: hint.open, doubt: hint.doubt } : hint));
}

function isNamed({ principals, groups }: NamedHolders): boolean {
  return principals.length + groups.length > 0;
}

/**
 * Combines the hints of one level with the context further out. Holders count on every level. What was not understood
 * further out is ignored if a holder is named further in.
 */
function within(hints: readonly HolderHint[], outer: HolderContext | undefined): HolderContext | undefined {
  if (hints.length === 0) return outer;
  const around = outer ?? emptyContext;
  const named = togetherOf(hints);
  return {
    ...togetherOf([named, around]),
    by: firstOf(hints, 'by') ?? around.by,
    open: firstOf(hints, 'open') ?? (isNamed(named) ? undefined : around.open),
    notPrincipal: isNamed(named) ? undefined : (firstOf(hints, 'notPrincipal') ?? around.notPrincipal),
    onlyLimits: firstOf(hints, 'onlyLimits') ?? around.onlyLimits,
    count: Math.max(
      hints.reduce((sum, { count = 0 }) => sum + count, 0),
      around.count,
    ),
    doubt: doubtOf([...hints, around].flatMap(({ doubt }) => doubt ?? [])),
  };
}

function togetherOf(all: readonly NamedHolders[]): NamedHolders {
  return {
    principals: distinctNames(all.flatMap(({ principals }) => principals)),
    groups: [...new Set(all.flatMap(({ groups }) => groups))],
  };
}

function doubtOf(doubts: readonly HolderDoubt[]): HolderDoubt | undefined {
  const [first, ...others] = doubts;
  if (first === undefined || others.length === 0) return first;
  return {
    ...togetherOf(doubts),
    open: first.open,
    count: doubts.reduce((most, { count = 0 }) => Math.max(most, count), 0),
  };
}

const emptyContext: HolderContext = { principals: [], groups: [], count: 0 };

function firstOf(
  hints: readonly HolderHint[],
  what: 'by' | 'open' | 'notPrincipal' | 'onlyLimits',
): Message | undefined {
  return hints.find((hint) => hint[what] !== undefined)?.[what];
}

/** Each principal once. A name without an ARN is dropped if an ARN has the same name. */
function distinctNames(principals: readonly PrincipalName[]): readonly PrincipalName[] {
  const byArn = principals.filter(({ arn }) => arn !== undefined);
  return distinctPrincipals(
    principals.filter(
      ({ type, name, arn }) => arn !== undefined || !byArn.some((one) => one.type === type && one.name === name),
    ),
  );
}

/** The holders of a policy by its context. */
export function attachmentFrom(context: HolderContext | undefined): Attachment {
  if (context === undefined) return { kind: 'unspecified' };
  const { principals, by, notPrincipal, onlyLimits } = context;
  if (onlyLimits !== undefined) return { kind: 'no-principal', reason: onlyLimits };
  if (notPrincipal !== undefined) return { kind: 'no-principal', reason: notPrincipal };
  const { count, ...shown } = withDoubt(context);
  const open = context.open ?? shown.open ?? openBy(context);
  if (open !== undefined) return openAttachment(open, { ...shown, count });
  return principals.length === 0 || by === undefined ? { kind: 'unspecified' } : attachedTo(principals, by);
}

/** The named holders; if there are none, the principals that may be holders. */
function withDoubt(context: HolderContext): NamedHolders & Pick<HolderContext, 'open' | 'count'> {
  const { doubt } = context;
  return isNamed(context) || doubt === undefined
    ? context
    : { ...doubt, count: Math.max(context.count, doubt.count ?? 0) };
}

function openAttachment(
  open: Message,
  { principals, groups, count }: NamedHolders & { readonly count: number },
): Attachment {
  const [group] = groups;
  const shown = principals.length + groups.length;
  const missing = count > shown ? { missing: count - shown } : {};
  return {
    ...(group === undefined ? unclear(open, principals) : { ...unclearMembers(group, open), named: principals }),
    ...missing,
  };
}

function openBy({ principals, groups, count }: HolderContext): Message | undefined {
  const shown = principals.length + groups.length;
  const [group] = groups;
  if (count > shown && count === 1) return say('an entity that the document does not name has this policy');
  if (count > shown) return say('{0} entities have this policy, but the document names only {1}', count, shown);
  if (shown > 1)
    return say(
      'the document names several entities: {0}',
      [...principals.map(({ name }) => name), ...groups].join(', '),
    );
  return group === undefined
    ? undefined
    : say('it belongs to the group {0}, whose members the document does not name', group);
}

/** The type of an inline policy by its context, if that names exactly one holder. */
export function inlineTypeFrom(context: HolderContext | undefined): PolicyType | undefined {
  const { principals = [], groups = [] } = context ?? {};
  const [principal, group] = [principals[0], groups[0]];
  if (principals.length + groups.length !== 1) return undefined;
  if (principal !== undefined)
    return principal.type === 'permission-set' ? undefined : inlineOf(principal.type, principal.name);
  return group === undefined ? undefined : inlineOf('group', group);
}
