/** Compares the statements of policies but for their actions, in whatever syntax they are written. */
import type { Span } from '../text/span.ts';
import { member, nodeAt, plainMembers, type TreeNode } from '../text/tree.ts';
import { renderedStatement } from './renderedStatement.ts';

/**
 * Everything but the actions of a statement, as a text: equal statements have equal texts. `undefined` if the statement
 * is not an object that is written out.
 */
export type StatementFrame = string | undefined;

/** For each of our statements, the index of the matching one of theirs; `undefined` if one of theirs matches none. */
export function align(
  ours: readonly StatementFrame[],
  theirs: readonly StatementFrame[],
): readonly (number | undefined)[] | undefined {
  let next = 0;
  const partners = ours.map((frame) => (next < theirs.length && isSameFrame(frame, theirs[next]) ? next++ : undefined));
  return next === theirs.length ? partners : undefined;
}

/** Are two statements equal except for their actions? */
export function isSameFrame(a: StatementFrame, b: StatementFrame): boolean {
  return a !== undefined && a === b;
}

/** The frame of the statement at a span of a tree. */
export function frameAt(root: TreeNode | undefined, span: Span): StatementFrame {
  const node = nodeAt(root, span, ['object']);
  if (node?.type !== 'object' || node.refused !== undefined) return undefined;
  const statement = member(node, 'Effect') === undefined ? renderedStatement(node) : plainMembers(node);
  const { Action: _actions, Sid, ...rest } = statement;
  return JSON.stringify(canonical(Sid === '' ? rest : { Sid, ...rest }));
}

/**
 * A value in one of the forms that mean the same to IAM: it reads a value as a list of one, and lists as sets (IAM User
 * Guide, "Grammar of the IAM JSON policy language"). The keys are in order.
 */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => JSON.stringify(canonical(item)));
    return items.length === 1 ? canonical(value[0]) : [...new Set(items)].toSorted();
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, canonical(one)]));
}
