/** How a Terraform module uses a policy: which resources take it, and which documents are combined with it. */
import type { PolicyType } from '../../policy/subject.ts';
import { say, type Message } from '../../text/message.ts';
import { inlineOf } from './placedPolicy.ts';
import { managedHolding } from './terraformAttachments.ts';
import { sourceArguments } from './terraformDocument.ts';
import { groupNamed } from './terraformGroups.ts';
import { joinedHoldings, noHolding, openFor, openHolding, type Holding } from './terraformHolding.ts';
import {
  blockAt,
  isHarmless,
  isReason,
  notUnderstood,
  type ModuleIndex,
  type PlacedBlock,
  type PlacedMention,
} from './terraformIndex.ts';
import type { Mention } from './terraformModule.ts';
import { permissionSetNamed, principalAt, principalNamed } from './terraformNames.ts';
import { referenceOf } from './terraformReferences.ts';

/** What tells the holders of a policy of a module, for messages. */
export const byModule: Message = say('by the Terraform module');

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

/** Who holds the policy that a resource takes or a document renders. */
export function policyUse(address: string, index: ModuleIndex, known: KnownUses): Use {
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
  'it is attached to no principal, and is only a permissions boundary, which allows nothing by itself',
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
