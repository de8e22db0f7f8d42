import type { Attachment, NamePattern, PrincipalName } from '../policy/subject.ts';
import { memoise } from '../memo.ts';
import { member, stringMember, stringOf, type JsonNode } from '../text/jsonNode.ts';
import { say, type Message } from '../text/message.ts';
import { createNameIndex } from './nameIndex.ts';
import { attachedTo, distinctPrincipals, unclear } from './placedPolicy.ts';
import { memberTwice, unknownMacro, type Resource, type Template } from './template.ts';
import { attachmentsIn, holderPlaces, nameMembers, type Attachments } from './templateAttachments.ts';
import { mentionsIn } from './templateMentions.ts';
import { namesOf, patternAt, type Names } from './templateNames.ts';
import { pseudo, valuesAt, type TemplateValue } from './templateValues.ts';

/** Who holds the policies of a template. */
export interface TemplateHolders {
  /** Of an inline policy of a resource. */
  readonly ofOwner: (resource: Resource) => Attachment;
  /** Of a policy that is a resource of its own. */
  readonly ofPolicy: (resource: Resource) => Attachment;
}

/**
 * Finds who holds the policies of a template: to whom they are attached, whom they bound, and who is a member of a group that has them.
 *
 * A template tells that only where every place that mentions a policy, or that could come to mention it, is one that is understood. Any other
 * makes the holders unclear, and the reason names its line. O(size of the template).
 */
export function holdersIn(template: Template): TemplateHolders {
  const facts = attachmentsIn(template);
  const gaps = findGaps(template, facts);
  const named = memoise((id): Names => namesOf(template.resources.get(id)));
  const groups = groupsByName(template);
  const principalsOf = (ids: readonly string[]): Holders => {
    const found = [...new Set(ids)].map((id) => holdersOf(id, template, facts, { named, gaps }));
    const [open] = found.flatMap((one) => one.open ?? []);
    const [group] = found.flatMap((one) => one.group ?? []);
    return { named: found.flatMap((one) => one.named), open, group, like: found.flatMap((one) => one.like) };
  };
  const everybody = [...template.resources.keys()].flatMap((id) => (named(id).areAll ? named(id).names : []));
  return {
    ofOwner(resource) {
      const { named: to, open, group, like } = principalsOf([resource.id]);
      const reason = gaps.everywhere ?? open;
      if (reason === undefined) return attachedTo(to, saysOwner(resource));
      // Any user may be a member of a group.
      return resource.type === 'AWS::IAM::Group'
        ? { ...unclear(reason, to), group }
        : { ...unclear(reason, to), others: everybody, group, like };
    },
    ofPolicy(resource) {
      const { id, properties } = resource;
      const isManaged = resource.type === 'AWS::IAM::ManagedPolicy';
      const own = listedHolders(properties, template, groups);
      // Of managed policies only.
      const attached = [...own.ids, ...(facts.attached.get(id) ?? [])];
      const bounded = facts.bounded.get(id) ?? [];
      const { named: to, open, group = own.group, like } = principalsOf([...attached, ...bounded]);
      const reason = gaps.everywhere ?? own.open ?? (isManaged ? gaps.ofPolicy(id) : undefined) ?? open;
      const all = distinctPrincipals([...own.named, ...to]);
      if (reason !== undefined) return { ...unclear(reason, all), group, like: [...like, ...own.like] };
      return attachmentOf(id, all, attached.length + own.named.length === 0 && bounded.length > 0);
    },
  };
}

function attachmentOf(id: string, holders: readonly PrincipalName[], isOnlyBoundary: boolean): Attachment {
  if (isOnlyBoundary) return { kind: 'nobody', reason: say('it is a permissions boundary, and attached to nobody') };
  if (holders.length === 0) return unclear(say('the template does not say to whom {0} is attached', id));
  return attachedTo(holders, say('by its attachment in the template'));
}

function saysOwner({ type }: Resource): Message {
  if (type === 'AWS::IAM::User') return say('by the UserName in the template');
  if (type === 'AWS::IAM::Group') return say('by the members of the group in the template');
  return type === 'AWS::SSO::PermissionSet'
    ? say('by the name of the permission set in the template')
    : say('by the RoleName in the template');
}

/** Those who hold something: principals by name, and why not all of them are known. */
interface Holders {
  readonly named: readonly PrincipalName[];
  readonly open?: Message | undefined;
  /** A group of which not all members are known. */
  readonly group?: string | undefined;
  /** What is known of the names that are computed. */
  readonly like: readonly NamePattern[];
}

interface ListedHolders extends Holders {
  /** Resources of the template. */
  readonly ids: readonly string[];
}

/** Whom a policy that is a resource of its own names. */
function listedHolders(properties: JsonNode, { resources, lineOf }: Template, groups: ReadonlyMap<string, Resource>): ListedHolders {
  const ids: string[] = [];
  const named: PrincipalName[] = [];
  const like: NamePattern[] = [];
  let open: Message | undefined;
  let group: string | undefined;
  for (const type of ['role', 'user', 'group'] as const)
    for (const place of holderPlaces(properties, type))
      for (const value of valuesAt(place)) {
        const resource = resourceNamed(value, type, resources, groups);
        if (resource !== undefined) ids.push(resource.id);
        else if (value.kind === 'text' && !value.text.includes(pseudo)) {
          if (type === 'group') {
            group ??= value.text;
            open ??= say('it is attached to the group {0}, whose members the template does not name', value.text);
          } else named.push({ type, name: value.text });
        } else {
          open ??= say('line {0} attaches it to somebody whose name is computed', String(lineOf(value.node.offset)));
          if (type !== 'group') like.push({ type, pattern: patternAt(value.node) });
        }
      }
  return { ids, named, open, group, like };
}

