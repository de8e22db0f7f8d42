import { readTime } from '../findings/time.ts';
import type { Attachment, PolicyType, PrincipalName, UnclearAttachment } from '../policy/subject.ts';
import type { UnreadPart } from '../policy/model.ts';
import { elements, member, spanOf, stringMember, stringOf, type JsonNode } from '../text/jsonNode.ts';
import {
  attachedTo,
  distinctPrincipals,
  inlineOf,
  unclear,
  unclearMembers,
  type PlacedPolicies,
  type PlacedPolicy,
} from './placedPolicy.ts';
import { say, type Message } from '../text/message.ts';

/** One entry of `RoleDetailList`, `UserDetailList` or `GroupDetailList`. */
interface Holder {
  readonly node: JsonNode;
  /** The principals that have what it holds: itself, or the members of the group. */
  readonly principals: readonly PrincipalName[];
  /** Why not all of these are known. */
  readonly unclear?: UnclearAttachment | undefined;
  readonly inlineList: string;
  /** Of its inline policies. */
  readonly policyType: PolicyType;
  readonly says: Message;
}

/** An account's roles, users and groups. */
interface Account {
  readonly holders: readonly Holder[];
  /** Managed policies by ARN: the holders to which each is attached, and the principals that it bounds. */
  readonly attached: ReadonlyMap<string, readonly Holder[]>;
  readonly bounded: ReadonlyMap<string, readonly Holder[]>;
  /** Why the document does not tell all attachments. */
  readonly gap?: UnclearAttachment | undefined;
}

/** The policies in the output of `iam get-account-authorization-details`; `undefined` for any other value. Shape: IAM API Reference. */
export function policiesInAccount(root: JsonNode): PlacedPolicies | undefined {
  const lists = ['RoleDetailList', 'UserDetailList', 'GroupDetailList', 'Policies'].map((key) => member(root, key));
  if (!lists.slice(0, 3).some((list) => list?.type === 'array')) return undefined;
  const [roles, users, groups, policies] = lists;
  const cutOff = isCutOff(root) ? cutOffDocument : undefined;
  const account = accountOf({ RoleDetailList: roles, UserDetailList: users, GroupDetailList: groups }, cutOff);
  const managed = elements(policies).map((policy) => managedPolicy(policy, account));
  return {
    placed: [...account.holders.flatMap(inlinePolicies), ...managed.flatMap(({ placed }) => placed)],
    unread: managed.flatMap(({ unread }) => unread),
    passed: managed.flatMap(({ passed }) => passed),
  };
}

/** Is a document one page of several? The AWS CLI and the SDKs write one of these where there is more to fetch. */
function isCutOff(root: JsonNode): boolean {
  const isTruncated: unknown = member(root, 'IsTruncated')?.value ?? false;
  if (isTruncated !== false && isTruncated !== 'false') return true;
  return ['Marker', 'NextToken', 'nextToken'].some((key) => (stringMember(root, key) ?? '') !== '');
}

const cutOffDocument: UnclearAttachment = {
  ...unclear(say('the document is cut off (it is one page of several), so not all memberships and attachments are in it')),
  isCutOff: true,
};

type HolderLists = Readonly<Record<'RoleDetailList' | 'UserDetailList' | 'GroupDetailList', JsonNode | undefined>>;

function accountOf(lists: HolderLists, cutOff: UnclearAttachment | undefined): Account {
  const { RoleDetailList: roles, UserDetailList: users, GroupDetailList: groups } = lists;
  const members = membersByGroup(users);
  const own = [...elements(roles).map((node) => holderOf(node, 'role')), ...elements(users).map((node) => holderOf(node, 'user'))];
  const holders = [...own, ...elements(groups).map((node) => groupHolder(node, members, cutOff))];
  const isSilent = holders.some(({ node }) => !tellsPolicies(node));
  const missing = Object.entries(lists).find(([, list]) => list?.type !== 'array')?.[0];
  const silent = isSilent ? say('the document does not list the attached policies of everybody in it') : undefined;
  const says = missing === undefined ? silent : say('the document has no {0}', missing);
  return {
    holders,
    attached: byPolicy(holders, ({ node }) =>
      elements(member(node, 'AttachedManagedPolicies')).map((item) => stringMember(item, 'PolicyArn')),
    ),
    bounded: byPolicy(own, ({ node }) => [stringMember(member(node, 'PermissionsBoundary'), 'PermissionsBoundaryArn')]),
    gap: cutOff ?? (says && unclear(says)),
  };
}

