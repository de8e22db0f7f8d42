/** Collects attachments, permissions boundaries and group memberships from the resources of a template. */
import type { PrincipalName } from '../../policy/subject.ts';
import { branchesAt, intrinsicOf } from '../../text/intrinsics.ts';
import { elements, member, stringOf, type TreeNode } from '../../text/tree.ts';
import { managedPolicies, named, type NamedResource } from './managedPolicies.ts';
import { createNameIndex, type NameIndex } from './nameIndex.ts';
import { ownsRole } from './samRoles.ts';
import type { Resource, Template } from './template.ts';
import { pseudo, valuesAt, type TemplateValue } from './templateValues.ts';

/** The attachments, boundaries and memberships, by logical id. */
export interface Attachments {
  /** The managed policies and groups with their possible names. */
  readonly policies: readonly NamedResource[];
  readonly groups: readonly NamedResource[];
  /** The holders of managed policies. */
  readonly attached: Map<string, string[]>;
  readonly bounded: Map<string, string[]>;
  /** The members of groups: the ids of users in the template, and the names of other users. */
  readonly members: Map<string, { readonly ids: string[]; readonly named: PrincipalName[] }>;
  /** Values that are understood, so their mentions do not make holders unclear. */
  readonly understood: Set<TreeNode>;
  /** The places where any policy may be attached, because what is attached cannot be resolved. */
  readonly unresolvedPolicies: Doubts;
  /** The first place where a user may be added to a group that cannot be resolved. */
  unresolvedMember: TreeNode | undefined;
  /** The places of strings that may name a policy, by its id. Policies that the same strings may name share them. */
  readonly doubtful: Map<string, Doubts[]>;
  /** Unresolved places. Other mentions in them do not matter. */
  readonly unresolvedPlaces: Set<TreeNode>;
}

/** For each holder, the first place where another policy may be attached to it. */
export type Doubts = Map<string, TreeNode>;

