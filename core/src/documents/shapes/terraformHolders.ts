/** Who holds the policies of a Terraform module, by all of its files. */
import type { Attachment, DeclaredResources, PolicyType, PrincipalName } from '../../policy/subject.ts';
import { say, type Message } from '../../text/message.ts';
import { managedHolding } from './terraformAttachments.ts';
import { attachedTo, distinctPrincipals, inlineOf, unclear } from './placedPolicy.ts';
import type { Mention, ModuleFile } from './terraformModule.ts';
import { groupNamed } from './terraformGroups.ts';
import { joinedHoldings, noHolding, openFor, openHolding, type Holding } from './terraformHolding.ts';
import {
  blockAt,
  indexOfModule,
  isHarmless,
  isReason,
  notUnderstood,
  oncePerModule,
  type ModuleIndex,
  type PlacedBlock,
  type PlacedMention,
} from './terraformIndex.ts';
import { namePattern, otherAccount, permissionSetNamed, principalAt, principalNamed } from './terraformNames.ts';
import { referenceOf } from './terraformReferences.ts';
import { sourceArguments } from './terraformDocument.ts';

/** What a module tells about one of its policies. */
export interface ModuleSubject {
  readonly attachment: Attachment;
  readonly policyType?: PolicyType | undefined;
  /** Other documents are combined with it, here or where it is not known. */
  readonly isCombined: boolean;
  /** What stands for the holders without a known name. */
  readonly unnamed: readonly string[];
  /** The resource that holds the policy, if it is one. */
  readonly resource: string;
  /** All resources that hold it. */
  readonly resources: readonly string[];
  readonly declared: DeclaredResources;
}

/**
 * Makes a look-up of policies by their address in the module. The holders of a policy are only known if every mention of
 * it in the module is understood. O(size of the facts); a look-up is O(mentions of the policy + its holders).
 */
export function holdersInModule(files: readonly ModuleFile[]): (address: string) => ModuleSubject {
  const index = indexOfModule(files);
  const known: KnownUses = new Map();
  return (address) => subjectOf(address, policyUse(address, index, known), index);
}

/** What a module tells about a policy, by the way in which it uses that. */
export function subjectOf(address: string, use: Use, index: ModuleIndex): ModuleSubject {
  const { policyType, isCombined, resource = address, resources = [resource], holding } = use;
  const attachment = attachmentOf(use, address, index);
  return {
    attachment,
    policyType,
    isCombined,
    unnamed: holding.unnamed,
    resource,
    resources,
    declared: declaredIn(index),
  };
}

/** All principals of a module whose names are known. */
const everybodyIn = oncePerModule((index): readonly PrincipalName[] =>
  ['aws_iam_role', 'aws_iam_user']
    .flatMap((type) => index.byType.get(type) ?? [])
    .flatMap(({ kind, address }) => (kind === 'resource' ? principalAt(address, index).named : [])),
);

function attachmentOf(use: Use, address: string, index: ModuleIndex): Attachment {
  const { named, group } = use.holding;
  const to = distinctPrincipals(named);
  const general = index.everywhere ?? firstOf(to, (one) => otherAccount(one, index));
  const reason = index.everywhere ?? use.holding.open ?? general ?? (use.kind === 'mixed' ? use.reason : undefined);
  if (reason === undefined) return knownAttachment(use, to, address);
  const others = use.policyType?.kind === 'inline' && group === undefined ? { others: everybodyIn(index) } : {};
  const isSure = use.kind === 'held' && general === undefined;
  return { ...unclear(reason, to), group, ...others, ...namesLacking(use.holding, isSure) };
}

function knownAttachment({ kind, reason }: Use, to: readonly PrincipalName[], address: string): Attachment {
  if (kind === 'no-principal') return { kind, reason };
  return to.length > 0
    ? attachedTo(to, byModule)
    : unclear(say('the module does not attach {0} to a principal', address));
}

function firstOf<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is known of the holders without a name. `isSure`: nothing else than their names is missing, if they say so. */
function namesLacking({ like, unnamed, nameless = [] }: Holding, isSure: boolean) {
  return { like, missing: unnamed.length, ...(isSure && nameless.length > 0 ? { unnamed: nameless } : {}) };
}

