/** What was deployed together, as plain values: no more of it than names, ARNs and attachments. */

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
  /** The principals that the resource is, or those to which it attaches a policy. Absent for any other resource. */
  readonly principals?: readonly DeployedPrincipal[];
  /** Only for a policy: those that have it, or are bounded by it, as far as the state shows. */
  readonly heldBy?: readonly DeployedPrincipal[];
  /** Only for a policy: the groups that have it. Their members are not all known. */
  readonly heldByGroups?: readonly string[];
}

/** The resources that were deployed together: a stack, or one module of a state. */
export interface Deployment {
  /** The name of the stack, or the address of the module; absent if the document does not give it. */
  readonly name?: string | undefined;
  /** What tells the deployment from others: the id of the stack. Absent if the document does not give it. */
  readonly key?: string | undefined;
  /** 12 digits; absent if the document does not give it. */
  readonly account?: string | undefined;
  readonly resources: readonly DeployedResource[];
  /** Resources may be missing: the list was cut off, or a part of it is not understood. */
  readonly isCutOff: boolean;
}
