/** The managed policies of a template, and the texts that name them. */
import { mayBeNoValue } from '../text/intrinsics.ts';
import { member } from '../text/jsonNode.ts';
import type { Resource, Template } from './template.ts';
import { pseudo, sameness, valuesAt, type TemplateValue } from './templateValues.ts';

export interface ManagedPolicy {
  readonly id: string;
  /** The names that the template may give it. */
  readonly names: readonly TemplateValue[];
  /** CloudFormation may make its name. */
  readonly isGenerated: boolean;
}

/** By logical id. */
export function managedPolicies({ resources }: Template): ReadonlyMap<string, ManagedPolicy> {
  const found = new Map<string, ManagedPolicy>();
  for (const resource of resources.values())
    if (resource.type === 'AWS::IAM::ManagedPolicy') found.set(resource.id, named(resource, 'ManagedPolicyName'));
  return found;
}

/** A resource with what its name, the member `key`, may be. */
export function named({ id, properties }: Resource, key: string): ManagedPolicy {
  const name = member(properties, key);
  return { id, names: valuesAt(name), isGenerated: name === undefined || mayBeNoValue(name) };
}

/** Does a text, the ARN of a policy or its bare name, name a managed policy of the template? */
export function isNamedBy({ id, names, isGenerated }: ManagedPolicy, text: string, isName: boolean): 'certainly' | 'perhaps' | 'never' {
  const name = isName ? text : nameInArn(text);
  if (name === undefined) return 'never';
  const matches = names.map((known) => (known.kind === 'text' ? sameness(known.text, name) : 'perhaps'));
  if (isGenerated && mayBeGenerated(id, name)) return 'perhaps';
  if (matches.every((match) => match === 'never')) return 'never';
  return matches.length === 1 && matches[0] === 'certainly' ? 'certainly' : 'perhaps';
}

/** The name in the ARN of a customer managed policy; of a text that is none, or of a policy of AWS, `undefined`. */
function nameInArn(text: string): string | undefined {
  if (/:iam::aws:policy\//.test(text)) return undefined;
  const at = text.lastIndexOf('policy/');
  return at < 0 ? (text === pseudo ? text : undefined) : text.slice(text.lastIndexOf('/') + 1);
}

/** `<stack>-<logical id>-<suffix>`: the logical id may be cut (CloudFormation User Guide, "Name type"). */
function mayBeGenerated(id: string, name: string): boolean {
  if (name.includes(pseudo)) return true;
  const [, middle = ''] = /-([A-Za-z0-9]+)-[A-Za-z0-9]{12,13}$/.exec(name) ?? [];
  return middle !== '' && id.startsWith(middle);
}
