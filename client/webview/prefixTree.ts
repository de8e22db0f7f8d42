/**
 * The prefix tree as a picture, and beside it as a tree of words that is moved through with the keyboard. Runs in a
 * webview.
 */
import type { ShownPrefixTree } from '../../core/src/index.ts';
import { actionsBelow, countsInWords, describe, firstOpen, layOut, type Layout, type PlacedNode } from './layout.ts';
import { createPicture, panned } from './picture.ts';
import { speak, t } from './texts.ts';

interface Host {
  readonly postMessage: (message: { readonly kind: 'copy'; readonly svg: string } | { readonly kind: 'ready' }) => void;
  readonly getState: () => Shown | undefined;
  readonly setState: (state: Shown) => void;
}
declare function acquireVsCodeApi(): Host;

/** What the client has the page show, and in which words. */
interface Shown {
  readonly prefixTree: ShownPrefixTree;
  /** Why no finding says which actions are unused; absent where one does. */
  readonly noFinding?: string | undefined;
  readonly texts: Readonly<Record<string, string>>;
}

const host = acquireVsCodeApi();
const frame = byId('frame', HTMLElement);
const picture = byId('picture', SVGSVGElement);
const drawing = createPicture(picture, frame);
const words = byId('words', HTMLElement);
const details = byId('details', HTMLElement);
const heading = byId('heading', HTMLElement);

let prefixTree: ShownPrefixTree | undefined;
let noFinding: string | undefined;
/** What is drawn. */
let layout: Layout = { nodes: [], rows: 0, depth: 0 };
let open = new Set<string>();
let selected = '0';

function byId<E extends Element>(id: string, kind: new () => E): E {
  const found = document.querySelector(`#${id}`);
  if (!(found instanceof kind)) throw new Error(`there is no ${id}`);
  return found;
}

function show(next: Shown): void {
  host.setState(next);
  speak(next.texts);
  ({ prefixTree, noFinding } = next);
  open = firstOpen(prefixTree.roots);
  selected = '0';
  draw();
}

function draw(): void {
  if (prefixTree === undefined) return;
  layout = layOut(prefixTree.roots, (id) => open.has(id));
  const all = prefixTree.roots.reduce((sum, { actions }) => sum + actions, 0);
  const unused = prefixTree.roots.reduce((sum, root) => sum + root.unused, 0);
  const counts = noFinding === undefined ? countsInWords(all, unused) : withoutFinding(all, noFinding);
  heading.textContent = `${prefixTree.text}: ${counts}`;
  drawing.draw(layout, selected, noFinding === undefined);
  drawWords();
  drawDetails();
}

function withoutFinding(all: number, why: string): string {
  return all === 1 ? why : t('{0} actions; {1}', all, why);
}

function drawWords(): void {
  const hadFocus = words.contains(document.activeElement);
  words.replaceChildren(...layout.nodes.map(wordFor));
  showWord(hadFocus);
}

function wordFor({ id, node, depth, isOpen }: PlacedNode): HTMLElement {
  const item = document.createElement('div');
  item.setAttribute('role', 'treeitem');
  item.setAttribute('aria-level', String(depth + 1));
  item.setAttribute('aria-selected', String(id === selected));
  if (node.children.length > 0) item.setAttribute('aria-expanded', String(isOpen));
  item.tabIndex = id === selected ? 0 : -1;
  item.dataset['id'] = id;
  item.className = `word depth${Math.min(depth, 12)}`;
  item.textContent = describe(node, noFinding === undefined);
  return item;
}

/** Brings the selected word into view. */
function showWord(hasFocus: boolean): void {
  const current = wordOf(selected);
  if (hasFocus) current?.focus({ preventScroll: true });
  current?.scrollIntoView({ block: 'nearest' });
}

function wordOf(id: string): HTMLElement | null {
  return words.querySelector<HTMLElement>(`[data-id="${id}"]`);
}

function drawDetails(): void {
  const node = layout.nodes.find(({ id }) => id === selected)?.node;
  if (node === undefined) return;
  const title = document.createElement('h2');
  title.textContent = describe(node, noFinding === undefined);
  const list = document.createElement('ul');
  list.append(
    ...actionsBelow(node).map(({ name, isUnused }) => {
      const item = document.createElement('li');
      item.className = isUnused ? 'unused' : 'used';
      item.textContent = isUnused ? t('{0} (unused)', name) : name;
      return item;
    }),
  );
  details.replaceChildren(title, list);
}

/** Marks another node. The tree stays as it is drawn: of a large one, drawing is what takes time. */
function select(id: string): void {
  const hadFocus = words.contains(document.activeElement);
  markWord(selected, false);
  selected = id;
  markWord(selected, true);
  showWord(hadFocus);
  drawing.select(id);
  drawDetails();
}

function markWord(id: string, isSelected: boolean): void {
  const word = wordOf(id);
  if (word === null) return;
  word.setAttribute('aria-selected', String(isSelected));
  word.tabIndex = isSelected ? 0 : -1;
}

function toggle(id: string, wanted = !open.has(id)): void {
  if (wanted) open.add(id);
  else open.delete(id);
  selected = id;
  draw();
}

/** As trees are moved through (WAI-ARIA Authoring Practices, "Tree View"). */
function press(key: string): boolean {
  const { nodes } = layout;
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

window.addEventListener('message', ({ data }: MessageEvent<Shown>) => show(data));
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
panned(frame);
frame.addEventListener(
  'wheel',
  (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    drawing.changeZoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  },
  { passive: false },
);
byId('zoomIn', HTMLElement).addEventListener('click', () => drawing.changeZoom(1.25));
byId('zoomOut', HTMLElement).addEventListener('click', () => drawing.changeZoom(1 / 1.25));
byId('openAll', HTMLElement).addEventListener('click', () => {
  for (const { id } of layOut(prefixTree?.roots ?? [], () => true).nodes) open.add(id);
  draw();
});
byId('closeAll', HTMLElement).addEventListener('click', () => {
  open = new Set();
  selected = '0';
  draw();
});
byId('copy', HTMLElement).addEventListener('click', () => host.postMessage({ kind: 'copy', svg: drawing.asSvg() }));
const kept = host.getState();
if (kept !== undefined) show(kept);
host.postMessage({ kind: 'ready' });
