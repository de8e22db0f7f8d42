/** Puts together what the members around a policy say of its holders. */
import type { Attachment, PolicyType, PrincipalName } from '../../policy/subject.ts';
import { elements, members, type TreeNode } from '../../text/tree.ts';
import { say, type Message } from '../../text/message.ts';
import { nobodyNamed, type NamedHolders } from './holderNames.ts';
import {
  mostListed,
  wordOfItems,
  wordOfKey,
  wordsIn,
  type HolderDoubt,
  type HolderWord,
  type ValueWord,
} from './holderWords.ts';
import { attachedTo, distinctPrincipals, inlineOf, unclear, unclearMembers } from './placedPolicy.ts';

/** What the objects around a value say, together. */
export interface HoldersSaid extends NamedHolders {
  readonly by?: Message | undefined;
  readonly open?: Message | undefined;
  readonly nobody?: Message | undefined;
  readonly count: number;
  /** Counts where nobody is named. */
  readonly doubt?: HolderDoubt | undefined;
}

/** What is said around a value, which is put together when it is first asked for; `undefined`: nothing. */
export type Said = () => HoldersSaid | undefined;

type LineOf = (offset: number) => number;

/** A value inside of another one, and what is said around it. */
export interface Inner {
  readonly value: TreeNode;
  readonly said: Said;
}

/** What is said around the root of a document: a list may name holders beside a policy. */
export function saidAround(root: TreeNode, lineOf: LineOf): Said {
  return once(() => {
    const word = wordOfItems(root, lineOf);
    return word && within([word], undefined);
  });
}

/** What is said of a value by its own members, and around it. */
export function saidIn(node: TreeNode, around: Said, lineOf: LineOf): Said {
  return once(() => within(wordsOf(wordsIn(node, lineOf)), around()));
}

/**
 * The values in an object or array, each with what the members beside it and those further out say. O(size of the
 * object).
 */
export function innerValues(node: TreeNode, around: Said, lineOf: LineOf): readonly Inner[] {
  if (node.type !== 'object') return elements(node).map((value) => ({ value, said: around }));
  const words = once(() => wordsIn(node, lineOf));
  const all = once(() => within(wordsOf(words()), around()));
  return members(node).map(([key, value]) => {
    if (value.type !== 'object' && value.type !== 'array') return { value, said: all };
    return { value, said: once(() => saidInside(key, value, { words: words(), around, all, lineOf })) };
  });
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}

interface Beside {
  readonly words: readonly ValueWord[];
  readonly around: Said;
  readonly all: Said;
  readonly lineOf: LineOf;
}

/**
 * Whom a member names is named again inside of it, by what is about him. That it may say more than is understood holds
 * there as well.
 */
function saidInside(key: TreeNode, value: TreeNode, { words, around, all, lineOf }: Beside): HoldersSaid | undefined {
  // Of many, each counts in the others and in itself.
  const own = words.length > mostListed ? undefined : words.find(([other]) => other === value)?.[1];
  const isNaming = own !== undefined && (isNamed(own) || own.count !== undefined || own.nobody !== undefined);
  const said = isNaming ? within(wordsOf(words, value), around()) : all();
  const ofKey = wordOfKey(String(key.value), () => String(lineOf(key.offset)));
  return ofKey === undefined ? said : within([ofKey], said);
}

/** The words; of this value only what is not understood. */
function wordsOf(words: readonly ValueWord[], inside?: TreeNode): readonly HolderWord[] {
  return words.map(([value, word]) =>
    value === inside ? { ...nobodyNamed, open: word.open, doubt: word.doubt } : word,
  );
}

function isNamed({ principals, groups }: NamedHolders): boolean {
  return principals.length + groups.length > 0;
}

/**
 * What is said on one level, in what is said further out. Whoever is named anywhere is named; what is not understood
 * further out does not count where somebody is named further in.
 */
