import { readTime } from '../findings/time.ts';
import type { Attachment, PolicySubject, PolicyType, PrincipalName } from '../policy/subject.ts';
import { elements, member, stringMember, type JsonNode } from '../text/jsonNode.ts';
import { attachedTo, inlineOf, unclear, type PlacedPolicy } from './placedPolicy.ts';
import { say, type Message } from '../text/message.ts';

/**
 * The policies in what the AWS CLI prints for `iam get-role-policy`, `get-user-policy`, `get-group-policy`, `get-policy-version` and
 * `get-account-authorization-details`; `undefined` for any other document. Shapes: IAM API Reference, as the CLI decodes them.
 */
export function policiesInOutput(root: JsonNode): PlacedPolicy[] | undefined {
  return inlinePolicy(root) ?? policyVersion(root) ?? accountDetails(root);
}

function inlinePolicy(root: JsonNode): PlacedPolicy[] | undefined {
  const node = member(root, 'PolicyDocument');
  const policyId = stringMember(root, 'PolicyName');
  if (node === undefined || policyId === undefined) return undefined;
  const owner = ownerOf(root);
  return owner === undefined ? undefined : [{ node, subject: { ...owner, policyId } }];
}

function ownerOf(root: JsonNode): Pick<PolicySubject, 'attachment' | 'policyType'> | undefined {
  const [role, user, group] = ['RoleName', 'UserName', 'GroupName'].map((key) => stringMember(root, key));
  if (role !== undefined)
    return {
      attachment: attachedTo([{ type: 'role', name: role }], say('by the RoleName in the document')),
      policyType: inlineOf('role', role),
    };
  if (user !== undefined)
    return {
      attachment: attachedTo([{ type: 'user', name: user }], say('by the UserName in the document')),
      policyType: inlineOf('user', user),
    };
  if (group === undefined) return undefined;
  const reason = say('it is a policy of the group {0}, whose members the document does not name', group);
  return { attachment: unclear(reason), policyType: inlineOf('group', group) };
}

/** It names neither the policy nor whose it is. */
function policyVersion(root: JsonNode): PlacedPolicy[] | undefined {
  const version = member(root, 'PolicyVersion');
  const node = member(version, 'Document');
  if (node === undefined) return undefined;
  const updatedAt = readTime(stringMember(version, 'CreateDate'));
  return [{ node, subject: { attachment: { kind: 'unsaid' }, policyType: { kind: 'managed' }, updatedAt } }];
}

/** One entry of `RoleDetailList`, `UserDetailList` or `GroupDetailList`. */
interface Holder {
  readonly node: JsonNode;
  /** The principals that have what it holds: itself, or the members of the group. */
  readonly principals: readonly PrincipalName[];
  readonly inlineList: string;
  /** Of its inline policies. */
  readonly policyType: PolicyType;
  readonly says: Message;
}

function accountDetails(root: JsonNode): PlacedPolicy[] | undefined {
  const lists = ['RoleDetailList', 'UserDetailList', 'GroupDetailList', 'Policies'].map((key) => member(root, key));
  if (!lists.slice(0, 3).some((list) => list?.type === 'array')) return undefined;
  const [roles = [], users = [], groups = [], policies = []] = lists.map((list) => elements(list));
  const holders = [
    ...roles.map((node) => holderOf(node, 'role')),
    ...users.map((node) => holderOf(node, 'user')),
    ...groups.map((node) => groupHolder(node, users)),
  ];
  return [...holders.flatMap(inlinePolicies), ...policies.flatMap((policy) => managedPolicy(policy, holders))];
}

function holderOf(node: JsonNode, type: 'role' | 'user'): Holder {
  const name = stringMember(node, type === 'role' ? 'RoleName' : 'UserName') ?? '';
  const inlineList = type === 'role' ? 'RolePolicyList' : 'UserPolicyList';
  const says = type === 'role' ? say('by the Arn of the role in the document') : say('by the Arn of the user in the document');
  return { node, principals: [{ type, name, arn: stringMember(node, 'Arn') }], inlineList, policyType: inlineOf(type, name), says };
}

function groupHolder(node: JsonNode, users: readonly JsonNode[]): Holder {
  const name = stringMember(node, 'GroupName') ?? '';
  const members = users.filter((user) => elements(member(user, 'GroupList')).some((group) => group.value === name));
  const principals = members.flatMap((user) => holderOf(user, 'user').principals);
  return {
    node,
    principals,
    inlineList: 'GroupPolicyList',
    policyType: inlineOf('group', name),
    says: say('by the members of the group {0} in the document', name),
  };
}

function inlinePolicies({ node, principals, inlineList, policyType, says }: Holder): PlacedPolicy[] {
  const attachment = principals.length > 0 ? attachedTo(principals, says) : unclear(say('it is a policy of a group without members'));
  return elements(member(node, inlineList)).flatMap((item) => {
    const document = member(item, 'PolicyDocument');
    return document === undefined
      ? []
      : [{ node: document, subject: { attachment, policyType, policyId: stringMember(item, 'PolicyName') } }];
  });
}

/** The version of a managed policy that is in force. Policies of AWS itself cannot be changed, and are left out. */
function managedPolicy(policy: JsonNode, holders: readonly Holder[]): PlacedPolicy[] {
  const arn = stringMember(policy, 'Arn') ?? '';
  const version = elements(member(policy, 'PolicyVersionList')).find((item) => member(item, 'IsDefaultVersion')?.value === true);
  const node = member(version, 'Document');
  if (node === undefined || arn.includes(':iam::aws:')) return [];
  const updatedAt = readTime(stringMember(policy, 'UpdateDate')) ?? readTime(stringMember(version, 'CreateDate'));
  return [
    { node, subject: { attachment: managedAttachment(policy, arn, holders), policyType: { kind: 'managed' }, policyId: arn, updatedAt } },
  ];
}

/** A document may leave out users or roles (`--filter`): then fewer are found than the policy says it is attached to. */
function managedAttachment(policy: JsonNode, arn: string, holders: readonly Holder[]): Attachment {
  const attached = holders.filter(({ node }) =>
    elements(member(node, 'AttachedManagedPolicies')).some((item) => stringMember(item, 'PolicyArn') === arn),
  );
  const count: unknown = member(policy, 'AttachmentCount')?.value;
  if (typeof count === 'number' && count > attached.length)
    return unclear(say('it is attached to {0} entities, of which the document shows {1}', count, attached.length));
  const principals = new Map(
    attached.flatMap((holder) => holder.principals).map((principal) => [principal.arn ?? principal.name, principal]),
  );
  return principals.size === 0
    ? unclear(say('the document shows nobody to whom it is attached'))
    : attachedTo([...principals.values()], say('by its attachments in the document'));
}
