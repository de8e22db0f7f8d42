/** The size of a policy in compact JSON, which is what IAM gets of it, in whatever syntax it is written. */
import type { Span } from '../text/span.ts';
import { elements, members, nodeAt, stringOf, type TreeNode } from '../text/tree.ts';

const emptyPolicy = '{"Version":"2012-10-17","Statement":}';

/** The characters of a value in compact JSON. */
export function compactSize(node: TreeNode): number {
  const [, statements] = node.type === 'property' ? (node.children ?? []) : [];
  if (statements !== undefined) return emptyPolicy.length + compactSize(statements);
  if (node.refused !== undefined) return node.length;
  if (node.type === 'object')
    return 1 + sum(members(node).map(([key, value]) => compactSize(key) + 2 + compactSize(value)));
  if (node.type === 'array') return 1 + Math.max(1, sum(elements(node).map((item) => compactSize(item) + 1)));
  return JSON.stringify(stringOf(node) ?? node.value ?? null).length;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}

/** The object at a span of a tree; or a member, for a policy that is only its list of statements. */
export function policyAt(root: TreeNode | undefined, span: Span): TreeNode | undefined {
  return nodeAt(root, span, ['object', 'property']);
}
