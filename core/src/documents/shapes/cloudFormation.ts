import type { UnreadPart } from '../../policy/model.ts';
import { unknownSubject, type Attachment, type PolicySubject, type PolicyType } from '../../policy/subject.ts';
import { branchesAt, intrinsicOf } from '../../text/intrinsics.ts';
import { elements, member, members, spanOf, stringMember, stringOf, type TreeNode } from '../../text/tree.ts';
import { countUpTo, spanEnd } from '../../text/span.ts';
import { organizationSubject } from './organizationPolicy.ts';
import { inlineOf, unclear, type PlacedPolicies, type PlacedPolicy } from './placedPolicy.ts';
import { say } from '../../text/message.ts';
import { declaredIn, templateAt, type Resource } from './template.ts';
import { holderPlaces } from './templateAttachments.ts';
import { holdersIn, type TemplateHolders } from './templateHolders.ts';

/**
 * The identity-based policies of a CloudFormation or SAM template; `undefined` for any other value. The name of
 * a principal is known if the template gives it literally, but not if CloudFormation generates it. Shapes:
 * CloudFormation Template Reference, `AWS::IAM::…`, `AWS::SSO::PermissionSet`, `AWS::Organizations::Policy`; SAM
 * specification, `AWS::Serverless::…`.
 */
export function policiesInTemplate(
  root: TreeNode,
  lineOf: (offset: number) => number,
  outerMacros: readonly TreeNode[] = [],
): PlacedPolicies | undefined {
  const template = templateAt(root, lineOf, outerMacros);
  if (template === undefined) return undefined;
  const holders = holdersIn(template);
  const resources = [...template.resources.values()];
  const found = [...resources, ...template.loops].map((resource) => ({ resource, ...policiesOf(resource, holders) }));
  const unnamedInAll = holders.unnamedOf(
    found.flatMap(({ resource, placed }) => (placed.length > 0 ? [resource] : [])),
  );
  const ofResources = found.slice(0, resources.length);
  const inLoops = found
    .slice(resources.length)
    .map(({ resource, placed }) => ({ resource, attachment: inLoop(placed[0], unnamedInAll) }));
  const declared = declaredIn(template);
  return {
    placed: ofResources.flatMap(({ resource: { id }, placed }) =>
      placed.map((one) => withOrigin(besideOthers(one, unnamedInAll), { resource: id, declared })),
    ),
    unread: ofResources.flatMap(({ unread }) => unread),
    passed: [],
    elsewhere: subjectElsewhere([...resources.map((resource) => ({ resource })), ...inLoops]),
  };
}

/** Adds the number of unnamed principals of the whole template, because a claim is for all its policies. */
function besideOthers({ node, subject }: PlacedPolicy, unnamedInAll: number): PlacedPolicy {
  const { attachment } = subject;
  const isUnnamed = attachment.kind === 'unclear' && (attachment.missing ?? 0) > 0;
  return { node, subject: isUnnamed ? { ...subject, attachment: { ...attachment, unnamedInAll } } : subject };
}

function withOrigin(
  { node, subject }: PlacedPolicy,
  origin: Pick<PolicySubject, 'resource' | 'declared'>,
): PlacedPolicy {
  return { node, subject: { ...subject, ...origin } };
}

/** The attachment of a policy in a loop: not all its holders are known, but those that are named certainly hold it. */
function inLoop(placed: PlacedPolicy | undefined, unnamedInAll: number): Attachment {
  const { attachment } = placed === undefined ? unknownSubject : besideOthers(placed, unnamedInAll).subject;
  if (attachment.kind === 'unclear') {
    const { unnamed: _, ...rest } = attachment;
    return { ...rest, reason: inNoResource };
  }
  return unclear(inNoResource, attachment.kind === 'attached' ? attachment.to : []);
}

interface Found {
  readonly placed: readonly PlacedPolicy[];
  readonly unread: readonly UnreadPart[];
}

