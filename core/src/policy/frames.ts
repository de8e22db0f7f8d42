/** Compares the statements of policies but for their actions. */
import { spanEnd, type Span } from '../text/span.ts';
import { elements, member, members, sameValue, spanOf, type TreeNode } from '../text/tree.ts';

/** For each of our statements, the index of the matching one of theirs; `undefined` if one of theirs matches none. */
export function align(
  ours: readonly (TreeNode | undefined)[],
  theirs: readonly (TreeNode | undefined)[],
): readonly (number | undefined)[] | undefined {
  let next = 0;
  const partners = ours.map((frame) => (next < theirs.length && isSameFrame(frame, theirs[next]) ? next++ : undefined));
  return next === theirs.length ? partners : undefined;
}

/**
 * Are two statements equal except for their actions? A list of one value means that value, and an empty `Sid` none: so
 * Terraform writes statements.
 */
export function isSameFrame(a: TreeNode | undefined, b: TreeNode | undefined): boolean {
  const [ofA, ofB] = [a, b].map((node) => members(node).filter(([key, value]) => isOfFrame(String(key.value), value)));
  if (ofA === undefined || ofB === undefined || ofA.length !== ofB.length) return false;
  return ofA.every(([key, value]) => sameValue(only(value), only(member(b, String(key.value)))));
}

function isOfFrame(key: string, { value }: TreeNode): boolean {
  return key !== 'Action' && !(key === 'Sid' && value === '');
}

function only<T extends TreeNode | undefined>(node: T): T | TreeNode {
  const [first, ...others] = node?.type === 'array' ? elements(node) : [];
  return first === undefined || others.length > 0 ? node : first;
}

/** The object at a span. */
export function frameAt(root: TreeNode | undefined, span: Span): TreeNode | undefined {
  if (root === undefined || root.offset > span.offset || spanEnd(spanOf(root)) < spanEnd(span)) return undefined;
  if (root.offset === span.offset && root.length === span.length) return root;
  for (const child of root.children ?? []) {
    const found = frameAt(child, span);
    if (found !== undefined) return found;
  }
  return undefined;
}