const holderTypes = { role: 'AWS::IAM::Role', user: 'AWS::IAM::User', group: 'AWS::IAM::Group' } as const;

/** The groups by the plain names that the template gives them, of several the first. */
function groupsByName({ resources }: Template): ReadonlyMap<string, Resource> {
  const groups = [...resources.values()].filter(({ type }) => type === holderTypes.group);
  return new Map(
    groups.toReversed().flatMap((group) => {
      const name = stringMember(group.properties, nameMembers.group);
      return name === undefined ? [] : [[name, group] as const];
    }),
  );
}

/** The resource that a value refers to, or whose name it is. */
function resourceNamed(
  value: TemplateValue,
  of: 'role' | 'user' | 'group',
  resources: Template['resources'],
  groups: ReadonlyMap<string, Resource>,
): Resource | undefined {
  if (value.kind === 'unknown') return undefined;
  if (value.kind === 'text') return of === 'group' ? groups.get(value.text) : undefined;
  const resource = resources.get(value.id);
  return resource?.type === holderTypes[of] ? resource : undefined;
}

interface HolderMeans {
  readonly named: (id: string) => Names;
  readonly gaps: Gaps;
}

/** The principals that a resource stands for: itself, or the members of a group. */
function holdersOf(id: string, { resources }: Template, facts: Attachments, { named, gaps }: HolderMeans): Holders {
  const resource = resources.get(id);
  if (resource === undefined) return { named: [], like: [], open: say('the template does not give the name of {0}', id) };
  switch (resource.type) {
    case 'AWS::IAM::Group': {
      const members = facts.members.get(id) ?? { ids: [], named: [] };
      const names = [...members.named, ...members.ids.flatMap((user) => named(user).names)];
      const isOpen = names.length === 0 || !members.ids.every((user) => named(user).areAll);
      const open = gaps.ofGroup(id) ?? (isOpen ? say('it is of the group {0}, whose members the template does not name', id) : undefined);
      return { named: names, open, group: open === undefined ? undefined : id, like: [] };
    }
    case 'AWS::Serverless::Function':
    case 'AWS::Serverless::StateMachine':
      return {
        named: [],
        open: say('it is of the role that SAM makes for {0}, whose name the template does not give', id),
        like: [{ type: 'role', pattern: '*' }],
      };
    default: {
      const { names, areAll, like } = named(id);
      const open = areAll ? undefined : say('the template does not give the name of {0}', id);
      return { named: names, open, like: like === undefined ? [] : [like] };
    }
  }
}

/** Why the holders of a template's policies are not all known. */
interface Gaps {
  /** Of no policy. */
  readonly everywhere: Message | undefined;
  /** Of a managed policy. */
  readonly ofPolicy: (id: string) => Message | undefined;
  readonly ofGroup: (id: string) => Message | undefined;
}

function findGaps(template: Template, facts: Attachments): Gaps {
  const { lineOf } = template;
  const ids = new Map<string, 'policy' | 'group'>();
  for (const { id, type } of template.resources.values()) {
    if (type === 'AWS::IAM::ManagedPolicy') ids.set(id, 'policy');
    if (type === 'AWS::IAM::Group') ids.set(id, 'group');
  }
  const { policies, groups } = facts;
  const scan = mentionsIn(template, {
    ids,
    policies: createNameIndex(policies),
    all: createNameIndex([...policies, ...groups]),
    understood: facts.understood,
  });
  const mentioned = (id: string): Message | undefined => {
    const mention = scan.mentions.get(id);
    return mention && mentionInWords(mention, id, template);
  };
  const macro = unknownMacro(template);
  const atLine = (node: JsonNode | undefined, says: (line: string) => Message): Message | undefined =>
    node && says(String(lineOf(node.offset)));
  const twice = memberTwice(template);
  return {
    everywhere:
      macro === undefined
        ? (atLine(scan.macro, (line) => say('line {0} calls a macro, which may attach policies to others', line)) ??
          (twice &&
            say('line {0}: {1} is there twice, and which one counts is not defined', String(lineOf(twice.offset)), stringOf(twice) ?? '')))
        : say('the macro {0} changes the template, and may attach policies to others', macro.name),
    ofPolicy: (id) =>
      mentioned(id) ??
      atLine(facts.doubtful.get(id), (line) => say('line {0} may attach it to somebody else', line)) ??
      atLine(facts.unresolvedPolicy, (line) => say('which policy line {0} attaches is computed, and it may be this one', line)) ??
      atLine(scan.computed, (line) => say('what line {0} refers to is computed, and it may be this policy', line)),
    ofGroup: (id) => mentioned(id) ?? atLine(facts.unresolvedMember, (line) => say('whom line {0} puts into a group is computed', line)),
  };
}

function mentionInWords(node: JsonNode, id: string, { root, lineOf }: Template): Message {
  const line = String(lineOf(node.offset));
  const outputs = member(root, 'Outputs');
  const isOutput = outputs !== undefined && node.offset > outputs.offset && node.offset < outputs.offset + outputs.length;
  return isOutput
    ? say('line {0} hands {1} on to other stacks, where others may hold it', line, id)
    : say('line {0} mentions {1} in a way that is not understood', line, id);
}
