import type { Layout, PlacedNode } from './layout.ts';

/** What stands in the boxes of the picture, and how wide its columns are for that. */

/** The texts of a box: `…Bucket*` at its left, and `2/5 ▸` at its right. */
export interface Label {
  readonly name: string;
  readonly count: string;
}

/** A column of boxes, in pixels. */
export interface Column {
  readonly x: number;
  readonly width: number;
}

/** The most characters of a name. */
const mostCharacters = 26;
/** How wide a character is, in pixels, in the font of names and in that of counts. */
const [nameCharacter, countCharacter] = [6.8, 6.2];
/** Between the texts and the frame of a box, and between two columns, where the lines are. */
const [padding, gap] = [6, 36];

/**
 * The part of a name that its parent's name lacks, and how many of its actions are unused. `isReported`: a finding tells
 * which ones.
 */
export function labelOf(placed: PlacedNode, parent: PlacedNode | undefined, isReported: boolean): Label {
  const { node } = placed;
  const own = parent === undefined ? node.prefix : `…${node.prefix.slice(parent.node.prefix.length)}`;
  const name = node.children.length === 0 ? own : `${own}*`;
  return {
    name: name.length <= mostCharacters ? name : `${name.slice(0, mostCharacters - 1)}…`,
    count: countIn(placed, isReported),
  };
}

/** `2/5`: 2 of 5 actions are unused. Without a finding, only the number of actions. */
function countIn({ node, isOpen }: PlacedNode, isReported: boolean): string {
  const { children, unused, actions } = node;
  if (children.length === 0) return isReported && unused > 0 ? '✗' : '';
  return `${isReported ? `${unused}/` : ''}${actions}${isOpen ? '' : ' ▸'}`;
}

/** The columns of a layout, each as wide as its widest box needs. `margin`: at the left. O(nodes). */
export function columnsOf({ nodes }: Layout, isReported: boolean, margin: number): Column[] {
  const placed = new Map(nodes.map((node) => [node.id, node]));
  const widths: number[] = [];
  for (const node of nodes) {
    const width = widthOf(labelOf(node, placed.get(node.parent ?? ''), isReported));
    widths[node.depth] = Math.max(widths[node.depth] ?? 0, width);
  }
  let x = margin;
  return widths.map((width) => {
    const column = { x, width };
    x += width + gap;
    return column;
  });
}

function widthOf({ name, count }: Label): number {
  const beside = count === '' ? 0 : padding + count.length * countCharacter;
  return Math.ceil(2 * padding + name.length * nameCharacter + beside);
}
