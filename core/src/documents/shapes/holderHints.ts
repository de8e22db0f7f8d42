/** Reads hints about the holders of a policy from the members of the objects around it. */
import { memberNode } from '../../findings/spelling.ts';
import { elements, members, stringOf, type TreeNode } from '../../text/tree.ts';
import { say, type Message } from '../../text/message.ts';
import { mayHoldPolicy } from '../policyText.ts';
import {
  holderArn,
  holderNamed,
  mentionsHolder,
  namedByArn,
  nameOnly,
  noHolders,
  type NamedHolders,
} from './holderNames.ts';
import { foldName } from '../../findings/spelling.ts';
import { senseOf, type KeySense } from './holderKeys.ts';
import { hintOfCount, hintOfCounts } from './holderCounts.ts';

/** What one member tells about holders. */
export interface HolderHint extends NamedHolders {
  /** How the document names the holders, for messages. */
  readonly by?: Message | undefined;
  /** Why not all holders are known. */
  readonly open?: Message | undefined;
  /** Why no principal can hold the policy: it belongs to another kind of resource. */
  readonly notPrincipal?: Message | undefined;
  /** Why no finding is about the policy, although a principal is named: it only limits what the principal may do. */
  readonly onlyLimits?: Message | undefined;
  /** The number of entities that hold the policy or are bounded by it. */
  readonly count?: number | undefined;
  /** A principal is mentioned under a key that is not understood. */
  readonly doubt?: HolderDoubt | undefined;
}

/** Principals that are mentioned but not named as holders. They may be the holders if the document names none. */
export interface HolderDoubt extends NamedHolders {
  readonly open: Message;
  readonly count?: number | undefined;
}

/** The hint of a member, with the value of the member. */
export type ValueHint = readonly [value: TreeNode, hint: HolderHint];

type LineOf = (offset: number) => number;

const noHint: HolderHint = noHolders;

/** If a list or an object names more holders than this, only their number is used. */
export const mostListed = 50;

/** The hints of the members of an object. Members without a hint are left out. */
export function hintsIn(node: TreeNode, lineOf: LineOf): readonly ValueHint[] {
  const found = members(node).flatMap(([{ value: key, offset }, value]) => {
    const hint = hintOfIamName(node, String(key), value) ?? hintOf(String(key), value, () => String(lineOf(offset)));
    return hint === noHint ? [] : [[value, hint, senseOf(String(key)).name] as const];
  });
  // The id of a role adds nothing to its name.
  const isNamed = (type: 'role' | 'user' | 'group'): boolean =>
    found.some(([, { principals, groups }]) =>
      type === 'group' ? groups.length > 0 : principals.some((one) => one.type === type),
    );
  const hints = found.filter(
    ([, { open }, name]) =>
      open === undefined || !(['role', 'user', 'group'] as const).some((type) => name === `${type}id` && isNamed(type)),
  );
  return withoutMany(
    hints.map(([value, hint]) => [value, hint] as const),
    String(lineOf(node.offset)),
  );
}

/**
 * The hint of `iam_name`, whose type is in the member beside it (Ansible, `amazon.aws.iam_policy`); `undefined` if it is
 * any other member, or is not understood.
 */
function hintOfIamName(node: TreeNode, key: string, value: TreeNode): HolderHint | undefined {
  if (senseOf(key).name !== 'iamname') return undefined;
  const kind = memberNode(node, 'IamType');
  const type = kind && stringOf(kind)?.toLowerCase();
  const name = stringOf(value) ?? '';
  if ((type !== 'role' && type !== 'user' && type !== 'group') || !nameOnly.test(name)) return undefined;
  return { ...holderNamed(type, name), by: say('by the {0} in the document', key) };
}

/** Replaces the names by their number if there are more than {@link mostListed}. */
function withoutMany(hints: readonly ValueHint[], line: string): readonly ValueHint[] {
  const sure = hints.reduce((sum, [, hint]) => sum + namesIn(hint), 0);
  const doubtful = hints.reduce((sum, [, { doubt }]) => sum + namesIn(doubt ?? noHolders), 0);
  if (sure <= mostListed && doubtful <= mostListed) return hints;
  const open = mayBeMore(line);
  return hints.map(([value, hint], at): ValueHint => {
    const { doubt, ...own } = hint;
    const rest = sure <= mostListed ? own : { ...own, ...noHolders, ...(at === 0 ? { open, count: sure } : {}) };
    if (doubtful <= mostListed) return [value, { ...rest, doubt }];
    const left = at === 0 ? { open, ...noHolders, count: doubtful } : doubt && { ...doubt, ...noHolders };
    return [value, { ...rest, doubt: left }];
  });
}

