/**
 * Duplicate keys in JSON objects. `JSON.parse` keeps only the last one. In the values of findings files, the others are
 * kept under a variant spelling. The object then has a member in two spellings, which makes a finding unreadable: which
 * of the two applies is not known.
 */
import { readJson } from '../text/json.ts';
import { elements, members, type TreeNode } from '../text/tree.ts';
import { codes, isSpace } from '../text/jsonScan.ts';
import { isRecord } from '../text/jsonValue.ts';

/** A different suffix for each count. Made of `_` and `-`, which {@link foldName} ignores, it names the same member. */
function marksFor(count: number): string {
  return count === 0 ? '' : count.toString(2).replaceAll('0', '_').replaceAll('1', '-');
}

/**
 * `value` with its duplicate keys, where `value` is what `JSON.parse` made of `text` from `from` to `end`. If no key
 * was lost, it is `value` itself. `undefined` if the text cannot be read again. O(length): the keys of the value are
 * counted against the colons of the text, and only text that may have lost a key is read again.
 */
export function withLostKeys(value: unknown, text: string, from = 0, end: number = text.length): unknown {
  if (!mayLoseKeys(value, text, from, end)) return value;
  const { root, errors } = readJson(text.slice(from, end));
  return errors.length === 0 && root !== undefined ? valueWithTwins(root) : undefined;
}

/** May `value`, which `JSON.parse` made of a part of a text, have lost a member to a duplicate key? O(length). */
export function mayLoseKeys(value: unknown, text: string, from = 0, end: number = text.length): boolean {
  return keysIn(value) < mostKeysIn(text, from, end);
}

/** The value of a tree node, with all members of a duplicate key. Not recursive, because values may nest deeply. */
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
        // Reserves the member's place in the order; its value is set when it has been read.
        setOwn(record, name, undefined);
        open.push({ node: member, put: (value) => setOwn(record, name, value) });
      }
    } else put(node.value);
  }
  return made;
}

/** Gives each key of one object a distinct spelling. However often a key is repeated, its spelling stays short. */
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

/** Sets a member. `defineProperty` makes `__proto__` a member like any other. */
function setOwn(record: object, name: string, value: unknown): void {
  Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
}

const { quote } = codes;

/**
 * An upper bound of the number of keys: colons that follow a quote. A colon that starts a string, as in `": "`, is
 * counted too.
 */
function mostKeysIn(text: string, from: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf(':', from); at >= 0 && at < end; at = text.indexOf(':', at + 1)) {
    let before = at - 1;
    while (isSpace(text.charCodeAt(before))) before--;
    if (text.charCodeAt(before) === quote) count++;
  }
  return count;
}

/** Recursion is several times faster than a work list. Below this depth a work list protects the stack. */
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
