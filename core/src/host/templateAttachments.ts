/** What the resources of a template say of attachments, boundaries and groups. */
import type { PrincipalName } from '../policy/subject.ts';
import { branchesAt, intrinsicOf } from '../text/intrinsics.ts';
import { elements, member, stringOf, type JsonNode } from '../text/jsonNode.ts';
import { managedPolicies, named, type NamedResource } from './managedPolicies.ts';
import { createNameIndex, type NameIndex } from './nameIndex.ts';
import type { Resource, Template } from './template.ts';
import { pseudo, valuesAt, type TemplateValue } from './templateValues.ts';

/** What is found, by logical id. */
export interface Attachments {
  /** The managed policies and the groups, and what their names may be. */
  readonly policies: readonly NamedResource[];
  readonly groups: readonly NamedResource[];
  /** The holders of managed policies. */
  readonly attached: Map<string, string[]>;
  readonly bounded: Map<string, string[]>;
  /** The members of groups: users by their ids, or names of users that stand in no template. */
  readonly members: Map<string, { readonly ids: string[]; readonly named: PrincipalName[] }>;
  /** Values that are understood whatever they mention. */
  readonly understood: Set<JsonNode>;
  /** The first place where a policy may be attached, or a user be added to a group, that cannot be resolved. */
  unresolvedPolicy: JsonNode | undefined;
  unresolvedMember: JsonNode | undefined;
  /** Policies that a text may name. */
  readonly doubtful: Map<string, JsonNode>;
}

/** How the resources that can hold managed policies name them. */
const attachingTypes: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS::IAM::Role', ['ManagedPolicyArns']],
  ['AWS::IAM::User', ['ManagedPolicyArns']],
  ['AWS::IAM::Group', ['ManagedPolicyArns']],
  ['AWS::Serverless::Function', ['Policies']],
  ['AWS::Serverless::StateMachine', ['Policies']],
  ['AWS::SSO::PermissionSet', ['ManagedPolicies', 'CustomerManagedPolicyReferences']],
]);

export function attachmentsIn(template: Template): Attachments {
  const policies = managedPolicies(template);
  const groups = groupsIn(template);
  const facts: Attachments = {
    policies: [...policies.values()],
    groups,
    attached: new Map(),
    bounded: new Map(),
    members: new Map(),
    understood: new Set(),
    unresolvedPolicy: undefined,
    unresolvedMember: undefined,
    doubtful: new Map(),
  };
  const means: Means = {
    policies,
    facts,
    byName: createNameIndex(facts.policies),
    groups: createNameIndex(groups),
    template,
    doubted: new Set(),
  };
  for (const resource of [...template.resources.values(), ...template.loops]) {
    for (const name of attachingTypes.get(resource.type) ?? []) {
      for (const place of listPlaces(member(resource.properties, name), facts, 'unresolvedPolicy'))
        noteAttachment(place, resource.id, { ...means, into: facts.attached });
    }
    if (attachingTypes.has(resource.type))
      for (const place of boundaryPlaces(member(resource.properties, 'PermissionsBoundary')))
        noteAttachment(place, resource.id, { ...means, into: facts.bounded });
    noteMembers(resource, means);
    noteMentionsOfOwn(resource, facts);
  }
  return facts;
}

function groupsIn({ resources }: Template): readonly NamedResource[] {
  return [...resources.values()].filter(({ type }) => type === 'AWS::IAM::Group').map((group) => named(group, 'GroupName'));
}

/** The elements of a list in both branches of each condition. A list that is computed is not resolved. */
function listPlaces(list: JsonNode | undefined, facts: Attachments, gap: 'unresolvedPolicy' | 'unresolvedMember'): readonly JsonNode[] {
  if (list === undefined) return [];
  return branchesAt(list).flatMap(({ node }) => {
    if (node.type === 'array') return elements(node);
    if (stringOf(node) !== undefined || gap === 'unresolvedPolicy') return [node];
    facts[gap] ??= node;
    return [];
  });
}

/** The boundary in both branches of each condition. A permission set names it in an object. */
function boundaryPlaces(node: JsonNode | undefined): readonly JsonNode[] {
  if (node === undefined) return [];
  return branchesAt(node).map(
    (branch) => member(branch.node, 'CustomerManagedPolicyReference') ?? member(branch.node, 'ManagedPolicyArn') ?? branch.node,
  );
}

interface Means {
  readonly template: Template;
  readonly policies: ReadonlyMap<string, NamedResource>;
  readonly byName: NameIndex;
  readonly groups: NameIndex;
  readonly facts: Attachments;
  /** Lists of policies of which each was noted as doubtful. */
  readonly doubted: Set<readonly string[]>;
}

interface Noting extends Means {
  readonly into: Map<string, string[]>;
}

