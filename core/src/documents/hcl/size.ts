/** The size of a policy as Terraform renders it. */
import { elements, member, members, stringOf, type TreeNode } from '../../text/tree.ts';

function plain(node: TreeNode): unknown {
  if (node.type === 'object')
    return Object.fromEntries(members(node).map(([key, value]) => [String(key.value), plain(value)]));
  return node.type === 'array' ? elements(node).map(plain) : node.value;
}

/**
 * The characters of the policy that the body of an `aws_iam_policy_document` renders, as compact JSON. The provider
 * writes the version, an empty `Sid`, and a list of one string as the string (AWS provider, "aws_iam_policy_document").
 */
export function sizeOfDocument(body: TreeNode): number {
  const statements = blocks(body, 'statement').map((statement) => ({
    Sid: textOf(statement, 'sid') ?? '',
    Effect: textOf(statement, 'effect') ?? 'Allow',
    ...renamed(statement, 'actions', 'Action'),
    ...renamed(statement, 'not_actions', 'NotAction'),
    ...renamed(statement, 'resources', 'Resource'),
    ...renamed(statement, 'not_resources', 'NotResource'),
    ...conditions(statement),
  }));
  return JSON.stringify({ Version: textOf(body, 'version') ?? '2012-10-17', Statement: statements }).length;
}

function blocks(node: TreeNode, name: string): readonly TreeNode[] {
  return members(node).flatMap(([key, value]) => {
    if (key.value === name) return elements(value);
    const generated = key.value === 'dynamic' ? member(value, name) : undefined;
    return generated === undefined ? [] : elements(member(generated, 'content'));
  });
}

function textOf(node: TreeNode, name: string): string | undefined {
  const value = member(node, name);
  return value && stringOf(value);
}

function renamed(node: TreeNode, from: string, to: string): Record<string, unknown> {
  const value = member(node, from);
  return value === undefined || value.type === 'null' ? {} : { [to]: collapsed(value) };
}

function collapsed(value: TreeNode): unknown {
  const [only, ...others] = elements(value);
  return only !== undefined && others.length === 0 ? plain(only) : plain(value);
}

function conditions(statement: TreeNode): Record<string, unknown> {
  const all: Record<string, Record<string, unknown>> = {};
  for (const condition of blocks(statement, 'condition')) {
    const values = member(condition, 'values');
    const test = textOf(condition, 'test') ?? '';
    const known = all[test] ?? {};
    all[test] = known;
    known[textOf(condition, 'variable') ?? ''] = values === undefined ? [] : collapsed(values);
  }
  return Object.keys(all).length === 0 ? {} : { Condition: all };
}
