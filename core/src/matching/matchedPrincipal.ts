/** A principal that holds a policy, and its comparison with the principals that a document names. */
import { principalOf } from '../findings/model.ts';
import type { NamePattern, PrincipalName } from '../policy/subject.ts';
import { say, type Gap } from '../text/message.ts';
import { isOfPermissionSet, permissionSetOf } from './permissionSet.ts';

/** A principal that holds a policy; `arn` is absent if only the name is known and no finding is for it. */
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
  // The name is compared first because a document may name thousands of principals.
  return principal.name === name && (principal.arn === undefined || principalOf(principal.arn)?.type === type);
}

/** Does the name of a principal match the partly known name in a document? */
export function matchesNamePattern({ type, pattern }: NamePattern, principal: MatchedPrincipal): boolean {
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
