/**
 * Reads the tree of HCL as Terraform's JSON configuration syntax has it (Terraform language, "JSON Configuration
 * Syntax"):
 *
 * - A block with labels is a member with an object for each of them: `resource "a" "b" {…}` is `{"resource": {"a": {"b":
 *   …}}}`. A block without labels is a member with a list of one object: `statement {…}` is `{"statement": [{…}]}`. Both
 *   list and object have the span of the whole block. Several blocks are several members with the same key.
 * - An expression that is no literal is a string `${…}` with its source text. Of a function that joins lists, the string
 *   has its arguments as {@link TreeNode.parts}.
 * - `jsonencode` of an object or list that is written out is that value.
 */
import type { Node, Tree } from 'web-tree-sitter';
import { spanBetween, spanEnd, type Span } from '../../text/span.ts';
import { holdsPlaceholder } from '../../text/placeholders.ts';
import { stringOf, type TreeNode } from '../../text/tree.ts';
import { isLiteral, partsOfTemplate } from './template.ts';

/** What is read of a tree: the value, and the strings that could not be taken apart. */
export interface HclTree {
  readonly root: TreeNode;
  readonly oddStrings: readonly Span[];
}

/** Reads a tree without errors as far as it goes. */
export function readHclTree(text: string, tree: Tree): HclTree {
  const oddStrings: Span[] = [];
  const source: Source = { text, oddStrings };
  const content = childrenOf(tree.rootNode).find(({ type }) => type === 'body' || type === 'object');
  const whole: Span = { offset: 0, length: text.length };
  const root: TreeNode =
    content?.type === 'object'
      ? objectAt(content, source)
      : { type: 'object', ...whole, children: content === undefined ? [] : membersOf(content, source) };
  return { root, oddStrings };
}

interface Source {
  readonly text: string;
  readonly oddStrings: Span[];
}

/** The children of a node without punctuation and comments, with error nodes, which are empty values. */
function childrenOf(node: Node): Node[] {
  return node.namedChildren.filter(({ type }) => type !== 'comment');
}

function spanOfNode({ startIndex, endIndex }: Node): Span {
  return spanBetween(startIndex, endIndex);
}

/** The arguments and blocks of a body. */
function membersOf(body: Node, source: Source): TreeNode[] {
  return childrenOf(body).flatMap((node) => {
    if (node.type === 'attribute') return [attributeAt(node, source)];
    return node.type === 'block' ? [blockAt(node, source)] : [];
  });
}

function attributeAt(node: Node, source: Source): TreeNode {
  const [name, value] = childrenOf(node);
  return property(
    keyAt(name, node, source),
    value === undefined ? undefined : valueAt(value, source),
    spanOfNode(node),
  );
}

function property(key: TreeNode, value: TreeNode | undefined, span: Span): TreeNode {
  return { type: 'property', ...span, children: value === undefined ? [key] : [key, value] };
}

function keyAt(name: Node | undefined, around: Node, { text }: Source): TreeNode {
  if (name === undefined) return { type: 'string', value: '', offset: around.startIndex, length: 0 };
  const quotes = name.type === 'string_lit' ? 1 : 0;
  const span = spanOfNode(name);
  return { type: 'string', value: text.slice(span.offset + quotes, spanEnd(span) - quotes), ...span };
}

/** A block as a member whose value has a member for each label. */
function blockAt(node: Node, source: Source): TreeNode {
  const parts = childrenOf(node);
  const names = parts.filter(({ type }) => type === 'identifier' || type === 'string_lit');
  const open = parts.find(({ type }) => type === 'block_start');
  const body = parts.find(({ type }) => type === 'body');
  const end = node.endIndex;
  const content: TreeNode = {
    type: 'object',
    ...spanBetween(open?.startIndex ?? end, end),
    children: body === undefined ? [] : membersOf(body, source),
  };
  const [first, ...labels] = names;
  if (labels.length === 0) {
    const whole: TreeNode = { ...content, ...spanOfNode(node) };
    return property(
      keyAt(first, node, source),
      { type: 'array', ...spanOfNode(node), children: [whole] },
      spanOfNode(node),
    );
  }
  const value = labels.toReversed().reduce<TreeNode>((inner, label) => {
    const span = spanBetween(label.startIndex, end);
    return { type: 'object', ...span, children: [property(keyAt(label, node, source), inner, span)] };
  }, content);
  return property(keyAt(first, node, source), value, spanOfNode(node));
}

/** The value of an expression. Parentheses are left out. */
function valueAt(expression: Node, source: Source): TreeNode {
  const [only, ...others] = childrenOf(expression);
  return only !== undefined && others.length === 0 ? termAt(only, source) : computed(expression, source);
}

function termAt(node: Node, source: Source): TreeNode {
  return terms.get(node.type)?.(node, source) ?? computed(node, source);
}

type ReadTerm = (node: Node, source: Source) => TreeNode;

/** A term around one other. */
const innerTerm: ReadTerm = (node, source) => {
  const [inner] = childrenOf(node);
  return inner === undefined ? computed(node, source) : termAt(inner, source);
};

