/** Members of account details in any spelling, and the counts in them. */
import { principalOf } from '../../findings/model.ts';
import { memberNode } from '../../findings/spelling.ts';
import { readTime } from '../../text/time.ts';
import type { PrincipalName, UnclearAttachment } from '../../policy/subject.ts';
import { member, stringOf, type TreeNode } from '../../text/tree.ts';
import { say, type Message } from '../../text/message.ts';
import { unclear } from './placedPolicy.ts';

/** A member in any spelling. */
export function memberOf(node: TreeNode | undefined, key: string): TreeNode | undefined {
  return node && (member(node, key) ?? memberNode(node, key));
}

export function stringIn(node: TreeNode | undefined, key: string): string | undefined {
  const value = memberOf(node, key);
  return value && stringOf(value);
}

/** The role or user of an entry of account details. */
export function principalIn(node: TreeNode, type: 'role' | 'user'): PrincipalName {
  const arn = stringIn(node, 'Arn');
  const name = stringIn(node, type === 'role' ? 'RoleName' : 'UserName') ?? principalOf(arn ?? '')?.name ?? '';
  return { type, name, arn, createdAt: readTime(memberOf(node, 'CreateDate')?.value) };
}

/** The difference between the counts of a policy and the holders that are found: `missing` more hold it. */
export function countedBeyond(
  policy: TreeNode,
  having: number,
  within: number,
): { readonly open?: UnclearAttachment | undefined; readonly missing: number } {
  const attachments = countAt(policy, 'AttachmentCount');
  const boundaries = countAt(policy, 'PermissionsBoundaryUsageCount');
  if (attachments === undefined || boundaries === undefined)
    return {
      open: unclear(say('the document does not say how many entities have this policy')),
      missing: 0,
    };
  return {
    open:
      attachments > having
        ? unclear(attachmentsMissing(attachments, having))
        : boundaries > within
          ? unclear(boundariesMissing(boundaries, within))
          : undefined,
    missing: Math.max(0, attachments - having) + Math.max(0, boundaries - within),
  };
}

/** A count, as a number or a string; `undefined` if there is none. */
function countAt(policy: TreeNode, key: string): number | undefined {
  const count: unknown = memberOf(policy, key)?.value;
  const isCount = typeof count === 'number' || (typeof count === 'string' && /^\d+$/.test(count));
  return isCount ? Number(count) : undefined;
}

function attachmentsMissing(count: number, shown: number): Message {
  return count === 1
    ? say('it is attached to an entity that the document does not show')
    : say('it is attached to {0} entities, but the document shows only {1}', count, shown);
}

function boundariesMissing(count: number, shown: number): Message {
  return count === 1
    ? say('it is the permissions boundary of an entity that the document does not show')
    : say('it is the permissions boundary of {0} entities, but the document shows only {1}', count, shown);
}
