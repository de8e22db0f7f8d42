/** The possible names of the roles, users and permission sets of a template. */
import type { NamePattern, PrincipalName } from '../../policy/subject.ts';
import { intrinsicOf, mayBeNoValue } from '../../text/intrinsics.ts';
import { elements, member, type TreeNode } from '../../text/tree.ts';
import type { Resource } from './template.ts';
import { looseText } from './templateMentions.ts';
import { pseudo, valuesAt, type TemplateValue } from './templateValues.ts';

/** The possible names of a resource, as far as the template gives them. */
export interface Names {
  readonly names: readonly PrincipalName[];
  readonly areAll: boolean;
  /** The known parts of a computed name. */
  readonly like?: NamePattern | undefined;
}

/** The names of a role, user or permission set, in both branches of each condition. */
export function namesOf(resource: Resource | undefined): Names {
  const naming = resource && namings.get(resource.type);
  const node = naming && member(resource.properties, naming.key);
  if (naming === undefined) return { names: [], areAll: false };
  if (node === undefined) return { names: [], areAll: false, like: { type: naming.type, pattern: '*' } };
  const values = valuesAt(node);
  const texts = values.flatMap((value) => (value.kind === 'text' && !value.text.includes(pseudo) ? [value.text] : []));
  const names = texts.map((name) => ({ type: naming.type, name }));
  // If a branch leaves the name out, CloudFormation generates one.
  const areAll = texts.length === values.length && !mayBeNoValue(node);
  return { names, areAll, like: patternOf(naming.type, values, areAll || mayBeNoValue(node)) };
}

/** The known parts of the name of a resource that has exactly one, computed name. */
function patternOf(
  type: PrincipalName['type'],
  values: readonly TemplateValue[],
  isKnown: boolean,
): NamePattern | undefined {
  const [value, ...others] = values;
  if (isKnown || value === undefined || others.length > 0) return undefined;
  return { type, pattern: patternAt(value.node) };
}

/** A text with `*` for its computed parts. */
export function patternAt(node: TreeNode): string {
  const call = intrinsicOf(node);
  const text = call?.name === 'Fn::Sub' ? (elements(call.argument)[0] ?? call.argument) : node;
  return (looseText(text) ?? pseudo).replaceAll(/\0+/g, '*');
}

const namings: ReadonlyMap<string, { readonly type: PrincipalName['type']; readonly key: string }> = new Map([
  ['AWS::IAM::Role', { type: 'role', key: 'RoleName' }],
  ['AWS::IAM::User', { type: 'user', key: 'UserName' }],
  ['AWS::SSO::PermissionSet', { type: 'permission-set', key: 'Name' }],
]);
