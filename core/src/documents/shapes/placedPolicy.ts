import type { UnreadPart } from '../../policy/model.ts';
import type { Attachment, PolicySubject, PolicyType, PrincipalName, UnclearAttachment } from '../../policy/subject.ts';
import type { TreeNode } from '../../text/tree.ts';
import type { Message } from '../../text/message.ts';

/** A value of a document that should be a policy, and what the document says of it. */
export interface PlacedPolicy {
  readonly node: TreeNode;
  readonly subject: PolicySubject;
}

/** What a document of a known kind holds. */
export interface PlacedPolicies {
  readonly placed: readonly PlacedPolicy[];
  readonly unread: readonly UnreadPart[];
  /**
   * Values that are known, and hold no policy that could be refined: versions that are not in force, policies of AWS.
   */
  readonly passed: readonly TreeNode[];
  /** What is said of a policy that stands elsewhere in it. */
  readonly elsewhere?: (node: TreeNode) => PolicySubject;
}

/** A policy of these principals, and of nobody else. */
export function attachedTo(to: readonly PrincipalName[], says: Message): Attachment {
  return { kind: 'attached', to, says };
}

/** Each principal once: by its ARN, or by type and name where the document gives none. */
export function distinctPrincipals(principals: readonly PrincipalName[]): PrincipalName[] {
  return [
    ...new Map(
      principals.map((principal) => [principal.arn ?? `${principal.type} ${principal.name}`, principal]),
    ).values(),
  ];
}

export function unclear(reason: Message, named: readonly PrincipalName[] = []): UnclearAttachment {
  return { kind: 'unclear', reason, named };
}

/** The members of a group hold it, and are not known. */
export function unclearMembers(group: string, reason: Message): UnclearAttachment {
  return { ...unclear(reason), group };
}

export function inlineOf(of: 'role' | 'user' | 'group', holder: string): Extract<PolicyType, { kind: 'inline' }> {
  return { kind: 'inline', of, holder };
}
