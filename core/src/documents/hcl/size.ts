/** The size of a policy as Terraform renders it. */
import { member, stringOf, type TreeNode } from '../../text/tree.ts';
import { blocksOf, renderedStatement } from '../renderedStatement.ts';

/** The characters of the policy that the body of an `aws_iam_policy_document` renders, as compact JSON. */
export function sizeOfDocument(body: TreeNode): number {
  const version = member(body, 'version');
  const Version = (version && stringOf(version)) ?? '2012-10-17';
  return JSON.stringify({ Version, Statement: blocksOf(body, 'statement').map(renderedStatement) }).length;
}
