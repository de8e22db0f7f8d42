import type { Message } from './message.ts';
import type { Span } from './span.ts';

/**
 * A value of a document with its place, whatever syntax it is written in: the values of JSON (RFC 8259). The children
 * of an object are properties, and those of a property its key, a string, and its value, which is missing in a document
 * with an error.
 */
export interface TreeNode extends Span {
  readonly type: 'object' | 'array' | 'property' | 'string' | 'number' | 'boolean' | 'null';
  /** Of a value that has no children. */
  readonly value?: unknown;
  readonly children?: readonly TreeNode[] | undefined;
  /** Absent at the root. */
  readonly parent?: TreeNode | undefined;
}

/** What is wrong with the syntax of a text, and where. */
export interface SyntaxError {
  readonly span: Span;
  readonly message: Message;
}

/** The span of a node. */
export function spanOf(node: TreeNode): Span {
  return { offset: node.offset, length: node.length };
}

/**
 * The members of an object node as pairs of key and value nodes; empty for any other node. Members without a value are
 * left out.
 */
export function members(node: TreeNode | undefined): readonly (readonly [key: TreeNode, value: TreeNode])[] {
  if (node?.type !== 'object') return [];
  const pairs: (readonly [TreeNode, TreeNode])[] = [];
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key !== undefined && value !== undefined) pairs.push([key, value]);
  }
  return pairs;
}

/** The value of the first member with this key. */
export function member(node: TreeNode | undefined, key: string): TreeNode | undefined {
  if (node?.type !== 'object') return undefined;
  for (const { children } of node.children ?? [])
    if (children?.[0]?.value === key && children[1] !== undefined) return children[1];
  return undefined;
}

/** The string a member holds; `undefined` where it is absent or no string. */
export function stringMember(node: TreeNode | undefined, key: string): string | undefined {
  const value = member(node, key);
  return value && stringOf(value);
}

/** The string a node is; `undefined` for any other value. */
export function stringOf({ value }: TreeNode): string | undefined {
  const text: unknown = value;
  return typeof text === 'string' ? text : undefined;
}

/** Do two values say the same? The order of members does not count, that of elements does. */
export function sameValue(a: TreeNode | undefined, b: TreeNode | undefined): boolean {
  if (a === undefined || b === undefined || a.type !== b.type) return a === b;
  if (a.type === 'array')
    return elements(a).length === elements(b).length && elements(a).every((item, i) => sameValue(item, elements(b)[i]));
  if (a.type !== 'object') return a.value === b.value;
  return (
    members(a).length === members(b).length &&
    members(a).every(([key, value]) => sameValue(value, member(b, String(key.value))))
  );
}

/** The elements of an array node; empty for any other node. */
export function elements(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.type === 'array' ? (node.children ?? []) : [];
}