/** Does a holder name every policy that is attached to it, and its boundary? */
function tellsPolicies(holder: JsonNode): boolean {
  const attached = member(holder, 'AttachedManagedPolicies');
  const boundary = member(holder, 'PermissionsBoundary');
  const arns = elements(attached).map((item) => stringMember(item, 'PolicyArn'));
  if (boundary !== undefined && boundary.type !== 'null') arns.push(stringMember(boundary, 'PermissionsBoundaryArn'));
  return attached?.type === 'array' && arns.every((arn) => arn?.startsWith('arn:') === true);
}

function byPolicy(
  holders: readonly Holder[],
  arnsOf: (holder: Holder) => readonly (string | undefined)[],
): ReadonlyMap<string, readonly Holder[]> {
  const found = new Map<string, Holder[]>();
  for (const holder of holders)
    for (const arn of new Set(arnsOf(holder))) {
      if (arn === undefined) continue;
      const known = found.get(arn);
      if (known === undefined) found.set(arn, [holder]);
      else known.push(holder);
    }
  return found;
}

/** The users of each group, by its name; `undefined` where the document does not list the groups of every user. */
function membersByGroup(users: JsonNode | undefined): ReadonlyMap<string, readonly PrincipalName[]> | undefined {
  const members = new Map<string, PrincipalName[]>();
  for (const user of elements(users)) {
    const groups = member(user, 'GroupList');
    if (groups?.type !== 'array') return undefined;
    for (const group of elements(groups)) {
      const name = stringOf(group);
      if (name === undefined) return undefined;
      const known = members.get(name);
      if (known === undefined) members.set(name, [principalOf(user, 'user')]);
      else known.push(principalOf(user, 'user'));
    }
  }
  return members;
}

function principalOf(node: JsonNode, type: 'role' | 'user'): PrincipalName {
  const name = stringMember(node, type === 'role' ? 'RoleName' : 'UserName') ?? '';
  return { type, name, arn: stringMember(node, 'Arn'), createdAt: readTime(member(node, 'CreateDate')?.value) };
}

function holderOf(node: JsonNode, type: 'role' | 'user'): Holder {
  const principal = principalOf(node, type);
  const inlineList = type === 'role' ? 'RolePolicyList' : 'UserPolicyList';
  const says = type === 'role' ? say('by the Arn of the role in the document') : say('by the Arn of the user in the document');
  return { node, principals: [principal], inlineList, policyType: inlineOf(type, principal.name), says };
}

function groupHolder(
  node: JsonNode,
  members: ReadonlyMap<string, readonly PrincipalName[]> | undefined,
  cutOff: UnclearAttachment | undefined,
): Holder {
  const name = stringMember(node, 'GroupName') ?? '';
  const principals = members?.get(name) ?? [];
  const isUnknown = members === undefined || principals.length === 0;
  return {
    node,
    principals,
    unclear: cutOff ?? (isUnknown ? unclearMembers(name, say('the document shows no members of the group {0}', name)) : undefined),
    inlineList: 'GroupPolicyList',
    policyType: inlineOf('group', name),
    says: say('by the members of the group {0} in the document', name),
  };
}

function inlinePolicies(holder: Holder): PlacedPolicy[] {
  const { node, principals, policyType, says } = holder;
  const attachment = holder.unclear === undefined ? attachedTo(principals, says) : { ...holder.unclear, named: principals };
  return elements(member(node, holder.inlineList)).flatMap((item) => {
    const document = member(item, 'PolicyDocument');
    return document === undefined
      ? []
      : [{ node: document, subject: { attachment, policyType, policyId: stringMember(item, 'PolicyName') } }];
  });
}

