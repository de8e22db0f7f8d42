/** Reads the resources of a CloudFormation or SAM template. */
import type { DeclaredResource, DeclaredResources } from '../../policy/subject.ts';
import { intrinsicOf } from '../../text/intrinsics.ts';
import { elements, member, members, stringMember, stringOf, type TreeNode } from '../../text/tree.ts';

/** A resource of a template by its logical id. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly node: TreeNode;
  readonly properties: TreeNode;
}

/** A resource in the body of a loop. */
export interface LoopResource extends Resource {
  /** The least number of resources that the loop makes of it. */
  readonly count: number;
}

export interface Template {
  readonly root: TreeNode;
  /** The macros of the document around the template, which may change it. */
  readonly outerMacros: readonly TreeNode[];
  readonly resources: ReadonlyMap<string, Resource>;
  /** The resources in the bodies of `Fn::ForEach`, whose names are computed. */
  readonly loops: readonly LoopResource[];
  /** The line of an offset, from 1. */
  readonly lineOf: (offset: number) => number;
}

/**
 * Reads a template; `undefined` for any other value. A template has `Resources`, at least one of them (maybe in a loop)
 * with a `Type`. Shape: CloudFormation Template Reference.
 */
export function templateAt(
  root: TreeNode,
  lineOf: Template['lineOf'],
  outerMacros: readonly TreeNode[] = [],
): Template | undefined {
  const all = members(member(root, 'Resources'));
  const loops = all.flatMap(([key, node]) => loopAt(key, node));
  const types = [...all.map(([, node]) => stringMember(node, 'Type')), ...loops.map(({ type }) => type)];
  if (!types.some((type) => type?.includes('::') === true)) return undefined;
  const resources = all.flatMap(([key, node]) => resourceAt(key, node));
  return { root, outerMacros, resources: new Map(resources.map((resource) => [resource.id, resource])), loops, lineOf };
}

/** What the template declares, with resources of any kind. */
export function declaredIn({ root, loops }: Template): DeclaredResources {
  const resources = new Map<string, DeclaredResource>();
  let others: DeclaredResources['others'] = loops.length > 0 ? 'any' : 'none';
  for (const [key, node] of members(member(root, 'Resources'))) {
    const type = stringMember(node, 'Type');
    if (type === undefined) continue;
    // What a module or a resource of SAM becomes has other types and may have other ids.
    const isExpanded = type.startsWith('AWS::Serverless::') || type.endsWith('::MODULE');
    if (type.endsWith('::MODULE')) others = 'any';
    if (isExpanded && others === 'none') others = 'of-sam';
    resources.set(stringOf(key) ?? '', {
      ...(isExpanded ? {} : { type }),
      mayBeMissing: isExpanded || member(node, 'Condition') !== undefined,
    });
  }
  return { resources, others };
}

function resourceAt(key: TreeNode, node: TreeNode): Resource[] {
  const type = stringMember(node, 'Type');
  const properties = member(node, 'Properties');
  return type === undefined || properties === undefined ? [] : [{ id: stringOf(key) ?? '', type, node, properties }];
}

/** `"Fn::ForEach::Name": [variable, values, body]` (CloudFormation Template Reference, "Fn::ForEach"). Loops nest. */
function loopAt(key: TreeNode, node: TreeNode, outerCount: number = 1): LoopResource[] {
  if (!(stringOf(key) ?? '').startsWith('Fn::ForEach::')) return [];
  const [, values, body] = elements(node);
  // A computed list may have only one value.
  const count = outerCount * Math.max(1, values?.type === 'array' ? elements(values).length : 1);
  return members(body).flatMap(([name, inner]) => [
    ...resourceAt(name, inner).map((resource) => ({ ...resource, count })),
    ...loopAt(name, inner, count),
  ]);
}

/** The first duplicate key of the template outside of policies. It is not defined which of the two members applies. */
export function memberTwice({ root }: Template): TreeNode | undefined {
  const find = (node: TreeNode): TreeNode | undefined => {
    if (node.type !== 'object') return firstOf(elements(node), find);
    const all = members(node);
    const keys = new Set<unknown>();
    for (const [key] of all) if (keys.size === keys.add(key.value).size) return key;
    // Duplicate keys of policies are reported with the policy.
    return keys.has('Statement')
      ? undefined
      : firstOf(
          all.map(([, value]) => value),
          find,
        );
  };
  return find(root);
}

function firstOf(nodes: readonly TreeNode[], find: (node: TreeNode) => TreeNode | undefined): TreeNode | undefined {
  for (const node of nodes) {
    const found = find(node);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The macros of AWS that attach no policies and create no roles, except those of SAM resources that are read. */
const knownMacros =
  /^AWS::(?:Serverless-2016-10-31|LanguageExtensions|CodeDeployBlueGreen|SecretsManager-20(?:20-07-23|24-09-16))$/;

/**
 * The first macro of a template that may change it in any way, because it is not known; `undefined` if there is none.
 */
export function unknownMacro({
  root,
  outerMacros,
}: Template): { readonly name: string; readonly node: TreeNode } | undefined {
  const macros = [...outerMacros, ...macrosBeside(root)];
  const node = macros.find((macro) => !knownMacros.test(stringOf(macro) ?? ''));
  return node && { name: stringOf(node) ?? stringMember(node, 'Name') ?? 'a macro', node };
}

/** The macros that an object calls on its whole content. */
export function macrosBeside(node: TreeNode): readonly TreeNode[] {
  return ['Transform', 'Fn::Transform'].flatMap((key) => {
    const transform = member(node, key);
    if (transform === undefined) return [];
    return transform.type === 'array' ? elements(transform) : [transform];
  });
}

/** Is a value a call of a macro inside of a template? */
export function isMacroCall(node: TreeNode): boolean {
  return intrinsicOf(node)?.name === 'Fn::Transform' || member(node, 'Fn::Transform') !== undefined;
}
