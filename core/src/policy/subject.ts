/** What the document around a policy tells about it: above all, who holds it. */
import type { Message } from '../text/message.ts';

/** A principal as a document names it: by ARN, or only by name. */
export interface PrincipalName {
  /** A permission set of IAM Identity Center stands for the roles that are created for it, one in each account. */
  readonly type: 'role' | 'user' | 'permission-set';
  readonly name: string;
  /** Absent if the document does not give it. */
  readonly arn?: string | undefined;
  /** Only for a permission set: the accounts in which the document assigns it, so that each has a role for it. */
  readonly accounts?: readonly string[] | undefined;
  /** When the principal was created, in milliseconds since 1970; absent if the document does not tell. */
  readonly createdAt?: number | undefined;
}

/**
 * The holders of a policy as the document tells them: the principals it is attached to, and those whose permissions
 * boundary it is.
 *
 * - `unspecified`: the document does not tell. The configuration, the path or the folder may.
 * - `attached`: exactly these principals hold it. `says` tells how the document names them, for messages.
 * - `unclear`: not all holders are known. Nothing is guessed from path or folder; a mapping or `--principal` may
 *   complete the holders.
 * - `several`: the document has several policies and does not tell the holders of any.
 * - `no-principal`: no finding about a role or user can apply to it.
 */
export type Attachment =
  | { readonly kind: 'unspecified' }
  | { readonly kind: 'attached'; readonly to: readonly PrincipalName[]; readonly says: Message }
  | UnclearAttachment
  | { readonly kind: 'several' }
  | { readonly kind: 'no-principal'; readonly reason: Message };

/** A holder that the document describes as a resource, and whose name is made when the resource is deployed. */
export interface UnnamedHolder {
  readonly type: 'role' | 'user';
  /** Its logical id or its address. */
  readonly resource: string;
  /** The logical id of the deployed holder, if it differs: SAM makes the role `FnRole` of a function `Fn`. */
  readonly deployedAs?: string | undefined;
  /** The known parts of its name, as in {@link NamePattern}. */
  readonly pattern: string;
}

/** The holders of a policy are not all known. */
export interface UnclearAttachment {
  readonly kind: 'unclear';
  readonly reason: Message;
  /** The holders that the document does name. */
  readonly named: readonly PrincipalName[];
  /** Other principals of the document. They certainly do not hold the policy, unless they are `named`. */
  readonly others?: readonly PrincipalName[];
  /** The least number of holders that are not named. A mapping that completes the holders must name as many. */
  readonly missing?: number | undefined;
  /** The number of different principals without a known name that hold policies of the document, all together. */
  readonly unnamedInAll?: number | undefined;
  /** Holders with a partly known name. */
  readonly like?: readonly NamePattern[] | undefined;
  /** The unknown holders are members of this group. */
  readonly group?: string | undefined;
  /**
   * The holders whose names are made when they are deployed. Present only if nothing else is missing: with their names,
   * all holders are known.
   */
  readonly unnamed?: readonly UnnamedHolder[] | undefined;
  /** The document is one page of several, and the missing information is on another page. */
  readonly isCutOff?: true;
  /** More principals may hold it as it was deployed, whoever the document or a mapping names. */
  readonly isDoubted?: true;
}

/**
 * A partly known name, such as `*-admin`: `*` stands for a computed part. Real names have no `*` (IAM User Guide, "IAM
 * identifiers").
 */
export interface NamePattern {
  readonly type: 'role' | 'user' | 'permission-set';
  readonly pattern: string;
}

/** The policy types with different size quotas (IAM User Guide, "Policies and permissions in IAM"). */
export type PolicyType =
  | { readonly kind: 'managed' }
  /** The inline policies of one holder share a quota. `holder` is a name or id that is unique in the document. */
  | { readonly kind: 'inline'; readonly of: 'role' | 'user' | 'group'; readonly holder: string }
  | { readonly kind: 'service-control' };

/** The resources that a document declares, which tell what deployments are made of it. */
export interface DeclaredResources {
  /** By logical id, or by address without a module. */
  readonly resources: ReadonlyMap<string, DeclaredResource>;
  /**
   * The resources that may be deployed beside those: none; those that SAM makes, whose ids begin with a declared one; or
   * any.
   */
  readonly others: 'none' | 'of-sam' | 'any';
  /** What its stacks are called, as in {@link NamePattern}; absent if the document does not tell. */
  readonly stackName?: string | undefined;
  /** The document is of Terraform: a state also shows to whom its policies are attached. */
  readonly isInState?: true;
  /** The names of the managed policies, as in {@link NamePattern}, by address: one for each module that has one. */
  readonly policies?: ReadonlyMap<string, readonly string[]>;
}

export interface DeclaredResource {
  /** The type of what is deployed; absent if it has several. */
  readonly type?: string | undefined;
  /** It may be missing in a deployment: it has a condition, or something else is made of it. */
  readonly mayBeMissing: boolean;
}

/** What the document around a policy tells about it. */
export interface PolicySubject {
  readonly attachment: Attachment;
  /** The resource of the document that the policy is a part of: a logical id or an address. */
  readonly resource?: string | undefined;
  /** All such resources, if there may be several: a policy document may be used by several policies. */
  readonly resources?: readonly string[] | undefined;
  /** All resources of the document, the same object for all its policies. */
  readonly declared?: DeclaredResources | undefined;
  /** Absent if the document does not tell it. */
  readonly policyType?: PolicyType | undefined;
  /** The name or ARN of the policy; absent if the document does not tell it. */
  readonly policyId?: string | undefined;
  /**
   * The address in a Terraform module of what renders or holds the policy, by which the other files of the module tell
   * its holders; absent in other documents.
   */
  readonly address?: string | undefined;
  /** Other documents are combined with the policy, and a statement may replace one of theirs that has the same `Sid`. */
  readonly isCombined?: true;
  /**
   * When the policy was created or last changed, in milliseconds since 1970; absent if the document does not tell it.
   */
  readonly updatedAt?: number | undefined;
}

/** The subject of a policy about which the document tells nothing. */
export const unknownSubject: PolicySubject = { attachment: { kind: 'unspecified' } };
