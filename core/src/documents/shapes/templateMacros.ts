/**
 * What the macros that are called inside of a template may change. A macro gets and returns the siblings and children of
 * its call, and nothing else of the template (CloudFormation User Guide, "Perform custom processing on CloudFormation
 * templates with template macros", `Fn::Transform`); `AWS::Include` puts a text in the place of its call.
 */
import { countUpTo, spanEnd } from '../../text/span.ts';
import { member, members, stringOf, type TreeNode } from '../../text/tree.ts';
import type { Resource, Template } from './template.ts';

/** The calls of macros in a template, by what they may change. */
export interface TemplateMacros {
  /** A call that may change any resource. */
  readonly ofAll: TreeNode | undefined;
  /** The first call. What it returns may refer to any resource. */
  readonly first: TreeNode | undefined;
  /** A call that may change what a resource is, its name or its policies. */
  readonly of: (resource: Resource) => TreeNode | undefined;
}

/** `calls`: the objects with the calls, in their order. */
export function macrosIn({ root }: Template, calls: readonly TreeNode[]): TemplateMacros {
  const resources = member(root, 'Resources');
  return {
    ofAll: calls.find((call) => call === root || call === resources),
    first: calls[0],
    of({ node, properties }) {
      const inside = calls.slice(
        countUpTo(calls, node.offset - 1, ({ offset }) => offset),
        countUpTo(calls, spanEnd(node) - 1, ({ offset }) => offset),
      );
      return inside.find((call) => {
        const around = call === node || call === properties ? undefined : keyAround(call, node, properties);
        return around === undefined || !harmless.has(around);
      });
    },
  };
}

/** The key of the member of a resource, or of its properties, in which a value is. */
function keyAround({ offset }: TreeNode, node: TreeNode, properties: TreeNode): string | undefined {
  const isProperty = offset >= properties.offset && offset < spanEnd(properties);
  const found = members(isProperty ? properties : node).find(
    ([key, value]) => key.offset <= offset && offset < spanEnd(value),
  );
  return found && stringOf(found[0]);
}

/** The members whose values decide neither about the name of a resource nor about its policies. */
const harmless: ReadonlySet<string> = new Set(
  [
    'Metadata Description Tags AssumeRolePolicyDocument Environment Events Layers CodeUri InlineCode',
    'Definition DefinitionUri DefinitionBody DefinitionSubstitutions',
  ]
    .join(' ')
    .split(' '),
);
