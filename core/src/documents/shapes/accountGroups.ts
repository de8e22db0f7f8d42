/** The members of the groups of account details. */
import type { PrincipalName, UnclearAttachment } from '../../policy/subject.ts';
import { elements, stringOf } from '../../text/tree.ts';
import { say } from '../../text/message.ts';
import { memberOf, principalIn } from './accountMembers.ts';
import type { HolderPart } from './accountParts.ts';
import { unclear } from './placedPolicy.ts';

/** The users of the groups of an account. */
export interface Members {
  /** The members by the name of the group. */
  readonly byGroup: ReadonlyMap<string, readonly PrincipalName[]>;
  /** The first user who may be in any group. */
  readonly unclear: PrincipalName | undefined;
}

/**
 * The users of each group. The groups of a user are unclear if they are not listed, or if an item of the list is not a
 * name or differs from the name of a group only in letter case: it may then mean any group.
 */
export function membersOf(holders: readonly HolderPart[], groupNames: ReadonlySet<string | undefined>): Members {
  const byGroup = new Map<string, PrincipalName[]>();
  const folded = new Set([...groupNames].map((name) => name?.toLowerCase()));
  const isClear = (name: string | undefined): name is string =>
    name !== undefined && /^[\w+=,.@-]+$/.test(name) && (groupNames.has(name) || !folded.has(name.toLowerCase()));
  let unclearUser: PrincipalName | undefined;
  for (const { node, type } of holders) {
    if (type !== 'user') continue;
    const user = principalIn(node, 'user');
    const list = memberOf(node, 'GroupList');
    const names = elements(list).map(stringOf);
    if (list?.type !== 'array' || !names.every(isClear)) unclearUser ??= user;
    for (const name of new Set(names.filter(isClear))) {
      const known = byGroup.get(name);
      if (known === undefined) byGroup.set(name, [user]);
      else known.push(user);
    }
  }
  return { byGroup, unclear: unclearUser };
}

/** Why not all members of a group are known. */
export function openGroup(
  name: string,
  principals: readonly PrincipalName[],
  members: Members,
): UnclearAttachment | undefined {
  if (members.unclear !== undefined) {
    const user = members.unclear.name === '' ? say('a user without a name') : members.unclear.name;
    return unclear(
      say(
        'not all members of the group {0} are known: the document does not list the groups of {1} clearly',
        name,
        user,
      ),
    );
  }
  return principals.length === 0 ? unclear(say('the document shows no members of the group {0}', name)) : undefined;
}
