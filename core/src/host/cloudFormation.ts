import type { Attachment, PolicySubject, PolicyType, PrincipalName } from '../policy/subject.ts';
import { elements, member, members, stringMember, stringOf, type JsonNode } from '../text/jsonNode.ts';
import { attachedTo, inlineOf, unclear, type PlacedPolicy } from './placedPolicy.ts';
import { say } from '../text/message.ts';

/** A resource of a template by its logical id. */
interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonNode;
}

type Template = ReadonlyMap<string, Resource>;

/**
 * The identity-based policies of a CloudFormation or SAM template in JSON; `undefined` for any other document. A principal is known where the
 * template gives its name as a plain text; names that CloudFormation makes are not. Shapes: CloudFormation Template Reference, `AWS::IAM::…`.
 */
export function policiesInTemplate(root: JsonNode): PlacedPolicy[] | undefined {
  const resources = members(member(root, 'Resources')).flatMap(([key, value]) => {
    const type = stringMember(value, 'Type');
    const properties = member(value, 'Properties');
    return type === undefined || properties === undefined ? [] : [{ id: stringOf(key) ?? '', type, properties }];
  });
  if (resources.length === 0) return undefined;
  const template: Template = new Map(resources.map((resource) => [resource.id, resource]));
  return resources.flatMap((resource) => policiesOf(resource, template));
}

function policiesOf(resource: Resource, template: Template): PlacedPolicy[] {
  const { type, properties } = resource;
  switch (type) {
    case 'AWS::IAM::Role':
    case 'AWS::IAM::User':
    case 'AWS::IAM::Group':
      return elements(member(properties, 'Policies')).flatMap((item) =>
        documentIn(item, { attachment: ownAttachment(resource), policyType: inlineOf(holderType(type), resource.id) }),
      );
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::RolePolicy':
    case 'AWS::IAM::UserPolicy':
    case 'AWS::IAM::GroupPolicy':
    case 'AWS::IAM::ManagedPolicy':
      return documentIn(properties, { attachment: attachmentOf(resource, template), policyType: typeOf(resource) });
    case 'AWS::Serverless::Function':
      return functionPolicies(resource);
    case 'AWS::Organizations::Policy':
      return serviceControlPolicy(resource);
    default:
      return [];
  }
}

function holderType(type: 'AWS::IAM::Role' | 'AWS::IAM::User' | 'AWS::IAM::Group'): 'role' | 'user' | 'group' {
  return type === 'AWS::IAM::Role' ? 'role' : type === 'AWS::IAM::User' ? 'user' : 'group';
}

/** Of a policy that is a resource of its own. One that is put into several holders counts in each, so that none is its own. */
function typeOf({ type, properties }: Resource): PolicyType | undefined {
  if (type === 'AWS::IAM::ManagedPolicy') return { kind: 'managed' };
  const holders = (['role', 'user', 'group'] as const).flatMap((of) => holdersIn(properties, of).map((node) => inlineOf(of, idOf(node))));
  return holders.length === 1 && holders[0]?.holder !== '' ? holders[0] : undefined;
}

const listMembers = { role: 'Roles', user: 'Users', group: 'Groups' } as const;
const nameMembers = { role: 'RoleName', user: 'UserName', group: 'GroupName' } as const;

function holdersIn(properties: JsonNode, of: 'role' | 'user' | 'group'): readonly JsonNode[] {
  return [...elements(member(properties, listMembers[of])), member(properties, nameMembers[of])].filter((node) => node !== undefined);
}

/** Empty where the template has CloudFormation compute it. */
function idOf(node: JsonNode): string {
  return stringMember(node, 'Ref') ?? stringOf(node) ?? '';
}

/** No finding speaks for it: it grants nothing, and bounds what others may be granted. */
function serviceControlPolicy({ properties }: Resource): PlacedPolicy[] {
  const node = member(properties, 'Content');
  if (node === undefined || stringMember(properties, 'Type') !== 'SERVICE_CONTROL_POLICY') return [];
  const attachment = unclear(say('it is a service control policy, for which no finding speaks'));
  return [{ node, subject: { attachment, policyType: { kind: 'service-control' }, policyId: stringMember(properties, 'Name') } }];
}

function documentIn(node: JsonNode, subject: PolicySubject): PlacedPolicy[] {
  const document = member(node, 'PolicyDocument');
  const policyId = stringMember(node, 'PolicyName') ?? stringMember(node, 'ManagedPolicyName');
  return document === undefined ? [] : [{ node: document, subject: { ...subject, policyId } }];
}

/** The inline policies of a function; the others in the list are names and SAM's own policy templates. */
function functionPolicies({ id, properties }: Resource): PlacedPolicy[] {
  const policies = member(properties, 'Policies');
  const attachment = unclear(say('it is of the role that SAM makes for the function {0}, whose name the template does not give', id));
  return (policies?.type === 'array' ? elements(policies) : [policies])
    .filter((node) => node !== undefined)
    .map((node) => ({ node, subject: { attachment, policyType: inlineOf('role', id) } }));
}

function ownAttachment(resource: Resource): Attachment {
  const named = principalNamed(resource);
  if (named !== undefined)
    return attachedTo([named], named.type === 'role' ? say('by the RoleName in the template') : say('by the UserName in the template'));
  return unclear(
    resource.type === 'AWS::IAM::Group'
      ? say('it is of the group {0}, whose members the template does not name', resource.id)
      : say('the template does not give the name of {0}', resource.id),
  );
}

function principalNamed({ type, properties }: Resource): PrincipalName | undefined {
  const [kind, key] = type === 'AWS::IAM::Role' ? (['role', 'RoleName'] as const) : (['user', 'UserName'] as const);
  const name = type === 'AWS::IAM::Group' ? undefined : stringMember(properties, key);
  return name === undefined ? undefined : { type: kind, name };
}

/** Of a policy that is a resource of its own: whom it names, and for a managed policy also who names it. */
function attachmentOf({ id, type, properties }: Resource, template: Template): Attachment {
  if (holdersIn(properties, 'group').length > 0)
    return unclear(say('{0} is attached to a group, whose members the template does not name', id));
  const named = (['role', 'user'] as const).flatMap((of) => holdersIn(properties, of).map((node) => resolve(node, of, template)));
  const naming = type === 'AWS::IAM::ManagedPolicy' ? [...template.values()].filter((resource) => namesPolicy(resource, id)) : [];
  const all = [...named, ...naming.map(principalNamed)];
  const known = all.filter((principal) => principal !== undefined);
  if (all.length === 0) return unclear(say('the template does not say to whom {0} is attached', id));
  return known.length < all.length
    ? unclear(say('the template does not give the names of all to whom {0} is attached', id))
    : attachedTo(known, say('by its attachment in the template'));
}

/** A principal by its plain name, or by a `Ref` to its resource. */
function resolve(node: JsonNode, type: 'role' | 'user', template: Template): PrincipalName | undefined {
  const name = stringOf(node);
  if (name !== undefined) return { type, name };
  const resource = template.get(stringMember(node, 'Ref') ?? '');
  return resource && principalNamed(resource);
}

function namesPolicy({ properties }: Resource, id: string): boolean {
  return elements(member(properties, 'ManagedPolicyArns')).some((node) => stringMember(node, 'Ref') === id);
}
