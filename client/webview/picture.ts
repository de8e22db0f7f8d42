import { columnsOf, labelOf, type Column } from './columns.ts';
import { describe, partBetween, type Layout, type PlacedNode, type Rows } from './layout.ts';

/** The picture of a tree. Only the visible part of it is drawn, with a margin, because trees may be large. */
export interface Picture {
  readonly draw: (layout: Layout, look: PictureLook) => void;
  /** Selects a node, and scrolls it into view. */
  readonly select: (id: string) => void;
  readonly changeZoom: (by: number) => void;
  /**
   * Makes the picture small enough for its frame, also when the frame changes its size, until the zoom is changed: as
   * wide as the frame, as far as its texts can be read, or so that all of it is visible. It is never enlarged.
   */
  readonly fit: (what: Fitted) => void;
  /** The whole picture as SVG text. It includes the colours, so that it looks the same elsewhere. */
  readonly asSvg: () => string;
}

export type Fitted = 'width' | 'all';

export interface PictureLook {
  readonly selected: string;
  /** A finding tells which actions are unused. Otherwise no node is marked as safe or not. */
  readonly isReported: boolean;
  /** The nodes that the search found. */
  readonly found: ReadonlySet<string>;
}

const rowHeight = 26;
const margin = 10;
const namespace = 'http://www.w3.org/2000/svg';

/** Makes the picture in `svg`, which is inside the scrolling element `frame`. */
export function createPicture(svg: SVGSVGElement, frame: HTMLElement): Picture {
  let layout: Layout = { nodes: [], rows: 0, depth: 0 };
  let look: PictureLook = { selected: '', isReported: true, found: new Set() };
  let columns: readonly Column[] = [];
  let zoom = 1;
  let fitted: Fitted | undefined;
  let drawn: Rows = { from: 0, to: -1 };

  const paint = (rows: Rows): void => {
    drawn = rows;
    const { nodes, edges } = partBetween(layout, rows);
    const parents = new Map(edges.map(([parent, child]) => [child.id, parent]));
    svg.replaceChildren(
      ...edges.map(([parent, child]) => edge(boxOf(parent, columns), boxOf(child, columns))),
      ...nodes.map((node) => box(node, parents.get(node.id), boxOf(node, columns), look)),
    );
  };
  /** The margin is as high as the visible part, above and below it, so that short scrolling needs no drawing. */
  const paintAround = ({ from, to }: Rows): void => paint({ from: from - (to - from), to: to + (to - from) });
  const follow = (): void => {
    const rows = rowsIn(frame, zoom);
    if (rows.from < drawn.from || rows.to > drawn.to) paintAround(rows);
  };
  const resize = (by: number): void => {
    zoom = by;
    setSize(svg, sizeOf(layout, columns), zoom);
  };
  const refit = (): void => {
    // Twice: scroll bars that go then had taken some of the room.
    for (let i = 0; i < 2; i++) resize(fittingZoom(fitted, frame, sizeOf(layout, columns)) ?? zoom);
    follow();
  };
  const reveal = (): void => {
    const node = layout.nodes.find(({ id }) => id === look.selected);
    if (node !== undefined) scrollTo(frame, boxOf(node, columns), zoom);
  };
  const mark = (id: string, isSelected: boolean): void => {
    svg.querySelector(`[data-id="${id}"]`)?.classList.toggle('selected', isSelected);
  };
  frame.addEventListener('scroll', () => requestAnimationFrame(follow));
  onResize(frame, () => (refit(), reveal()));
  return {
    draw(next, how) {
      layout = next;
      look = how;
      columns = columnsOf(layout, look.isReported, margin);
      resize(zoom);
      paintAround(rowsIn(frame, zoom));
    },
    select(id) {
      mark(look.selected, false);
      look = { ...look, selected: id };
      mark(id, true);
      reveal();
    },
    changeZoom(by) {
      fitted = undefined;
      // Fitting a long tree may have made it smaller than the least zoom.
      resize(Math.min(3, Math.max(Math.min(0.2, zoom), zoom * by)));
      follow();
    },
    fit(what) {
      fitted = what;
      refit();
      frame.scrollTo(0, 0);
    },
    asSvg() {
      paint({ from: 0, to: layout.rows });
      const text = withColours(svg);
      paintAround(rowsIn(frame, zoom));
      return text;
    },
  };
}

function onResize(watched: HTMLElement, run: () => void): void {
  new ResizeObserver(() => requestAnimationFrame(run)).observe(watched);
}

function setSize(svg: SVGSVGElement, { width, height }: Size, zoom: number): void {
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('width', String(width * zoom));
  svg.setAttribute('height', String(height * zoom));
}

