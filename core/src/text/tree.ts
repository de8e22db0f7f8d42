/** The tree of a document, which every syntax gives. */
import type { Message } from './message.ts';
import { spanEnd, type Span } from './span.ts';

/**
 * A value of a document with its span, in terms of JSON (RFC 8259) for every syntax. The children of an object are
 * properties. The children of a property are its key (a string) and its value, which may be missing in a document with
 * errors.
 */
export interface TreeNode extends Span {
  readonly type: 'object' | 'array' | 'property' | 'string' | 'number' | 'boolean' | 'null';
  /** The value of a string, number, boolean or null; absent for others. */
  readonly value?: unknown;
  readonly children?: readonly TreeNode[] | undefined;
  /**
   * Why the value is not understood, or must not be edited where it stands. Such a node has neither value nor children;
   * whatever they are, nothing may be concluded from it.
   */
  readonly refused?: Message;
  /**
   * Of a string that stands for a computed list: the values of which it is made, all together, as of `concat` in
   * Terraform. A list among them is written out.
   */
  readonly parts?: readonly TreeNode[];
  /** Of a string that is computed: it is a string when it is used, not a list and not nothing. */
  readonly isText?: true;
  /** Absent at the root. */
  readonly parent?: TreeNode | undefined;
}

/** An error in a text, and its span. */
export interface SyntaxError {
  readonly span: Span;
  readonly message: Message;
}

/** The span of a node, without the node itself. */
export function spanOf(node: TreeNode): Span {
  return { offset: node.offset, length: node.length };
}

/**
 * The members of an object node as pairs of key and value; empty for any other node. Members without a value are left
 * out.
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

/** The value of the first member with this key; `undefined` if there is none. */
export function member(node: TreeNode | undefined, key: string): TreeNode | undefined {
  if (node?.type !== 'object') return undefined;
  for (const { children } of node.children ?? [])
    if (children?.[0]?.value === key && children[1] !== undefined) return children[1];
  return undefined;
}

/** The value of a member if it is a string; `undefined` otherwise. */
export function stringMember(node: TreeNode | undefined, key: string): string | undefined {
  const value = member(node, key);
  return value && stringOf(value);
}

/** The value of a string node; `undefined` for any other node. */
export function stringOf({ value }: TreeNode): string | undefined {
  const text: unknown = value;
  return typeof text === 'string' ? text : undefined;
}

/** The members of an object node as a plain object. A key that it has twice has its last value. */
export function plainMembers(node: TreeNode): Record<string, unknown> {
  return Object.fromEntries(members(node).map(([key, value]) => [String(key.value), plainValue(value)]));
}

/** The value of a node as a plain value. */
export function plainValue(node: TreeNode): unknown {
  if (node.type === 'object') return plainMembers(node);
  return node.type === 'array' ? elements(node).map(plainValue) : node.value;
}

/** The elements of an array node; empty for any other node. */
export function elements(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.type === 'array' ? (node.children ?? []) : [];
}

/** The outermost node of one of these types at a span of a tree; `undefined` if there is none. O(depth × members). */
export function nodeAt(
  root: TreeNode | undefined,
  { offset, length }: Span,
  types: readonly TreeNode['type'][],
): TreeNode | undefined {
  for (let node = root; node !== undefined;) {
    if (node.offset === offset && node.length === length && types.includes(node.type)) return node;
    node = node.children?.find((child) => child.offset <= offset && offset + length <= spanEnd(child));
  }
  return undefined;
}

/** The values of which a value is made: of a list that joins others these, of any other value itself. */
export function partsOf(node: TreeNode): readonly TreeNode[] {
  return node.parts === undefined ? [node] : node.parts.flatMap(partsOf);
}