const nothing: Found = { placed: [], unread: [] };

/** How the policies of each type of resource are found. */
const finders: ReadonlyMap<string, (resource: Resource, holders: TemplateHolders) => Found> = new Map([
  ['AWS::IAM::Role', (resource, holders) => ownPolicies(resource, holders, inlineOf('role', resource.id))],
  ['AWS::IAM::User', (resource, holders) => ownPolicies(resource, holders, inlineOf('user', resource.id))],
  ['AWS::IAM::Group', (resource, holders) => ownPolicies(resource, holders, inlineOf('group', resource.id))],
  ...['Policy', 'RolePolicy', 'UserPolicy', 'GroupPolicy', 'ManagedPolicy'].map(
    (name) => [`AWS::IAM::${name}`, resourcePolicy] as const,
  ),
  ['AWS::Serverless::Function', samPolicies],
  ['AWS::Serverless::StateMachine', samPolicies],
  ['AWS::SSO::PermissionSet', permissionSetPolicy],
  ['AWS::Organizations::Policy', organizationPolicy],
]);

function policiesOf(resource: Resource, holders: TemplateHolders): Found {
  return finders.get(resource.type)?.(resource, holders) ?? nothing;
}

function resourcePolicy(resource: Resource, holders: TemplateHolders): Found {
  return documentIn(resource.properties, { attachment: holders.ofPolicy(resource), policyType: typeOf(resource) });
}

function permissionSetPolicy(resource: Resource, holders: TemplateHolders): Found {
  const policyId = stringMember(resource.properties, 'Name');
  return documentAt(member(resource.properties, 'InlinePolicy'), { attachment: holders.ofOwner(resource), policyId });
}

/**
 * The type of a policy resource. An inline policy of several holders counts in the quota of each, so it has no type.
 */
function typeOf({ type, properties }: Resource): PolicyType | undefined {
  if (type === 'AWS::IAM::ManagedPolicy') return { kind: 'managed' };
  const holders = (['role', 'user', 'group'] as const).flatMap((of) =>
    holderPlaces(properties, of).map((node) => inlineOf(of, idOf(node))),
  );
  return holders.length === 1 && holders[0]?.holder !== '' ? holders[0] : undefined;
}

/** The id of a policy; empty if CloudFormation computes it. */
function idOf(node: TreeNode): string {
  return stringMember(node, 'Ref') ?? stringOf(node) ?? '';
}

/** The entries of `Policies` of a role, user or group. */
function ownPolicies(resource: Resource, holders: TemplateHolders, policyType: PolicyType): Found {
  const attachment = holders.ofOwner(resource);
  return together(
    entriesOf(member(resource.properties, 'Policies')).map((entry) => documentIn(entry, { attachment, policyType })),
  );
}

/** The values of a list, in both branches of each condition; if it is not a list, the value itself. */
function entriesOf(list: TreeNode | undefined): readonly TreeNode[] {
  if (list === undefined) return [];
  return branchesAt(list).flatMap(({ node }) =>
    node.type === 'array'
      ? elements(node)
          .flatMap((item) => branchesAt(item))
          .map((one) => one.node)
      : [node],
  );
}

function together(found: readonly Found[]): Found {
  return { placed: found.flatMap(({ placed }) => placed), unread: found.flatMap(({ unread }) => unread) };
}

/** A policy with a name, as a resource or as an entry of a list. */
function documentIn(node: TreeNode, subject: PolicySubject): Found {
  const call = intrinsicOf(node);
  if (call !== undefined) return { placed: [], unread: [computed(node, call.name)] };
  const policyId = stringMember(node, 'PolicyName') ?? stringMember(node, 'ManagedPolicyName');
  return documentAt(member(node, 'PolicyDocument'), { ...subject, policyId });
}

