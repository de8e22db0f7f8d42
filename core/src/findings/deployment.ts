/** What was deployed together, as plain values: no more of it than names, ARNs and attachments. */
import type { Message } from '../text/message.ts';

/** A role or user as it was deployed. `arn` is absent if only its name is known. */
export interface DeployedPrincipal {
  readonly type: 'role' | 'user';
  readonly name: string;
  readonly arn?: string | undefined;
}

/** A deployed resource. */
export interface DeployedResource {
  /** The logical id, or the address without its module and without the keys of its instances. */
  readonly id: string;
  /** The type, as CloudFormation or Terraform names it. */
  readonly type: string;
  /** The principals that the resource is: one for each of its instances. Absent for any other resource. */
  readonly principals?: readonly DeployedPrincipal[];
  /** The ARNs of the managed policies that the resource is. Absent for any other resource. */
  readonly policies?: readonly string[];
  /** The groups whose inline policy it is. Their members are not all known. */
  readonly groups?: readonly string[];
  /** An instance of it is not understood, so it may be more than that. */
  readonly isUnclear?: true;
  /** It is being deleted, or could not be: the document need not declare it any more. */
  readonly isLeaving?: true;
}

/** To whom a resource attaches a customer managed policy, or whom the policy bounds. */
export interface DeployedAttachment {
  /** The ARN of the policy; its name if the resource tells no more. */
  readonly policy: string;
  readonly principals?: readonly DeployedPrincipal[];
  /** Groups that have it. Their members are not all known. */
  readonly groups?: readonly string[];
  /** The resource, if it is not known to whom it attaches the policy. */
  readonly unclear?: string;
}

/** The resources that were deployed together: a stack, or one module of a state. */
export interface Deployment {
  readonly kind: 'stack' | 'state';
  /** The name of the stack, or the address of the module; absent if the document does not give it. */
  readonly name?: string | undefined;
  /** What tells the deployment from others: the id of the stack. Absent if the document does not give it. */
  readonly key?: string | undefined;
  /** 12 digits; absent if the document does not give it. */
  readonly account?: string | undefined;
  readonly resources: readonly DeployedResource[];
  /** Absent: none. */
  readonly attachments?: readonly DeployedAttachment[];
  /** A resource that may attach any policy, because it is not understood. */
  readonly unclearAttachment?: string;
  /** Resources may be missing: the list was cut off, or a part of it is not understood. */
  readonly isCutOff: boolean;
  /** Why nothing is known of what was deployed. */
  readonly unread?: Message;
}

/** The type of principal that a resource is; `undefined` if it is none. */
export function principalTypeOf(type: string): 'role' | 'user' | undefined {
  switch (type) {
    case 'AWS::IAM::Role':
    case 'aws_iam_role':
      return 'role';
    case 'AWS::IAM::User':
    case 'aws_iam_user':
      return 'user';
    default:
      return undefined;
  }
}

/** The text if it may be the name of a role, user or group (IAM User Guide, "IAM and AWS STS quotas"). */
export function nameIn(text: unknown): string | undefined {
  return typeof text === 'string' && /^[\w+=,.@-]{1,128}$/.test(text) ? text : undefined;
}
