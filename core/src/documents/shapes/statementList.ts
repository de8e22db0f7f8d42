/** A document that is a list of statements, which another document takes into a policy. */
import { isStatement } from '../../policy/readPolicy.ts';
import { say } from '../../text/message.ts';
import { elements, member, spanOf, type TreeNode } from '../../text/tree.ts';
import { unclear, type PlacedPolicies } from './placedPolicy.ts';

/** The policy of a document that is a list of statements; `undefined` for any other value. Its first sign is its key. */
export function policyOfStatements(root: TreeNode): PlacedPolicies | undefined {
  const items = root.type === 'array' ? elements(root) : [];
  if (items.length === 0 || !items.every(isOfPrincipal)) return undefined;
  const key: TreeNode = { type: 'string', value: 'Statement', offset: root.offset, length: 1 };
  const node: TreeNode = {
    type: 'object',
    ...spanOf(root),
    children: [{ type: 'property', ...spanOf(root), children: [key, root] }],
  };
  return { placed: [{ node, subject: { attachment: unclear(onlyStatements) } }], unread: [], passed: [root] };
}

/** Is it a statement of an identity-based policy? */
function isOfPrincipal(node: TreeNode): boolean {
  return isStatement(node) && (member(node, 'Principal') ?? member(node, 'NotPrincipal')) === undefined;
}

const onlyStatements = say('the file has only statements, and does not say into which policies they are taken');
