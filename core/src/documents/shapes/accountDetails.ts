import { principalOf as principalOfArn } from '../../findings/model.ts';
import { readTime } from '../../text/time.ts';
import type { Attachment, PolicyType, PrincipalName, UnclearAttachment } from '../../policy/subject.ts';
import { distinctPrincipals } from '../../policy/principals.ts';
import type { UnreadPart } from '../../policy/model.ts';
import { elements, spanOf, type TreeNode } from '../../text/tree.ts';
import { attachedTo, inlineOf, unclear, type PlacedPolicies, type PlacedPolicy } from './placedPolicy.ts';
import { say, type Message } from '../../text/message.ts';

import { membersOf, openGroup, type Members } from './accountGroups.ts';
import { countedBeyond, memberOf, principalIn, stringIn } from './accountMembers.ts';
import { accountPartsIn, holderLists, type AccountParts } from './accountParts.ts';

/** One entry of `RoleDetailList`, `UserDetailList` or `GroupDetailList`. */
interface Holder {
  readonly node: TreeNode;
  /** The principals that have its policies: the role or user itself, or the members of the group. */
  readonly principals: readonly PrincipalName[];
  /** Why not all of these principals are known. */
  readonly unclear?: UnclearAttachment | undefined;
  readonly inlineList: string;
  /** The type of its inline policies. */
  readonly policyType: PolicyType;
  readonly says: Message;
}

/** The roles, users and groups of an account, and the attachments of its managed policies. */
interface Account {
  readonly holders: readonly Holder[];
  /** By the ARN of a managed policy: the holders to which it is attached, and the principals that it bounds. */
  readonly attached: ReadonlyMap<string, readonly Holder[]>;
  readonly bounded: ReadonlyMap<string, readonly Holder[]>;
  /** Why the document does not tell all attachments. */
  readonly gap?: UnclearAttachment | undefined;
  /** The managed policies by ARN. A document may contain a policy several times. */
  readonly copies: ReadonlyMap<string, readonly TreeNode[]>;
}

/**
 * The policies in the output of `iam get-account-authorization-details`: one or several pages, and parts of pages that
 * a query selects, in any spelling of the SDKs. `undefined` if the document has no such part. Shape: IAM API Reference.
 */
export function policiesInAccount(root: TreeNode): PlacedPolicies | undefined {
  const parts = accountPartsIn(root);
  if (parts.holders.length + parts.policies.length === 0) return undefined;
  const account = accountOf(parts);
  const managed = parts.policies.map((policy) => managedPolicy(policy, account));
  return {
    placed: [...account.holders.flatMap(inlinePolicies), ...managed.flatMap(({ placed }) => placed)],
    unread: managed.flatMap(({ unread }) => unread),
    passed: managed.flatMap(({ passed }) => passed),
  };
}

const cutOffDocument: UnclearAttachment = {
  ...unclear(
    say('the document is truncated (it is one page of several), so it does not show all memberships and attachments'),
  ),
  isCutOff: true,
};

/** Why the document may not show the whole account. */
function partOf({ pages, hasLoose, isCutOff }: AccountParts): UnclearAttachment | undefined {
  if (isCutOff) return cutOffDocument;
  if (pages.length > 1)
    return unclear(
      say('the document contains several pages of account details, and it is not known whether these are all'),
    );
  return hasLoose ? unclear(say('the document contains only a part of the account details')) : undefined;
}

function accountOf(parts: AccountParts): Account {
  const part = partOf(parts);
  const groupNames = new Set(
    parts.holders.flatMap(({ node, type }) => (type === 'group' ? [stringIn(node, 'GroupName')] : [])),
  );
  const members = membersOf(parts.holders, groupNames);
  const own = parts.holders.flatMap(({ node, type }) => (type === 'group' ? [] : [holderOf(node, type)]));
  const groups = parts.holders.flatMap(({ node, type }) =>
    type === 'group' ? [groupHolder(node, members, part)] : [],
  );
  const holders = [...own, ...groups];
  return {
    holders,
    attached: byKey(holders, ({ node }) =>
      elements(memberOf(node, 'AttachedManagedPolicies')).map((item) => stringIn(item, 'PolicyArn')),
    ),
    bounded: byKey(own, ({ node }) => [stringIn(memberOf(node, 'PermissionsBoundary'), 'PermissionsBoundaryArn')]),
    gap: part ?? gapIn(parts.pages[0], holders),
    copies: byKey(parts.policies, (policy) => [stringIn(policy, 'Arn')]),
  };
}

