import type { PrefixTreeNode } from '../../core/src/index.ts';
import { t } from './texts.ts';

/** The layout of the picture of a prefix tree. */

/** A node of the picture. `id` is the path of indexes from the root: `0.2.1`. */
export interface PlacedNode {
  readonly id: string;
  readonly node: PrefixTreeNode;
  /** The level of the node, from 0 at the left. */
  readonly depth: number;
  /** The row, from 0 at the top. Leaves are on whole rows; other nodes are in the middle of their children. */
  readonly row: number;
  readonly parent?: string | undefined;
  readonly isOpen: boolean;
}

export interface Layout {
  /** The nodes from top to bottom, parents before children. */
  readonly nodes: readonly PlacedNode[];
  readonly rows: number;
  readonly depth: number;
}

/** Places the nodes that are not inside a closed one. O(nodes shown). */
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

/** A range of rows. Its ends may be outside of the layout, and between rows. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/**
 * The parts of the picture in some rows: the nodes, and the lines from parents to children, that touch them. O(nodes).
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

/** The nodes that are open at first: those that are neither safe nor wholly unused. */
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

/** The actions below a node, in the order of the tree. */
export function actionsBelow(node: PrefixTreeNode): { readonly name: string; readonly isUnused: boolean }[] {
  const own = node.action === undefined ? [] : [{ name: node.prefix, isUnused: node.action === 'unused' }];
  return [...own, ...node.children.flatMap(actionsBelow)];
}

/**
 * The text of a node: `GetBucket*: 5 actions, 2 unused, not safe`. Without a finding (`isReported` false) only counts.
 */
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
