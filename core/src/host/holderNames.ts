/** Names and ARNs of those who may hold a policy, in the texts and objects of a document. */
import { principalOf } from '../findings/model.ts';
import type { PrincipalName } from '../policy/subject.ts';
import { elements, members, stringOf, type JsonNode } from '../text/jsonNode.ts';
import { mayHoldPolicy } from './encodedPolicy.ts';
import { senseOf, type HolderType } from './holderKeys.ts';

export interface NamedHolders {
  readonly principals: readonly PrincipalName[];
  readonly groups: readonly string[];
}

export const nobodyNamed: NamedHolders = { principals: [], groups: [] };

/** IAM User Guide, "IAM identifiers". */
export const nameOnly: RegExp = /^[\w+=,.@-]+$/;

/** The ARN of a principal, of its session or its instance profile, also one that is computed in part. */
export const holderArn: RegExp = /:iam:[^:]*:[^:]*:(?:role|user|group|instance-profile)\/|:(?:assumed-role|federated-user)\//;

const groupArn = /^arn:[\w-]+:iam::\d{12}:group\/(?:[!-~]+\/)?([\w+=,.@-]+)$/;

export function holderNamed(type: HolderType, name: string, arn?: string): NamedHolders {
  if (type === 'group') return { principals: [], groups: [name] };
  return { principals: [{ type, name, ...(arn === undefined ? {} : { arn }) }], groups: [] };
}

/** `undefined` for what is not the whole ARN of a role, user or group. */
export function namedByArn(text: string): NamedHolders | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const principal = principalOf(text);
  if (principal !== undefined) return holderNamed(principal.type === 'user' ? 'user' : 'role', principal.name, text);
  const [, group] = groupArn.exec(text) ?? [];
  return group === undefined ? undefined : holderNamed('group', group);
}

const remembered = new WeakMap<JsonNode, boolean>();

/** Does a value speak of a principal, in any depth, outside of the statements of policies? Each value is looked at once. */
export function mentionsHolder(node: JsonNode): boolean {
  const text = stringOf(node);
  if (text !== undefined) return holderArn.test(text) && !mayHoldPolicy(text);
  if (node.type !== 'object' && node.type !== 'array') return false;
  const known = remembered.get(node) ?? (elements(node).some(mentionsHolder) || members(node).some(mentionsHolderAt));
  remembered.set(node, known);
  return known;
}

function mentionsHolderAt([{ value }, inner]: readonly [key: JsonNode, value: JsonNode]): boolean {
  const key = String(value);
  const { name, type } = senseOf(key);
  return name !== 'statement' && (holderArn.test(key) || (type !== undefined && !isNothing(inner)) || mentionsHolder(inner));
}

function isNothing({ type, value, children }: JsonNode): boolean {
  return type === 'null' || value === '' || children?.length === 0;
}
