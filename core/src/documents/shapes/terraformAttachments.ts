/** To whom a Terraform module attaches a managed policy, and whom the policy bounds. */
import { say, type Message } from '../../text/message.ts';
import type { PrincipalName } from '../../policy/subject.ts';
import { groupNamed, textsBeing } from './terraformGroups.ts';
import { joinedHoldings, openFor, openHolding, type Holding } from './terraformHolding.ts';
import {
  blockAt,
  isHarmless,
  isReason,
  notUnderstood,
  textsAt,
  type ModuleIndex,
  type PlacedBlock,
  type PlacedLiteral,
  type PlacedMention,
} from './terraformIndex.ts';
import { isSpecific } from './terraformLiterals.ts';
import { namePattern, permissionSetNamed, principalAt, principalNamed } from './terraformNames.ts';

/** The holders of a managed policy. */
export interface ManagedHolding extends Holding {
  /** Nobody has the policy attached, it is only a permissions boundary. */
  readonly isOnlyBoundary: boolean;
}

/** The holders of a managed policy of the module by its address. */
export function managedHolding(address: string, index: ModuleIndex): ManagedHolding {
  const checked = blockAt(address, index);
  const mentions = (index.mentionsOf.get(address) ?? []).filter((one) => !isPassing(one));
  const name = nameOf(address, index);
  const literals = [...index.policies.mayBe(name), ...(isSpecific(name) ? textsBeing(name, index) : [])];
  const uses = [
    ...mentions.map((one) => attachmentBy(one, index)),
    ...literals.filter((one) => isOfPermissionSet(one, name)).map(({ block }) => attachmentToSets(block, index)),
  ];
  const attached = uses.flatMap(({ kind, holding }) => (kind === 'bounds' ? [] : [holding]));
  const found = joinedHoldings(uses.map(({ holding }) => holding));
  const others = literals.filter((one) => !isOfPermissionSet(one, name));
  const doubt = isReason(checked) ? checked : doubtAbout(others, found.named, index);
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
  return textsAt(block, argument).map((text) => principalNamed(text, 'role', block, index));
}

function usersIn(block: PlacedBlock, argument: string, index: ModuleIndex): readonly Holding[] {
  return textsAt(block, argument).map((text) => principalNamed(text, 'user', block, index));
}

function groupsIn(block: PlacedBlock, argument: string, index: ModuleIndex): readonly Holding[] {
  return textsAt(block, argument).map((text) => groupNamed(text, index));
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
  return attachmentToSets(block, index);
}

function attachmentToSets(block: PlacedBlock, index: ModuleIndex): Attaching {
  const sets = textsAt(block, 'permission_set_arn').map((text) => permissionSetNamed(text, block, index));
  return { kind: 'attaches', holding: ofBlock(block, sets, index) };
}

/** What a block says, unless it stands for several, or is changed by an override file. */
function ofBlock(block: PlacedBlock, holders: readonly Holding[], index: ModuleIndex): Holding {
  const found = joinedHoldings(holders);
  const checked = blockAt(block.address, index);
  return isReason(checked) ? openFor(found, checked) : found;
}

/** The name of a policy in lower case, with `*` for what is computed. */
function nameOf(address: string, index: ModuleIndex): string {
  const [block] = index.byAddress.get(address) ?? [];
  return block === undefined ? '*' : namePattern(block).toLowerCase();
}

/** Does a text attach the policy to a permission set, by its very name? */
function isOfPermissionSet({ block, literal }: PlacedLiteral, name: string): boolean {
  const isName = literal.name === name && !name.includes('*') && literal.lookedUp === undefined;
  return isName && attachingByName.has(`${block.type} ${literal.argument}`);
}

/**
 * Why something else may attach the policy: by its name or ARN, or by something computed. An attachment to a principal
 * that has the policy in any case is no doubt.
 */
function doubtAbout(
  literals: readonly PlacedLiteral[],
  holders: readonly PrincipalName[],
  index: ModuleIndex,
): Message | undefined {
  const known = new Set(holders.map(({ type, name }) => `${type} ${name}`));
  for (const { block, literal } of literals) {
    const to = holdersOf(block, literal.argument, index);
    const isHeld = to?.open === undefined && to?.named.every(({ type, name }) => known.has(`${type} ${name}`)) === true;
    if (isHeld && to.named.length > 0) continue;
    return to === undefined
      ? say('line {1} of {0} may name this policy', block.file, String(literal.line))
      : say('line {1} of {0} attaches a policy that may be this one', block.file, String(block.line));
  }
  return undefined;
}

/** Whom a resource attaches a policy to, or bounds by it; `undefined` if it does neither. */
function holdersOf(block: PlacedBlock, argument: string, index: ModuleIndex): Holding | undefined {
  const place = `${block.type} ${argument}`;
  if (block.kind !== 'resource') return undefined;
  if (attachingByName.has(place)) return attachmentToSets(block, index).holding;
  const holders = attaching.get(place)?.(block, index);
  if (holders !== undefined) return ofBlock(block, holders, index);
  return bounding.has(place) ? ofBlock(block, [principalAt(block.address, index)], index) : undefined;
}
