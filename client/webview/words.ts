import { describe, type Layout, type PlacedNode } from './layout.ts';

/** The tree as a list of words, for keyboard and screen reader. */
export interface WordList {
  readonly draw: (layout: Layout, look: WordsLook) => void;
  /** Selects a word without drawing the others again, which would take long for a large tree. */
  readonly select: (id: string) => void;
  /** Moves the keyboard to the selected word. */
  readonly focus: () => void;
}

export interface WordsLook {
  readonly selected: string;
  readonly isReported: boolean;
  /** The nodes that the search found, and the text that it looked for, in lower case. */
  readonly found: ReadonlySet<string>;
  readonly sought: string;
}

/** Makes the list in an element with the role `tree`. */
export function createWords(list: HTMLElement): WordList {
  let selected = '';
  const wordOf = (id: string): HTMLElement | null => list.querySelector<HTMLElement>(`[data-id="${id}"]`);
  const mark = (id: string, isSelected: boolean): void => {
    const word = wordOf(id);
    if (word === null) return;
    word.setAttribute('aria-selected', String(isSelected));
    word.tabIndex = isSelected ? 0 : -1;
  };
  const show = (hasFocus: boolean): void => {
    const current = wordOf(selected);
    if (current === null) return;
    scrollInto(current);
    if (hasFocus) current.focus();
  };
  new ResizeObserver(() => show(false)).observe(list);
  return {
    draw(layout, look) {
      const hadFocus = list.contains(document.activeElement);
      selected = look.selected;
      list.replaceChildren(...layout.nodes.map((node) => wordFor(node, look)));
      show(hadFocus);
    },
    select(id) {
      const hadFocus = list.contains(document.activeElement);
      mark(selected, false);
      selected = id;
      mark(id, true);
      show(hadFocus);
    },
    focus: () => show(true),
  };
}

function wordFor({ id, node, depth, isOpen }: PlacedNode, look: WordsLook): HTMLElement {
  const item = document.createElement('div');
  item.setAttribute('role', 'treeitem');
  item.setAttribute('aria-level', String(depth + 1));
  item.setAttribute('aria-selected', String(id === look.selected));
  if (node.children.length > 0) item.setAttribute('aria-expanded', String(isOpen));
  item.tabIndex = id === look.selected ? 0 : -1;
  item.dataset['id'] = id;
  item.className = `word depth${Math.min(depth, 12)}`;
  item.append(...highlighted(describe(node, look.isReported), look.found.has(id) ? look.sought : ''));
  return item;
}

/** A text with the part marked that the search looked for. */
function highlighted(text: string, sought: string): (string | HTMLElement)[] {
  const at = sought === '' ? -1 : text.toLowerCase().indexOf(sought);
  if (at < 0) return [text];
  const mark = document.createElement('mark');
  mark.textContent = text.slice(at, at + sought.length);
  return [text.slice(0, at), mark, text.slice(at + sought.length)];
}

/** Scrolls only the list: in a small window, the page around it is longer than the window. */
function scrollInto(word: HTMLElement): void {
  const page = document.scrollingElement;
  const top = page?.scrollTop ?? 0;
  word.scrollIntoView({ block: 'nearest' });
  if (page !== null) page.scrollTop = top;
}
