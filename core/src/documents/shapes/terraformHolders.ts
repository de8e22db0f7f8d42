/** Who holds the policies of a Terraform module, by all of its files. */
import type { Attachment, DeclaredResources, PolicyType, PrincipalName } from '../../policy/subject.ts';
import { distinctPrincipals } from '../../policy/principals.ts';
import { say } from '../../text/message.ts';
import { attachedTo, unclear } from './placedPolicy.ts';
import type { Holding } from './terraformHolding.ts';
import { indexOfModule, oncePerModule, type ModuleIndex } from './terraformIndex.ts';
import type { ModuleFile } from './terraformModule.ts';
import { namePattern, otherAccount, principalAt } from './terraformNames.ts';
import { byModule, policyUse, type KnownUses, type Use } from './terraformUses.ts';

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
