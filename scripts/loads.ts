/**
 * Finds what a bundle loads at run time. Node searches for modules in every folder above a file, so anyone who can
 * write there could inject code.
 */
import { builtinModules } from 'node:module';
import { parse, type AnyNode, type MemberExpression } from 'acorn';

/** The modules of Node. */
const ofNode: ReadonlySet<string> = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);

/**
 * The places of a CommonJS bundle that may load a module that is neither Node's nor `allowed`: `require` and `import`
 * of another or a computed name, `require` passed on as a value, functions of Node that create another `require`, and
 * code that is created from a string.
 */
export function foreignLoads(text: string, allowed: readonly string[] = []): string[] {
  const found: string[] = [];
  const isOurs = (name: AnyNode | undefined): boolean =>
    name?.type === 'Literal' &&
    typeof name.value === 'string' &&
    (ofNode.has(name.value) || allowed.includes(name.value));
  const loads = (node: AnyNode, parent: AnyNode | undefined): boolean => {
    if (node.type === 'ImportExpression') return !isOurs(node.source);
    if (node.type === 'CallExpression' && isNamed(node.callee, 'require')) return !isOurs(node.arguments[0]);
    if (node.type === 'CallExpression') return isNamed(node.callee, 'eval', 'Function');
    if (node.type === 'NewExpression') return isNamed(node.callee, 'Function');
    if (node.type === 'MemberExpression')
      return makers.has(memberName(node)) || (isNamed(node.object, 'module') && memberName(node) === 'require');
    return (
      isNamed(node, 'createRequire') ||
      (isNamed(node, 'require') && !isCalled(node, parent) && !isMemberName(node, parent))
    );
  };
  const visit = (node: AnyNode, parent: AnyNode | undefined): void => {
    if (loads(node, parent)) found.push(text.slice(Math.max(0, node.start - 40), node.end + 40));
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(parse(text, { ecmaVersion: 'latest', allowHashBang: true }), undefined);
  return found;
}

/** Members of Node's modules that load modules, or return something that does. */
const makers: ReadonlySet<string> = new Set(['createRequire', '_load', 'mainModule']);

function memberName({ property, computed }: MemberExpression): string {
  if (!computed) return property.type === 'Identifier' ? property.name : '';
  return property.type === 'Literal' ? String(property.value) : '';
}

function isNamed(node: AnyNode, ...names: readonly string[]): boolean {
  return node.type === 'Identifier' && names.includes(node.name);
}

function isCalled(node: AnyNode, parent: AnyNode | undefined): boolean {
  return parent?.type === 'CallExpression' && parent.callee === node;
}

/** Is it the name of a member, as in `x.require`, which is not Node's `require`? */
function isMemberName(node: AnyNode, parent: AnyNode | undefined): boolean {
  return parent?.type === 'MemberExpression' && parent.property === node && !parent.computed;
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((value): value is AnyNode => value instanceof Object && 'type' in value && typeof value.type === 'string');
}