/** The members in which resources name their managed policies, by type of resource. */
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
    unresolvedPolicies: new Map(),
    unresolvedMember: undefined,
    doubtful: new Map(),
    unresolvedPlaces: new Set(),
  };
  const means: Means = {
    policies,
    facts,
    byName: createNameIndex(facts.policies),
    groups: createNameIndex(groups),
    template,
    doubts: new Map(),
  };
  for (const resource of [...template.resources.values(), ...template.loops]) {
    for (const name of attachingTypes.get(resource.type) ?? []) {
      for (const place of placesIn(member(resource.properties, name)))
        if (ownsRole(resource, template)) facts.understood.add(place);
        else noteAttachment(place, resource.id, { ...means, into: facts.attached });
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
  return [...resources.values()]
    .filter(({ type }) => type === 'AWS::IAM::Group')
    .map((group) => named(group, 'GroupName'));
}

/** The elements of a list, in both branches of each condition; for a computed list, the list itself. */
function placesIn(list: TreeNode | undefined): readonly TreeNode[] {
  if (list === undefined) return [];
  return branchesAt(list).flatMap(({ node }) => (node.type === 'array' ? elements(node) : [node]));
}

/** The elements of a list of users or groups. A computed list is not resolved. */
function memberPlaces(list: TreeNode | undefined, facts: Attachments): readonly TreeNode[] {
  if (list === undefined) return [];
  return branchesAt(list).flatMap(({ node }) => {
    if (node.type === 'array') return elements(node);
    if (stringOf(node) !== undefined) return [node];
    facts.unresolvedMember ??= node;
    return [];
  });
}

/** The permissions boundary, in both branches of each condition. A permission set names it in an object. */
function boundaryPlaces(node: TreeNode | undefined): readonly TreeNode[] {
  if (node === undefined) return [];
  return branchesAt(node).map(
    (branch) =>
      member(branch.node, 'CustomerManagedPolicyReference') ?? member(branch.node, 'ManagedPolicyArn') ?? branch.node,
  );
}

interface Means {
  readonly template: Template;
  readonly policies: ReadonlyMap<string, NamedResource>;
  readonly byName: NameIndex;
  readonly groups: NameIndex;
  readonly facts: Attachments;
  /** The doubts by the list of policies that a string may name. */
  readonly doubts: Map<readonly string[], Doubts>;
}

interface Noting extends Means {
  readonly into: Map<string, string[]>;
}

/** Notes the policies that a value attaches to a holder. */
function noteAttachment(place: TreeNode, holder: string, noting: Noting): void {
  for (const { node } of branchesAt(place)) {
    // An inline policy or a SAM policy template does not name a policy of the template in a known way.
    if (isDocument(node)) continue;
    const byName = member(node, 'Name');
    const values = byName === undefined ? valuesAt(node) : valuesAt(byName);
    let isUnderstood = true;
    for (const value of values) isUnderstood = noteValue(value, holder, noting, byName !== undefined) && isUnderstood;
    (isUnderstood ? noting.facts.understood : noting.facts.unresolvedPlaces).add(byName ?? node);
  }
}

function isDocument(node: TreeNode): boolean {
  return node.type === 'object' && member(node, 'Name') === undefined && intrinsicOf(node) === undefined;
}

/** Notes the policy that a value names; returns false if it is not known whether it names one of the template. */
function noteValue(value: TemplateValue, holder: string, noting: Noting, isName: boolean): boolean {
  const { policies, byName, facts, into } = noting;
  switch (value.kind) {
    case 'unknown':
      doubt(facts.unresolvedPolicies, holder, value.node);
      return false;
    case 'reference':
      if (!policies.has(value.id)) doubt(facts.unresolvedPolicies, holder, value.node);
      else add(into, value.id, holder);
      return policies.has(value.id);
    case 'text': {
      const { certainly, perhaps } = byName.named(value.text, isName);
      for (const id of certainly) add(into, id, holder);
      for (const ids of perhaps) doubt(doubtsAbout(ids, noting), holder, value.node);
      return true;
    }
  }
}

function doubt(doubts: Doubts, holder: string, node: TreeNode): void {
  if (!doubts.has(holder)) doubts.set(holder, node);
}

/** The doubts that are shared by the policies that the same string may name. */
function doubtsAbout(ids: readonly string[], { doubts, facts }: Noting): Doubts {
  const known = doubts.get(ids);
  if (known !== undefined) return known;
  const made: Doubts = new Map();
  doubts.set(ids, made);
  for (const id of ids) add(facts.doubtful, id, made);
  return made;
}

function add<T>(into: Map<string, T[]>, id: string, item: T): void {
  const known = into.get(id);
  if (known === undefined) into.set(id, [item]);
  else known.push(item);
}

/** Notes the groups of a user, or the users that a resource adds to a group. */
function noteMembers({ id, type, properties }: Resource, means: Means): void {
  const { template, facts } = means;
  if (type === 'AWS::IAM::User') {
    const groups = memberPlaces(member(properties, 'Groups'), facts).flatMap((place) => groupsAt(place, means));
    for (const group of groups) membersOf(facts, group).ids.push(id);
  }
  if (type !== 'AWS::IAM::UserToGroupAddition') return;
  const groupName = member(properties, 'GroupName');
  const groups = groupName === undefined ? [] : groupsAt(groupName, means);
  const users = memberPlaces(member(properties, 'Users'), facts).flatMap((place) => valuesAt(place));
  for (const group of groups) for (const user of users) noteMember(user, group, template, facts);
}

function noteMember(user: TemplateValue, group: string, { resources }: Template, facts: Attachments): void {
  if (user.kind === 'reference' && resources.get(user.id)?.type === 'AWS::IAM::User')
    membersOf(facts, group).ids.push(user.id);
  else if (user.kind === 'text' && !user.text.includes(pseudo))
    membersOf(facts, group).named.push({ type: 'user', name: user.text });
  else facts.unresolvedMember ??= user.node;
}

function membersOf(facts: Attachments, group: string) {
  const known = facts.members.get(group) ?? { ids: [], named: [] };
  facts.members.set(group, known);
  return known;
}

/** The groups of the template that a value names. Other groups hold no policy of it unless an attachment names them. */
function groupsAt(place: TreeNode, means: Means): string[] {
  const { facts } = means;
  const values = valuesAt(place);
  const found = values.map((value) => groupsOf(value, means));
  const unclear = values.find((_, i) => found[i] === undefined);
  if (unclear === undefined) facts.understood.add(place);
  else facts.unresolvedMember ??= unclear.node;
  return found.flatMap((groups) => groups ?? []);
}

/** The groups that a value names; `undefined` if it may name a group, but it is not known which. */
function groupsOf(value: TemplateValue, { template: { resources }, groups }: Means): readonly string[] | undefined {
  if (value.kind === 'unknown') return undefined;
  if (value.kind === 'reference') return resources.get(value.id)?.type === 'AWS::IAM::Group' ? [value.id] : undefined;
  const { certainly, perhaps } = groups.named(value.text, true);
  return perhaps.length > 0 ? undefined : certainly;
}

const listMembers = { role: 'Roles', user: 'Users', group: 'Groups' } as const;
export const nameMembers = { role: 'RoleName', user: 'UserName', group: 'GroupName' } as const;

/** The places where a policy resource names its holders. */
export function holderPlaces(properties: TreeNode, of: 'role' | 'user' | 'group'): readonly TreeNode[] {
  const list = member(properties, listMembers[of]);
  const name = member(properties, nameMembers[of]);
  return name === undefined ? placesIn(list) : [...placesIn(list), name];
}

/** Notes that the groups and users that a policy resource names are understood. */
function noteMentionsOfOwn({ type, properties }: Resource, facts: Attachments): void {
  if (!/^AWS::IAM::(?:Policy|ManagedPolicy|GroupPolicy)$/.test(type)) return;
  for (const place of holderPlaces(properties, 'group')) facts.understood.add(place);
}
