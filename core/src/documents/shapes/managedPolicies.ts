/** The managed policies of a template, and the texts that name them. */
import { mayBeNoValue } from '../../text/intrinsics.ts';
import { member } from '../../text/tree.ts';
import type { Resource, Template } from './template.ts';
import { pseudo, sameness, valuesAt, type TemplateValue } from './templateValues.ts';

/** A managed policy or a group, and what its name may be. */
export interface NamedResource {
  readonly id: string;
  /** The names that the template may give it. */
  readonly names: readonly TemplateValue[];
  /** CloudFormation may make its name. */
  readonly isGenerated: boolean;
}

/** By logical id. */
export function managedPolicies({ resources }: Template): ReadonlyMap<string, NamedResource> {
  const found = new Map<string, NamedResource>();
  for (const resource of resources.values())
    if (resource.type === 'AWS::IAM::ManagedPolicy') found.set(resource.id, named(resource, 'ManagedPolicyName'));
  return found;
}

/** A resource with what its name, the member `key`, may be. */
export function named({ id, properties }: Resource, key: string): NamedResource {
  const name = member(properties, key);
  return { id, names: valuesAt(name), isGenerated: name === undefined || mayBeNoValue(name) };
}

/** Is a text the name of a resource? */
export function isNamedBy({ names }: NamedResource, name: string): 'certainly' | 'perhaps' | 'never' {
  const matches = names.map((known) => (known.kind === 'text' ? sameness(known.text, name) : 'perhaps'));
  if (matches.every((match) => match === 'never')) return 'never';
  return matches.length === 1 && matches[0] === 'certainly' ? 'certainly' : 'perhaps';
}

/** The name in the ARN of a customer managed policy; of a text that is none, or of a policy of AWS, `undefined`. */
export function nameInArn(text: string): string | undefined {
  if (/:iam::aws:policy\//.test(text)) return undefined;
  const at = text.lastIndexOf('policy/');
  return at < 0 ? (text === pseudo ? text : undefined) : text.slice(text.lastIndexOf('/') + 1);
}

/**
 * With what a logical id must begin so that CloudFormation may have made a name of it; `undefined` where it has made no
 * such name. These are `<stack>-<logical id>-<suffix>`: the logical id may be cut (CloudFormation User Guide, "Name
 * type").
 */
export function mayBeGenerated(name: string): string | undefined {
  const [, middle = ''] = /-([A-Za-z0-9]+)-[A-Za-z0-9]{12,13}$/.exec(name) ?? [];
  return middle === '' ? undefined : middle;
}