/** Why one whole page does not tell all attachments. */
function gapIn(page: TreeNode | undefined, holders: readonly Holder[]): UnclearAttachment | undefined {
  const missing = Object.values(holderLists).find((name) => memberOf(page, name)?.type !== 'array');
  if (missing !== undefined) return unclear(say('the document has no {0}', missing));
  const isSilent = holders.some(({ node }) => !tellsPolicies(node));
  return isSilent ? unclear(say('the document does not list the attached policies of every entity in it')) : undefined;
}

/** Does a holder name every policy that is attached to it, and its boundary? */
function tellsPolicies(holder: TreeNode): boolean {
  const attached = memberOf(holder, 'AttachedManagedPolicies');
  const boundary = memberOf(holder, 'PermissionsBoundary');
  const arns = elements(attached).map((item) => stringIn(item, 'PolicyArn'));
  if (boundary !== undefined && boundary.type !== 'null') arns.push(stringIn(boundary, 'PermissionsBoundaryArn'));
  return attached?.type === 'array' && arns.every((arn) => arn?.startsWith('arn:') === true);
}

/** The items of each key, in their order. */
function byKey<T>(
  items: readonly T[],
  keysOf: (item: T) => readonly (string | undefined)[],
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items)
    for (const key of new Set(keysOf(item))) {
      if (key === undefined) continue;
      const known = found.get(key);
      if (known === undefined) found.set(key, [item]);
      else known.push(item);
    }
  return found;
}

function holderOf(node: TreeNode, type: 'role' | 'user'): Holder {
  const principal = principalIn(node, type);
  const inlineList = type === 'role' ? 'RolePolicyList' : 'UserPolicyList';
  const says =
    type === 'role' ? say('by the Arn of the role in the document') : say('by the Arn of the user in the document');
  const named = principalOfArn(principal.arn ?? '')?.name ?? principal.name;
  const isClear = principal.name !== '' && named === principal.name;
  return {
    node,
    principals: principal.name === '' ? [] : [principal],
    unclear: isClear ? undefined : unclear(say('the document does not say clearly which principal it belongs to')),
    inlineList,
    policyType: inlineOf(type, principal.name),
    says,
  };
}

function groupHolder(node: TreeNode, members: Members, part: UnclearAttachment | undefined): Holder {
  const name = stringIn(node, 'GroupName') ?? '';
  const principals = members.byGroup.get(name) ?? [];
  const open = part ?? openGroup(name, principals, members);
  return {
    node,
    principals,
    unclear: open && { ...open, group: name },
    inlineList: 'GroupPolicyList',
    policyType: inlineOf('group', name),
    says: say('by the members of the group {0} in the document', name),
  };
}

function inlinePolicies(holder: Holder): PlacedPolicy[] {
  const { node, principals, policyType, says } = holder;
  const attachment =
    holder.unclear === undefined ? attachedTo(principals, says) : { ...holder.unclear, named: principals };
  return elements(memberOf(node, holder.inlineList)).flatMap((item) => {
    const document = memberOf(item, 'PolicyDocument');
    return document === undefined
      ? []
      : [{ node: document, subject: { attachment, policyType, policyId: stringIn(item, 'PolicyName') } }];
  });
}

