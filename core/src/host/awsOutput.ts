import { readTime } from '../findings/time.ts';
import { member, stringMember, type JsonNode } from '../text/jsonNode.ts';
import type { PolicySubject } from '../policy/subject.ts';
import { say } from '../text/message.ts';
import { policiesInAccount } from './accountDetails.ts';
import { attachedTo, inlineOf, unclearMembers, type PlacedPolicies } from './placedPolicy.ts';

/**
 * The policies in what the AWS CLI prints for `iam get-role-policy`, `get-user-policy`, `get-group-policy`, `get-policy-version` and
 * `get-account-authorization-details`; `undefined` for any other value. Shapes: IAM API Reference, as the CLI decodes them.
 */
export function policiesInOutput(node: JsonNode): PlacedPolicies | undefined {
  return inlinePolicy(node) ?? policyVersion(node) ?? policiesInAccount(node);
}

function inlinePolicy(root: JsonNode): PlacedPolicies | undefined {
  const node = member(root, 'PolicyDocument');
  const policyId = stringMember(root, 'PolicyName');
  if (node === undefined || policyId === undefined) return undefined;
  const owner = ownerOf(root);
  return owner && { placed: [{ node, subject: { ...owner, policyId } }], unread: [], passed: [] };
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
  return { attachment: unclearMembers(group, reason), policyType: inlineOf('group', group) };
}

/** It names neither the policy nor whose it is. A list of versions names no document. */
function policyVersion(root: JsonNode): PlacedPolicies | undefined {
  const version = member(root, 'PolicyVersion');
  const node = member(version, 'Document');
  if (node === undefined) return undefined;
  const updatedAt = readTime(member(version, 'CreateDate')?.value);
  return {
    placed: [{ node, subject: { attachment: { kind: 'unsaid' }, policyType: { kind: 'managed' }, updatedAt } }],
    unread: [],
    passed: [],
  };
}