function within(words: readonly HolderWord[], outer: HoldersSaid | undefined): HoldersSaid | undefined {
  if (words.length === 0) return outer;
  const around = outer ?? nothingSaid;
  const named = togetherOf(words);
  return {
    ...togetherOf([named, around]),
    by: firstOf(words, 'by') ?? around.by,
    open: firstOf(words, 'open') ?? (isNamed(named) ? undefined : around.open),
    nobody: isNamed(named) ? undefined : (firstOf(words, 'nobody') ?? around.nobody),
    count: Math.max(
      words.reduce((sum, { count = 0 }) => sum + count, 0),
      around.count,
    ),
    doubt: doubtOf([...words, around].flatMap(({ doubt }) => doubt ?? [])),
  };
}

function togetherOf(all: readonly NamedHolders[]): NamedHolders {
  return {
    principals: distinctNames(all.flatMap(({ principals }) => principals)),
    groups: [...new Set(all.flatMap(({ groups }) => groups))],
  };
}

function doubtOf(doubts: readonly HolderDoubt[]): HolderDoubt | undefined {
  const [first, ...others] = doubts;
  if (first === undefined || others.length === 0) return first;
  return {
    ...togetherOf(doubts),
    open: first.open,
    count: doubts.reduce((most, { count = 0 }) => Math.max(most, count), 0),
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
    principals.filter(
      ({ type, name, arn }) => arn !== undefined || !byArn.some((one) => one.type === type && one.name === name),
    ),
  );
}

/** Who holds a policy, by what is said around it. */
export function attachmentSaid(said: HoldersSaid | undefined): Attachment {
  if (said === undefined) return { kind: 'unspecified' };
  const { principals, by, nobody } = said;
  if (nobody !== undefined) return { kind: 'no-principal', reason: nobody };
  const { count, ...shown } = withDoubt(said);
  const open = said.open ?? shown.open ?? openBy(said);
  if (open !== undefined) return openAttachment(open, { ...shown, count });
  return principals.length === 0 || by === undefined ? { kind: 'unspecified' } : attachedTo(principals, by);
}

/** Those of whom something is said: where nobody is named, those who are in doubt. */
function withDoubt(said: HoldersSaid): NamedHolders & Pick<HoldersSaid, 'open' | 'count'> {
  const { doubt } = said;
  return isNamed(said) || doubt === undefined ? said : { ...doubt, count: Math.max(said.count, doubt.count ?? 0) };
}

function openAttachment(
  open: Message,
  { principals, groups, count }: NamedHolders & { readonly count: number },
): Attachment {
  const [group] = groups;
  const shown = principals.length + groups.length;
  const missing = count > shown ? { missing: count - shown } : {};
  return {
    ...(group === undefined ? unclear(open, principals) : { ...unclearMembers(group, open), named: principals }),
    ...missing,
  };
}

function openBy({ principals, groups, count }: HoldersSaid): Message | undefined {
  const shown = principals.length + groups.length;
  const [group] = groups;
  if (count > shown && count === 1) return say('an entity that the document does not name has this policy');
  if (count > shown) return say('{0} entities have this policy, but the document names only {1}', count, shown);
  if (shown > 1)
    return say(
      'the document names several entities: {0}',
      [...principals.map(({ name }) => name), ...groups].join(', '),
    );
  return group === undefined
    ? undefined
    : say('it belongs to the group {0}, whose members the document does not name', group);
}

/** Of an inline policy: in whom it is. */
export function inlineTypeSaid(said: HoldersSaid | undefined): PolicyType | undefined {
  const { principals = [], groups = [] } = said ?? {};
  const [principal, group] = [principals[0], groups[0]];
  if (principals.length + groups.length !== 1) return undefined;
  if (principal !== undefined)
    return principal.type === 'permission-set' ? undefined : inlineOf(principal.type, principal.name);
  return group === undefined ? undefined : inlineOf('group', group);
}
