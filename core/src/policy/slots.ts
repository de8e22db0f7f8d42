/** Finds the values of a member that takes one value or a list, and their positions in it. */
import { branchesAt, branchesOfIf, mayBeNoValue } from '../text/intrinsics.ts';
import { elements, partsOf, spanOf, type TreeNode } from '../text/tree.ts';
import type { List, Slot } from './model.ts';

/** A value and its position. `branch` is the offset of its `Fn::If` branch; absent outside of conditions. */
export interface SlottedNode {
  readonly node: TreeNode;
  readonly slot: Slot;
  readonly branch?: number;
}

/** The lists of a member, and the values in it, in the order of the text. `value` is the member's value. O(values). */
export function slotsIn(value: TreeNode): { readonly lists: readonly List[]; readonly nodes: readonly SlottedNode[] } {
  const lists: List[] = [];
  const nodes: SlottedNode[] = [];
  const values = branchesAt(value).flatMap(({ node, branch }, i) =>
    partsOf(node).map((part) => ({ node: part, branch, ...(node.parts === undefined ? {} : { joined: i }) })),
  );
  for (const { node, branch, joined } of values) {
    if (node.type !== 'array') {
      nodes.push(slotted(node, { kind: 'value' }, branch));
      continue;
    }
    const list = lists.length;
    lists.push({
      span: spanOf(node),
      elements: elements(node).map(spanOf),
      ...(joined === undefined ? {} : { joined }),
    });
    for (const [index, element] of elements(node).entries()) {
      const isConditional = branchesOfIf(element) !== undefined;
      const ofBranch: Slot = { kind: 'branch', list, ...(mayBeNoValue(element) ? {} : { alwaysOneOf: index }) };
      for (const inside of branchesAt(element)) {
        const slot: Slot = isConditional ? ofBranch : { kind: 'element', list, index };
        nodes.push(slotted(inside.node, slot, inside.branch ?? branch));
      }
    }
  }
  return { lists, nodes };
}

function slotted(node: TreeNode, slot: Slot, branch: number | undefined): SlottedNode {
  return branch === undefined ? { node, slot } : { node, slot, branch };
}
