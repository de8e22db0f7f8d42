import type { Message } from '../text/message.ts';

/** A principal as a document names it: by ARN, or by its name alone. */
export interface PrincipalName {
  readonly type: 'role' | 'user';
  readonly name: string;
  /** Where the document gives it. */
  readonly arn?: string | undefined;
}

/**
 * What a document says of a policy that stands in it.
 *
 * - `unsaid`: nothing of whose it is; other ways may tell.
 * - `attached`: it is attached to these, and to nobody else.
 * - `unclear`: it is attached to somebody, and the document does not say to whom. No other way may guess.
 */
export type Attachment =
  | { readonly kind: 'unsaid' }
  | { readonly kind: 'attached'; readonly to: readonly PrincipalName[]; readonly says: Message }
  | { readonly kind: 'unclear'; readonly reason: Message };

/** The policy types of the IAM User Guide ("Policies and permissions in IAM") that differ in how large they may be. */
export type PolicyType =
  | { readonly kind: 'managed' }
  /** Inline policies of one holder share their quota. `holder` is a name or id that is its own in the document. */
  | { readonly kind: 'inline'; readonly of: 'role' | 'user' | 'group'; readonly holder: string }
  | { readonly kind: 'service-control' };

/** What is known of a policy beside its statements. */
export interface PolicySubject {
  readonly attachment: Attachment;
  /** Absent where the document does not say it. */
  readonly policyType?: PolicyType | undefined;
  /** Its name, or its ARN. */
  readonly policyId?: string | undefined;
  /** When it was last changed, milliseconds since 1970. */
  readonly updatedAt?: number | undefined;
}

export const nothingSaid: PolicySubject = { attachment: { kind: 'unsaid' } };
