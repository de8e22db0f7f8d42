/** A statement of the data source `aws_iam_policy_document` as the provider renders it. */
import { elements, member, members, plainValue, stringOf, type TreeNode } from '../text/tree.ts';

/**
 * The statement that a block renders. The provider writes an empty `Sid`, `Allow` if there is no effect, and a list of
 * one string as the string (AWS provider, "aws_iam_policy_document").
 */
export function renderedStatement(block: TreeNode): Record<string, unknown> {
  return {
    Sid: textOf(block, 'sid') ?? '',
    Effect: textOf(block, 'effect') ?? 'Allow',
    ...renamed(block, 'actions', 'Action'),
    ...renamed(block, 'not_actions', 'NotAction'),
    ...renamed(block, 'resources', 'Resource'),
    ...renamed(block, 'not_resources', 'NotResource'),
    ...conditions(block),
  };
}

/** The blocks of a kind in a body, and what `dynamic` blocks generate of them, each once. */
export function blocksOf(body: TreeNode, kind: string): readonly TreeNode[] {
  return members(body).flatMap(([key, value]) => {
    if (key.value === kind) return elements(value);
    const generated = key.value === 'dynamic' ? member(value, kind) : undefined;
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
  return only !== undefined && others.length === 0 ? plainValue(only) : plainValue(value);
}

function conditions(statement: TreeNode): Record<string, unknown> {
  const all: Record<string, Record<string, unknown>> = {};
  for (const condition of blocksOf(statement, 'condition')) {
    const values = member(condition, 'values');
    const test = textOf(condition, 'test') ?? '';
    const known = all[test] ?? {};
    all[test] = known;
    known[textOf(condition, 'variable') ?? ''] = values === undefined ? [] : collapsed(values);
  }
  return Object.keys(all).length === 0 ? {} : { Condition: all };
}
