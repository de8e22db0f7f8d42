import type { PrefixTreeNode, ShownPrefixTree } from '../../core/src/index.ts';

/** The search for actions in a prefix tree. */

/** What is looked for: without the service prefix, asterisks at the ends, and letter case. Empty: nothing. */
export function soughtIn({ service }: ShownPrefixTree, typed: string): string {
  const text = typed.trim().toLowerCase();
  const prefix = `${service.toLowerCase()}:`;
  return (text.startsWith(prefix) ? text.slice(prefix.length) : text).replace(/^\*+|\*+$/g, '');
}

/** The ids of the nodes whose own action contains a text, from top to bottom. `sought` is in lower case. */
export function findActions(roots: readonly PrefixTreeNode[], sought: string): string[] {
  if (sought === '') return [];
  const found: string[] = [];
  const visit = ({ prefix, action, children }: PrefixTreeNode, id: string): void => {
    if (action !== undefined && prefix.toLowerCase().includes(sought)) found.push(id);
    for (const [i, child] of children.entries()) visit(child, `${id}.${i}`);
  };
  for (const [i, root] of roots.entries()) visit(root, String(i));
  return found;
}

/** The ids of the nodes above a node, the root first. */
export function idsAbove(id: string): string[] {
  const steps = id.split('.');
  return steps.slice(1).map((_, i) => steps.slice(0, i + 1).join('.'));
}

/** The position of the next or the previous of several matches; after the last comes the first. */
export function nextMatch(at: number, count: number, by: 1 | -1): number {
  return count === 0 ? 0 : (at + by + count) % count;
}
