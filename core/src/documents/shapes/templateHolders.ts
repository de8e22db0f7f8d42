import type { Attachment, NamePattern, PrincipalName, UnclearAttachment, UnnamedHolder } from '../../policy/subject.ts';
import { distinctPrincipals } from '../../policy/principals.ts';
import { memoise } from '../../memo.ts';
import { stringMember, type TreeNode } from '../../text/tree.ts';
import { say, type Message } from '../../text/message.ts';
import { attachedTo, unclear } from './placedPolicy.ts';
import { madeForRole, ownsRole, roleOfSam } from './samRoles.ts';
import type { Resource, Template } from './template.ts';
import { attachmentsIn, holderPlaces, nameMembers, type Attachments } from './templateAttachments.ts';
import { findGaps, type Gaps } from './templateGaps.ts';
import { assignmentsIn, type Assignments } from './templateAssignments.ts';
import { namesOf, patternAt, type Names } from './templateNames.ts';
import { pseudo, valuesAt, type TemplateValue } from './templateValues.ts';

/** Finds the holders of the policies of a template. */
export interface TemplateHolders {
  /** The holders of the inline policies of a resource. */
  readonly ofOwner: (resource: Resource) => Attachment;
  /** The holders of a policy resource. */
  readonly ofPolicy: (resource: Resource) => Attachment;
  /** The number of different principals without a known name that hold policies of these resources. */
  readonly unnamedOf: (resources: readonly Resource[]) => number;
}

/**
 * Finds the holders of the policies of a template: the principals to which they are attached, those they bound, and the
 * members of groups that have them.
 *
 * The holders of a policy are only known if every place that mentions it, or may mention it after deployment, is
 * understood. Any other place makes them unclear, and the reason names its line. O(size of the template).
 */
export function holdersIn(template: Template): TemplateHolders {
  const facts = attachmentsIn(template);
  const gaps = findGaps(template, facts);
  const assignments = assignmentsIn(template);
  const named = namesIn(template, gaps, assignments);
  const groups = groupsByName(template);
  const countOf = countIn(template);
  const principalsOf = (ids: readonly string[]): Holders =>
    together([...new Set(ids)].map((id) => holdersOf(id, template, facts, { named, gaps, assignments })));
  const nameless = (ids: readonly string[]): Pick<UnclearAttachment, 'unnamed'> => {
    const distinct = [...new Set(ids)];
    const unnamed = distinct.flatMap((id) => unnamedHolder(template.resources.get(id), named(id).like) ?? []);
    return unnamed.length === distinct.length && unnamed.length > 0 ? { unnamed } : {};
  };
  const policyHolders = (resource: Resource) => {
    const { id, properties } = resource;
    const listed = listedHolders(properties, template, groups);
    const own = { ...listed, open: gaps.ofResource(resource) ?? listed.open };
    // Only managed policies can be attached elsewhere.
    const attached = [...own.ids, ...(facts.attached.get(id) ?? [])];
    const bounded = facts.bounded.get(id) ?? [];
    return { own, attached, bounded, ...principalsOf([...attached, ...bounded]) };
  };
  const everybody = [...template.resources.keys()].flatMap((id) => (named(id).areAll ? named(id).names : []));
  return {
    ofOwner(resource) {
      const unused = notUsed(resource, template, gaps);
      if (unused !== undefined) return unused;
      const { named: to, open, group, like, unnamed, lacksOnlyNames } = principalsOf([resource.id]);
      const missing = countOf(unnamed);
      const names = gaps.everywhere === undefined && lacksOnlyNames ? nameless(unnamed) : {};
      const reason = gaps.everywhere ?? open;
      if (reason === undefined) return attachedTo(to, saysOwner(resource));
      // Any user may be a member of a group.
      return resource.type === 'AWS::IAM::Group'
        ? { ...unclear(reason, to), group, missing, ...names }
        : { ...unclear(reason, to), others: everybody, group, like, missing, ...names };
    },
    ofPolicy(resource) {
      const { id, type } = resource;
      const holders = policyHolders(resource);
      const { own, attached, bounded, named: to, open, group = own.group, like, unnamed, lacksOnlyNames } = holders;
      const all = distinctPrincipals([...own.named, ...to]);
      const isOnlyBoundary = attached.length + own.named.length === 0 && bounded.length > 0;
      // A principal that the policy only bounds may have it attached as well.
      const isHolder = isOnlyBoundary ? () => false : holds(new Set([...attached, ...bounded]), own.named, named);
      const gap =
        gaps.everywhere ?? own.open ?? (type === 'AWS::IAM::ManagedPolicy' ? gaps.ofPolicy(id, isHolder) : undefined);
      // Whoever it bounds: nothing is removed from a policy that only limits.
      const reason = gap ?? (isOnlyBoundary ? undefined : open);
      const names = gap === undefined && lacksOnlyNames ? nameless(unnamed) : {};
      if (reason !== undefined)
        return { ...unclear(reason, all), group, like: [...like, ...own.like], missing: countOf(unnamed), ...names };
      return attachmentOf(id, all, isOnlyBoundary);
    },
    unnamedOf: (resources) =>
      countOf(
        resources.flatMap((resource) =>
          isPolicy(resource) ? policyHolders(resource).unnamed : principalsOf([resource.id]).unnamed,
        ),
      ),
  };
}

