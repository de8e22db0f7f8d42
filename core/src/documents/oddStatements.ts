/** Statements that are outside of a policy, that are computed, or whose keys are not spelled as IAM requires. */
import { foldCase } from '../actions/foldCase.ts';
import type { UnreadPart } from '../policy/model.ts';
import { computedStatements, isStatement } from '../policy/readPolicy.ts';
import { say } from '../text/message.ts';
import { elements, member, members, spanOf, stringOf, type TreeNode } from '../text/tree.ts';

/**
 * The parts of an object, which is no policy, that are statements or may be. O(size of the object and its statements).
 */
export function oddStatements(node: TreeNode, isInTemplate: boolean): readonly UnreadPart[] {
  // In a template, values outside of policies are usually computed, so they are not reported.
  const computed = isInTemplate ? [] : computedStatements(node);
  if (isStatement(node)) {
    const isForPrincipal = (member(node, 'Principal') ?? member(node, 'NotPrincipal')) !== undefined;
    return isForPrincipal ? computed : [...computed, { span: spanOf(node), reason: outsideOfPolicy }];
  }
  const odd = members(node).flatMap(([key, value]): UnreadPart[] => {
    if (foldCase(stringOf(key) ?? '') !== 'statement') return [];
    const items = value.type === 'array' ? elements(value) : [value];
    return items.some(isOddStatement)
      ? [{ span: spanOf(key), reason: isPlain(key, items) ? noStatement : otherSpelling }]
      : [];
  });
  return [...computed, ...odd];
}

const outsideOfPolicy = say('this statement is not part of a policy');
const otherSpelling = say('IAM spells the keys of a policy Statement, Effect and Action');
const noStatement = say('no statement of this policy has both an Effect and an Action');

/** Are all keys spelled as IAM requires? */
function isPlain(key: TreeNode, items: readonly TreeNode[]): boolean {
  const keys = [key, ...items.flatMap((item) => members(item).map(([inner]) => inner))].map(
    (one) => stringOf(one) ?? '',
  );
  return keys.every((name) => !oddKeys.has(foldCase(name)) || /^(?:Statement|Effect|(?:Not)?Action)$/.test(name));
}

const oddKeys: ReadonlySet<string> = new Set(['statement', 'effect', 'action', 'notaction']);

/** Does it have keys of a statement in any letter case? */
function isOddStatement(node: TreeNode): boolean {
  const keys = new Set(members(node).map(([key]) => foldCase(stringOf(key) ?? '')));
  const isForPrincipal = keys.has('principal') || keys.has('notprincipal');
  return ['effect', 'action', 'notaction'].some((name) => keys.has(name)) && !isForPrincipal;
}
