/** Checks that an edit of policies leaves every other value of a document what it was, and where it was. */
import type { Policy } from '../policy/model.ts';
import type { Span } from '../text/span.ts';
import type { TreeNode } from '../text/tree.ts';

/** Do two trees differ outside of the policies of the first one? Recursive: a syntax limits the nesting. O(values). */
export function differsOutside(
  before: TreeNode | undefined,
  after: TreeNode | undefined,
  policies: readonly Policy[],
): boolean {
  const places = new Set(policies.map(({ span, textSpan }) => placeOf(textSpan ?? span)));
  const differs = (one: TreeNode | undefined, other: TreeNode | undefined): boolean => {
    if (one === undefined || other === undefined) return one !== other;
    if (places.has(placeOf(one))) return false;
    if (one.type !== other.type || one.value !== other.value) return true;
    if ((one.refused === undefined) !== (other.refused === undefined)) return true;
    const [inside, now] = [one.children ?? [], other.children ?? []];
    return inside.length !== now.length || inside.some((child, i) => differs(child, now[i]));
  };
  return differs(before, after);
}

function placeOf({ offset, length }: Span): string {
  return `${offset} ${length}`;
}
