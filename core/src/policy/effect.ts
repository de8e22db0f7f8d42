/** Reads the `Effect` of a statement. */
import { foldCase } from '../actions/foldCase.ts';
import { branchesOfIf, intrinsicOf, isNoValue } from '../text/intrinsics.ts';
import { stringOf, type TreeNode } from '../text/tree.ts';
import { holdsPlaceholder } from '../text/placeholders.ts';
import { say, type Message } from '../text/message.ts';

/**
 * The effect of a statement, or why it is not known.
 *
 * - `computed`: the value is computed when the document is used, so it may be Allow or Deny.
 * - `wrong`: the member is missing, or IAM does not accept its value. The statement may have no effect at all.
 */
export type Effect =
  | { readonly kind: 'Allow' }
  | { readonly kind: 'Deny' }
  | { readonly kind: 'computed' | 'wrong'; readonly reason: Message };

/**
 * Reads an `Effect`; `node` is `undefined` if the statement has none. The branches of an `Fn::If` give an effect only
 * if they agree.
 */
export function effectAt(node: TreeNode | undefined): Effect {
  if (node === undefined || isNoValue(node)) return { kind: 'wrong', reason: say('this statement has no Effect') };
  const branches = branchesOfIf(node);
  if (branches !== undefined) return commonEffect(branches.map(effectAt));
  if (node.refused !== undefined) return { kind: 'computed', reason: node.refused };
  if (intrinsicOf(node) !== undefined) return { kind: 'computed', reason: isComputed };
  const text = stringOf(node);
  if (text === undefined) return { kind: 'wrong', reason: say('the Effect of this statement is not a string') };
  return effectNamed(text);
}

const isComputed = say('the Effect of this statement is computed when the document is used');

/**
 * The effect with this name. IAM's comparison is case-sensitive (IAM User Guide, "IAM JSON policy elements: Effect").
 */
function effectNamed(text: string): Effect {
  if (text === 'Allow' || text === 'Deny') return { kind: text };
  if (holdsPlaceholder(text)) return { kind: 'computed', reason: isComputed };
  const meant = ['Allow', 'Deny'].find((known) => foldCase(known) === foldCase(text));
  const reason =
    meant === undefined
      ? say('the Effect of this statement is {0}, which is neither Allow nor Deny', JSON.stringify(text))
      : say('the Effect of this statement is {0}, which IAM spells {1}', JSON.stringify(text), meant);
  return { kind: 'wrong', reason };
}

/** The common effect of the two branches of an `Fn::If`. */
function commonEffect([one, other]: readonly Effect[]): Effect {
  if (one === undefined || other === undefined) return { kind: 'computed', reason: isComputed };
  if (one.kind === other.kind) return one;
  const mayBeWrong = one.kind === 'wrong' || other.kind === 'wrong';
  return { kind: mayBeWrong ? 'wrong' : 'computed', reason: isComputed };
}
