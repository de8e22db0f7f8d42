/** What a bundle loads at run time. Node looks for modules in every folder above a file, so whoever writes there could put code into it. */
import { builtinModules } from 'node:module';
import { parse, type AnyNode } from 'acorn';

/** What Node itself brings. */
const ofNode: ReadonlySet<string> = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);

/**
 * The places of a bundle (CommonJS) where something is loaded, or could be, that is neither Node's nor `allowed`: `require` and `import` of
 * another name or of a name that is computed, `require` handed on, and every way to make another one.
 */
export function foreignLoads(text: string, allowed: readonly string[] = []): string[] {
  const found: string[] = [];
  const isOurs = (name: AnyNode | undefined): boolean =>
    name?.type === 'Literal' && typeof name.value === 'string' && (ofNode.has(name.value) || allowed.includes(name.value));
  const loads = (node: AnyNode): boolean => {
    if (node.type === 'ImportExpression') return !isOurs(node.source);
    if (node.type === 'CallExpression' && isNamed(node.callee, 'require')) return !isOurs(node.arguments[0]);
    return (
      isNamed(node, 'createRequire') || (node.type === 'MemberExpression' && isNamed(node.property, 'createRequire', '_load', 'mainModule'))
    );
  };
  const visit = (node: AnyNode, parent: AnyNode | undefined): void => {
    if (loads(node) || (isNamed(node, 'require') && !isCalled(node, parent) && !isMemberName(node, parent)))
      found.push(text.slice(Math.max(0, node.start - 40), node.end + 40));
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(parse(text, { ecmaVersion: 'latest', allowHashBang: true }), undefined);
  return found;
}

function isNamed(node: AnyNode, ...names: readonly string[]): boolean {
  return node.type === 'Identifier' && names.includes(node.name);
}

function isCalled(node: AnyNode, parent: AnyNode | undefined): boolean {
  return parent?.type === 'CallExpression' && parent.callee === node;
}

/** `x.require` is the name of something else. */
function isMemberName(node: AnyNode, parent: AnyNode | undefined): boolean {
  return parent?.type === 'MemberExpression' && parent.property === node && !parent.computed;
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((value): value is AnyNode => value instanceof Object && 'type' in value && typeof value.type === 'string');
}