const terms: ReadonlyMap<string, ReadTerm> = new Map<string, ReadTerm>([
  ['expression', valueAt],
  ['literal_value', innerTerm],
  ['template_expr', innerTerm],
  ['collection_value', innerTerm],
  ['string_lit', stringAt],
  ['quoted_template', stringAt],
  ['heredoc_template', stringAt],
  [
    'numeric_lit',
    (node, { text }) => ({
      type: 'number',
      value: Number(text.slice(node.startIndex, node.endIndex)),
      ...spanOfNode(node),
    }),
  ],
  [
    'bool_lit',
    (node, { text }) => ({ type: 'boolean', value: text.startsWith('true', node.startIndex), ...spanOfNode(node) }),
  ],
  ['null_lit', (node) => ({ type: 'null', value: null, ...spanOfNode(node) })],
  ['tuple', (node, source) => ({ type: 'array', ...spanOfNode(node), children: expressionsIn(node, source) })],
  ['object', objectAt],
  ['function_call', callAt],
  ['conditional', conditionalAt],
]);

/** The values of the expressions directly in a node. */
function expressionsIn(node: Node, source: Source): TreeNode[] {
  return childrenOf(node).flatMap((item) => (item.type === 'expression' ? [valueAt(item, source)] : []));
}

/** A value that is computed: a string with its source text. */
function computed(node: Node, { text }: Source, parts?: readonly TreeNode[]): TreeNode {
  const span = spanOfNode(node);
  const value = `\${${text.slice(span.offset, spanEnd(span))}}`;
  return { type: 'string', value, ...span, ...(parts === undefined ? {} : { parts }) };
}

/** Nothing in a string is escaped or inserted. */
const isPlain = /^[^"\\$%\r\n]*$/;

/** A string. Its value is its text as a template: `${…}` is something computed, `$${` is not. */
function stringAt(node: Node, source: Source): TreeNode {
  const { text, oddStrings } = source;
  const span = spanOfNode(node);
  const written = text.slice(span.offset + 1, spanEnd(span) - 1);
  if (text[span.offset] === '"' && isPlain.test(written)) return { type: 'string', value: written, ...span };
  const parts = partsOfTemplate(text, span);
  if (parts === undefined) {
    oddStrings.push(span);
    return computed(node, source);
  }
  const pieces = parts.map((part) =>
    part.kind === 'text' && part.text.length === 2 && part.span.length === 3
      ? `${part.text[0] ?? ''}${part.text}`
      : part.text,
  );
  const only = parts.length === 1 && !isLiteral(parts) ? parts[0]?.text : undefined;
  return { type: 'string', value: only ?? pieces.join(''), ...span, ...(parts.length > 1 ? { isText: true } : {}) };
}

/** A condition and its two results. It is a string if both results are. */
function conditionalAt(node: Node, source: Source): TreeNode {
  const [, ...results] = expressionsIn(node, source);
  const isText = results.length === 2 && results.every(isCertainText);
  return { ...computed(node, source), ...(isText ? { isText } : {}) };
}

function isCertainText(node: TreeNode): boolean {
  return node.type === 'string' && (node.isText === true || !holdsPlaceholder(stringOf(node) ?? ''));
}

function objectAt(node: Node, source: Source): TreeNode {
  const children = childrenOf(node).flatMap((element) => {
    if (element.type !== 'object_elem') return [];
    const key = element.childForFieldName('key');
    const value = element.childForFieldName('val');
    return [
      property(
        key === null ? keyAt(undefined, element, source) : keyOf(key, source),
        value === null ? undefined : valueAt(value, source),
        spanOfNode(element),
      ),
    ];
  });
  return { type: 'object', ...spanOfNode(node), children };
}

/** A key of an object: a bare word means itself, anything else but a string is computed. */
function keyOf(expression: Node, source: Source): TreeNode {
  const [only, ...others] = childrenOf(expression);
  if (others.length === 0 && only?.type === 'variable_expr') return keyAt(only, expression, source);
  const value = valueAt(expression, source);
  return value.type === 'string' ? value : computed(expression, source);
}

/** The functions that give a list or set with the elements of their arguments, and no other. */
const joining: ReadonlySet<string> = new Set(['concat', 'compact', 'distinct', 'sort', 'tolist', 'toset', 'setunion']);

function callAt(node: Node, source: Source): TreeNode {
  const [name, ...rest] = childrenOf(node);
  const called = name === undefined ? '' : source.text.slice(name.startIndex, name.endIndex);
  const list = rest.find(({ type }) => type === 'function_arguments');
  const isKnown = called === 'jsonencode' || joining.has(called);
  if (list === undefined || !isKnown || list.children.some(({ type }) => type === 'ellipsis'))
    return computed(node, source);
  const values = expressionsIn(list, source);
  return called === 'jsonencode' ? (encodedValue(values) ?? computed(node, source)) : computed(node, source, values);
}

/** The value that `jsonencode` encodes, if it is written out. */
function encodedValue([value, ...others]: readonly TreeNode[]): TreeNode | undefined {
  return others.length === 0 && (value?.type === 'object' || value?.type === 'array') ? value : undefined;
}
