/** Turns the nodes of a YAML document into a tree in terms of JSON. */
import { isAlias, isMap, isPair, isScalar, isSeq, Scalar, type CST, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { say, type Message } from '../../text/message.ts';
import { spanBetween, spanEnd, type Span } from '../../text/span.ts';
import { spanOf, type TreeNode } from '../../text/tree.ts';
import { skipBlanks } from './layout.ts';
import { plainValue } from './plainScalars.ts';
import { longForms } from './shortForms.ts';
import type { Props } from './tokens.ts';

/** What is known of the whole text. */
export interface Surroundings {
  readonly text: string;
  readonly props: ReadonlyMap<CST.Token, Props>;
  /** The line of the first alias of each anchor that has one. */
  readonly aliasLines: ReadonlyMap<string, number>;
}

/** The tree of a node. `at`: the offset of an absent one. Recursive: the nesting is limited before. */
export function toTree(node: unknown, at: number, around: Surroundings): TreeNode {
  if (isAlias(node))
    return refused(
      rangeOf(node, at),
      say('it is an alias: {0} refers to a value that is written elsewhere', node.source),
    );
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return nullAt(at, around);
  const token = node.srcToken;
  const tag = token && around.props.get(token)?.tag;
  const plain = untagged(node, at, around);
  const repeated = node.anchor === undefined ? undefined : around.aliasLines.get(node.anchor);
  if (repeated !== undefined)
    return refused(spanOf(plain), say('an alias in line {0} uses this value, too', String(repeated)));
  if (node.tag === undefined) return plain;
  const long = longForms.get(node.tag);
  if (long === undefined || tag === undefined) return refused(spanOf(plain), say('the tag {0} is not known', node.tag));
  return longForm(long, tag, argumentOf(long, node, plain, around));
}

type ValueNode = Scalar | YAMLMap | YAMLSeq;

function untagged(node: ValueNode, at: number, around: Surroundings): TreeNode {
  if (!isScalar(node)) return collectionOf(node, at, around);
  if (node.srcToken === undefined) return nullAt(placeOf(node, at), around);
  const span = spanOfScalar(node, at, around);
  if (node.type !== Scalar.PLAIN) return { type: 'string', ...span, value: String(node.value) };
  const value = plainValue(String(node.value));
  if (value !== 'ambiguous') return { ...value, ...span };
  const reason = say('YAML 1.1 and 1.2 read {0} differently: put it in quotes', String(node.value));
  return { type: 'string', ...span, refused: reason };
}

/** A value that is not understood is an object about which nothing is known. */
function refused(span: Span, reason: Message): TreeNode {
  return { type: 'object', ...span, refused: reason };
}

/** A value that is not written. It is where it would be written: behind the blanks. */
function nullAt(offset: number, { text }: Surroundings): TreeNode {
  return { type: 'null', value: null, offset: skipBlanks(text, offset), length: 0 };
}

/** `!If […]` as `{"Fn::If": […]}`: the tag stands for the key. */
function longForm(name: string, tag: CST.SourceToken, argument: TreeNode): TreeNode {
  const key: TreeNode = { type: 'string', value: name, offset: tag.offset, length: tag.source.length };
  const span = spanBetween(tag.offset, spanEnd(argument));
  return { type: 'object', ...span, children: [{ type: 'property', ...span, children: [key, argument] }] };
}

/** The argument of a short form. A plain scalar is a string whatever it looks like. */
function argumentOf(name: string, node: ValueNode, plain: TreeNode, around: Surroundings): TreeNode {
  if (!isScalar(node)) return plain;
  const argument: TreeNode = { type: 'string', ...spanOf(plain), value: String(node.value) };
  return name === 'Fn::GetAtt' ? attributeOf(argument, node, around) : argument;
}

/** `!GetAtt Resource.Attribute` as a list of two strings. */
function attributeOf(argument: TreeNode, { value }: Scalar, { text }: Surroundings): TreeNode {
  const written = String(value);
  const dot = written.indexOf('.');
  const start = text.indexOf(written, argument.offset);
  if (dot < 0 || start < 0 || start + written.length > spanEnd(argument)) return argument;
  const part = (from: number, to: number): TreeNode => ({
    type: 'string',
    value: written.slice(from, to),
    ...spanBetween(start + from, start + to),
  });
  return { ...spanOf(argument), type: 'array', children: [part(0, dot), part(dot + 1, written.length)] };
}

function collectionOf(node: YAMLMap | YAMLSeq, at: number, around: Surroundings): TreeNode {
  const start = node.srcToken?.offset ?? node.range?.[0] ?? at;
  const children = childrenOf(node, start, around);
  const span = spanOfCollection(node, start, children, around);
  if (isSeq(node)) return { type: 'array', ...span, children };
  const odd = node.items.map((pair) => oddKey(pair, around)).find((reason) => reason !== undefined);
  return odd === undefined ? { type: 'object', ...span, children } : refused(span, odd);
}

/** Why a key is not simply a string; `undefined` if it is. */
function oddKey({ key, srcToken }: Pair, { props }: Surroundings): Message | undefined {
  const isExplicit = srcToken?.start.some(({ type }) => type === 'explicit-key-ind') === true;
  if (isExplicit || !isScalar(key) || key.srcToken === undefined)
    return say('a key of this value is not simply a string');
  if (key.tag !== undefined || props.get(key.srcToken) !== undefined)
    return say('the key {0} has a tag or an anchor', String(key.value));
  if (key.type === Scalar.PLAIN && key.value === '<<')
    return say('it has a merge key (<<), which adds members that are written elsewhere');
  return undefined;
}

function childrenOf({ items }: YAMLMap | YAMLSeq, start: number, around: Surroundings): TreeNode[] {
  let at = start;
  return items.map((item: unknown) => {
    const child = isPair(item) ? propertyOf(item, at, around) : toTree(item, placeOf(item, at), around);
    at = spanEnd(child);
    return child;
  });
}

function propertyOf({ key, value }: Pair, at: number, around: Surroundings): TreeNode {
  const span = rangeOf(key, at);
  const name: TreeNode = { type: 'string', value: isScalar(key) ? String(key.value) : '', ...span };
  const inside = toTree(value, placeOf(value, spanEnd(span)), around);
  return { type: 'property', ...spanBetween(span.offset, spanEnd(inside)), children: [name, inside] };
}

/** The offset of a node, also of one that is not written. */
function placeOf(node: unknown, at: number): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? at) : at;
}

function rangeOf(node: unknown, at: number): Span {
  if (!isScalar(node) && !isAlias(node)) return { offset: at, length: 0 };
  const [start, end] = node.range ?? [at, at];
  return spanBetween(start, end);
}

/** The span of a scalar without its tag and anchor, and without the line ends after a block scalar. */
function spanOfScalar(node: Scalar, at: number, { text }: Surroundings): Span {
  const span = rangeOf(node, at);
  const isBlock = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
  return isBlock ? { ...span, length: text.slice(span.offset, spanEnd(span)).trimEnd().length } : span;
}

/** The library counts the blanks and comments after a block to it; here, a block ends with its last value. */
function spanOfCollection(
  { srcToken }: YAMLMap | YAMLSeq,
  start: number,
  children: readonly TreeNode[],
  { text }: Surroundings,
): Span {
  if (srcToken?.type === 'flow-collection') {
    const [close] = srcToken.end;
    return spanBetween(start, close === undefined ? text.length : close.offset + close.source.length);
  }
  const last = children.at(-1);
  return spanBetween(start, Math.max(start, last === undefined ? start : spanEnd(last)));
}
