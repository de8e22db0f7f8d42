/** The blocks of a Terraform module by address, and the names of its principals. */
import type { NamePattern, PrincipalName, UnnamedHolder } from '../../policy/subject.ts';
import { say, type Message } from '../../text/message.ts';
import { nameOnly } from './holderNames.ts';
import type { Mention, ModuleBlock, ModuleFile } from './terraformModule.ts';
import { isKnown, meant, patternOf, referenceOf } from './terraformReferences.ts';

/** A block with the name of its file. */
export interface PlacedBlock extends ModuleBlock {
  readonly file: string;
}

/** A mention with the block in which it is. */
export interface PlacedMention {
  readonly block: PlacedBlock;
  readonly mention: Mention;
}

/** All files of a module. */
export interface ModuleIndex {
  readonly blocks: readonly PlacedBlock[];
  readonly byAddress: ReadonlyMap<string, readonly PlacedBlock[]>;
  readonly mentionsOf: ReadonlyMap<string, readonly PlacedMention[]>;
  /** Why nothing is known for certain, as when a file has a syntax error. */
  readonly everywhere: Message | undefined;
}

export function indexOfModule(files: readonly ModuleFile[]): ModuleIndex {
  const blocks = files.flatMap(({ file, blocks: inFile }) => inFile.map((block) => ({ ...block, file })));
  const broken = files.find(({ isBroken }) => isBroken === true);
  return {
    blocks,
    byAddress: grouped(blocks.map((block) => [block.address, block])),
    mentionsOf: grouped(
      blocks.flatMap((block) => block.mentions.map((mention) => [mention.address, { block, mention }] as const)),
    ),
    everywhere: broken && say('{0} is part of the module and cannot be read, so it may attach policies', broken.file),
  };
}

function grouped<T>(all: readonly (readonly [key: string, item: T])[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const [key, item] of all) {
    const known = found.get(key);
    if (known === undefined) found.set(key, [item]);
    else known.push(item);
  }
  return found;
}

/** Holders of a policy, and why not all of them are known. */
export interface Holding {
  readonly named: readonly PrincipalName[];
  readonly like: readonly NamePattern[];
  /** What stands for the holders whose names are not known, each once. */
  readonly unnamed: readonly string[];
  readonly group?: string | undefined;
  readonly open?: Message | undefined;
  /** The holders that are resources of the module; present if all that is not known is their names. */
  readonly nameless?: readonly UnnamedHolder[] | undefined;
}

export const noHolding: Holding = { named: [], like: [], unnamed: [], nameless: [] };

/** All holders together. The first reason stands for all. */
export function joinedHoldings(all: readonly Holding[]): Holding {
  return {
    named: all.flatMap(({ named }) => named),
    like: all.flatMap(({ like }) => like),
    unnamed: [...new Set(all.flatMap(({ unnamed }) => unnamed))],
    group: all.find(({ group }) => group !== undefined)?.group,
    open: all.find(({ open }) => open !== undefined)?.open,
    nameless: all.every(({ nameless }) => nameless !== undefined)
      ? distinctHolders(all.flatMap(({ nameless = [] }) => nameless))
      : undefined,
  };
}

function distinctHolders(all: readonly UnnamedHolder[]): readonly UnnamedHolder[] {
  return [...new Map(all.map((one) => [one.resource, one])).values()];
}

export function openHolding(open: Message): Holding {
  return openFor(noHolding, open);
}

/** The holders, not all of which are known, for a reason of its own. */
export function openFor(holding: Holding, open: Message): Holding {
  return { ...holding, open: holding.open ?? open, nameless: undefined };
}

/** The only block with an address, or why it is not known what it says. */
export function blockAt(address: string, { byAddress }: ModuleIndex): PlacedBlock | Message {
  const [block, other] = byAddress.get(address) ?? [];
  if (block === undefined) return say('the module does not contain {0}', address);
  if (other !== undefined)
    return say('{0} is in {1} and in {2}: an override file changes it', address, block.file, other.file);
  return block.isRepeated ? say('{0} has count or for_each, so it may stand for several', address) : block;
}

