import type { Policy, UnreadPart } from '../../policy/model.ts';
import type { Attachment, PolicySubject, PolicyType, PrincipalName, UnclearAttachment } from '../../policy/subject.ts';
import type { TreeNode } from '../../text/tree.ts';
import type { Message } from '../../text/message.ts';

/** A value of a document that should be a policy, and its subject. */
export interface PlacedPolicy {
  readonly node: TreeNode;
  readonly subject: PolicySubject;
  /** Adds to the policy that was read from the value what the value alone does not tell. */
  readonly completed?: (policy: Policy) => Policy;
}

/** The policies of a document of a known kind. */
export interface PlacedPolicies {
  readonly placed: readonly PlacedPolicy[];
  readonly unread: readonly UnreadPart[];
  /** Values without a policy to refine: versions that are not in force, and AWS managed policies. */
  readonly passed: readonly TreeNode[];
  /** The subject of a policy in any other place of the document. */
  readonly elsewhere?: ((node: TreeNode) => PolicySubject) | undefined;
  /** Why managed policies of templates in the value may have holders that the template does not name. */
  readonly attachesMore?: Message | undefined;
}

/** The attachment of a policy to exactly these principals. */
export function attachedTo(to: readonly PrincipalName[], says: Message): Attachment {
  return { kind: 'attached', to, says };
}

export function unclear(reason: Message, named: readonly PrincipalName[] = []): UnclearAttachment {
  return { kind: 'unclear', reason, named };
}

/** The attachment of a policy to a group whose members are not known. */
export function unclearMembers(group: string, reason: Message): UnclearAttachment {
  return { ...unclear(reason), group };
}

export function inlineOf(of: 'role' | 'user' | 'group', holder: string): Extract<PolicyType, { kind: 'inline' }> {
  return { kind: 'inline', of, holder };
}
