/** Who holds the policies of a Terraform module, by all of its files. */
import type { Attachment, DeclaredResources, PolicyType, PrincipalName } from '../../policy/subject.ts';
import { say, type Message } from '../../text/message.ts';
import { managedHolding } from './terraformAttachments.ts';
import { attachedTo, distinctPrincipals, inlineOf, unclear } from './placedPolicy.ts';
import type { Mention, ModuleFile } from './terraformModule.ts';
import {
  blockAt,
  groupNamed,
  indexOfModule,
  isHarmless,
  isReason,
  joinedHoldings,
  namePattern,
  noHolding,
  notUnderstood,
  openFor,
  openHolding,
  permissionSetNamed,
  principalAt,
  principalNamed,
  type Holding,
  type ModuleIndex,
  type PlacedBlock,
  type PlacedMention,
} from './terraformNames.ts';
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
 * it in the module is understood. O(size of the facts); a look-up is O(mentions of the policy + attachments).
 */
export function holdersInModule(files: readonly ModuleFile[]): (address: string) => ModuleSubject {
  const index = indexOfModule(files);
  const subjectOf = createSubjects(index);
  return (address) => subjectOf(address, policyUse(address, index, new Set()));
}

/** Makes what a module tells about a policy of the way in which it uses that. */
export function createSubjects(index: ModuleIndex): (address: string, use: Use) => ModuleSubject {
  const everybody = index.blocks.flatMap(({ kind, type, address }) =>
    kind === 'resource' && /^aws_iam_(?:role|user)$/.test(type) ? principalAt(address, index).named : [],
  );
  const declared = declaredIn(index);
  return (address, use) => {
    const { policyType, isCombined, resource = address, resources = [resource], holding } = use;
    const attachment = attachmentOf(use, { address, everywhere: index.everywhere, everybody });
    return { attachment, policyType, isCombined, unnamed: holding.unnamed, resource, resources, declared };
  };
}

interface Around {
  readonly address: string;
  /** Why nothing is known for certain. */
  readonly everywhere: Message | undefined;
  /** All principals of the module whose names are known. */
  readonly everybody: readonly PrincipalName[];
}

function attachmentOf(use: Use, { address, everywhere, everybody }: Around): Attachment {
  const { named, group, open } = use.holding;
  const to = distinctPrincipals(named);
  const reason = everywhere ?? open ?? (use.kind === 'mixed' ? use.reason : undefined);
  if (reason === undefined) {
    if (use.kind === 'no-principal') return { kind: 'no-principal', reason: use.reason };
    return to.length > 0
      ? attachedTo(to, byModule)
      : unclear(say('the module does not attach {0} to a principal', address));
  }
  const others = use.policyType?.kind === 'inline' && group === undefined ? { others: everybody } : {};
  const isSure = use.kind === 'held' && everywhere === undefined;
  return { ...unclear(reason, to), group, ...others, ...namesLacking(use.holding, isSure) };
}

/** What is known of the holders without a name. `isSure`: nothing else than their names is missing, if they say so. */
function namesLacking({ like, unnamed, nameless = [] }: Holding, isSure: boolean) {
  return { like, missing: unnamed.length, ...(isSure && nameless.length > 0 ? { unnamed: nameless } : {}) };
}

/** The principals of a module, by which a state is known to be of it. The state of its caller has others as well. */
function declaredIn({ blocks }: ModuleIndex): DeclaredResources {
  const principals = blocks.filter(({ kind, type }) => kind === 'resource' && /^aws_iam_(?:role|user)$/.test(type));
  return {
    resources: new Map(
      principals.map(({ address, type, isRepeated }) => [address, { type, mayBeMissing: isRepeated }]),
    ),
    others: 'any',
    isInState: true,
    policies: new Map(
      blocks.flatMap((block) =>
        block.kind === 'resource' && block.type === 'aws_iam_policy' ? [[block.address, namePattern(block)]] : [],
      ),
    ),
  };
}

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

/** `seen`: the documents that are being looked at, because documents may be combined in a circle. */
function policyUse(address: string, index: ModuleIndex, seen: Set<string>): Use {
  const checked = blockAt(address, index);
  const use = address.startsWith('data.') ? documentUse(address, index, seen) : resourceUse(address, index);
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

/** Who holds the policy that a document renders: all that use it. */
function documentUse(address: string, index: ModuleIndex, seen: Set<string>): Use {
  if (seen.has(address)) return held(noHolding);
  seen.add(address);
  const mentions = (index.mentionsOf.get(address) ?? []).filter(
    ({ block, mention }) => !isHarmless(mention) && !/^(?:moved|import|removed)$/.test(block.kind),
  );
  const uses = mentions.map((one) => useBy(one, index, seen));
  return joinedUses(uses) ?? held(openHolding(say('the module does not use {0}', address)));
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
export function useBy(one: PlacedMention, index: ModuleIndex, seen: Set<string>): Use {
  const { block, mention } = one;
  const isRendered = renders(mention) && mention.isIndexed !== true;
  const use = isRendered ? (useByData(one, index, seen) ?? useByResource(one, index, seen)) : undefined;
  return use ?? openUse(notUnderstood({ block, mention }));
}

/** A data source that renders the policy again, alone or with others. */
function useByData({ block: { address }, mention }: PlacedMention, index: ModuleIndex, seen: Set<string>) {
  if (address.startsWith('data.aws_iam_policy_document.') && sourceArguments.includes(mention.argument))
    return { ...policyUse(address, index, seen), isCombined: true };
  return address.startsWith('data.template_file.') && mention.argument === 'template'
    ? policyUse(address, index, seen)
    : undefined;
}

function useByResource({ block, mention }: PlacedMention, index: ModuleIndex, seen: Set<string>): Use | undefined {
  const { kind, type, address } = block;
  if (kind !== 'resource') return undefined;
  if (takesPolicy.test(`${type} ${mention.argument}`))
    return { ...policyUse(address, index, seen), resource: address, resources: [address] };
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
