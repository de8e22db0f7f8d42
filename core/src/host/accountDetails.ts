import { principalOf as principalOfArn } from '../findings/model.ts';
import { readTime } from '../findings/time.ts';
import type { Attachment, PolicyType, PrincipalName, UnclearAttachment } from '../policy/subject.ts';
import type { UnreadPart } from '../policy/model.ts';
import { elements, spanOf, stringOf, type JsonNode } from '../text/jsonNode.ts';
import { attachedTo, distinctPrincipals, inlineOf, unclear, type PlacedPolicies, type PlacedPolicy } from './placedPolicy.ts';
import { say, type Message } from '../text/message.ts';

import { countedBeyond, memberOf, stringIn } from './accountMembers.ts';
import { accountPartsIn, holderLists, type AccountParts, type HolderPart } from './accountParts.ts';

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

/**
 * The policies in the output of `iam get-account-authorization-details`, in all its parts: pages, also several, and what a query leaves of one,
 * in the spellings of the SDKs. `undefined` where a document holds none. Shape: IAM API Reference.
 */
export function policiesInAccount(root: JsonNode): PlacedPolicies | undefined {
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
  ...unclear(say('the document is cut off (it is one page of several), so not all memberships and attachments are in it')),
  isCutOff: true,
};

/** Why the document may not show the whole account. */
function partOf({ pages, hasLoose, isCutOff }: AccountParts): UnclearAttachment | undefined {
  if (isCutOff) return cutOffDocument;
  if (pages.length > 1) return unclear(say('the document holds several pages of account details, and whether these are all is not known'));
  return hasLoose ? unclear(say('the document holds only a part of the account details')) : undefined;
}

function accountOf(parts: AccountParts): Account {
  const part = partOf(parts);
  const groupNames = new Set(parts.holders.flatMap(({ node, type }) => (type === 'group' ? [stringIn(node, 'GroupName')] : [])));
  const members = membersByGroup(parts.holders, groupNames);
  const own = parts.holders.flatMap(({ node, type }) => (type === 'group' ? [] : [holderOf(node, type)]));
  const groups = parts.holders.flatMap(({ node, type }) => (type === 'group' ? [groupHolder(node, members, part)] : []));
  const holders = [...own, ...groups];
  return {
    holders,
    attached: byPolicy(holders, ({ node }) =>
      elements(memberOf(node, 'AttachedManagedPolicies')).map((item) => stringIn(item, 'PolicyArn')),
    ),
    bounded: byPolicy(own, ({ node }) => [stringIn(memberOf(node, 'PermissionsBoundary'), 'PermissionsBoundaryArn')]),
    gap: part ?? gapIn(parts.pages[0], holders),
  };
}

/** Why one whole page does not tell all attachments. */
function gapIn(page: JsonNode | undefined, holders: readonly Holder[]): UnclearAttachment | undefined {
  const missing = Object.values(holderLists).find((name) => memberOf(page, name)?.type !== 'array');
  if (missing !== undefined) return unclear(say('the document has no {0}', missing));
  const isSilent = holders.some(({ node }) => !tellsPolicies(node));
  return isSilent ? unclear(say('the document does not list the attached policies of everybody in it')) : undefined;
}

