/** Reads names and ARNs of possible holders from strings and objects of a document. */
import { principalOf } from '../../findings/model.ts';
import type { PrincipalName } from '../../policy/subject.ts';
import { elements, members, stringOf, type TreeNode } from '../../text/tree.ts';
import { mayHoldPolicy } from '../policyText.ts';
import { senseOf, type HolderType } from './holderKeys.ts';

export interface NamedHolders {
  readonly principals: readonly PrincipalName[];
  readonly groups: readonly string[];
}

export const noHolders: NamedHolders = { principals: [], groups: [] };

/** The name of an IAM entity (IAM User Guide, "IAM identifiers"). */
export const nameOnly: RegExp = /^[\w+=,.@-]+$/;

/** The ARN of a principal, its session or its instance profile; parts of it may be computed. */
export const holderArn: RegExp =
  /:iam:[^:]*:[^:]*:(?:role|user|group|instance-profile)\/|:(?:assumed-role|federated-user)\//;

const groupArn = /^arn:[\w-]+:iam::\d{12}:group\/(?:[!-~]+\/)?([\w+=,.@-]+)$/;

export function holderNamed(type: HolderType, name: string, arn?: string): NamedHolders {
  if (type === 'group') return { principals: [], groups: [name] };
  return { principals: [{ type, name, ...(arn === undefined ? {} : { arn }) }], groups: [] };
}

/** The holder with this ARN; `undefined` if the text is not the complete ARN of a role, user or group. */
export function namedByArn(text: string): NamedHolders | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const principal = principalOf(text);
  if (principal !== undefined) return holderNamed(principal.type === 'user' ? 'user' : 'role', principal.name, text);
  const [, group] = groupArn.exec(text) ?? [];
  return group === undefined ? undefined : holderNamed('group', group);
}

const remembered = new WeakMap<TreeNode, boolean>();

/**
 * Does a value mention a principal at any depth, outside of the statements of policies? Visits each value at most
 * twice, without recursion, because values may nest deeply.
 */
export function mentionsHolder(node: TreeNode): boolean {
  const looked = [node];
  for (const value of looked) {
    const found = remembered.get(value) ?? (isMention(value) ? true : undefined);
    if (found === true) {
      for (let at: TreeNode | undefined = value; at !== undefined && at !== node; at = at.parent)
        remembered.set(at, true);
      remembered.set(node, true);
      return true;
    }
    if (found === undefined) for (const inner of valuesIn(value)) looked.push(inner);
  }
  for (const value of looked) if (isContainer(value)) remembered.set(value, false);
  return false;
}

function isContainer({ type }: TreeNode): boolean {
  return type === 'object' || type === 'array';
}

/** Does the value itself or one of its keys mention a principal? */
function isMention(node: TreeNode): boolean {
  const text = stringOf(node);
  if (text !== undefined) return holderArn.test(text) && !mayHoldPolicy(text);
  return members(node).some(([{ value }, inner]) => {
    const key = String(value);
    const { name, type } = senseOf(key);
    return holderArn.test(key) || ((type !== undefined || name === 'iamname') && !isNothing(inner));
  });
}

function valuesIn(node: TreeNode): readonly TreeNode[] {
  if (node.type === 'array') return elements(node);
  return members(node).flatMap(([{ value }, inner]) => (senseOf(String(value)).name === 'statement' ? [] : [inner]));
}

function isNothing({ type, value, children }: TreeNode): boolean {
  return type === 'null' || value === '' || children?.length === 0;
}
