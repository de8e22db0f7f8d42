import { memberNode } from '../../findings/spelling.ts';
import { readTime } from '../../text/time.ts';
import { stringOf, type TreeNode } from '../../text/tree.ts';
import type { PolicySubject } from '../../policy/subject.ts';
import { attachmentFrom, inlineTypeFrom, type HolderContext, type Inner } from './holderContext.ts';
import type { PlacedPolicies, PlacedPolicy } from './placedPolicy.ts';

/**
 * The policies in the output of the AWS CLI and the SDKs, in any of their spellings, for `iam get-role-policy`,
 * `get-user-policy`, `get-group-policy` and `get-policy-version`; `undefined` for any other value. `inner`: its members
 * with their contexts. Shapes: IAM API Reference.
 */
export function policiesInOutput(node: TreeNode, inner: readonly Inner[]): PlacedPolicies | undefined {
  const placed = inlinePolicy(node, inner) ?? policyVersion(node, inner);
  return placed && { placed: [placed], unread: [], passed: [] };
}

function inlinePolicy(root: TreeNode, inner: readonly Inner[]): PlacedPolicy | undefined {
  const node = memberNode(root, 'PolicyDocument');
  const name = memberNode(root, 'PolicyName');
  const policyId = name && stringOf(name);
  const holder = memberNode(root, 'RoleName', 'UserName', 'GroupName');
  if (node === undefined || policyId === undefined || holder === undefined) return undefined;
  const context = contextOf(node, inner);
  return { node, subject: { attachment: attachmentFrom(context), policyType: inlineTypeFrom(context), policyId } };
}

/**
 * The output of `get-policy-version`. It names neither the policy nor its holders. A list of versions has no document.
 */
function policyVersion(root: TreeNode, inner: readonly Inner[]): PlacedPolicy | undefined {
  const version = memberNode(root, 'PolicyVersion');
  const node = version && memberNode(version, 'Document');
  if (version === undefined || node === undefined) return undefined;
  const updatedAt = readTime(memberNode(version, 'CreateDate')?.value);
  const subject: PolicySubject = {
    attachment: attachmentFrom(contextOf(version, inner)),
    policyType: { kind: 'managed' },
    updatedAt,
  };
  return { node, subject };
}

function contextOf(value: TreeNode, inner: readonly Inner[]): HolderContext | undefined {
  return inner.find((one) => one.value === value)?.context();
}
