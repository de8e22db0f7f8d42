/** Puts together what the members around a policy say of its holders. */
import type { Attachment, PolicyType, PrincipalName } from '../policy/subject.ts';
import { elements, members, type JsonNode } from '../text/jsonNode.ts';
import { say, type Message } from '../text/message.ts';
import { wordOfKey, wordsIn, type HolderWord } from './holderWords.ts';
import { attachedTo, distinctPrincipals, inlineOf, unclear, unclearMembers } from './placedPolicy.ts';

/** What the objects around a value say, together. */
export interface HoldersSaid {
  readonly principals: readonly PrincipalName[];
  readonly groups: readonly string[];
  readonly by?: Message | undefined;
  readonly open?: Message | undefined;
  readonly nobody?: Message | undefined;
  readonly count: number;
}

type LineOf = (offset: number) => number;

/** A value inside of another one, and what is said around it; `undefined`: nothing. */
export interface Inner {
  readonly value: JsonNode;
  readonly key?: string;
  readonly said: HoldersSaid | undefined;
}

/** The values in an object or array, each with what the members beside it and those further out say. O(size of the object). */
export function innerValues(node: JsonNode, around: HoldersSaid | undefined, lineOf: LineOf): readonly Inner[] {
  if (node.type !== 'object') return elements(node).map((value) => ({ value, said: around }));
  const words = wordsIn(node, lineOf);
  const all =
    words.length === 0
      ? around
      : within(
          words.map(([, word]) => word),
          around,
        );
  // What a member says of its own holders is said inside of it.
  const speaking = new Set(words.map(([value]) => value));
  return members(node).map(([key, value]) => {
    const beside = speaking.has(value) && !isLeaf(value) ? within(othersThan(value, words), around) : all;
    const ofKey = isLeaf(value) ? undefined : wordOfKey(String(key.value));
    return { value, key: String(key.value), said: ofKey === undefined ? beside : within([ofKey], beside) };
  });
}

function isLeaf({ type }: JsonNode): boolean {
  return type !== 'object' && type !== 'array';
}

function othersThan(value: JsonNode, words: readonly (readonly [JsonNode, HolderWord])[]): readonly HolderWord[] {
  return words.filter(([other]) => other !== value).map(([, word]) => word);
}

/**
 * What is said on one level, in what is said further out. Whoever is named anywhere is named; what is not understood further out does not
 * count where somebody is named further in.
 */
function within(words: readonly HolderWord[], outer: HoldersSaid | undefined): HoldersSaid | undefined {
  if (words.length === 0) return outer;
  const around = outer ?? nothingSaid;
  const principals = words.flatMap((word) => word.principals);
  const groups = words.flatMap((word) => word.groups);
  const isNamed = principals.length + groups.length > 0;
  return {
    principals: distinctNames([...principals, ...around.principals]),
    groups: [...new Set([...groups, ...around.groups])],
    by: firstOf(words, 'by') ?? around.by,
    open: firstOf(words, 'open') ?? (isNamed ? undefined : around.open),
    nobody: isNamed ? undefined : (firstOf(words, 'nobody') ?? around.nobody),
    count: Math.max(
      words.reduce((sum, { count = 0 }) => sum + count, 0),
      around.count,
    ),
  };
}

const nothingSaid: HoldersSaid = { principals: [], groups: [], count: 0 };

function firstOf(words: readonly HolderWord[], what: 'by' | 'open' | 'nobody'): Message | undefined {
  return words.find((word) => word[what] !== undefined)?.[what];
}

/** Each principal once. A name is the one that an ARN gives. */
function distinctNames(principals: readonly PrincipalName[]): readonly PrincipalName[] {
  const byArn = principals.filter(({ arn }) => arn !== undefined);
  return distinctPrincipals(
    principals.filter(({ type, name, arn }) => arn !== undefined || !byArn.some((one) => one.type === type && one.name === name)),
  );
}

/** Who holds a policy, by what is said around it. */
export function attachmentSaid(said: HoldersSaid | undefined): Attachment {
  if (said === undefined) return { kind: 'unsaid' };
  const { principals, groups, by, nobody, count } = said;
  if (nobody !== undefined) return { kind: 'nobody', reason: nobody };
  const [group] = groups;
  const shown = principals.length + groups.length;
  const open = said.open ?? openBy(said);
  if (open !== undefined) {
    const missing = count > shown ? { missing: count - shown } : {};
    return { ...(group === undefined ? unclear(open, principals) : { ...unclearMembers(group, open), named: principals }), ...missing };
  }
  return principals.length === 0 || by === undefined ? { kind: 'unsaid' } : attachedTo(principals, by);
}

function openBy({ principals, groups, count }: HoldersSaid): Message | undefined {
  const shown = principals.length + groups.length;
  const [group] = groups;
  if (count > shown && count === 1) return say('an entity holds it that the document does not name');
  if (count > shown) return say('{0} entities hold it, of which the document shows {1}', count, shown);
  if (shown > 1) return say('the document names several holders: {0}', [...principals.map(({ name }) => name), ...groups].join(', '));
  return group === undefined ? undefined : say('it is a policy of the group {0}, whose members the document does not name', group);
}

/** Of an inline policy: in whom it is. */
export function inlineTypeSaid(said: HoldersSaid | undefined): PolicyType | undefined {
  const { principals = [], groups = [] } = said ?? {};
  const [principal, group] = [principals[0], groups[0]];
  if (principals.length + groups.length !== 1) return undefined;
  if (principal !== undefined) return principal.type === 'permission-set' ? undefined : inlineOf(principal.type, principal.name);
  return group === undefined ? undefined : inlineOf('group', group);
}
