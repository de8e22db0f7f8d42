/** The prefix tree as a picture, and beside it as a tree of words that is moved through with the keyboard. Runs in a webview. */
import type { Trie } from '../../core/src/index.ts';
import { actionsBelow, describe, firstOpen, layOut, type Layout, type PlacedNode } from './layout.ts';

interface Host {
  readonly postMessage: (message: { readonly kind: 'copy'; readonly svg: string } | { readonly kind: 'ready' }) => void;
  readonly getState: () => { readonly trie: Trie } | undefined;
  readonly setState: (state: { readonly trie: Trie }) => void;
}
declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const rowHeight = 26;
const columnWidth = 236;
const boxWidth = 214;
const namespace = 'http://www.w3.org/2000/svg';

const picture = byId('picture', SVGSVGElement);
const words = byId('words', HTMLElement);
const details = byId('details', HTMLElement);
const heading = byId('heading', HTMLElement);

let trie: Trie | undefined;
let open = new Set<string>();
let selected = '0';
let zoom = 1;

function byId<E extends Element>(id: string, kind: new () => E): E {
  const found = document.querySelector(`#${id}`);
  if (!(found instanceof kind)) throw new Error(`there is no ${id}`);
  return found;
}

function show(next: Trie): void {
  trie = next;
  host.setState({ trie: next });
  open = firstOpen(next.roots);
  selected = '0';
  draw();
}

function draw(): void {
  if (trie === undefined) return;
  const layout = layOut(trie.roots, (id) => open.has(id));
  const all = trie.roots.reduce((sum, { actions }) => sum + actions, 0);
  const unused = trie.roots.reduce((sum, root) => sum + root.unused, 0);
  heading.textContent = `${trie.text}: ${all} actions, ${unused} unused`;
  drawPicture(layout);
  drawWords(layout);
  drawDetails(layout);
}

function drawPicture({ nodes, rows, depth }: Layout): void {
  const [width, height] = [(depth + 1) * columnWidth + 20, Math.max(1, rows) * rowHeight + 20];
  picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
  picture.setAttribute('width', String(width * zoom));
  picture.setAttribute('height', String(height * zoom));
  const placed = new Map(nodes.map((node) => [node.id, node]));
  const edges = nodes.flatMap((node) => {
    const parent = node.parent === undefined ? undefined : placed.get(node.parent);
    return parent === undefined ? [] : [edge(parent, node)];
  });
  picture.replaceChildren(...edges, ...nodes.map((node) => box(node, placed.get(node.parent ?? ''))));
}

function centre({ depth, row }: PlacedNode): { readonly x: number; readonly y: number } {
  return { x: 10 + depth * columnWidth, y: 10 + row * rowHeight + rowHeight / 2 };
}

function edge(parent: PlacedNode, child: PlacedNode): SVGElement {
  const [from, to] = [centre(parent), centre(child)];
  const middle = (from.x + boxWidth + to.x) / 2;
  return element('path', { class: 'edge', d: `M${from.x + boxWidth},${from.y} C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}` });
}

/** Of a name only what it has more than the one above it. */
function box(placed: PlacedNode, parent: PlacedNode | undefined): SVGElement {
  const { node, id } = placed;
  const { x, y } = centre(placed);
  const kind = node.unused === 0 ? 'safe' : 'unsafe';
  const state = [kind, node.written === undefined ? '' : 'written', id === selected ? 'selected' : ''].join(' ');
  const group = element('g', { class: `node ${state}`, 'data-id': id });
  const title = element('title', {});
  title.textContent = describe(node);
  const name = element('text', { x: String(x + 6), y: String(y + 4) });
  const own = parent === undefined ? node.prefix : `…${node.prefix.slice(parent.node.prefix.length)}`;
  name.textContent = shortened(node.children.length === 0 ? own : `${own}*`);
  const count = element('text', { x: String(x + boxWidth - 6), y: String(y + 4), class: 'count' });
  count.textContent =
    node.children.length === 0 ? (node.unused > 0 ? '✗' : '') : `${node.unused}/${node.actions}${placed.isOpen ? '' : ' ▸'}`;
  group.append(title, element('rect', { x: String(x), y: String(y - 10), width: String(boxWidth), height: '20', rx: '4' }), name, count);
  return group;
}

function shortened(text: string): string {
  return text.length <= 26 ? text : `${text.slice(0, 25)}…`;
}

