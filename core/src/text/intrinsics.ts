/** CloudFormation's intrinsic functions in a document (Template Reference, "Intrinsic function reference"). */
import { hasTextAround } from './placeholders.ts';
import { elements, stringOf, type TreeNode } from './tree.ts';

/** The name and argument of the intrinsic function that a value calls; `undefined` for any other value. */
export function intrinsicOf({
  type,
  children,
}: TreeNode): { readonly name: string; readonly argument: TreeNode } | undefined {
  // This rules out nearly all values, without a look at their members.
  if (type !== 'object' || children?.length !== 1) return undefined;
  const [key, argument] = children[0]?.children ?? [];
  const name = key === undefined ? '' : (stringOf(key) ?? '');
  return argument !== undefined && (name === 'Ref' || name.startsWith('Fn::')) ? { name, argument } : undefined;
}

/** Is the value `{"Ref": "AWS::NoValue"}`? CloudFormation then leaves out the member or element. */
export function isNoValue(node: TreeNode): boolean {
  const call = intrinsicOf(node);
  return call?.name === 'Ref' && stringOf(call.argument) === 'AWS::NoValue';
}

/** The functions that give a string in any case. Others may give a list, as the name of a parameter may stand for one. */
const ofStrings: ReadonlySet<string> = new Set(['Fn::Sub', 'Fn::Join', 'Fn::ImportValue']);

/** Is a value that is computed one string when the document is used, and never a list or nothing? */
export function givesString(node: TreeNode): boolean {
  const call = intrinsicOf(node);
  if (call !== undefined) return ofStrings.has(call.name);
  return node.isText === true || hasTextAround(stringOf(node) ?? '');
}

/** The two branches of an `Fn::If`; `undefined` for any other value. */
export function branchesOfIf(node: TreeNode): readonly TreeNode[] | undefined {
  const call = intrinsicOf(node);
  const [, ...branches] = call?.name === 'Fn::If' ? elements(call.argument) : [];
  return branches.length === 2 ? branches : undefined;
}

/** May the value be left out (`AWS::NoValue`), always or under a condition? */
export function mayBeNoValue(node: TreeNode): boolean {
  return isNoValue(node) || branchesOfIf(node)?.some(mayBeNoValue) === true;
}

/** A value that may be in effect: the value itself, or one in a branch of an `Fn::If`. */
export interface Branch {
  readonly node: TreeNode;
  /** The offset of the innermost branch; absent if the value does not depend on a condition. */
  readonly branch?: number;
}

/**
 * The values of which one will be in effect when the document is used; none for `AWS::NoValue`. O(nested conditions).
 */
export function branchesAt(node: TreeNode, branch?: number): Branch[] {
  const call = intrinsicOf(node);
  if (call !== undefined && isNoValue(node)) return [];
  const branches = call && branchesOfIf(node);
  if (branches !== undefined) return branches.flatMap((one) => branchesAt(one, one.offset));
  return [branch === undefined ? { node } : { node, branch }];
}
