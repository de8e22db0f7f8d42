/** Small mistakes, as people make them, put into a source one at a time. */
import * as nodeModule from 'node:module';
import { parse, type Node } from 'acorn';

/**
 * Replaces types by blanks, so that every place stays where it is. The types of the lowest supported Node do not know
 * it yet.
 */
const { stripTypeScriptTypes } = nodeModule as unknown as { readonly stripTypeScriptTypes: (source: string) => string };

export interface Mutant {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly replacement: string;
}

/** A node of the syntax tree (ESTree), of which any member may be a node or a list of nodes. */
type AnyNode = Node & Readonly<Record<string, unknown>>;

const swapped: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '+',
  '&': '|',
  '|': '&',
  '&&': '||',
  '||': '&&',
  '++': '--',
  '--': '++',
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  max: 'min',
  min: 'max',
  indexOf: 'lastIndexOf',
  lastIndexOf: 'indexOf',
};

/** What may be left out of a chain: `list.filter(…)` becomes `list`. */
const dropped: readonly string[] = ['filter', 'toSorted', 'slice', 'toReversed'];

/** All mutants of a TypeScript source, in the order of the text. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const script = stripTypeScriptTypes(source);
  const mutants: Mutant[] = [];
  const add = (start: number, end: number, replacement: string): void => {
    const line = source.slice(0, start).split('\n').length;
    mutants.push({ file, line, start, end, original: source.slice(start, end), replacement });
  };
  visit(parse(script, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as AnyNode, (node) =>
    mutate(node, script, add),
  );
  return mutants.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

export function withMutant(source: string, { start, end, replacement }: Mutant): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

/**
 * What stands behind `??` is there for the type checker, where an index is known to be in its list: it is not mutated.
 */
function visit(node: AnyNode, act: (node: AnyNode) => void): void {
  act(node);
  const passedOver = node.type === 'LogicalExpression' && node['operator'] === '??' ? node['right'] : undefined;
  for (const value of Object.values(node).filter((member) => member !== passedOver))
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) visit(child, act);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

type Add = (start: number, end: number, replacement: string) => void;

function mutate(node: AnyNode, script: string, add: Add): void {
  const textOf = ({ start, end }: AnyNode): string => script.slice(start, end);
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return mutateOperator(node, script, add);
    case 'UpdateExpression':
      return add(
        node.start,
        node.end,
        textOf(node).replace(/\+\+|--/, (operator) => swapped[operator] ?? operator),
      );
    case 'UnaryExpression':
      return node['operator'] === '!' || node['operator'] === '-'
        ? add(node.start, node.end, textOf(node['argument'] as AnyNode))
        : undefined;
    case 'Literal':
      return mutateLiteral(node, add);
    case 'IfStatement':
    case 'ConditionalExpression': {
      const { start, end } = node['test'] as AnyNode;
      return ['true', 'false'].forEach((always) => add(start, end, always));
    }
    case 'CallExpression':
      return mutateCall(node, script, add);
    case 'ExpressionStatement':
      return add(node.start, node.end, ';');
  }
}

function mutateLiteral({ value, start, end }: AnyNode, add: Add): void {
  if (typeof value === 'boolean') add(start, end, String(!value));
  if (typeof value === 'number') add(start, end, String(value + 1));
}

function mutateOperator(node: AnyNode, script: string, add: Add): void {
  const operator = String(node['operator']);
  const replacement = swapped[operator];
  if (replacement === undefined) return;
  const from = (node['left'] as AnyNode).end;
  const at = script.indexOf(operator, from);
  add(at, at + operator.length, replacement);
}

function mutateCall(node: AnyNode, script: string, add: Add): void {
  const callee = node['callee'] as AnyNode;
  if (callee.type !== 'MemberExpression' || callee['computed'] === true) return;
  const property = callee['property'] as AnyNode;
  const name = script.slice(property.start, property.end);
  const replacement = swapped[name];
  if (replacement !== undefined) add(property.start, property.end, replacement);
  if (dropped.includes(name))
    add(script.lastIndexOf(callee['optional'] === true ? '?.' : '.', property.start), node.end, '');
}
