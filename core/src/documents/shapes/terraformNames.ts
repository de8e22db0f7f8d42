/** The principals of a Terraform module, and their names. */
import type { PrincipalName } from '../../policy/subject.ts';
import { say, type Message } from '../../text/message.ts';
import { nameOnly } from './holderNames.ts';
import { noHolding, openFor, openHolding, type Holding } from './terraformHolding.ts';
import { blockAt, isReason, oncePerModule, textsAt, type ModuleIndex, type PlacedBlock } from './terraformIndex.ts';
import { isKnown, meant, patternOf } from './computedText.ts';
import { referenceOf } from './terraformReferences.ts';

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
export function plainName([text, another]: readonly string[]): string | undefined {
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

interface Assignments {
  readonly accounts: readonly string[];
  /** Why not all of them are known. */
  readonly open?: Message | undefined;
}

function assignmentsOf(address: string, index: ModuleIndex): Assignments {
  const { ofSets, unknown } = assignmentsIn(index);
  const { accounts, open } = ofSets.get(address) ?? { accounts: new Set<string>(), open: undefined };
  return { accounts: [...accounts].toSorted(), open: unknown ?? open };
}

const assignmentsIn = oncePerModule((index) => {
  const ofSets = new Map<string, { readonly accounts: Set<string>; open: Message | undefined }>();
  let unknown: Message | undefined;
  for (const block of index.byType.get('aws_ssoadmin_account_assignment') ?? []) {
    const { file, line } = block;
    const reference = referenceOf(textsAt(block, 'permission_set_arn')[0] ?? '');
    if (reference === undefined) {
      unknown ??= say('line {1} of {0} assigns an unknown permission set, which may be this one', file, String(line));
      continue;
    }
    const found = ofSets.get(reference.address) ?? { accounts: new Set<string>(), open: undefined };
    ofSets.set(reference.address, found);
    const [target = ''] = textsAt(block, 'target_id');
    if (isReason(blockAt(block.address, index)) || !/^\d{12}$/.test(target))
      found.open ??= say(
        'line {1} of {0} assigns the permission set in an account that is not known',
        file,
        String(line),
      );
    else found.accounts.add(target);
  }
  return { ofSets, unknown };
});

/** Why a principal may be several: its name is used with several providers, each of which may be of another account. */
export function otherAccount({ type, name }: PrincipalName, index: ModuleIndex): Message | undefined {
  const providers = providersIn(index).get(`${type} ${name}`);
  return providers === undefined || providers.size < 2
    ? undefined
    : say('{0} is named with several providers, which may be of different accounts', name);
}

/** The providers with which a role or user is named, by type and name. */
const providersIn = oncePerModule((index) => {
  const found = new Map<string, Set<string>>();
  const note = (type: 'role' | 'user', name: string | undefined, block: PlacedBlock): void => {
    if (name === undefined) return;
    const key = `${type} ${name}`;
    const providers = found.get(key) ?? new Set<string>();
    found.set(key, providers.add(providerOf(block)));
  };
  for (const block of index.blocks) {
    if (block.kind !== 'resource') continue;
    for (const type of ['role', 'user'] as const) {
      if (block.type === `aws_iam_${type}`) note(type, plainName(textsAt(block, 'name')), block);
      else
        for (const argument of [type, `${type}_name`, `${type}s`])
          for (const text of textsAt(block, argument)) note(type, nameMeant(text, type, index), block);
    }
  }
  return found;
});

function nameMeant(text: string, type: 'role' | 'user', index: ModuleIndex): string | undefined {
  const address = referenceOf(text)?.address;
  if (address === undefined) return plainName([text]);
  const [block] = address.startsWith(`aws_iam_${type}.`) ? (index.byAddress.get(address) ?? []) : [];
  return block && plainName(textsAt(block, 'name'));
}

/** The provider of a resource, without the quotes that older versions of Terraform want. */
function providerOf(block: PlacedBlock): string {
  const provider = textsAt(block, 'provider')[0]?.replace(/^\$\{\s*(.*?)\s*\}$/, '$1') ?? 'aws';
  return provider === '' ? 'aws' : provider;
}
