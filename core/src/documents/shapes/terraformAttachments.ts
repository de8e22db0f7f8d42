/** To whom a Terraform module attaches a managed policy, and whom the policy bounds. */
import { say, type Message } from '../../text/message.ts';
import type { PrincipalName } from '../../policy/subject.ts';
import {
  blockAt,
  groupNamed,
  isHarmless,
  isReason,
  joinedHoldings,
  namePattern,
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
import { patternOf, referenceOf } from './terraformReferences.ts';

/** The holders of a managed policy. */
export interface ManagedHolding extends Holding {
  /** Nobody has the policy attached, it is only a permissions boundary. */
  readonly isOnlyBoundary: boolean;
}

/** The holders of a managed policy of the module by its address. */
export function managedHolding(address: string, index: ModuleIndex): ManagedHolding {
  const checked = blockAt(address, index);
  const mentions = (index.mentionsOf.get(address) ?? []).filter((one) => !isPassing(one));
  const uses = mentions.map((one) => attachmentBy(one, index));
  const attached = uses.flatMap(({ kind, holding }) => (kind === 'bounds' ? [] : [holding]));
  const found = joinedHoldings(uses.map(({ holding }) => holding));
  const doubt = isReason(checked) ? checked : doubtAbout(checked, found.named, index);
  const isOnlyBoundary = uses.length > 0 && attached.length === 0;
  // What it only bounds may have it attached under a name that is not known here.
  const holding = isOnlyBoundary ? { ...found, nameless: undefined } : found;
  return { ...(doubt === undefined ? holding : openFor(holding, doubt)), isOnlyBoundary };
}

/** Does a mention attach nothing: as a resource that a policy names, or for the order of things? */
function isPassing({ block, mention }: PlacedMention): boolean {
  if (isHarmless(mention) || /^(?:moved|import|removed)$/.test(block.kind)) return true;
  if (block.address.startsWith('data.aws_iam_policy_document.'))
    return /^(?:statement|dynamic)\b.*\.(?:(?:not_)?resources|condition\.values)$/.test(mention.argument);
  return (
    block.type.startsWith('aws_iam_') &&
    (/^(?:inline_policy\.)?policy\..*\b(?:Not)?Resource$/.test(mention.argument) ||
      (mention.isInText === true && /^(?:inline_policy\.)?policy$/.test(mention.argument)))
  );
}

interface Attaching {
  readonly kind: 'attaches' | 'bounds' | 'unclear';
  readonly holding: Holding;
}

/** Arguments that attach a policy, by the type of the resource: to whom. */
const attaching: ReadonlyMap<string, (block: PlacedBlock, index: ModuleIndex) => readonly Holding[]> = new Map([
  ['aws_iam_role_policy_attachment policy_arn', (block, index) => rolesIn(block, 'role', index)],
  ['aws_iam_role_policy_attachments_exclusive policy_arns', (block, index) => rolesIn(block, 'role_name', index)],
  ['aws_iam_user_policy_attachment policy_arn', (block, index) => usersIn(block, 'user', index)],
  ['aws_iam_user_policy_attachments_exclusive policy_arns', (block, index) => usersIn(block, 'user_name', index)],
  ['aws_iam_group_policy_attachment policy_arn', (block, index) => groupsIn(block, 'group', index)],
  ['aws_iam_group_policy_attachments_exclusive policy_arns', (block, index) => groupsIn(block, 'group_name', index)],
  [
    'aws_iam_policy_attachment policy_arn',
    (block, index) => [
      ...rolesIn(block, 'roles', index),
      ...usersIn(block, 'users', index),
      ...groupsIn(block, 'groups', index),
    ],
  ],
  ['aws_iam_role managed_policy_arns', (block, index) => [principalAt(block.address, index)]],
]);

const bounding: ReadonlySet<string> = new Set([
  'aws_iam_role permissions_boundary',
  'aws_iam_user permissions_boundary',
]);

/** Arguments that attach a policy to a permission set by its name. */
const attachingByName: ReadonlySet<string> = new Set([
  'aws_ssoadmin_customer_managed_policy_attachment customer_managed_policy_reference.name',
]);

function rolesIn(block: PlacedBlock, argument: string, index: ModuleIndex): readonly Holding[] {
  return (block.texts[argument] ?? []).map((text) => principalNamed(text, 'role', block, index));
}

function usersIn(block: PlacedBlock, argument: string, index: ModuleIndex): readonly Holding[] {
  return (block.texts[argument] ?? []).map((text) => principalNamed(text, 'user', block, index));
}

function groupsIn(block: PlacedBlock, argument: string, index: ModuleIndex): readonly Holding[] {
  return (block.texts[argument] ?? []).map((text) => groupNamed(text, index));
}

function attachmentBy(one: PlacedMention, index: ModuleIndex): Attaching {
  const { block, mention } = one;
  const place = `${block.type} ${mention.argument}`;
  const unclearUse: Attaching = { kind: 'unclear', holding: openHolding(notUnderstood(one)) };
  if (block.kind !== 'resource' || mention.isIndexed === true) return unclearUse;
  const isByArn = mention.attribute === 'arn' || mention.attribute === 'id';
  const holders = attaching.get(place);
  if (isByArn && holders !== undefined)
    return { kind: 'attaches', holding: ofBlock(block, holders(block, index), index) };
  if (isByArn && bounding.has(place))
    return { kind: 'bounds', holding: ofBlock(block, [principalAt(block.address, index)], index) };
  if (mention.attribute !== 'name' || !attachingByName.has(place)) return unclearUse;
  const sets = (block.texts['permission_set_arn'] ?? []).map((text) => permissionSetNamed(text, block, index));
  return { kind: 'attaches', holding: ofBlock(block, sets, index) };
}

/** What a block says, unless it stands for several, or is changed by an override file. */
function ofBlock(block: PlacedBlock, holders: readonly Holding[], index: ModuleIndex): Holding {
  const found = joinedHoldings(holders);
  const checked = blockAt(block.address, index);
  return isReason(checked) ? openFor(found, checked) : found;
}

/**
 * Why another attachment may attach the policy: by its ARN, or by something computed. An attachment to a principal that
 * has the policy in any case is no doubt.
 */
function doubtAbout(policy: PlacedBlock, holders: readonly PrincipalName[], index: ModuleIndex): Message | undefined {
  const known = new Set(holders.map(({ type, name }) => `${type} ${name}`));
  for (const block of index.blocks)
    for (const argument of naming) {
      const texts = block.kind === 'resource' ? (block.texts[argument] ?? []) : [];
      if (!texts.some((text) => mayName(text, policy, index))) continue;
      const to = joinedHoldings(holdersOf(block, argument, index));
      const isHeld =
        to.open === undefined &&
        to.named.length > 0 &&
        to.named.every(({ type, name }) => known.has(`${type} ${name}`));
      if (!isHeld || block.isRepeated)
        return say('line {1} of {0} attaches a policy that may be this one', block.file, String(block.line));
    }
  return undefined;
}

const naming = ['policy_arn', 'policy_arns', 'managed_policy_arns', 'permissions_boundary'] as const;

function holdersOf(block: PlacedBlock, argument: string, index: ModuleIndex): readonly Holding[] {
  const holders = attaching.get(`${block.type} ${argument}`);
  if (holders !== undefined) return holders(block, index);
  return bounding.has(`${block.type} ${argument}`) ? [principalAt(block.address, index)] : [openHolding(unknownHolder)];
}

const unknownHolder = say('the holder is not known');

/** May a text be the ARN of a policy of the module, without mentioning it? */
function mayName(text: string, policy: PlacedBlock, index: ModuleIndex): boolean {
  const reference = referenceOf(text);
  if (reference?.address.startsWith('aws_iam_policy.') === true) return false;
  if (reference?.address.startsWith('data.aws_iam_policy.') === true) {
    const found = index.byAddress.get(reference.address)?.[0];
    const [given] = [...(found?.texts['arn'] ?? []), ...(found?.texts['name'] ?? [])];
    return given === undefined || mayBeNamed(given, policy);
  }
  return mayBeNamed(text, policy);
}

function mayBeNamed(text: string, policy: PlacedBlock): boolean {
  const pattern = patternOf(text);
  if (/:iam::aws:policy\//.test(pattern)) return false;
  const given = pattern.slice(pattern.lastIndexOf('/') + 1);
  return mayBeEqual(given.toLowerCase(), namePattern(policy).toLowerCase());
}

/** May two patterns, in which `*` is any text, stand for the same text? Says yes rather too often. */
function mayBeEqual(one: string, other: string): boolean {
  if (!one.includes('*') && !other.includes('*')) return one === other;
  const [start, end] = ends(one);
  const [otherStart, otherEnd] = ends(other);
  return (
    (start.startsWith(otherStart) || otherStart.startsWith(start)) && (end.endsWith(otherEnd) || otherEnd.endsWith(end))
  );
}

function ends(pattern: string): readonly [start: string, end: string] {
  const first = pattern.indexOf('*');
  return first < 0 ? [pattern, pattern] : [pattern.slice(0, first), pattern.slice(pattern.lastIndexOf('*') + 1)];
}