function isPolicy({ type }: Resource): boolean {
  return /^AWS::IAM::(?:\w*Policy)$/.test(type);
}

/** Makes a check whether a resource is among these holders: resources by id, other holders by name. */
function holds(
  ids: ReadonlySet<string>,
  principals: readonly PrincipalName[],
  named: (id: string) => Names,
): (id: string) => boolean {
  const keys = new Set(principals.map(keyOf));
  return (id) => {
    if (ids.has(id)) return true;
    const { names, areAll } = named(id);
    return areAll && names.length > 0 && names.every((name) => keys.has(keyOf(name)));
  };
}

function keyOf({ type, name }: PrincipalName): string {
  return `${type} ${name}`;
}

/** Counts the principals without a known name that resources stand for. A loop makes several. */
function countIn({ loops }: Template): (ids: readonly string[]) => number {
  const counts = new Map<string, number>();
  for (const { id, count } of loops) counts.set(id, (counts.get(id) ?? 0) + count);
  return (ids) => [...new Set(ids)].reduce((sum, id) => sum + (counts.get(id) ?? 1), 0);
}

/** Gives the names of a resource; none if it is not known what the resource is. */
function namesIn({ resources }: Template, gaps: Gaps, { accountsOf }: Assignments): (id: string) => Names {
  return memoise((id): Names => {
    const resource = resources.get(id);
    const isChanged = resource !== undefined && gaps.ofResource(resource) !== undefined;
    return inAccounts(isChanged ? noNames : namesOf(resource), accountsOf(id));
  });
}

/** The attachment of policies that are not used; `undefined` for any others. */
function notUsed(resource: Resource, template: Template, gaps: Gaps): Attachment | undefined {
  if (!ownsRole(resource, template) || (gaps.everywhere ?? gaps.ofResource(resource)) !== undefined) return undefined;
  return {
    kind: 'no-principal',
    reason: say('SAM does not use the policies of {0}, because it has a Role', resource.id),
  };
}

const noNames: Names = { names: [], areAll: false };

/** Adds the accounts in which a permission set is assigned: it has a role in each of them. */
function inAccounts(found: Names, accounts: readonly string[] | undefined): Names {
  return accounts === undefined ? found : { ...found, names: found.names.map((name) => ({ ...name, accounts })) };
}

function attachmentOf(id: string, holders: readonly PrincipalName[], isOnlyBoundary: boolean): Attachment {
  if (isOnlyBoundary)
    return {
      kind: 'no-principal',
      reason: say('it is attached to no principal, and is only a permissions boundary, which allows nothing by itself'),
    };
  if (holders.length === 0) return unclear(say('the template does not say which principals {0} is attached to', id));
  return attachedTo(holders, say('by its attachment in the template'));
}

function saysOwner({ type }: Resource): Message {
  if (type === 'AWS::IAM::User') return say('by the UserName in the template');
  if (type === 'AWS::IAM::Group') return say('by the members of the group in the template');
  return type === 'AWS::SSO::PermissionSet'
    ? say('by the name of the permission set in the template')
    : say('by the RoleName in the template');
}

/** The holders of a policy, and why not all of them are known. */
interface Holders {
  readonly named: readonly PrincipalName[];
  readonly open?: Message | undefined;
  /** A group whose members are not all known. */
  readonly group?: string | undefined;
  /** The known parts of computed names. */
  readonly like: readonly NamePattern[];
  /** The resources without a known name. They are all different principals. */
  readonly unnamed: readonly string[];
  /** All that is not known is the names of the `unnamed`. */
  readonly lacksOnlyNames?: boolean;
}

/** The holders that several resources stand for. */
function together(found: readonly Holders[]): Holders {
  return {
    named: found.flatMap((one) => one.named),
    open: found.find((one) => one.open !== undefined)?.open,
    group: found.find((one) => one.group !== undefined)?.group,
    like: found.flatMap((one) => one.like),
    unnamed: found.flatMap((one) => one.unnamed),
    lacksOnlyNames: found.every((one) => one.open === undefined || one.lacksOnlyNames === true),
  };
}

interface ListedHolders extends Omit<Holders, 'unnamed' | 'lacksOnlyNames'> {
  /** The ids of the holders that are resources of the template. */
  readonly ids: readonly string[];
}