/** The version of a managed policy that is in force. Policies of AWS itself cannot be changed, and are left out. */
function managedPolicy(policy: JsonNode, account: Account): Pick<PlacedPolicies, 'placed' | 'passed' | 'unread'> {
  const arn = stringMember(policy, 'Arn');
  const versions = elements(member(policy, 'PolicyVersionList'));
  const isOfAws = arn !== undefined && /^arn:[\w-]+:iam::aws:/.test(arn);
  const inForce = isOfAws ? undefined : versions.find((version) => member(version, 'IsDefaultVersion')?.value === true);
  const node = member(inForce, 'Document');
  const passed = versions.filter((version) => version !== inForce);
  if (node === undefined) return { placed: [], passed, unread: isOfAws || versions.length === 0 ? [] : [noVersion(policy)] };
  const times = [member(policy, 'UpdateDate'), member(policy, 'CreateDate'), member(inForce, 'CreateDate')].map((time) =>
    readTime(time?.value),
  );
  const known = times.filter((time) => time !== undefined);
  const updatedAt = known.length === 0 ? undefined : known.reduce((latest, time) => Math.max(latest, time));
  const attachment = managedAttachment(policy, arn, account);
  return { placed: [{ node, subject: { attachment, policyType: { kind: 'managed' }, policyId: arn, updatedAt } }], passed, unread: [] };
}

function noVersion(policy: JsonNode): UnreadPart {
  return { span: spanOf(policy), reason: say('the document does not tell which version of this policy is in force') };
}

/**
 * Who holds a managed policy: to whom it is attached, and whom it bounds. A document may leave out users or roles (`--filter`): then fewer are
 * found than the policy counts.
 */
function managedAttachment(policy: JsonNode, arn = '', { attached, bounded, gap }: Account): Attachment {
  const having = attached.get(arn) ?? [];
  const within = bounded.get(arn) ?? [];
  const named = distinctPrincipals([...having, ...within].flatMap(({ principals }) => principals));
  const open =
    gap ?? miscounted(policy, entities(having), entities(within)) ?? having.find((holder) => holder.unclear !== undefined)?.unclear;
  if (open !== undefined) return { ...open, named };
  if (named.length === 0) return unclear(say('the document shows nobody to whom it is attached'));
  if (having.length === 0) return { kind: 'nobody', reason: say('it is a permissions boundary, and attached to nobody') };
  return attachedTo(named, within.length === 0 ? byAttachments : say('by its attachments and boundaries in the document'));
}

const byAttachments = say('by its attachments in the document');

/** How many entities these are: one that stands in the document twice is one. */
function entities(holders: readonly Holder[]): number {
  return new Set(holders.map(({ node, inlineList }) => stringMember(node, 'Arn') ?? `${inlineList} ${nameOf(node) ?? node.offset}`)).size;
}

function nameOf(node: JsonNode): string | undefined {
  return ['RoleName', 'UserName', 'GroupName'].map((key) => stringMember(node, key)).find((name) => name !== undefined);
}

function miscounted(policy: JsonNode, having: number, within: number): UnclearAttachment | undefined {
  const attachments = countAt(policy, 'AttachmentCount');
  const boundaries = countAt(policy, 'PermissionsBoundaryUsageCount');
  if (attachments === undefined || boundaries === undefined)
    return unclear(say('how many entities hold it is not a number in the document'));
  if (attachments > having) return unclear(attachmentsMissing(attachments, having));
  return boundaries > within ? unclear(boundariesMissing(boundaries, within)) : undefined;
}

function attachmentsMissing(count: number, shown: number): Message {
  return count === 1
    ? say('it is attached to an entity that the document does not show')
    : say('it is attached to {0} entities, of which the document shows {1}', count, shown);
}

function boundariesMissing(count: number, shown: number): Message {
  return count === 1
    ? say('it is the permissions boundary of an entity that the document does not show')
    : say('it is the permissions boundary of {0} entities, of which the document shows {1}', count, shown);
}

/** A count, also one that is written as a text; 0 where it is absent: the lists tell all there is then. `undefined` for anything else. */
function countAt(policy: JsonNode, key: string): number | undefined {
  const node = member(policy, key);
  const count: unknown = node === undefined ? 0 : node.value;
  const isCount = typeof count === 'number' || (typeof count === 'string' && /^\d+$/.test(count));
  return isCount ? Number(count) : undefined;
}
