/** The managed policies of a template, and the strings that may name them. */
import { mayBeNoValue } from '../../text/intrinsics.ts';
import { member } from '../../text/tree.ts';
import type { Resource, Template } from './template.ts';
import { pseudo, sameness, valuesAt, type TemplateValue } from './templateValues.ts';

/** A managed policy or a group with its possible names. */
export interface NamedResource {
  readonly id: string;
  /** The names that the template may give it. */
  readonly names: readonly TemplateValue[];
  /** CloudFormation may generate its name. */
  readonly isGenerated: boolean;
}

/** The managed policies by logical id. */
export function managedPolicies({ resources }: Template): ReadonlyMap<string, NamedResource> {
  const found = new Map<string, NamedResource>();
  for (const resource of resources.values())
    if (resource.type === 'AWS::IAM::ManagedPolicy') found.set(resource.id, named(resource, 'ManagedPolicyName'));
  return found;
}

/** A resource with its possible names, which are the value of the member `key`. */
export function named({ id, properties }: Resource, key: string): NamedResource {
  const name = member(properties, key);
  return { id, names: valuesAt(name), isGenerated: name === undefined || mayBeNoValue(name) };
}

/** Is a string the name of a resource? */
export function isNamedBy({ names }: NamedResource, name: string): 'certainly' | 'perhaps' | 'never' {
  const matches = names.map((known) => (known.kind === 'text' ? sameness(known.text, name) : 'perhaps'));
  if (matches.every((match) => match === 'never')) return 'never';
  return matches.length === 1 && matches[0] === 'certainly' ? 'certainly' : 'perhaps';
}

/** The name in the ARN of a customer managed policy; `undefined` for any other text and for AWS managed policies. */
export function nameInArn(text: string): string | undefined {
  if (/:iam::aws:policy\//.test(text)) return undefined;
  const at = text.lastIndexOf('policy/');
  return at < 0 ? (text === pseudo ? text : undefined) : text.slice(text.lastIndexOf('/') + 1);
}

/**
 * The start of the logical id in a name that CloudFormation may have generated; `undefined` if it cannot be a generated
 * name. Generated names are `<stack>-<logical id>-<suffix>`, with a logical id that may be shortened (CloudFormation
 * User Guide, "Name type").
 */
export function mayBeGenerated(name: string): string | undefined {
  const [, middle = ''] = /-([A-Za-z0-9]+)-[A-Za-z0-9]{12,13}$/.exec(name) ?? [];
  return middle === '' ? undefined : middle;
}