/** A policy document, in both branches of each condition; also as a string. */
function documentAt(node: TreeNode | undefined, subject: PolicySubject): Found {
  if (node === undefined) return nothing;
  return together(
    branchesAt(node).map((branch): Found => {
      const call = intrinsicOf(branch.node);
      if (call === undefined) return { placed: [{ node: branch.node, subject }], unread: [] };
      // The list form has the text first, and the values of its variables behind it.
      const argument = call.name === 'Fn::Sub' ? (elements(call.argument)[0] ?? call.argument) : undefined;
      const text = argument && stringOf(argument)?.trimStart().startsWith('{') === true ? argument : undefined;
      return text === undefined
        ? { placed: [], unread: [computed(branch.node, call.name)] }
        : { placed: [{ node: text, subject }], unread: [] };
    }),
  );
}

function computed(node: TreeNode, by: string): UnreadPart {
  return { span: spanOf(node), reason: say('this policy is computed by {0} when the template is deployed', by) };
}

/** The inline policies of a SAM function or state machine. The list also has names, ARNs and SAM policy templates. */
function samPolicies(resource: Resource, holders: TemplateHolders): Found {
  const subject: PolicySubject = { attachment: holders.ofOwner(resource), policyType: inlineOf('role', resource.id) };
  return together(
    entriesOf(member(resource.properties, 'Policies')).map((node): Found => {
      const call = intrinsicOf(node);
      // It gives the ARN of a policy in another place.
      if (node.type !== 'object' || (call !== undefined && call.name !== 'Fn::Transform')) return nothing;
      if (call === undefined && member(node, 'Statement') !== undefined)
        return { placed: [{ node, subject }], unread: [] };
      return { placed: [], unread: [call === undefined ? samTemplate(node) : computed(node, call.name)] };
    }),
  );
}

/** A SAM policy template: one member with its parameters. SAM generates the policy, so it cannot be read. */
function samTemplate(node: TreeNode): UnreadPart {
  const [[key] = []] = members(node);
  const name = key === undefined ? '' : (stringOf(key) ?? '');
  if (name.endsWith('Policy'))
    return {
      span: spanOf(node),
      reason: say('{0} is a SAM policy template, which is not supported yet', name),
      isNotYet: true,
    };
  return { span: spanOf(node), reason: say('this is not a policy in a known form') };
}

/** The policy of an organization, if it is one about permissions. */
function organizationPolicy({ properties }: Resource): Found {
  const subject = organizationSubject(stringMember(properties, 'Type'));
  const policyId = stringMember(properties, 'Name');
  return subject === undefined ? nothing : documentAt(member(properties, 'Content'), { ...subject, policyId });
}

/**
 * The subject of a policy in an unknown place of a template. A policy in a resource of another service belongs to that
 * resource, so no finding about a role or user can apply to it.
 */
function subjectElsewhere(resources: readonly Around[]): (node: TreeNode) => PolicySubject {
  const inOrder = resources.toSorted((a, b) => a.resource.node.offset - b.resource.node.offset);
  return ({ offset }) => {
    const around = inOrder[countUpTo(inOrder, offset, ({ resource }) => resource.node.offset) - 1];
    if (around === undefined || offset >= spanEnd(around.resource.node)) return { attachment: unclear(inNoResource) };
    if (around.attachment !== undefined) return { attachment: around.attachment };
    const { id, type } = around.resource;
    const reason = say(
      'it is part of {0}, and it is not known which principal a policy in a resource of type {1} belongs to',
      id,
      type,
    );
    const mayHold = !type.startsWith('AWS::') || /^AWS::(?:IAM|SSO|Serverless|CloudFormation)::/.test(type);
    return { attachment: mayHold ? unclear(reason) : { kind: 'no-principal', reason }, resource: id };
  };
}

/** A resource, and the subject of the policies in it if it is the same for all of them. */
interface Around {
  readonly resource: Resource;
  readonly attachment?: Attachment;
}

const inNoResource = say('it is outside the resources, so the template does not say which principal it belongs to');
