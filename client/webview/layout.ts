import type { TrieNode } from '../../core/src/index.ts';

/** A node of the picture. `id` is its path of indexes from the root, `0.2.1`. */
export interface PlacedNode {
  readonly id: string;
  readonly node: TrieNode;
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
export function layOut(roots: readonly TrieNode[], isOpen: (id: string) => boolean): Layout {
  const nodes: PlacedNode[] = [];
  let rows = 0;
  let deepest = 0;
  const place = (node: TrieNode, id: string, depth: number, parent: string | undefined): number => {
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

/** The nodes to open at first: those that are not safe, because below the others there is nothing to see. */
export function firstOpen(roots: readonly TrieNode[]): Set<string> {
  const open = new Set<string>();
  const visit = (node: TrieNode, id: string): void => {
    if (node.state === 'safe' || node.unused === node.actions) return;
    open.add(id);
    for (const [i, child] of node.children.entries()) visit(child, `${id}.${i}`);
  };
  for (const [i, root] of roots.entries()) visit(root, String(i));
  return open;
}

/** The actions below a node, in their order. */
export function actionsBelow(node: TrieNode): { readonly name: string; readonly isUnused: boolean }[] {
  const own = node.action === undefined ? [] : [{ name: node.prefix, isUnused: node.action === 'unused' }];
  return [...own, ...node.children.flatMap(actionsBelow)];
}

/** `GetBucket*: 5 actions, 2 unused, not safe`. */
export function describe({ prefix, actions, unused, action, children, state, written }: TrieNode): string {
  const name = children.length === 0 && action !== undefined ? prefix : `${prefix}*`;
  const counts = actions === 1 ? (unused === 1 ? 'unused' : 'used') : `${actions} actions, ${unused === 0 ? 'none' : unused} unused`;
  const safety = actions === 1 ? '' : state === 'safe' ? ', safe' : ', not safe';
  return `${name}: ${counts}${safety}${written === undefined ? '' : `, written as ${written}`}`;
}