/** Does a holder name every policy that is attached to it, and its boundary? */
function tellsPolicies(holder: JsonNode): boolean {
  const attached = memberOf(holder, 'AttachedManagedPolicies');
  const boundary = memberOf(holder, 'PermissionsBoundary');
  const arns = elements(attached).map((item) => stringIn(item, 'PolicyArn'));
  if (boundary !== undefined && boundary.type !== 'null') arns.push(stringIn(boundary, 'PermissionsBoundaryArn'));
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

/**
 * The users of each group, by its name; `undefined` where the groups of a user are not listed, or what is listed is no name, or that of a group in
 * other letter case: it may be any of them in another form.
 */
function membersByGroup(
  holders: readonly HolderPart[],
  groupNames: ReadonlySet<string | undefined>,
): ReadonlyMap<string, readonly PrincipalName[]> | undefined {
  const byGroup = new Map<string, PrincipalName[]>();
  const folded = new Set([...groupNames].map((name) => name?.toLowerCase()));
  for (const { node, type } of holders) {
    if (type !== 'user') continue;
    const groups = memberOf(node, 'GroupList');
    if (groups?.type !== 'array') return undefined;
    for (const group of elements(groups)) {
      const name = stringOf(group);
      if (name === undefined || !/^[\w+=,.@-]+$/.test(name)) return undefined;
      if (!groupNames.has(name) && folded.has(name.toLowerCase())) return undefined;
      const known = byGroup.get(name);
      if (known === undefined) byGroup.set(name, [principalOf(node, 'user')]);
      else known.push(principalOf(node, 'user'));
    }
  }
  return byGroup;
}

function principalOf(node: JsonNode, type: 'role' | 'user'): PrincipalName {
  const arn = stringIn(node, 'Arn');
  const name = stringIn(node, type === 'role' ? 'RoleName' : 'UserName') ?? principalOfArn(arn ?? '')?.name ?? '';
  return { type, name, arn, createdAt: readTime(memberOf(node, 'CreateDate')?.value) };
}

function holderOf(node: JsonNode, type: 'role' | 'user'): Holder {
  const principal = principalOf(node, type);
  const inlineList = type === 'role' ? 'RolePolicyList' : 'UserPolicyList';
  const says = type === 'role' ? say('by the Arn of the role in the document') : say('by the Arn of the user in the document');
  const named = principalOfArn(principal.arn ?? '')?.name ?? principal.name;
  const isClear = principal.name !== '' && named === principal.name;
  return {
    node,
    principals: principal.name === '' ? [] : [principal],
    unclear: isClear ? undefined : unclear(say('the document does not tell clearly whose it is')),
    inlineList,
    policyType: inlineOf(type, principal.name),
    says,
  };
}

function groupHolder(
  node: JsonNode,
  members: ReadonlyMap<string, readonly PrincipalName[]> | undefined,
  part: UnclearAttachment | undefined,
): Holder {
  const name = stringIn(node, 'GroupName') ?? '';
  const principals = members?.get(name) ?? [];
  const isUnknown = members === undefined || principals.length === 0;
  const open = part ?? (isUnknown ? unclear(say('the document shows no members of the group {0}', name)) : undefined);
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
  const attachment = holder.unclear === undefined ? attachedTo(principals, says) : { ...holder.unclear, named: principals };
  return elements(memberOf(node, holder.inlineList)).flatMap((item) => {
    const document = memberOf(item, 'PolicyDocument');
    return document === undefined ? [] : [{ node: document, subject: { attachment, policyType, policyId: stringIn(item, 'PolicyName') } }];
  });
}

/** The version of a managed policy that is in force. Policies of AWS itself cannot be changed, and are left out. */
function managedPolicy(policy: JsonNode, account: Account): Pick<PlacedPolicies, 'placed' | 'passed' | 'unread'> {
  const arn = stringIn(policy, 'Arn');
  const versions = elements(memberOf(policy, 'PolicyVersionList'));
  const isOfAws = arn !== undefined && /^arn:[\w-]+:iam::aws:/.test(arn);
  const inForce = isOfAws ? undefined : versionInForce(versions);
  const node = memberOf(inForce, 'Document');
  const passed = versions.filter((version) => version !== inForce);
  if (node === undefined) return { placed: [], passed, unread: isOfAws || versions.length === 0 ? [] : [noVersion(policy)] };
  const times = [memberOf(policy, 'UpdateDate'), memberOf(policy, 'CreateDate'), memberOf(inForce, 'CreateDate')].map((time) =>
    readTime(time?.value),
  );
  const known = times.filter((time) => time !== undefined);
  const updatedAt = known.length === 0 ? undefined : known.reduce((latest, time) => Math.max(latest, time));
  const attachment = managedAttachment(policy, arn, account);
  return { placed: [{ node, subject: { attachment, policyType: { kind: 'managed' }, policyId: arn, updatedAt } }], passed, unread: [] };
}

/** `undefined` where none is called the default version, or another one may be it as well. */
function versionInForce(versions: readonly JsonNode[]): JsonNode | undefined {
  const [version, ...others] = versions.filter((one) => (memberOf(one, 'IsDefaultVersion')?.value ?? false) !== false);
  return others.length === 0 && memberOf(version, 'IsDefaultVersion')?.value === true ? version : undefined;
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
  const counted = countedBeyond(policy, entities(having), entities(within));
  const open = gap ?? counted.open ?? having.find((holder) => holder.unclear !== undefined)?.unclear;
  if (open !== undefined) return { ...open, named, ...(counted.missing > 0 ? { missing: counted.missing } : {}) };
  if (named.length === 0) return unclear(say('the document shows nobody to whom it is attached'));
  if (having.length === 0) return { kind: 'nobody', reason: say('it is a permissions boundary, and attached to nobody') };
  return attachedTo(named, within.length === 0 ? byAttachments : say('by its attachments and boundaries in the document'));
}

const byAttachments = say('by its attachments in the document');

/** How many entities these are: one that stands in the document twice is one. */
function entities(holders: readonly Holder[]): number {
  return new Set(holders.map(({ node, inlineList }) => stringIn(node, 'Arn') ?? `${inlineList} ${nameOf(node) ?? node.offset}`)).size;
}

function nameOf(node: JsonNode): string | undefined {
  return ['RoleName', 'UserName', 'GroupName'].map((key) => stringIn(node, key)).find((name) => name !== undefined);
}
