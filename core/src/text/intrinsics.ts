/**
 * The intrinsic functions of CloudFormation as values of a document (CloudFormation Template Reference, "Intrinsic
 * function reference").
 */
import { elements, stringOf, type TreeNode } from './tree.ts';

/** The name of the intrinsic function that a value calls, with its argument; `undefined` for any other value. */
export function intrinsicOf({
  type,
  children,
}: TreeNode): { readonly name: string; readonly argument: TreeNode } | undefined {
  // Nearly all values are told by this, without looking at their members.
  if (type !== 'object' || children?.length !== 1) return undefined;
  const [key, argument] = children[0]?.children ?? [];
  const name = key === undefined ? '' : (stringOf(key) ?? '');
  return argument !== undefined && (name === 'Ref' || name.startsWith('Fn::')) ? { name, argument } : undefined;
}

/** `{"Ref": "AWS::NoValue"}`: what stands there is left out. */
export function isNoValue(node: TreeNode): boolean {
  const call = intrinsicOf(node);
  return call?.name === 'Ref' && stringOf(call.argument) === 'AWS::NoValue';
}

/** The two branches of an `Fn::If`; `undefined` for any other value. */
export function branchesOfIf(node: TreeNode): readonly TreeNode[] | undefined {
  const call = intrinsicOf(node);
  const [, ...branches] = call?.name === 'Fn::If' ? elements(call.argument) : [];
  return branches.length === 2 ? branches : undefined;
}

/** May a condition leave nothing in a place? */
export function mayBeNoValue(node: TreeNode): boolean {
  return isNoValue(node) || branchesOfIf(node)?.some(mayBeNoValue) === true;
}

/** A value that may stand in a place: the value itself, or one in a branch of `Fn::If`. */
export interface Branch {
  readonly node: TreeNode;
  /** The offset of the innermost branch; absent where no condition decides. */
  readonly branch?: number;
}

/**
 * The values of which one stands in a place when the document is used; none for `AWS::NoValue`. O(size of the
 * conditions).
 */
export function branchesAt(node: TreeNode, branch?: number): Branch[] {
  const call = intrinsicOf(node);
  if (call !== undefined && isNoValue(node)) return [];
  const branches = call && branchesOfIf(node);
  if (branches !== undefined) return branches.flatMap((one) => branchesAt(one, one.offset));
  return [branch === undefined ? { node } : { node, branch }];
}
