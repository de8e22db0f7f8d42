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
import { spanBetween, type Span } from '../../text/span.ts';
import type { TreeNode } from '../../text/tree.ts';
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

/** The children of a node without comments, with error nodes, which are empty values. */
function childrenOf(node: Node): Node[] {
  return node.children.filter(({ type }) => type !== 'comment');
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
  const [name, , value] = childrenOf(node);
  return property(keyAt(name, node), value === undefined ? undefined : valueAt(value, source), spanOfNode(node));
}

function property(key: TreeNode, value: TreeNode | undefined, span: Span): TreeNode {
  return { type: 'property', ...span, children: value === undefined ? [key] : [key, value] };
}

function keyAt(name: Node | undefined, around: Node): TreeNode {
  if (name === undefined) return { type: 'string', value: '', offset: around.startIndex, length: 0 };
  const { type, text } = name;
  return { type: 'string', value: type === 'string_lit' ? text.slice(1, -1) : text, ...spanOfNode(name) };
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
    return property(keyAt(first, node), { type: 'array', ...spanOfNode(node), children: [whole] }, spanOfNode(node));
  }
  const value = labels.toReversed().reduce<TreeNode>((inner, label) => {
    const span = spanBetween(label.startIndex, end);
    return { type: 'object', ...span, children: [property(keyAt(label, node), inner, span)] };
  }, content);
  return property(keyAt(first, node), value, spanOfNode(node));
}

/** The value of an expression. */
function valueAt(expression: Node, source: Source): TreeNode {
  const parts = childrenOf(expression);
  const [first, inner] = parts;
  if (first !== undefined && parts.length === 1) return termAt(first, source);
  // Parentheses.
  if (parts.length === 3 && first?.type === '(' && inner !== undefined) return valueAt(inner, source);
  return computed(expression);
}

function termAt(node: Node, source: Source): TreeNode {
  return terms.get(node.type)?.(node, source) ?? computed(node);
}

type ReadTerm = (node: Node, source: Source) => TreeNode;

/** A term around one other. */
const innerTerm: ReadTerm = (node, source) => {
  const [inner] = childrenOf(node);
  return inner === undefined ? computed(node) : termAt(inner, source);
};

const terms: ReadonlyMap<string, ReadTerm> = new Map<string, ReadTerm>([
  ['expression', valueAt],
  ['literal_value', innerTerm],
  ['template_expr', innerTerm],
  ['collection_value', innerTerm],
  ['string_lit', stringAt],
  ['quoted_template', stringAt],
  ['heredoc_template', stringAt],
  ['numeric_lit', (node) => ({ type: 'number', value: Number(node.text), ...spanOfNode(node) })],
  ['bool_lit', (node) => ({ type: 'boolean', value: node.text === 'true', ...spanOfNode(node) })],
  ['null_lit', (node) => ({ type: 'null', value: null, ...spanOfNode(node) })],
  ['tuple', (node, source) => ({ type: 'array', ...spanOfNode(node), children: expressionsIn(node, source) })],
  ['object', objectAt],
  ['function_call', callAt],
]);

/** The values of the expressions directly in a node. */
function expressionsIn(node: Node, source: Source): TreeNode[] {
  return childrenOf(node).flatMap((item) => (item.type === 'expression' ? [valueAt(item, source)] : []));
}

/** A value that is computed: a string with its source text. */
function computed(node: Node, parts?: readonly TreeNode[]): TreeNode {
  const value = `\${${node.text}}`;
  return { type: 'string', value, ...spanOfNode(node), ...(parts === undefined ? {} : { parts }) };
}

/** A string. Its value is its text as a template: `${…}` is something computed, `$${` is not. */
function stringAt(node: Node, { text, oddStrings }: Source): TreeNode {
  const span = spanOfNode(node);
  const parts = partsOfTemplate(text, span);
  if (parts === undefined) {
    oddStrings.push(span);
    return computed(node);
  }
  const written = parts.map((part) =>
    part.kind === 'text' && part.text.length > 1 && part.span.length === 3
      ? `${part.text[0] ?? ''}${part.text}`
      : part.text,
  );
  const only = parts.length === 1 && !isLiteral(parts) ? parts[0]?.text : undefined;
  return { type: 'string', value: only ?? written.join(''), ...span };
}

function objectAt(node: Node, source: Source): TreeNode {
  const children = childrenOf(node).flatMap((element) => {
    if (element.type !== 'object_elem') return [];
    const key = element.childForFieldName('key');
    const value = element.childForFieldName('val');
    return [
      property(
        key === null ? keyAt(undefined, element) : keyOf(key, source),
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
  if (others.length === 0 && only?.type === 'variable_expr') return keyAt(only, expression);
  const value = valueAt(expression, source);
  return value.type === 'string' ? value : computed(expression);
}

/** The functions that give a list or set with the elements of their arguments, and no other. */
const joining: ReadonlySet<string> = new Set(['concat', 'compact', 'distinct', 'sort', 'tolist', 'toset', 'setunion']);

function callAt(node: Node, source: Source): TreeNode {
  const [name, ...rest] = childrenOf(node);
  const called = name?.text ?? '';
  const list = rest.find(({ type }) => type === 'function_arguments');
  const isKnown = called === 'jsonencode' || joining.has(called);
  if (list === undefined || !isKnown || list.children.some(({ type }) => type === 'ellipsis')) return computed(node);
  const values = expressionsIn(list, source);
  return called === 'jsonencode' ? (encodedValue(values) ?? computed(node)) : computed(node, values);
}

/** The value that `jsonencode` encodes, if it is written out. */
function encodedValue([value, ...others]: readonly TreeNode[]): TreeNode | undefined {
  return others.length === 0 && (value?.type === 'object' || value?.type === 'array') ? value : undefined;
}
