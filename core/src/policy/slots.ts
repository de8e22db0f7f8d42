/** How the values of a place that takes one or a list of them stand in it. */
import { branchesAt, branchesOfIf } from '../text/intrinsics.ts';
import { elements, spanOf, type TreeNode } from '../text/tree.ts';
import type { List, Slot } from './model.ts';

export interface SlottedNode {
  readonly node: TreeNode;
  readonly slot: Slot;
  readonly branch?: number;
}

/** The lists of a place, and the values that stand in it, in the order of the text. O(values). */
export function slotsIn(value: TreeNode): { readonly lists: readonly List[]; readonly nodes: readonly SlottedNode[] } {
  const lists: List[] = [];
  const nodes: SlottedNode[] = [];
  for (const { node, branch } of branchesAt(value)) {
    if (node.type !== 'array') {
      nodes.push(slotted(node, { kind: 'value' }, branch));
      continue;
    }
    const list = lists.length;
    lists.push({ span: spanOf(node), elements: elements(node).map(spanOf) });
    for (const [index, element] of elements(node).entries()) {
      const isConditional = branchesOfIf(element) !== undefined;
      for (const inside of branchesAt(element)) {
        const slot: Slot = isConditional ? { kind: 'branch', list } : { kind: 'element', list, index };
        nodes.push(slotted(inside.node, slot, inside.branch ?? branch));
      }
    }
  }
  return { lists, nodes };
}

function slotted(node: TreeNode, slot: Slot, branch: number | undefined): SlottedNode {
  return branch === undefined ? { node, slot } : { node, slot, branch };
}