/** The zoom at which a picture fits into its frame; `undefined` if it need not. */
function fittingZoom(
  what: Fitted | undefined,
  { clientWidth, clientHeight }: HTMLElement,
  { width, height }: Size,
): number | undefined {
  const byWidth = Math.min(1, clientWidth / width);
  switch (what) {
    case 'width':
      return Math.max(0.75, byWidth);
    case 'all':
      return Math.min(byWidth, clientHeight / height);
    case undefined:
      return undefined;
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function sizeOf({ rows }: Layout, columns: readonly Column[]): Size {
  const { x, width } = columns.at(-1) ?? { x: 0, width: 0 };
  return { width: x + width + margin, height: Math.max(1, rows) * rowHeight + 2 * margin };
}

/** The visible rows. */
function rowsIn({ clientHeight, scrollTop }: HTMLElement, zoom: number): Rows {
  const from = (scrollTop / zoom - margin) / rowHeight;
  return { from, to: from + clientHeight / zoom / rowHeight };
}

function scrollTo(frame: HTMLElement, { x, y, width }: Box, zoom: number): void {
  const [left, right, top, bottom] = [x * zoom, (x + width) * zoom, (y - rowHeight) * zoom, (y + rowHeight) * zoom];
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (bottom > frame.scrollTop + frame.clientHeight) frame.scrollTop = bottom - frame.clientHeight;
  // What is above it stands at its left, so no more of that is scrolled away than has to be.
  if (left < frame.scrollLeft) frame.scrollLeft = left - margin;
  else if (right > frame.scrollLeft + frame.clientWidth)
    frame.scrollLeft = Math.min(left - margin, right + margin - frame.clientWidth);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The left end of a box, in the middle of its height, and its width. */
interface Box extends Point {
  readonly width: number;
}

function boxOf({ depth, row }: PlacedNode, columns: readonly Column[]): Box {
  const { x, width } = columns[depth] ?? { x: margin, width: 0 };
  return { x, y: margin + row * rowHeight + rowHeight / 2, width };
}

function edge(from: Box, to: Box): SVGElement {
  const start = from.x + from.width;
  const middle = (start + to.x) / 2;
  return element('path', {
    class: 'edge',
    d: `M${start},${from.y} C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`,
  });
}

function box(
  placed: PlacedNode,
  parent: PlacedNode | undefined,
  { x, y, width }: Box,
  { isReported, found, selected }: PictureLook,
): SVGElement {
  const { node, id } = placed;
  const state = [
    !isReported ? 'unknown' : node.unused === 0 ? 'safe' : 'unsafe',
    ...(node.written === undefined ? [] : ['written']),
    ...(found.has(id) ? ['found'] : []),
    ...(id === selected ? ['selected'] : []),
  ].join(' ');
  const label = labelOf(placed, parent, isReported);
  const group = element('g', { class: `node ${state}`, 'data-id': id });
  group.append(
    element('title', {}, describe(node, isReported)),
    element('rect', { x: String(x), y: String(y - 10), width: String(width), height: '20', rx: '4' }),
    element('text', { x: String(x + 6), y: String(y + 4) }, label.name),
    element('text', { x: String(x + width - 6), y: String(y + 4), class: 'count' }, label.count),
  );
  return group;
}

function element(name: string, attributes: Readonly<Record<string, string>>, text = ''): SVGElement {
  const made = document.createElementNS(namespace, name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** How the parts of the picture look, which the style sheet of the page says. */
const copiedProperties: readonly string[] = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'text-anchor',
];

function withColours(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return '';
  const [originals, copies] = [svg.querySelectorAll('rect, text, path'), copy.querySelectorAll('rect, text, path')];
  for (const [i, original] of originals.entries()) {
    const style = getComputedStyle(original);
    for (const property of copiedProperties) copies[i]?.setAttribute(property, style.getPropertyValue(property));
  }
  copy.setAttribute('xmlns', namespace);
  return copy.outerHTML;
}

/** Lets the user scroll a frame by dragging. */
export function panned(frame: HTMLElement): void {
  let from: Point | undefined;
  frame.addEventListener(
    'pointerdown',
    ({ clientX, clientY }) => (from = { x: clientX + frame.scrollLeft, y: clientY + frame.scrollTop }),
  );
  frame.addEventListener('pointermove', ({ clientX, clientY, buttons }) => {
    if (from === undefined || buttons === 0) return;
    frame.scrollTo(from.x - clientX, from.y - clientY);
  });
  window.addEventListener('pointerup', () => (from = undefined));
}