export function isReason(found: PlacedBlock | Message): found is Message {
  return 'says' in found;
}

const typeOfPrincipal: ReadonlyMap<string, PrincipalName['type']> = new Map([
  ['aws_iam_role', 'role'],
  ['aws_iam_user', 'user'],
  ['aws_ssoadmin_permission_set', 'permission-set'],
]);

/** The principal that a resource is. */
export function principalAt(address: string, index: ModuleIndex): Holding {
  const [block, ...others] = index.byAddress.get(address) ?? [];
  const type = typeOfPrincipal.get(block?.type ?? '');
  const checked = blockAt(address, index);
  const open = isReason(checked) ? checked : undefined;
  if (block === undefined || type === undefined)
    return openFor({ ...noHolding, unnamed: [address] }, open ?? notPrincipal(address));
  const name = plainName(block.texts['name'] ?? []);
  if (name !== undefined && open === undefined) return { ...noHolding, named: [{ type, name }] };
  return namelessHolding(block, type, {
    open: open ?? say('the module does not give the name of {0}', address),
    isOne: others.length === 0,
  });
}

function notPrincipal(address: string): Message {
  return say('{0} is no role, user or permission set', address);
}

/** A principal whose name is made when it is deployed. A state tells all that are made of it, however many. */
function namelessHolding(
  block: PlacedBlock,
  type: PrincipalName['type'],
  { open, isOne }: { readonly open: Message; readonly isOne: boolean },
): Holding {
  const { address } = block;
  const pattern = namePattern(block);
  return {
    ...noHolding,
    like: [{ type, pattern }],
    unnamed: [address],
    open,
    nameless: isOne && type !== 'permission-set' ? [{ type, resource: address, pattern }] : undefined,
  };
}

/** The name that an argument gives; `undefined` if it is computed, or no name. */
function plainName([text, another]: readonly string[]): string | undefined {
  const name = text === undefined || another !== undefined || !isKnown(text) ? '' : meant(text);
  return nameOnly.test(name) ? name : undefined;
}

/** The name of a resource with `*` for what is computed. Without a name, the provider makes one. */
export function namePattern({ texts }: PlacedBlock): string {
  const [name] = texts['name'] ?? [];
  const [prefix] = texts['name_prefix'] ?? [];
  if (name !== undefined) return patternOf(name);
  return `${prefix === undefined ? 'terraform-' : patternOf(prefix)}*`.replaceAll(/\*+/g, '*');
}

/** The role or user that an argument names. */
export function principalNamed(text: string, type: 'role' | 'user', block: PlacedBlock, index: ModuleIndex): Holding {
  const reference = referenceOf(text);
  const isByName = reference !== undefined && /^(?:name|id)$/.test(reference.attribute);
  if (isByName && reference.address.startsWith(`aws_iam_${type}.`)) return principalAt(reference.address, index);
  const name =
    plainName([text]) ??
    (isByName && reference.address.startsWith(`data.aws_iam_${type}.`)
      ? lookedUpName(reference.address, type, index)
      : undefined);
  if (name !== undefined) return { ...noHolding, named: [{ type, name }] };
  return openFor(
    { ...noHolding, like: [{ type, pattern: patternOf(text) }], unnamed: [text] },
    say('line {1} of {0} attaches it to a principal whose name is computed', block.file, String(block.line)),
  );
}

/** The name by which a data source looks a principal up. */
function lookedUpName(address: string, type: 'role' | 'user', index: ModuleIndex): string | undefined {
  const found = blockAt(address, index);
  if (isReason(found)) return undefined;
  return plainName(found.texts[`${type}_name`] ?? found.texts['name'] ?? []);
}

