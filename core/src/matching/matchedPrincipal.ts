/** The principals of a policy, and whether they are those that a document names. */
import { principalOf } from '../findings/model.ts';
import type { NamePattern, PrincipalName } from '../policy/subject.ts';
import { say, type Gap } from '../text/message.ts';
import { isOfPermissionSet, permissionSetOf } from './permissionSet.ts';

/** A principal of a policy; `arn` is absent where only its name is known and no finding has it. */
export interface MatchedPrincipal {
  readonly name: string;
  readonly arn?: string | undefined;
}

export function isUser({ arn }: MatchedPrincipal): boolean {
  return arn === undefined || principalOf(arn)?.type === 'user';
}

/** Is a principal the one that a document names? */
export function isMeant({ type, name, arn }: PrincipalName, principal: MatchedPrincipal): boolean {
  if (arn !== undefined && principal.arn !== undefined) return arn === principal.arn;
  if (type === 'permission-set') return isOfPermissionSet(principal.name, name);
  // The name first: a document may name thousands.
  return principal.name === name && (principal.arn === undefined || principalOf(principal.arn)?.type === type);
}

/** Can a principal have the name of which a document gives a part? */
export function isLike({ type, pattern }: NamePattern, principal: MatchedPrincipal): boolean {
  const isOfType =
    principal.arn === undefined || principalOf(principal.arn)?.type === (type === 'user' ? 'user' : 'role');
  const name = type === 'permission-set' ? (permissionSetOf(principal.name) ?? '') : principal.name;
  const [start = '', ...rest] = pattern.split('*');
  const end = rest.at(-1);
  if (!isOfType || end === undefined) return isOfType && name === pattern;
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

export function nameOfPattern({ type, pattern }: NamePattern): Gap {
  return pattern === '*' ? (type === 'user' ? say('a user') : say('a role')) : pattern;
}
