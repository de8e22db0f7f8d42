/** The roles that SAM makes (SAM Developer Guide, "Generated CloudFormation resources", and `AWS::Serverless::Function`). */
import { branchesAt, intrinsicOf, mayBeNoValue } from '../../text/intrinsics.ts';
import { member, stringOf } from '../../text/tree.ts';
import type { Resource, Template } from './template.ts';
import { valuesAt } from './templateValues.ts';

/** The logical id of the role that SAM makes for a function or state machine. */
export function roleOfSam(id: string): string {
  return `${id}Role`;
}

/** The function or state machine for which SAM makes the role with this logical id; `undefined` if there is none. */
export function madeForRole(roleId: string, { resources }: Pick<Template, 'resources'>): Resource | undefined {
  if (resources.has(roleId) || !roleId.endsWith(roleOfSam(''))) return undefined;
  const found = resources.get(roleId.slice(0, -roleOfSam('').length));
  return found !== undefined && isOfSam(found) && member(found.properties, 'Role') === undefined ? found : undefined;
}

function isOfSam({ type }: Resource): boolean {
  return type === 'AWS::Serverless::Function' || type === 'AWS::Serverless::StateMachine';
}

/**
 * Does a function certainly have a role of its own? SAM does not use its `Policies` then. The value of a parameter may be
 * empty, which is no role.
 */
export function ownsRole({ type, properties }: Resource, { resources }: Pick<Template, 'resources'>): boolean {
  const role = member(properties, 'Role');
  if (type !== 'AWS::Serverless::Function' || role === undefined || mayBeNoValue(role)) return false;
  return branchesAt(role).every(({ node }) => {
    if ((stringOf(node) ?? '') !== '') return true;
    const call = intrinsicOf(node);
    if (call === undefined) return false;
    return call.name === 'Ref'
      ? valuesAt(node).every((value) => value.kind === 'reference' && resources.has(value.id))
      : /^Fn::(?:GetAtt|Sub|Join|ImportValue)$/.test(call.name);
  });
}
