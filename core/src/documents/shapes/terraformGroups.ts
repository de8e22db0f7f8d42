/** The members of the groups of a Terraform module. */
import { say } from '../../text/message.ts';
import { indexOfPatterns } from './namePatterns.ts';
import { joinedHoldings, noHolding, openFor, openHolding, type Holding } from './terraformHolding.ts';
import {
  blockAt,
  isHarmless,
  isReason,
  notUnderstood,
  oncePerModule,
  textsAt,
  type ModuleIndex,
  type PlacedBlock,
  type PlacedLiteral,
  type PlacedMention,
} from './terraformIndex.ts';
import { namePattern, plainName, principalNamed } from './terraformNames.ts';
import { patternOf } from './computedText.ts';
import { referenceOf } from './terraformReferences.ts';

/** The members of a group that an argument names. */
export function groupNamed(text: string, index: ModuleIndex): Holding {
  const reference = referenceOf(text);
  if (reference?.address.startsWith('aws_iam_group.') !== true)
    return ofMembers(noHolding, plainName([text]) ?? patternOf(text));
  const found = blockAt(reference.address, index);
  if (isReason(found)) return { ...openHolding(found), group: reference.address };
  return ofMembers(membersOf(found, index), plainName(textsAt(found, 'name')) ?? reference.address);
}

function ofMembers(members: Holding, group: string): Holding {
  const isUnknown = members.named.length === 0;
  const open =
    members.open ??
    (isUnknown ? say('it belongs to the group {0}, whose members the module does not name', group) : undefined);
  return open === undefined ? { ...members, group: undefined } : { ...openFor(members, open), group };
}

/** The members that the module adds to a group. */
function membersOf(group: PlacedBlock, index: ModuleIndex): Holding {
  const name = namePattern(group).toLowerCase();
  const { ofGroups, byName } = membershipsIn(index);
  const mentions = (index.mentionsOf.get(group.address) ?? []).filter((one) => !isAddingNobody(one));
  const perhaps = [...index.groups.mayBe(name), ...textsBeing(name, index)].map(({ block, literal }) =>
    perhapsMember(block, literal.line),
  );
  return joinedHoldings([
    ...mentions.map((one) => openHolding(notUnderstood(one))),
    ...(ofGroups.get(group.address) ?? []).map((block) => usersAdded(block, index)),
    ...byName
      .mayBe(name)
      .map(({ block, isSure }) =>
        isSure && !name.includes('*') ? usersAdded(block, index) : perhapsMember(block, block.line),
      ),
    ...perhaps,
  ]);
}

/** The texts in arguments for anything that are a name. One each: all say the same. `name`: in lower case. */
export function textsBeing(name: string, index: ModuleIndex): readonly PlacedLiteral[] {
  const found = textsIn(index).get(name);
  return found === undefined ? [] : [found];
}

const textsIn = oncePerModule((index) => {
  const found = new Map<string, PlacedLiteral>();
  for (const block of index.blocks)
    for (const literal of block.literals)
      if (literal.of === 'text' && !found.has(literal.name)) found.set(literal.name, { block, literal });
  return found;
});

function perhapsMember({ file }: PlacedBlock, line: number): Holding {
  return openHolding(say('line {1} of {0} names a group that may be this one', file, String(line)));
}

/** Does a mention of a group add no member that is not known in another way? */
function isAddingNobody({ block, mention }: PlacedMention): boolean {
  if (isHarmless(mention) || /^(?:moved|import|removed)$/.test(block.kind)) return true;
  if (block.kind !== 'resource' || mention.isIndexed === true || !/^(?:name|id)$/.test(mention.attribute ?? ''))
    return false;
  return groupsIn.get(block.type) === mention.argument || /^aws_iam_(?:group_polic|policy_attachment)/.test(block.type);
}

/** The arguments with groups, by the type of what adds members to them. */
const groupsIn: ReadonlyMap<string, string> = new Map([
  ['aws_iam_group_membership', 'group'],
  ['aws_iam_user_group_membership', 'groups'],
]);

/** The memberships of a module: by the addresses of groups, and by the names that other texts may mean. */
const membershipsIn = oncePerModule((index) => {
  const ofGroups = new Map<string, PlacedBlock[]>();
  const named: (readonly [pattern: string, named: { readonly block: PlacedBlock; readonly isSure: boolean }])[] = [];
  for (const [type, argument] of groupsIn)
    for (const block of index.byType.get(type) ?? []) {
      for (const text of new Set(textsAt(block, argument))) {
        const reference = referenceOf(text);
        if (reference?.address.startsWith('aws_iam_group.') === true && index.byAddress.has(reference.address)) {
          const known = ofGroups.get(reference.address);
          if (known === undefined) ofGroups.set(reference.address, [block]);
          else known.push(block);
        } else named.push([patternOf(text).toLowerCase(), { block, isSure: plainName([text]) !== undefined }]);
      }
    }
  return { ofGroups, byName: indexOfPatterns(named) };
});

/** The users that a block adds to its groups. */
function usersAdded(block: PlacedBlock, index: ModuleIndex): Holding {
  const texts = [...textsAt(block, 'users'), ...textsAt(block, 'user')];
  const found = joinedHoldings(texts.map((text) => principalNamed(text, 'user', block, index)));
  const checked = blockAt(block.address, index);
  return isReason(checked) ? openFor(found, checked) : found;
}