/** The holders that a policy resource names. */
function listedHolders(properties: TreeNode, template: Template, groups: ReadonlyMap<string, Resource>): ListedHolders {
  const ids: string[] = [];
  const named: PrincipalName[] = [];
  const like: NamePattern[] = [];
  let open: Message | undefined;
  let group: string | undefined;
  for (const type of ['role', 'user', 'group'] as const)
    for (const place of holderPlaces(properties, type))
      for (const value of valuesAt(place)) {
        const resource = resourceNamed(value, type, template, groups);
        if (resource !== undefined) ids.push(resource.id);
        else if (value.kind === 'text' && !value.text.includes(pseudo)) {
          if (type === 'group') {
            group ??= value.text;
            open ??= say('it is attached to the group {0}, whose members the template does not name', value.text);
          } else named.push({ type, name: value.text });
        } else {
          open ??= say(
            'line {0} attaches it to a principal whose name is computed',
            String(template.lineOf(value.node.offset)),
          );
          if (type !== 'group') like.push({ type, pattern: patternAt(value.node) });
        }
      }
  return { ids, named, open, group, like };
}

const holderTypes = { role: 'AWS::IAM::Role', user: 'AWS::IAM::User', group: 'AWS::IAM::Group' } as const;

/** The groups by the names that the template gives them; the first one if several have the same name. */
function groupsByName({ resources }: Template): ReadonlyMap<string, Resource> {
  const groups = [...resources.values()].filter(({ type }) => type === holderTypes.group);
  return new Map(
    groups.toReversed().flatMap((group) => {
      const name = stringMember(group.properties, nameMembers.group);
      return name === undefined ? [] : [[name, group] as const];
    }),
  );
}

/** The resource that a value refers to or names; for the role that SAM makes, the resource it is made for. */
function resourceNamed(
  value: TemplateValue,
  of: 'role' | 'user' | 'group',
  template: Template,
  groups: ReadonlyMap<string, Resource>,
): Resource | undefined {
  if (value.kind === 'unknown') return undefined;
  if (value.kind === 'text') return of === 'group' ? groups.get(value.text) : undefined;
  const resource = template.resources.get(value.id);
  if (resource === undefined && of === 'role') return madeForRole(value.id, template);
  return resource?.type === holderTypes[of] ? resource : undefined;
}

interface HolderMeans {
  readonly named: (id: string) => Names;
  readonly gaps: Gaps;
  readonly assignments: Assignments;
}

/** The principals that a resource stands for: itself, or the members of a group. */
function holdersOf(id: string, { resources }: Template, facts: Attachments, means: HolderMeans): Holders {
  const resource = resources.get(id);
  if (resource === undefined) return { named: [], like: [], unnamed: [id], open: withoutName(id) };
  const changed = means.gaps.ofResource(resource);
  if (changed !== undefined) return { named: [], like: [], unnamed: [id], open: changed };
  switch (resource.type) {
    case 'AWS::IAM::Group':
      return membersHolding(id, facts, means);
    case 'AWS::Serverless::Function':
    case 'AWS::Serverless::StateMachine':
      return {
        named: [],
        open: say('it belongs to the role that SAM creates for {0}, and the template does not give its name', id),
        like: [{ type: 'role', pattern: '*' }],
        unnamed: [id],
        lacksOnlyNames: true,
      };
    case 'AWS::SSO::PermissionSet': {
      const holders = itself(id, means);
      // What is deployed for a permission set are roles in several accounts, so its name is needed.
      const open = holders.open ?? means.assignments.gapOf(id) ?? means.gaps.ofMacro;
      return { ...holders, open, lacksOnlyNames: false };
    }
    default:
      return itself(id, means);
  }
}

function itself(id: string, { named }: HolderMeans): Holders {
  const { names, areAll, like } = named(id);
  const unnamed = areAll ? [] : [id];
  return {
    named: names,
    open: areAll ? undefined : withoutName(id),
    like: like === undefined ? [] : [like],
    unnamed,
    lacksOnlyNames: true,
  };
}

/** A holder whose name is made when it is deployed; `undefined` if it is of another kind than those that have one. */
function unnamedHolder(resource: Resource | undefined, like: NamePattern | undefined): UnnamedHolder | undefined {
  if (resource === undefined) return undefined;
  const pattern = like?.pattern ?? '*';
  switch (resource.type) {
    case holderTypes.role:
      return { type: 'role', resource: resource.id, pattern };
    case holderTypes.user:
      return { type: 'user', resource: resource.id, pattern };
    // SAM specification, "Generated resources".
    case 'AWS::Serverless::Function':
    case 'AWS::Serverless::StateMachine':
      return { type: 'role', resource: resource.id, deployedAs: roleOfSam(resource.id), pattern };
    default:
      return undefined;
  }
}

function withoutName(id: string): Message {
  return say('the template does not give the name of {0}', id);
}

function membersHolding(group: string, facts: Attachments, { named, gaps }: HolderMeans): Holders {
  const members = facts.members.get(group) ?? { ids: [], named: [] };
  const names = [...members.named, ...members.ids.flatMap((user) => named(user).names)];
  const unnamed = members.ids.filter((user) => !named(user).areAll);
  const isOpen = names.length === 0 || unnamed.length > 0;
  const gap = gaps.ofGroup(group);
  const open =
    gap ?? (isOpen ? say('it belongs to the group {0}, whose members the template does not name', group) : undefined);
  const lacksOnlyNames = gap === undefined && unnamed.length > 0;
  return { named: names, open, group: open === undefined ? undefined : group, like: [], unnamed, lacksOnlyNames };
}