function namesIn({ principals, groups }: NamedHolders): number {
  return principals.length + groups.length;
}

function mayBeMore(line: string): Message {
  return say('it is not known whether line {0} lists all principals with this policy', line);
}

/** The hint of a list that has no key. */
export function hintOfItems(node: TreeNode, lineOf: LineOf): HolderHint | undefined {
  if (node.type !== 'array' || !mentionsHolder(node)) return undefined;
  const { principals, groups, count } = hintOfList(undefined, '', elements(node), () => String(lineOf(node.offset)));
  return { ...noHint, doubt: { principals, groups, count, open: mayBeMore(String(lineOf(node.offset))) } };
}

/** The hint of the key of a policy. */
export function hintOfKey(key: string, lineOfKey: () => string): HolderHint | undefined {
  const onlyLimits = limitIn(foldName(key));
  if (onlyLimits !== undefined) return { ...noHint, onlyLimits };
  if (!holderArn.test(key)) return undefined;
  const named = namedByArn(key);
  return named === undefined ? notUnderstood(key, lineOfKey) : { ...named, by: say('by its key in the document') };
}

function hintOf(key: string, value: TreeNode, line: () => string): HolderHint {
  if (ofSession.has(foldName(key))) return { ...noHint, onlyLimits: sessionPolicy };
  const hint = hintOfMember(key, value, line);
  if (!holderArn.test(key)) return hint;
  return { ...hint, doubt: hint.doubt ?? { ...(namedByArn(key) ?? noHolders), open: notUnderstood(key, line).open } };
}

function hintOfMember(key: string, value: TreeNode, line: () => string): HolderHint {
  const sense = senseOf(key);
  const text = stringOf(value);
  if (sense.name === 'attachmentcount' || sense.name === 'permissionsboundaryusagecount') return hintOfCount(value);
  if (text !== undefined) return hintOfText(key, sense, text, line);
  if (isKnown(sense)) return hintOfHolder(key, sense, value, line);
  const hint = sense.name === 'policy' || sense.name === 'policies' ? hintOfCounts(value) : noHint;
  const own = sense.name === 'policysummary' ? hintOfSummary(value) : hint;
  // Principals in the statements of a policy are not its holders.
  if (sense.name === 'statement' || !mentionsHolder(value)) return own;
  const { principals, groups, count } =
    value.type === 'array' ? hintOfList(undefined, key, elements(value), line) : (hintOfObject(value, key) ?? noHint);
  return { ...own, doubt: { principals, groups, count, open: notUnderstood(key, line).open } };
}

function isKnown({ type, isOfAny }: KeySense): boolean {
  return type !== undefined || isOfAny;
}

function notUnderstood(key: string, line: () => string): HolderHint & { readonly open: Message } {
  return {
    ...noHolders,
    open: say('{1} in line {0} may name a principal with this policy, but is not understood', line(), key),
  };
}

function hintOfText(key: string, sense: KeySense, text: string, line: () => string): HolderHint {
  if (text === '' || mayHoldPolicy(text)) return noHint;
  return hintOfArn(key, sense, text, line) ?? hintOfResource(sense.name, text) ?? hintOfName(key, sense, text, line);
}

function hintOfArn(key: string, sense: KeySense, text: string, line: () => string): HolderHint | undefined {
  const named = namedByArn(text);
  if (named !== undefined && isKnown(sense)) return { ...named, by: say('by the {0} in the document', key) };
  if (named === undefined && (isKnown(sense) || !holderArn.test(text))) return undefined;
  return { ...noHint, doubt: { ...notUnderstood(key, line), ...named } };
}