/** The permission set that an argument names by its ARN, with the accounts in which the module assigns it. */
export function permissionSetNamed(text: string, block: PlacedBlock, index: ModuleIndex): Holding {
  const reference = referenceOf(text);
  const isOne =
    reference?.address.startsWith('aws_ssoadmin_permission_set.') === true && reference.attribute !== 'name';
  if (reference === undefined || !isOne)
    return openHolding(
      say('line {1} of {0} attaches it to a permission set that is not known', block.file, String(block.line)),
    );
  const set = principalAt(reference.address, index);
  const { accounts, open } = assignmentsOf(reference.address, index);
  const named = set.named.map((one) => (accounts.length === 0 ? one : { ...one, accounts }));
  return open === undefined ? { ...set, named } : openFor({ ...set, named }, open);
}

function assignmentsOf(
  address: string,
  { blocks }: ModuleIndex,
): { readonly accounts: readonly string[]; readonly open?: Message } {
  const accounts = new Set<string>();
  for (const { type, texts, isRepeated, file, line } of blocks) {
    if (type !== 'aws_ssoadmin_account_assignment') continue;
    const [set = ''] = texts['permission_set_arn'] ?? [];
    const [target = ''] = texts['target_id'] ?? [];
    const reference = referenceOf(set);
    if (reference !== undefined && reference.address !== address) continue;
    if (reference === undefined)
      return {
        accounts: [...accounts],
        open: say('line {1} of {0} assigns an unknown permission set, which may be this one', file, String(line)),
      };
    if (isRepeated || !/^\d{12}$/.test(target))
      return {
        accounts: [...accounts],
        open: say('line {1} of {0} assigns the permission set in an account that is not known', file, String(line)),
      };
    accounts.add(target);
  }
  return { accounts: [...accounts].toSorted() };
}

/** The members of a group that an argument names. */
export function groupNamed(text: string, index: ModuleIndex): Holding {
  const reference = referenceOf(text);
  if (reference?.address.startsWith('aws_iam_group.') !== true)
    return ofMembers(noHolding, plainName([text]) ?? patternOf(text));
  const found = blockAt(reference.address, index);
  if (isReason(found)) return { ...openHolding(found), group: reference.address };
  return ofMembers(membersOf(reference.address, index), plainName(found.texts['name'] ?? []) ?? reference.address);
}

function ofMembers(members: Holding, group: string): Holding {
  const isUnknown = members.named.length === 0;
  const open =
    members.open ??
    (isUnknown ? say('it belongs to the group {0}, whose members the module does not name', group) : undefined);
  return open === undefined ? { ...members, group: undefined } : { ...openFor(members, open), group };
}

/** The members that the module adds to a group. */
function membersOf(address: string, index: ModuleIndex): Holding {
  const found = (index.mentionsOf.get(address) ?? []).map(({ block, mention }): Holding => {
    const users = (name: string): readonly Holding[] =>
      (block.texts[name] ?? []).map((text) => principalNamed(text, 'user', block, index));
    const isPlain = mention.attribute === 'name' && mention.isIndexed !== true && !block.isRepeated;
    if (isHarmless(mention)) return noHolding;
    if (isPlain && block.type === 'aws_iam_group_membership' && mention.argument === 'group')
      return joinedHoldings(users('users'));
    if (isPlain && block.type === 'aws_iam_user_group_membership' && mention.argument === 'groups')
      return joinedHoldings(users('user'));
    if (isPlain && /^aws_iam_(?:group_polic|policy_attachment)/.test(block.type)) return noHolding;
    return openHolding(notUnderstood({ block, mention }));
  });
  return joinedHoldings(found);
}

/** Does a mention only say in which order things are made? */
export function isHarmless({ argument }: Pick<Mention, 'argument'>): boolean {
  return /^(?:depends_on$|lifecycle\b)/.test(argument);
}

/** Why a mention makes holders unclear. */
export function notUnderstood({ block: { kind, file }, mention: { address, line } }: PlacedMention): Message {
  return kind === 'output' || kind === 'module'
    ? say(
        'line {1} of {0} hands {2} over to another module, where other principals may get it',
        file,
        String(line),
        address,
      )
    : say('line {1} of {0} mentions {2} in a way that is not understood', file, String(line), address);
}
