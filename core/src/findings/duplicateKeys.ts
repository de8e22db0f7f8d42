/**
 * Keys that stand twice in an object: `JSON.parse` keeps the last, and what the first says is lost. In the values of
 * findings files a second one is kept under another spelling, so that it is a member in two spellings, of which nobody
 * knows which counts.
 */
import { readJson } from '../text/json.ts';
import { elements, members, type TreeNode } from '../text/tree.ts';
import { codes, isSpace } from '../text/jsonScan.ts';
import { isRecord } from '../text/jsonValue.ts';

/** Letter case, `_` and `-` are no part of a name ({@link foldName}). */
function marksFor(count: number): string {
  return count === 0 ? '' : count.toString(2).replaceAll('0', '_').replaceAll('1', '-');
}

/**
 * The value that a part of a text was read as, or, where it may have lost a member, the value with both; `undefined`
 * where that cannot be made. O(length): one search for the colons, and one look at each key that was kept. A part in
 * which a key may be lost is read once more.
 */
export function withLostKeys(value: unknown, text: string, from = 0, end: number = text.length): unknown {
  if (!mayLoseKeys(value, text, from, end)) return value;
  const { root, errors } = readJson(text.slice(from, end));
  return errors.length === 0 && root !== undefined ? valueWithTwins(root) : undefined;
}

/** May the value that a part of a text was read as have lost a member, of a key that stands twice? O(length). */
export function mayLoseKeys(value: unknown, text: string, from = 0, end: number = text.length): boolean {
  return keysIn(value) < mostKeysIn(text, from, end);
}

/** The value of a node, with all members of a key that stands twice. Without recursion, because values nest deep. */
export function valueWithTwins(root: TreeNode): unknown {
  let made: unknown;
  const open: { readonly node: TreeNode; readonly put: (value: unknown) => void }[] = [
    { node: root, put: (value) => void (made = value) },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, put } = next;
    if (node.type === 'array') {
      const list: unknown[] = elements(node).map(() => undefined);
      put(list);
      for (const [i, element] of elements(node).entries())
        open.push({ node: element, put: (value) => void (list[i] = value) });
    } else if (node.type === 'object') {
      const record = {};
      put(record);
      const nameOf = createSpeller();
      for (const [key, member] of members(node)) {
        const name = nameOf(String(key.value));
        // Its place among the others, before what is inside is looked at.
        setOwn(record, name, undefined);
        open.push({ node: member, put: (value) => setOwn(record, name, value) });
      }
    } else put(node.value);
  }
  return made;
}

/** Gives each key a spelling of its own. However often one comes, the spelling is hardly longer than the key. */
function createSpeller(): (key: string) => string {
  const names = new Set<string>();
  const counts = new Map<string, number>();
  return (key) => {
    let count = counts.get(key) ?? 0;
    let name = key + marksFor(count);
    while (names.has(name)) name = key + marksFor(++count);
    names.add(name);
    counts.set(key, count + 1);
    return name;
  };
}

/** Also a member that is called `__proto__`. */
function setOwn(record: object, name: string, value: unknown): void {
  Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
}

const { quote } = codes;

/** How many keys there can be: colons behind a quote. One at the start of a text, as in `": "`, counts, too. */
function mostKeysIn(text: string, from: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf(':', from); at >= 0 && at < end; at = text.indexOf(':', at + 1)) {
    let before = at - 1;
    while (isSpace(text.charCodeAt(before))) before--;
    if (text.charCodeAt(before) === quote) count++;
  }
  return count;
}

/** Recursion is several times as fast as a list of what is left to do, and ends where the stack might. */
const deepest = 100;

function keysIn(value: unknown, depth = 0): number {
  let count = 0;
  if (Array.isArray(value) && depth <= deepest)
    for (const element of value as readonly unknown[]) count += keysIn(element, depth + 1);
  else if (isRecord(value) && depth <= deepest) for (const key in value) count += 1 + keysIn(value[key], depth + 1);
  else if (typeof value === 'object' && value !== null) count = keysDeepIn(value);
  return count;
}

function keysDeepIn(value: object): number {
  let count = 0;
  const parts: unknown[] = [value];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (typeof part !== 'object' || part === null) continue;
    if (!Array.isArray(part)) count += Object.keys(part).length;
    for (const member of Object.values(part)) if (typeof member === 'object' && member !== null) parts.push(member);
  }
  return count;
}
