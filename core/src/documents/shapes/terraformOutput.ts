import { member, stringMember, type TreeNode } from '../../text/tree.ts';

/**
 * Is a document what Terraform or OpenTofu writes: a plan or a state as `terraform show -json` prints it, or a state
 * file? What it holds follows from the configuration, which is where a policy is changed. Source: Terraform's “JSON
 * Output Format”, and the state format 4.
 */
export function isTerraformOutput(root: TreeNode | undefined): boolean {
  const holdsOneOf = (...keys: readonly string[]): boolean => keys.some((key) => member(root, key) !== undefined);
  if (stringMember(root, 'format_version') !== undefined)
    return holdsOneOf('planned_values', 'prior_state', 'resource_changes', 'values');
  return stringMember(root, 'terraform_version') !== undefined && holdsOneOf('lineage', 'serial');
}