/** The version of a managed policy that is in force. AWS managed policies cannot be changed, so they are left out. */
function managedPolicy(policy: TreeNode, account: Account): Pick<PlacedPolicies, 'placed' | 'passed' | 'unread'> {
  const arn = stringIn(policy, 'Arn');
  const versions = elements(memberOf(policy, 'PolicyVersionList'));
  const isOfAws = arn !== undefined && /^arn:[\w-]+:iam::aws:/.test(arn);
  const inForce = isOfAws ? undefined : versionInForce(policy, versions);
  const node = memberOf(inForce, 'Document');
  const passed = versions.filter((version) => version !== inForce);
  if (node === undefined)
    return { placed: [], passed, unread: isOfAws || versions.length === 0 ? [] : [noVersion(policy)] };
  const times = [memberOf(policy, 'UpdateDate'), memberOf(policy, 'CreateDate'), memberOf(inForce, 'CreateDate')].map(
    (time) => readTime(time?.value),
  );
  const known = times.filter((time) => time !== undefined);
  const updatedAt = known.length === 0 ? undefined : known.reduce((latest, time) => Math.max(latest, time));
  const attachment = managedAttachment(policy, arn, account);
  return {
    placed: [{ node, subject: { attachment, policyType: { kind: 'managed' }, policyId: arn, updatedAt } }],
    passed,
    unread: [],
  };
}

/** The default version; `undefined` if none is marked as such, or if several may be. */
function versionInForce(policy: TreeNode, versions: readonly TreeNode[]): TreeNode | undefined {
  const [version, ...others] = versions.filter((one) => (memberOf(one, 'IsDefaultVersion')?.value ?? false) !== false);
  const id = stringIn(policy, 'DefaultVersionId');
  const isOther = versions.some((one) => one !== version && id !== undefined && stringIn(one, 'VersionId') === id);
  return others.length > 0 || isOther || memberOf(version, 'IsDefaultVersion')?.value !== true ? undefined : version;
}

function noVersion(policy: TreeNode): UnreadPart {
  return {
    span: spanOf(policy),
    reason: say('the document does not say which version of this policy is the default version'),
  };
}

/**
 * The holders of a managed policy: the principals to which it is attached, and those it bounds. A document may leave
 * out users or roles (`--filter`); then fewer holders are found than the policy counts.
 */
function managedAttachment(policy: TreeNode, arn = '', { attached, bounded, gap, copies }: Account): Attachment {
  const having = attached.get(arn) ?? [];
  const within = bounded.get(arn) ?? [];
  const named = distinctPrincipals([...having, ...within].flatMap(({ principals }) => principals));
  const counted = countedInAll(copies.get(arn) ?? [policy], entities(having), entities(within));
  const open = gap ?? counted.open ?? firstUnclear(having);
  if (open !== undefined) return { ...open, named, ...(counted.missing > 0 ? { missing: counted.missing } : {}) };
  if (named.length === 0) return unclear(say('the document shows no entity that it is attached to'));
  if (having.length === 0)
    return {
      kind: 'no-principal',
      reason: say('it is attached to no principal, and is only a permissions boundary, which allows nothing by itself'),
    };
  return attachedTo(
    named,
    within.length === 0 ? byAttachments : say('by its attachments and boundaries in the document'),
  );
}

function firstUnclear(holders: readonly Holder[]): UnclearAttachment | undefined {
  return holders.find(({ unclear: open }) => open !== undefined)?.unclear;
}

/** The document contains several copies of the policy, and it is not known which of them is right. */
const repeated = unclear(say('the document contains this policy several times'));

/** The counts of the copy of a policy that has the largest counts. */
function countedInAll(copies: readonly TreeNode[], having: number, within: number): ReturnType<typeof countedBeyond> {
  const counted = copies.map((copy) => countedBeyond(copy, having, within));
  return {
    open: counted.length > 1 ? repeated : counted[0]?.open,
    missing: counted.reduce((most, { missing }) => Math.max(most, missing), 0),
  };
}

const byAttachments = say('by its attachments in the document');

/** The number of different entities among holders. An entity may be in the document twice. */
function entities(holders: readonly Holder[]): number {
  return new Set(
    holders.map(({ node, inlineList }) => stringIn(node, 'Arn') ?? `${inlineList} ${nameOf(node) ?? node.offset}`),
  ).size;
}

function nameOf(node: TreeNode): string | undefined {
  return ['RoleName', 'UserName', 'GroupName'].map((key) => stringIn(node, key)).find((name) => name !== undefined);
}
