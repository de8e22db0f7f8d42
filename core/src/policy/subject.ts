import type { Message } from '../text/message.ts';

/** A principal as a document names it: by ARN, or by its name alone. */
export interface PrincipalName {
  /** A permission set of IAM Identity Center stands for the roles that are made for it, one in each account. */
  readonly type: 'role' | 'user' | 'permission-set';
  readonly name: string;
  /** Where the document gives it. */
  readonly arn?: string | undefined;
  /** Of a permission set: accounts in which the document assigns it, so that there is a role for it. */
  readonly accounts?: readonly string[] | undefined;
  /** When it was created, milliseconds since 1970, where the document tells. */
  readonly createdAt?: number | undefined;
}

/**
 * Who holds a policy, as the document tells: to whom it is attached, and whom it bounds.
 *
 * - `unsaid`: the document says nothing of it; other ways may tell.
 * - `attached`: these hold it, and nobody else.
 * - `unclear`: somebody holds it, and not all of them are known. No other way may guess; who says whose it is may
 *   complete it.
 * - `several`: it is one of several policies in a document that does not say whose any of them is.
 * - `nobody`: no finding about a role or user can apply to it.
 */
export type Attachment =
  | { readonly kind: 'unsaid' }
  | { readonly kind: 'attached'; readonly to: readonly PrincipalName[]; readonly says: Message }
  | UnclearAttachment
  | { readonly kind: 'several' }
  | { readonly kind: 'nobody'; readonly reason: Message };

export interface UnclearAttachment {
  readonly kind: 'unclear';
  readonly reason: Message;
  /** Those whom the document names all the same. */
  readonly named: readonly PrincipalName[];
  /** Principals of the document; those of them that are not named are certain not to hold it. */
  readonly others?: readonly PrincipalName[];
  /** So many more hold it at least, each of whom somebody who completes the holders must name. */
  readonly missing?: number | undefined;
  /**
   * Of the policies of the document so many holders in all have no name that is known, each of them another principal.
   */
  readonly unnamedInAll?: number | undefined;
  /** Holders of whose names only a part is known: `*` stands for what is computed. */
  readonly like?: readonly NamePattern[] | undefined;
  /** Those who are not known are members of this group. */
  readonly group?: string | undefined;
  /** The document is a page of several: what is missing stands on another one. */
  readonly isCutOff?: true;
}

/** What is known of the name of a holder, `*-admin`. Names in IAM hold no `*` (IAM User Guide, "IAM identifiers"). */
export interface NamePattern {
  readonly type: 'role' | 'user' | 'permission-set';
  readonly pattern: string;
}

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
  /** When it was created or last changed, milliseconds since 1970. */
  readonly updatedAt?: number | undefined;
}

export const nothingSaid: PolicySubject = { attachment: { kind: 'unsaid' } };
