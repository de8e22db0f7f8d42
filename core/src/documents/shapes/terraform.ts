/** Reads the blocks of a Terraform configuration, from HCL or from its JSON syntax. */
import { elements, members, type TreeNode } from '../../text/tree.ts';

/** A block of a configuration. */
export interface Block {
  /** `resource`, `data`, `module` … */
  readonly kind: string;
  /** The type of a resource or data source; empty for others. */
  readonly type: string;
  readonly name: string;
  /** The address in the module, as in `aws_iam_role.app`; for blocks that have none, what they are called. */
  readonly address: string;
  /** The last label, or the keyword. */
  readonly nameNode: TreeNode;
  readonly body: TreeNode;
}

/** A configuration: one file of a module. */
export interface Configuration {
  readonly root: TreeNode;
  readonly blocks: readonly Block[];
  /** The line of an offset, from 1. */
  readonly lineOf: (offset: number) => number;
}

/** The kinds of blocks at the top of a configuration, with the number of their labels. */
const labelsOfKind: ReadonlyMap<string, number> = new Map([
  ...['resource', 'data', 'ephemeral', 'action'].map((kind) => [kind, 2] as const),
  ...['module', 'output', 'variable', 'provider', 'check'].map((kind) => [kind, 1] as const),
  ...['locals', 'terraform', 'moved', 'import', 'removed', '//'].map((kind) => [kind, 0] as const),
]);

/**
 * Reads a configuration; `undefined` for any other value. `isOne`: it is a configuration, because of the name of its file
 * or its language: then blocks of a kind that is not known are blocks, too. Otherwise all its members must be kinds of
 * blocks, and one of them may hold a policy. Shape: Terraform language, "Files and configuration structure", "JSON
 * Configuration Syntax".
 */
export function configurationAt(
  root: TreeNode,
  lineOf: Configuration['lineOf'],
  isOne: boolean,
): Configuration | undefined {
  const all = isOne ? listOf(root).flatMap(membersOrValue) : members(root);
  if (!isOne && !isByContent(all)) return undefined;
  return { root, blocks: all.flatMap(([key, value]) => blocksAt(key, value)), lineOf };
}

/** A value at the top that is no object has no kind, but may still mention something. */
function membersOrValue(node: TreeNode): ReturnType<typeof members> {
  return node.type === 'object' ? members(node) : [[{ ...node, value: '' }, node]];
}

function isByContent(all: ReturnType<typeof members>): boolean {
  return (
    all.every(([key]) => labelsOfKind.has(String(key.value))) &&
    all.some(([key, value]) => isHolding(String(key.value), value))
  );
}

/** Has a member the form of blocks that may hold a policy, or may say who holds one? */
function isHolding(kind: string, value: TreeNode): boolean {
  if (!/^(?:resource|data|module|locals|output)$/.test(kind)) return false;
  return listOf(value).every(({ type }) => type === 'object');
}

/** A value without the labels of its kind is a block as well: it may mention something. */
function blocksAt(key: TreeNode, value: TreeNode): Block[] {
  const kind = String(key.value);
  let found = listOf(value).map((node) => ({ node, labels: [] as readonly TreeNode[] }));
  for (let label = labelsOfKind.get(kind) ?? 0; label > 0; label--)
    found = found.flatMap((one) =>
      one.node.type === 'object'
        ? members(one.node).flatMap(([name, inner]) =>
            listOf(inner).map((body) => ({ node: body, labels: [...one.labels, name] })),
          )
        : [one],
    );
  return found.map(({ node, labels }) => {
    const names = labels.map((label) => String(label.value));
    const [type, name] = names.length === 2 ? names : ['', names[0] ?? ''];
    const address = [...(kind === 'resource' ? [] : [kind]), ...names].join('.');
    return { kind, type: type ?? '', name: name ?? '', address, nameNode: labels.at(-1) ?? key, body: node };
  });
}

/** A value that may be repeated: the elements of a list, or the value itself. In JSON, lists may be nested. */
function listOf(value: TreeNode): readonly TreeNode[] {
  return value.type === 'array' ? elements(value).flatMap(listOf) : [value];
}

/** All values of an argument or of blocks with a name, one for each block. */
export function valuesOf(body: TreeNode, name: string): readonly TreeNode[] {
  return members(body).flatMap(([key, value]) => (key.value === name ? listOf(value) : []));
}

/** Is a list the one block that a syntax with blocks has in its place? It then has the span of the block. */
export function isBlockList(value: TreeNode): boolean {
  const [only] = elements(value);
  return only !== undefined && only.offset === value.offset && only.length === value.length;
}
