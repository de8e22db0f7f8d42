import type { PolicySubject, PolicyType, PrincipalName } from '../policy/subject.ts';
import type { JsonNode } from '../text/jsonNode.ts';
import type { Message } from '../text/message.ts';

/** A value of a document that should be a policy, and what the document says of it. */
export interface PlacedPolicy {
  readonly node: JsonNode;
  readonly subject: PolicySubject;
}

/** A policy of one principal, of which the document gives the name. */
export function attachedTo(to: readonly PrincipalName[], says: Message): PolicySubject['attachment'] {
  return { kind: 'attached', to, says };
}

export function unclear(reason: Message): PolicySubject['attachment'] {
  return { kind: 'unclear', reason };
}

export function inlineOf(of: 'role' | 'user' | 'group', holder: string): Extract<PolicyType, { kind: 'inline' }> {
  return { kind: 'inline', of, holder };
}