/** The principals of a module, by which a state is known to be of it. The state of its caller has others as well. */
const declaredIn = oncePerModule(({ blocks }): DeclaredResources => {
  const principals = blocks.filter(({ kind, type }) => kind === 'resource' && /^aws_iam_(?:role|user)$/.test(type));
  return {
    resources: new Map(
      principals.map(({ address, type, isRepeated }) => [address, { type, mayBeMissing: isRepeated }]),
    ),
    others: 'any',
    isInState: true,
    policies: new Map(
      blocks.flatMap((block) =>
        block.kind === 'resource' && block.type === 'aws_iam_policy' ? [[block.address, [namePattern(block)]]] : [],
      ),
    ),
  };
});

const byModule = say('by the Terraform module');

/** Who holds a policy, and how. */
export interface Use {
  readonly kind: 'held' | 'no-principal' | 'mixed';
  /** Only if no principal holds it, or somebody else as well. */
  readonly reason: Message;
  readonly holding: Holding;
  readonly policyType?: PolicyType | undefined;
  readonly isCombined: boolean;
  /** The only resource that holds the policy. */
  readonly resource?: string | undefined;
  /** All resources that hold it. */
  readonly resources?: readonly string[];
}

function held(holding: Holding, policyType?: PolicyType): Use {
  return { kind: 'held', reason: byModule, holding, policyType, isCombined: false };
}

function noPrincipal(reason: Message): Use {
  return { kind: 'no-principal', reason, holding: noHolding, isCombined: false };
}

/** The uses of documents that are known, or being worked out. */
export type KnownUses = Map<string, Use | 'started'>;

function policyUse(address: string, index: ModuleIndex, known: KnownUses): Use {
  const use = address.startsWith('data.') ? documentUse(address, index, known) : resourceUse(address, index);
  const checked = blockAt(address, index);
  return isReason(checked) ? { ...use, holding: openFor(use.holding, checked) } : use;
}

/** Who holds the policy in a resource. */
function resourceUse(address: string, index: ModuleIndex): Use {
  const [block] = index.byAddress.get(address) ?? [];
  if (block === undefined) return held(noHolding);
  const use = usesOfTypes.get(block.type);
  return (
    use?.(block, index) ??
    noPrincipal(say('{0} holds it, which is no role, user or group, so no finding applies to it', address))
  );
}

/** The holder that a resource names in an argument; a text that is not known if it names none. */
function holderIn({ texts }: PlacedBlock, argument: string): string {
  return texts[argument]?.[0] ?? '${}';
}

const usesOfTypes: ReadonlyMap<string, (block: PlacedBlock, index: ModuleIndex) => Use> = new Map([
  ['aws_iam_role', ({ address }, index) => held(principalAt(address, index), inlineOf('role', address))],
  ['aws_iam_role_policy', (block, index) => inlineUse('role', block, index)],
  ['aws_iam_user_policy', (block, index) => inlineUse('user', block, index)],
  ['aws_iam_group_policy', (block, index) => inlineUse('group', block, index)],
  ['aws_iam_policy', managedUse],
  [
    'aws_ssoadmin_permission_set_inline_policy',
    (block, index) => held(permissionSetNamed(holderIn(block, 'permission_set_arn'), block, index)),
  ],
]);

function inlineUse(of: 'role' | 'user' | 'group', block: PlacedBlock, index: ModuleIndex): Use {
  const text = holderIn(block, of);
  const holding = of === 'group' ? groupNamed(text, index) : principalNamed(text, of, block, index);
  return held(holding, inlineOf(of, holderKey(text)));
}

function managedUse({ address }: PlacedBlock, index: ModuleIndex): Use {
  const { isOnlyBoundary, ...holding } = managedHolding(address, index);
  const use = held(holding, { kind: 'managed' });
  return isOnlyBoundary && holding.open === undefined ? { ...use, kind: 'no-principal', reason: onlyBoundary } : use;
}

/** The same for all texts that mean the same holder, as far as that is known. */
function holderKey(text: string): string {
  return referenceOf(text)?.address ?? text;
}

const onlyBoundary = say(
  'it is attached to no principal, and only used as a permissions boundary, which allows nothing by itself',
);

/**
 * Who holds the policy that a document renders: all that use it, and all that use the documents with which it is combined.
 * Those are worked out first, with a stack of our own: a chain of documents may be longer than the stack of the engine.
 */
function documentUse(address: string, index: ModuleIndex, known: KnownUses): Use {
  const stack = known.has(address) ? [] : [address];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const state = known.get(top);
    if (state === undefined) {
      known.set(top, 'started');
      for (const { block } of usingMentions(top, index))
        if (block.kind === 'data' && !known.has(block.address)) stack.push(block.address);
    } else {
      stack.pop();
      if (state === 'started') known.set(top, useByAll(top, index, known));
    }
  }
  return knownUse(address, known);
}

