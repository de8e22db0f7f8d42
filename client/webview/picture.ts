import { describe, partBetween, type Layout, type PlacedNode, type Rows } from './layout.ts';

/** The picture of a tree. Only the visible part of it is drawn, with a margin, because trees may be large. */
export interface Picture {
  /** `isReported`: a finding tells which actions are unused. Otherwise no node is marked as safe or not. */
  readonly draw: (layout: Layout, selected: string, isReported: boolean) => void;
  /** Selects a node, and scrolls it into view. */
  readonly select: (id: string) => void;
  readonly changeZoom: (by: number) => void;
  /** The whole picture as SVG text. It includes the colours, so that it looks the same elsewhere. */
  readonly asSvg: () => string;
}

const rowHeight = 26;
const columnWidth = 236;
const boxWidth = 214;
const margin = 10;
const namespace = 'http://www.w3.org/2000/svg';

/** Makes the picture in `svg`, which is inside the scrolling element `frame`. */
export function createPicture(svg: SVGSVGElement, frame: HTMLElement): Picture {
  let layout: Layout = { nodes: [], rows: 0, depth: 0 };
  let selected = '';
  let isReported = true;
  let zoom = 1;
  let drawn: Rows = { from: 0, to: -1 };

  const paint = (rows: Rows): void => {
    drawn = rows;
    const { nodes, edges } = partBetween(layout, rows);
    const parents = new Map(edges.map(([parent, child]) => [child.id, parent]));
    svg.replaceChildren(
      ...edges.map(([parent, child]) => edge(parent, child)),
      ...nodes.map((node) => box(node, parents.get(node.id), { isSelected: node.id === selected, isReported })),
    );
  };
  /** The margin is as high as the visible part, above and below it, so that short scrolling needs no drawing. */
  const paintAround = ({ from, to }: Rows): void => paint({ from: from - (to - from), to: to + (to - from) });
  const follow = (): void => {
    const rows = rowsIn(frame, zoom);
    if (rows.from < drawn.from || rows.to > drawn.to) paintAround(rows);
  };
  const mark = (id: string, isSelected: boolean): void => {
    svg.querySelector(`[data-id="${id}"]`)?.classList.toggle('selected', isSelected);
  };
  frame.addEventListener('scroll', () => requestAnimationFrame(follow));
  window.addEventListener('resize', () => requestAnimationFrame(follow));
  return {
    draw(next, id, areReported) {
      layout = next;
      selected = id;
      isReported = areReported;
      resize(svg, layout, zoom);
      paintAround(rowsIn(frame, zoom));
    },
    select(id) {
      mark(selected, false);
      selected = id;
      mark(id, true);
      const node = layout.nodes.find((one) => one.id === id);
      if (node !== undefined) scrollTo(frame, centre(node), zoom);
    },
    changeZoom(by) {
      zoom = Math.min(3, Math.max(0.2, zoom * by));
      resize(svg, layout, zoom);
      follow();
    },
    asSvg() {
      paint({ from: 0, to: layout.rows });
      const text = withColours(svg);
      paintAround(rowsIn(frame, zoom));
      return text;
    },
  };
}

function resize(svg: SVGSVGElement, { depth, rows }: Layout, zoom: number): void {
  const [width, height] = [(depth + 1) * columnWidth + 2 * margin, Math.max(1, rows) * rowHeight + 2 * margin];
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('width', String(width * zoom));
  svg.setAttribute('height', String(height * zoom));
}

/** The visible rows. */
function rowsIn({ clientHeight, scrollTop }: HTMLElement, zoom: number): Rows {
  const from = (scrollTop / zoom - margin) / rowHeight;
  return { from, to: from + clientHeight / zoom / rowHeight };
}

function scrollTo(frame: HTMLElement, { x, y }: Point, zoom: number): void {
  const [left, right, top, bottom] = [x * zoom, (x + boxWidth) * zoom, (y - rowHeight) * zoom, (y + rowHeight) * zoom];
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (bottom > frame.scrollTop + frame.clientHeight) frame.scrollTop = bottom - frame.clientHeight;
  if (left < frame.scrollLeft || right > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = left - margin;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function centre({ depth, row }: PlacedNode): Point {
  return { x: margin + depth * columnWidth, y: margin + row * rowHeight + rowHeight / 2 };
}

function edge(parent: PlacedNode, child: PlacedNode): SVGElement {
  const [from, to] = [centre(parent), centre(child)];
  const middle = (from.x + boxWidth + to.x) / 2;
  return element('path', {
    class: 'edge',
    d: `M${from.x + boxWidth},${from.y} C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`,
  });
}

interface Look {
  readonly isSelected: boolean;
  readonly isReported: boolean;
}

/** The part of a name that its parent's name lacks. */
function box(placed: PlacedNode, parent: PlacedNode | undefined, { isSelected, isReported }: Look): SVGElement {
  const { node, id } = placed;
  const { x, y } = centre(placed);
  const kind = !isReported ? 'unknown' : node.unused === 0 ? 'safe' : 'unsafe';
  const state = [kind, node.written === undefined ? '' : 'written', isSelected ? 'selected' : ''].join(' ');
  const group = element('g', { class: `node ${state}`, 'data-id': id });
  const title = element('title', {});
  title.textContent = describe(node, isReported);
  const name = element('text', { x: String(x + 6), y: String(y + 4) });
  const own = parent === undefined ? node.prefix : `…${node.prefix.slice(parent.node.prefix.length)}`;
  name.textContent = shortened(node.children.length === 0 ? own : `${own}*`);
  const count = element('text', { x: String(x + boxWidth - 6), y: String(y + 4), class: 'count' });
  count.textContent = countIn(placed, isReported);
  group.append(
    title,
    element('rect', { x: String(x), y: String(y - 10), width: String(boxWidth), height: '20', rx: '4' }),
    name,
    count,
  );
  return group;
}

/** `2/5`: 2 of 5 actions are unused. Without a finding, only the number of actions. */
function countIn({ node, isOpen }: PlacedNode, isReported: boolean): string {
  const { children, unused, actions } = node;
  if (children.length === 0) return isReported && unused > 0 ? '✗' : '';
  return `${isReported ? `${unused}/` : ''}${actions}${isOpen ? '' : ' ▸'}`;
}

function shortened(text: string): string {
  return text.length <= 26 ? text : `${text.slice(0, 25)}…`;
}

function element(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function withColours(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return '';
  const [originals, copies] = [svg.querySelectorAll('rect, text, path'), copy.querySelectorAll('rect, text, path')];
  for (const [i, original] of originals.entries()) {
    const style = getComputedStyle(original);
    for (const property of ['fill', 'stroke', 'stroke-width', 'font-family', 'font-size', 'text-anchor'])
      copies[i]?.setAttribute(property, style.getPropertyValue(property));
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