function hintOfName(
  key: string,
  { name, type, isOfAny, isLike }: KeySense,
  text: string,
  line: () => string,
): HolderHint {
  if (type !== undefined && nameOnly.test(text))
    return { ...holderNamed(type, text), by: say('by the {0} in the document', key) };
  const isOfHolder = type !== undefined || isLike || (isOfAny && (name !== 'arn' || holderArn.test(text)));
  return isOfHolder ? notUnderstood(key, line) : noHint;
}

/** The members of requests to STS that make a session: a policy beside them limits it (STS API Reference, "AssumeRole"). */
const ofSession: ReadonlySet<string> = new Set(['rolesessionname', 'samlassertion', 'webidentitytoken']);

const sessionPolicy = say('it is a session policy: it only limits a session, and no finding is about it');

/** Why a policy under a key only limits what is allowed elsewhere; `undefined` for any other key. `name`: folded. */
function limitIn(name: string): Message | undefined {
  return limits.find(([pattern]) => pattern.test(name))?.[1];
}

const limits: readonly (readonly [pattern: RegExp, reason: Message])[] = [
  [/^sessionpolic(?:y|ies)$|sessionpolicy(?:document)?$/, sessionPolicy],
  [/^(?:scps?|servicecontrolpolic(?:y|ies))$/, say('it is a service control policy, to which no finding applies')],
  [/^(?:rcps?|resourcecontrolpolic(?:y|ies))$/, say('it is a resource control policy, to which no finding applies')],
];

/** The hint that the policy belongs to an endpoint or a resource of another service, so no principal holds it. */
function hintOfResource(name: string, text: string): HolderHint | undefined {
  const isOfOtherService =
    ['arn', 'policyarn', 'resourcearn'].includes(name) && /^arn:[\w-]+:(?!iam:|sts:|sso:)[\w-]+:/.test(text);
  return name === 'vpcendpointid' || isOfOtherService
    ? { ...noHint, notPrincipal: say('it belongs to {0}, to which no finding applies', text) }
    : undefined;
}

function hintOfSummary(node: TreeNode): HolderHint {
  const type = memberNode(node, 'Type');
  const name = type && stringOf(type);
  return name === undefined
    ? noHint
    : { ...noHint, notPrincipal: say('it belongs to {0}, to which no finding applies', name) };
}

function hintOfHolder(key: string, { type }: KeySense, value: TreeNode, line: () => string): HolderHint {
  const isEmpty = (value.type === 'object' || value.type === 'array') && value.children?.length === 0;
  if (value.type === 'null' || isEmpty) return noHint;
  return value.type === 'array'
    ? hintOfList(type, key, elements(value), line)
    : (hintOfObject(value, key) ?? notUnderstood(key, line));
}

/** The hint of a list of holders. The list may be cut off, or may be about something else. */
function hintOfList(type: KeySense['type'], key: string, items: readonly TreeNode[], line: () => string): HolderHint {
  const open = mayBeMore(line());
  if (items.length > mostListed) return { ...noHint, open, count: items.length };
  const hints = items.map((item) => {
    const text = stringOf(item);
    if (text === undefined) return hintOfObject(item, key);
    return namedByArn(text) ?? (type !== undefined && nameOnly.test(text) ? holderNamed(type, text) : undefined);
  });
  const known = hints.filter((hint) => hint !== undefined);
  return {
    principals: known.flatMap(({ principals }) => principals),
    groups: known.flatMap(({ groups }) => groups),
    open: known.length < hints.length ? notUnderstood(key, line).open : open,
  };
}

/** The hint of an object that describes a holder, such as `{"Role": {"RoleName": …, "Arn": …}}`. */
function hintOfObject(node: TreeNode, key: string): HolderHint | undefined {
  const texts = members(node).flatMap(([{ value: name }, value]) => {
    const text = stringOf(value);
    return text === undefined ? [] : [[senseOf(String(name)), text] as const];
  });
  const arn = texts.find(
    ([{ name }]) => name === 'arn' || name === 'rolearn' || name === 'userarn' || name === 'grouparn',
  )?.[1];
  const byName = texts.flatMap(([{ name, type }, text]) =>
    type !== undefined && name === `${type}name` && nameOnly.test(text) ? [holderNamed(type, text)] : [],
  );
  const named = namedByArn(arn ?? '') ?? byName[0];
  return named && { ...named, by: say('by the {0} in the document', key) };
}
