import type { PrefixTreeNode } from '../../core/src/index.ts';
import { t } from './texts.ts';

/** A node of the picture. `id` is its path of indexes from the root, `0.2.1`. */
export interface PlacedNode {
  readonly id: string;
  readonly node: PrefixTreeNode;
  /** From 0, one a level to the right. */
  readonly depth: number;
  /** From 0, one a line; whole for what ends a branch, between its children for others. */
  readonly row: number;
  readonly parent?: string | undefined;
  readonly isOpen: boolean;
}

export interface Layout {
  /** In the order of a tree that is read from top to bottom. */
  readonly nodes: readonly PlacedNode[];
  readonly rows: number;
  readonly depth: number;
}

/** Places the nodes that are not inside of a closed one. O(nodes shown). */
export function layOut(roots: readonly PrefixTreeNode[], isOpen: (id: string) => boolean): Layout {
  const nodes: PlacedNode[] = [];
  let rows = 0;
  let deepest = 0;
  const place = (node: PrefixTreeNode, id: string, depth: number, parent: string | undefined): number => {
    deepest = Math.max(deepest, depth);
    const at = nodes.length;
    const open = node.children.length > 0 && isOpen(id);
    nodes.push({ id, node, depth, row: rows, parent, isOpen: open });
    if (!open) return rows++;
    const below = node.children.map((child, i) => place(child, `${id}.${i}`, depth + 1, id));
    const row = ((below[0] ?? rows) + (below.at(-1) ?? rows)) / 2;
    nodes[at] = { id, node, depth, row, parent, isOpen: open };
    return row;
  };
  for (const [i, root] of roots.entries()) place(root, String(i), 0, undefined);
  return { nodes, rows, depth: deepest };
}

/** Rows from one to another; both may lie outside of a layout, and between rows. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/**
 * What is to be drawn of some rows: the nodes that touch them, and the lines from parent to child that do. O(nodes).
 */
export function partBetween(
  { nodes }: Layout,
  { from, to }: Rows,
): {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly (readonly [parent: PlacedNode, child: PlacedNode])[];
} {
  const placed = new Map(nodes.map((node) => [node.id, node]));
  const edges = nodes.flatMap((child): (readonly [PlacedNode, PlacedNode])[] => {
    const parent = placed.get(child.parent ?? '');
    const isSeen =
      parent !== undefined && Math.max(parent.row, child.row) >= from - 1 && Math.min(parent.row, child.row) <= to;
    return isSeen ? [[parent, child]] : [];
  });
  return { nodes: nodes.filter(({ row }) => row >= from - 1 && row <= to), edges };
}

/** The nodes to open at first: those that are not safe, because below the others there is nothing to see. */
export function firstOpen(roots: readonly PrefixTreeNode[]): Set<string> {
  const open = new Set<string>();
  const visit = (node: PrefixTreeNode, id: string): void => {
    if (node.state === 'safe' || node.unused === node.actions) return;
    open.add(id);
    for (const [i, child] of node.children.entries()) visit(child, `${id}.${i}`);
  };
  for (const [i, root] of roots.entries()) visit(root, String(i));
  return open;
}

/** The actions below a node, in their order. */
export function actionsBelow(node: PrefixTreeNode): { readonly name: string; readonly isUnused: boolean }[] {
  const own = node.action === undefined ? [] : [{ name: node.prefix, isUnused: node.action === 'unused' }];
  return [...own, ...node.children.flatMap(actionsBelow)];
}

/** `GetBucket*: 5 actions, 2 unused, not safe`; without a finding only what there is (`isReported` false). */
export function describe(node: PrefixTreeNode, isReported: boolean): string {
  const { prefix, actions, unused, action, children, state, written } = node;
  const name = children.length === 0 && action !== undefined ? prefix : `${prefix}*`;
  if (!isReported) return actions === 1 ? name : `${name}: ${t('{0} actions', actions)}`;
  const parts =
    actions === 1
      ? [countsInWords(actions, unused)]
      : [countsInWords(actions, unused), state === 'safe' ? t('safe') : t('not safe')];
  if (written !== undefined) parts.push(t('written as {0}', written));
  return `${name}: ${parts.join(', ')}`;
}

/** `5 actions, 2 unused`; of a single action, whether it is. */
export function countsInWords(actions: number, unused: number): string {
  if (actions === 1) return unused === 1 ? t('unused') : t('not reported unused');
  return unused === 0
    ? t('{0} actions, none of them reported unused', actions)
    : t('{0} actions, {1} unused', actions, unused);
}