/** Notes the policies that a value attaches to a holder. */
function noteAttachment(place: JsonNode, holder: string, noting: Noting): void {
  for (const { node } of branchesAt(place)) {
    // An inline policy or a policy template of SAM: it names no policy of the template, or it does so in an unknown way.
    if (isDocument(node)) continue;
    const byName = member(node, 'Name');
    const values = byName === undefined ? valuesAt(node) : valuesAt(byName);
    let isUnderstood = true;
    for (const value of values) isUnderstood = noteValue(value, holder, noting, byName !== undefined) && isUnderstood;
    if (isUnderstood) noting.facts.understood.add(byName ?? node);
  }
}

function isDocument(node: JsonNode): boolean {
  return node.type === 'object' && member(node, 'Name') === undefined && intrinsicOf(node) === undefined;
}

/** False where it is not known whether the value names a policy of the template. */
function noteValue(value: TemplateValue, holder: string, { policies, byName, doubted, facts, into }: Noting, isName: boolean): boolean {
  switch (value.kind) {
    case 'unknown':
      facts.unresolvedPolicy ??= value.node;
      return false;
    case 'reference':
      if (!policies.has(value.id)) facts.unresolvedPolicy ??= value.node;
      else add(into, value.id, holder);
      return policies.has(value.id);
    case 'text': {
      const { certainly, perhaps } = byName.named(value.text, isName);
      for (const id of certainly) add(into, id, holder);
      for (const ids of perhaps) {
        if (doubted.has(ids)) continue;
        doubted.add(ids);
        for (const id of ids) if (!facts.doubtful.has(id)) facts.doubtful.set(id, value.node);
      }
      return true;
    }
  }
}

function add(into: Map<string, string[]>, id: string, holder: string): void {
  const known = into.get(id);
  if (known === undefined) into.set(id, [holder]);
  else known.push(holder);
}

/** A user's groups, or an addition of users to a group. */
function noteMembers({ id, type, properties }: Resource, means: Means): void {
  const { template, facts } = means;
  if (type === 'AWS::IAM::User') {
    const groups = listPlaces(member(properties, 'Groups'), facts, 'unresolvedMember').flatMap((place) => groupsAt(place, means));
    for (const group of groups) membersOf(facts, group).ids.push(id);
  }
  if (type !== 'AWS::IAM::UserToGroupAddition') return;
  const groupName = member(properties, 'GroupName');
  const groups = groupName === undefined ? [] : groupsAt(groupName, means);
  const users = listPlaces(member(properties, 'Users'), facts, 'unresolvedMember').flatMap((place) => valuesAt(place));
  for (const group of groups) for (const user of users) noteMember(user, group, template, facts);
}

function noteMember(user: TemplateValue, group: string, { resources }: Template, facts: Attachments): void {
  if (user.kind === 'reference' && resources.get(user.id)?.type === 'AWS::IAM::User') membersOf(facts, group).ids.push(user.id);
  else if (user.kind === 'text' && !user.text.includes(pseudo)) membersOf(facts, group).named.push({ type: 'user', name: user.text });
  else facts.unresolvedMember ??= user.node;
}

function membersOf(facts: Attachments, group: string) {
  const known = facts.members.get(group) ?? { ids: [], named: [] };
  facts.members.set(group, known);
  return known;
}

/** The groups of the template that a value names. Others hold no policy of it, unless they are named where it is attached. */
function groupsAt(place: JsonNode, means: Means): string[] {
  const { facts } = means;
  const values = valuesAt(place);
  const found = values.map((value) => groupsOf(value, means));
  const unclear = values.find((_, i) => found[i] === undefined);
  if (unclear === undefined) facts.understood.add(place);
  else facts.unresolvedMember ??= unclear.node;
  return found.flatMap((groups) => groups ?? []);
}

/** `undefined` where a value may name a group, and it is not known which. */
function groupsOf(value: TemplateValue, { template: { resources }, groups }: Means): readonly string[] | undefined {
  if (value.kind === 'unknown') return undefined;
  if (value.kind === 'reference') return resources.get(value.id)?.type === 'AWS::IAM::Group' ? [value.id] : undefined;
  const { certainly, perhaps } = groups.named(value.text, true);
  return perhaps.length > 0 ? undefined : certainly;
}

const listMembers = { role: 'Roles', user: 'Users', group: 'Groups' } as const;
export const nameMembers = { role: 'RoleName', user: 'UserName', group: 'GroupName' } as const;

/** The places where a policy that is a resource of its own names those who hold it. */
export function holderPlaces(properties: JsonNode, of: 'role' | 'user' | 'group'): readonly JsonNode[] {
  const list = member(properties, listMembers[of]);
  const lists = list === undefined ? [] : branchesAt(list).flatMap(({ node }) => (node.type === 'array' ? elements(node) : [node]));
  const name = member(properties, nameMembers[of]);
  return name === undefined ? lists : [...lists, name];
}

/** Where a policy names groups or users that is understood as it is. */
function noteMentionsOfOwn({ type, properties }: Resource, facts: Attachments): void {
  if (!/^AWS::IAM::(?:Policy|ManagedPolicy|GroupPolicy)$/.test(type)) return;
  for (const place of holderPlaces(properties, 'group')) facts.understood.add(place);
}
