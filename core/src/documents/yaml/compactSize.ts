import { spanEnd, type Span } from '../../text/span.ts';
import { members, elements, stringOf, type TreeNode } from '../../text/tree.ts';

/** The characters of a value in compact JSON, which is what IAM gets of it. */
export function compactSize(node: TreeNode): number {
  if (node.refused !== undefined) return node.length;
  if (node.type === 'object')
    return 1 + sum(members(node).map(([key, value]) => compactSize(key) + 2 + compactSize(value)));
  if (node.type === 'array') return 1 + Math.max(1, sum(elements(node).map((item) => compactSize(item) + 1)));
  return JSON.stringify(stringOf(node) ?? node.value ?? null).length;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}

/** The object at a span of a tree. O(values beside the way to it). */
export function objectAt(root: TreeNode | undefined, { offset, length }: Span): TreeNode | undefined {
  for (let node = root; node !== undefined;) {
    if (node.offset === offset && node.length === length && node.type === 'object') return node;
    node = node.children?.find((child) => child.offset <= offset && offset + length <= spanEnd(child));
  }
  return undefined;
}