function element(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function drawWords({ nodes }: Layout): void {
  const hadFocus = words.contains(document.activeElement);
  words.replaceChildren(
    ...nodes.map(({ id, node, depth, isOpen }) => {
      const item = document.createElement('div');
      item.setAttribute('role', 'treeitem');
      item.setAttribute('aria-level', String(depth + 1));
      item.setAttribute('aria-selected', String(id === selected));
      if (node.children.length > 0) item.setAttribute('aria-expanded', String(isOpen));
      item.tabIndex = id === selected ? 0 : -1;
      item.dataset['id'] = id;
      item.className = `word depth${Math.min(depth, 12)}`;
      item.textContent = describe(node);
      return item;
    }),
  );
  const current = wordOf(selected);
  if (hadFocus) current?.focus();
  current?.scrollIntoView({ block: 'nearest' });
}

function wordOf(id: string): HTMLElement | null {
  return words.querySelector<HTMLElement>(`[data-id="${id}"]`);
}

function drawDetails({ nodes }: Layout): void {
  const node = nodes.find(({ id }) => id === selected)?.node;
  if (node === undefined) return;
  const title = document.createElement('h2');
  title.textContent = describe(node);
  const list = document.createElement('ul');
  list.append(
    ...actionsBelow(node).map(({ name, isUnused }) => {
      const item = document.createElement('li');
      item.className = isUnused ? 'unused' : 'used';
      item.textContent = isUnused ? `${name} (unused)` : name;
      return item;
    }),
  );
  details.replaceChildren(title, list);
}

function select(id: string): void {
  selected = id;
  draw();
}

function toggle(id: string, wanted = !open.has(id)): void {
  if (wanted) open.add(id);
  else open.delete(id);
  select(id);
}

/** As trees are moved through (WAI-ARIA Authoring Practices, "Tree View"). */
function press(key: string): boolean {
  if (trie === undefined) return false;
  const { nodes } = layOut(trie.roots, (id) => open.has(id));
  const at = nodes.findIndex(({ id }) => id === selected);
  const current = nodes[at];
  if (current === undefined) return false;
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => select(nodes[at + 1]?.id ?? selected),
    ArrowUp: () => select(nodes[at - 1]?.id ?? selected),
    ArrowRight: () => (current.isOpen ? select(nodes[at + 1]?.id ?? selected) : toggle(selected, true)),
    ArrowLeft: () => (current.isOpen ? toggle(selected, false) : select(current.parent ?? selected)),
    Home: () => select(nodes[0]?.id ?? selected),
    End: () => select(nodes.at(-1)?.id ?? selected),
    Enter: () => toggle(selected),
    ' ': () => toggle(selected),
  };
  const move = moves[key];
  move?.();
  return move !== undefined;
}

function changeZoom(by: number): void {
  zoom = Math.min(3, Math.max(0.2, zoom * by));
  draw();
}

/** The picture with its colours in it, so that it looks the same elsewhere. */
function copySvg(): void {
  const copy = picture.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return;
  const [originals, copies] = [picture.querySelectorAll('rect, text, path'), copy.querySelectorAll('rect, text, path')];
  for (const [i, original] of originals.entries()) {
    const style = getComputedStyle(original);
    for (const property of ['fill', 'stroke', 'stroke-width', 'font-family', 'font-size', 'text-anchor'])
      copies[i]?.setAttribute(property, style.getPropertyValue(property));
  }
  copy.setAttribute('xmlns', namespace);
  host.postMessage({ kind: 'copy', svg: copy.outerHTML });
}

/** Moves the picture with the mouse held down. */
function pan(frame: HTMLElement): void {
  let from: { readonly x: number; readonly y: number } | undefined;
  frame.addEventListener('pointerdown', ({ clientX, clientY }) => (from = { x: clientX + frame.scrollLeft, y: clientY + frame.scrollTop }));
  frame.addEventListener('pointermove', ({ clientX, clientY, buttons }) => {
    if (from === undefined || buttons === 0) return;
    frame.scrollTo(from.x - clientX, from.y - clientY);
  });
  window.addEventListener('pointerup', () => (from = undefined));
}

window.addEventListener('message', ({ data }: MessageEvent<{ readonly trie: Trie }>) => show(data.trie));
words.addEventListener('keydown', (event) => {
  if (press(event.key)) event.preventDefault();
});
words.addEventListener('click', ({ target }) => {
  const id = target instanceof HTMLElement ? target.dataset['id'] : undefined;
  if (id !== undefined) toggle(id);
});
picture.addEventListener('click', ({ target }) => {
  const id = target instanceof Element ? target.closest('[data-id]')?.getAttribute('data-id') : undefined;
  if (id === undefined || id === null) return;
  if (id === selected) toggle(id);
  else select(id);
});
const frame = byId('frame', HTMLElement);
pan(frame);
frame.addEventListener(
  'wheel',
  (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    changeZoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  },
  { passive: false },
);
byId('zoomIn', HTMLElement).addEventListener('click', () => changeZoom(1.25));
byId('zoomOut', HTMLElement).addEventListener('click', () => changeZoom(1 / 1.25));
byId('openAll', HTMLElement).addEventListener('click', () => {
  for (const { id } of layOut(trie?.roots ?? [], () => true).nodes) open.add(id);
  draw();
});
byId('closeAll', HTMLElement).addEventListener('click', () => {
  open = new Set();
  select('0');
});
byId('copy', HTMLElement).addEventListener('click', copySvg);
const kept = host.getState();
if (kept !== undefined) show(kept.trie);
host.postMessage({ kind: 'ready' });
