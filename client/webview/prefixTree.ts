/**
 * The page of the webview: the prefix tree as a picture, and beside it as a tree of words for keyboard and screen
 * reader.
 */
import type { PageMessage, ShownReplacement, ShownTree } from '../src/prefixTreeMessages.ts';
import { actionsBelow, countsInWords, describe, firstOpen, layOut, type Layout } from './layout.ts';
import { createPicture, panned } from './picture.ts';
import { findActions, idsAbove, nextMatch, soughtIn } from './search.ts';
import { speak, t } from './texts.ts';
import { createWords } from './words.ts';

interface Host {
  readonly postMessage: (message: PageMessage) => void;
  readonly getState: () => ShownTree | undefined;
  readonly setState: (state: ShownTree) => void;
}
declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const frame = byId('frame', HTMLElement);
const picture = byId('picture', SVGSVGElement);
const drawing = createPicture(picture, frame);
const list = byId('words', HTMLElement);
const words = createWords(list);
const chosen = byId('chosen', HTMLElement);
const actionList = byId('actions', HTMLElement);
const heading = byId('heading', HTMLElement);
const field = byId('search', HTMLInputElement);
const hits = byId('hits', HTMLElement);
const replace = byId('replace', HTMLButtonElement);
const reason = byId('reason', HTMLElement);

let shown: ShownTree | undefined;
/** The nodes that are drawn. */
let layout: Layout = { nodes: [], rows: 0, depth: 0 };
let open = new Set<string>();
let selected = '0';
/** What is looked for, the ids of the actions found, and the index of the one that is selected. */
let search: { readonly sought: string; readonly found: readonly string[]; readonly at: number } = {
  sought: '',
  found: [],
  at: 0,
};

function byId<E extends Element>(id: string, kind: new () => E): E {
  const found = document.querySelector(`#${id}`);
  if (!(found instanceof kind)) throw new Error(`there is no ${id}`);
  return found;
}

function show(next: ShownTree): void {
  const isSame =
    shown?.noFinding === next.noFinding && JSON.stringify(shown?.prefixTree) === JSON.stringify(next.prefixTree);
  shown = next;
  host.setState(next);
  speak(next.texts);
  drawReplacement(next.replacement);
  if (isSame) return;
  document.body.classList.toggle('unreported', next.noFinding !== undefined);
  open = firstOpen(next.prefixTree.roots);
  selected = '0';
  field.value = '';
  search = { sought: '', found: [], at: 0 };
  drawHits();
  draw();
  drawing.fit('width');
}

/** Without a proven change, the button stays in the order of the keyboard, so that its reason is found. */
function drawReplacement(replacement: ShownReplacement): void {
  const isPossible = replacement.kind === 'possible';
  replace.textContent = isPossible ? replacement.title : t('Replace');
  replace.setAttribute('aria-disabled', String(!isPossible));
  reason.textContent = isPossible ? '' : `${replacement.reason.charAt(0).toUpperCase()}${replacement.reason.slice(1)}.`;
}

function draw(): void {
  if (shown === undefined) return;
  const { prefixTree, noFinding } = shown;
  layout = layOut(prefixTree.roots, (id) => open.has(id));
  const all = prefixTree.roots.reduce((sum, { actions }) => sum + actions, 0);
  const unused = prefixTree.roots.reduce((sum, root) => sum + root.unused, 0);
  const counts = noFinding === undefined ? countsInWords(all, unused) : withoutFinding(all, noFinding);
  heading.textContent = `${prefixTree.text}: ${counts}`;
  const look = { selected, isReported: noFinding === undefined, found: new Set(search.found), sought: search.sought };
  drawing.draw(layout, look);
  words.draw(layout, look);
  drawDetails();
}

function withoutFinding(all: number, why: string): string {
  return all === 1 ? why : t('{0} actions; {1}', all, why);
}

function drawDetails(): void {
  const node = layout.nodes.find(({ id }) => id === selected)?.node;
  if (node === undefined) return;
  chosen.textContent = describe(node, shown?.noFinding === undefined);
  actionList.replaceChildren(
    ...actionsBelow(node).map(({ name, isUnused }) => {
      const item = document.createElement('li');
      item.className = isUnused ? 'unused' : 'used';
      item.textContent = isUnused ? t('{0} (unused)', name) : name;
      return item;
    }),
  );
}

/** Selects another node without drawing the tree again, which would take long for a large one. */
function select(id: string): void {
  selected = id;
  words.select(id);
  drawing.select(id);
  drawDetails();
}

function toggle(id: string, wanted = !open.has(id)): void {
  if (wanted) open.add(id);
  else open.delete(id);
  selected = id;
  draw();
}

/** Opens what is above the actions with the text of the search field, and moves to the first. */
function find(): void {
  if (shown === undefined) return;
  const sought = soughtIn(shown.prefixTree, field.value);
  const found = findActions(shown.prefixTree.roots, sought);
  search = { sought, found, at: 0 };
  for (const id of found.flatMap(idsAbove)) open.add(id);
  selected = found[0] ?? selected;
  draw();
  drawing.select(selected);
  drawHits();
}

function move(by: 1 | -1): void {
  search = { ...search, at: nextMatch(search.at, search.found.length, by) };
  const hit = search.found[search.at];
  if (hit === undefined) return;
  const closed = idsAbove(hit).filter((id) => !open.has(id));
  for (const id of closed) open.add(id);
  if (closed.length > 0) draw();
  select(hit);
  drawHits();
}

function drawHits(): void {
  const { sought, found, at } = search;
  const count = found.length === 0 ? t('no action found') : t('{0} of {1}', at + 1, found.length);
  hits.textContent = sought === '' ? '' : count;
}

/** The keyboard interaction of trees (WAI-ARIA Authoring Practices, "Tree View"). */
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
  const run = moves[key];
  run?.();
  return run !== undefined;
}

window.addEventListener('message', ({ data }: MessageEvent<ShownTree>) => show(data));
window.addEventListener('keydown', (event) => {
  const { key, target } = event;
  const isFind = key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!isFind && (key !== '/' || target === field)) return;
  event.preventDefault();
  field.focus();
  field.select();
});
list.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (press(event.key)) event.preventDefault();
});
field.addEventListener('input', find);
field.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') move(event.shiftKey ? -1 : 1);
  else if (event.key === 'Escape') {
    field.value = '';
    find();
    words.focus();
  } else return;
  event.preventDefault();
});
list.addEventListener('click', ({ target }) => {
  const id = target instanceof Element ? target.closest('[data-id]')?.getAttribute('data-id') : undefined;
  if (id !== undefined && id !== null) toggle(id);
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
const presses: Readonly<Record<string, () => void>> = {
  previousHit: () => move(-1),
  nextHit: () => move(1),
  zoomIn: () => drawing.changeZoom(1.25),
  zoomOut: () => drawing.changeZoom(1 / 1.25),
  fit: () => drawing.fit('all'),
  openAll() {
    for (const { id } of layOut(shown?.prefixTree.roots ?? [], () => true).nodes) open.add(id);
    draw();
  },
  closeAll() {
    open = new Set();
    selected = '0';
    draw();
  },
  copy: () => host.postMessage({ kind: 'copy', svg: drawing.asSvg() }),
  replace() {
    if (shown?.replacement.kind === 'possible') host.postMessage({ kind: 'replace', id: shown.id });
  },
};
for (const [id, run] of Object.entries(presses)) byId(id, HTMLButtonElement).addEventListener('click', run);
const kept = host.getState();
if (kept !== undefined) show(kept);
host.postMessage({ kind: 'ready' });