/** Terraform refuses documents that are combined in a circle. */
function knownUse(address: string, known: KnownUses): Use {
  const use = known.get(address);
  return use === undefined || use === 'started'
    ? openUse(say('{0} is combined with itself, in a circle', address))
    : use;
}

function useByAll(address: string, index: ModuleIndex, known: KnownUses): Use {
  const uses = usingMentions(address, index).map((one) => useBy(one, index, known));
  return joinedUses(uses) ?? held(openHolding(say('the module does not use {0}', address)));
}

function usingMentions(address: string, index: ModuleIndex): readonly PlacedMention[] {
  return (index.mentionsOf.get(address) ?? []).filter(
    ({ block, mention }) => !isHarmless(mention) && !/^(?:moved|import|removed)$/.test(block.kind),
  );
}

/** All uses of a policy together; `undefined` if there are none. */
export function joinedUses(uses: readonly Use[]): Use | undefined {
  const [first, ...more] = uses;
  if (first === undefined) return undefined;
  const isCombined = uses.some((use) => use.isCombined);
  const holders = uses.filter(({ kind }) => kind !== 'no-principal');
  const other = uses.find(({ kind }) => kind !== 'held');
  return {
    kind: holders.length === 0 ? 'no-principal' : other === undefined ? 'held' : 'mixed',
    reason:
      holders.length > 0 && other?.kind === 'no-principal'
        ? say('it is used twice: {0}', other.reason)
        : (other ?? first).reason,
    holding: joinedHoldings(holders.map(({ holding }) => holding)),
    policyType: more.length === 0 ? first.policyType : undefined,
    resource: more.length === 0 ? first.resource : undefined,
    resources: [...new Set(uses.flatMap(({ resources = [] }) => resources))],
    isCombined,
  };
}

/** The arguments in which a resource takes the policy that a document renders. */
const takesPolicy =
  /^aws_iam_(?:role_policy|user_policy|group_policy|policy) policy$|^aws_iam_role inline_policy\.policy$|^aws_ssoadmin_permission_set_inline_policy inline_policy$/;

/** It is not known who holds a policy, and with which others it is combined. */
export function openUse(reason: Message): Use {
  return { ...held(openHolding(reason)), isCombined: true };
}

/** Who holds a policy because of one mention of it. */
export function useBy(one: PlacedMention, index: ModuleIndex, known: KnownUses): Use {
  const { block, mention } = one;
  const isRendered = renders(mention) && mention.isIndexed !== true;
  const use = isRendered ? (useByData(one, index, known) ?? useByResource(one, index, known)) : undefined;
  return use ?? openUse(notUnderstood({ block, mention }));
}

/** A data source that renders the policy again, alone or with others. */
function useByData({ block: { address }, mention }: PlacedMention, index: ModuleIndex, known: KnownUses) {
  if (address.startsWith('data.aws_iam_policy_document.') && sourceArguments.includes(mention.argument))
    return { ...policyUse(address, index, known), isCombined: true };
  return address.startsWith('data.template_file.') && mention.argument === 'template'
    ? policyUse(address, index, known)
    : undefined;
}

function useByResource({ block, mention }: PlacedMention, index: ModuleIndex, known: KnownUses): Use | undefined {
  const { kind, type, address } = block;
  if (kind !== 'resource') return undefined;
  if (takesPolicy.test(`${type} ${mention.argument}`))
    return { ...policyUse(address, index, known), resource: address, resources: [address] };
  if (type === 'aws_iam_role' && mention.argument === 'assume_role_policy')
    return noPrincipal(say('it is the trust policy of {0}, to which no finding applies', address));
  return isOfResource(type) && resourceArgument.test(mention.argument)
    ? noPrincipal(say('{0} holds it, which is no role, user or group, so no finding applies to it', address))
    : undefined;
}

/** Is a mention the text of a policy: what a data source renders, or the text of a file? */
function renders({ address, attribute = '' }: Mention): boolean {
  return (address.startsWith('data.template_file.') ? /^rendered$/ : /^(?:minified_)?json$/).test(attribute);
}

/** Is a resource of AWS none that gives permissions to a principal? */
function isOfResource(type: string): boolean {
  return /^aws_(?!iam_|ssoadmin_)/.test(type);
}

/** The arguments in which resources take their own policies, and organizations theirs. */
const resourceArgument = /^(?:(?:.*\.)?(?:policy|access_polic(?:y|ies)|resource_policy|policy_document)|content)$/;
