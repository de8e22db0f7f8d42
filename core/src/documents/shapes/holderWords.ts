/** What a document says beside a policy, in the members around it, of who holds it. */
import { memberNode } from '../../findings/spelling.ts';
import { elements, members, stringOf, type TreeNode } from '../../text/tree.ts';
import { say, type Message } from '../../text/message.ts';
import { mayHoldPolicy } from '../policyText.ts';
import {
  holderArn,
  holderNamed,
  mentionsHolder,
  namedByArn,
  nameOnly,
  nobodyNamed,
  type NamedHolders,
} from './holderNames.ts';
import { senseOf, type KeySense } from './holderKeys.ts';
import { wordOfCount, wordOfCounts } from './holderCounts.ts';

/** What one member says. */
export interface HolderWord extends NamedHolders {
  /** How the document names them. */
  readonly by?: Message | undefined;
  /** Why it does not say all. */
  readonly open?: Message | undefined;
  /** It is of something that is no principal. */
  readonly nobody?: Message | undefined;
  /** So many entities hold it or are bounded by it. */
  readonly count?: number | undefined;
  /** It speaks of a principal, under a name that is not known. */
  readonly doubt?: HolderDoubt | undefined;
}

/** A principal of which nothing says that it holds the policy. It may, where the document names no holder. */
export interface HolderDoubt extends NamedHolders {
  readonly open: Message;
  readonly count?: number | undefined;
}

/** What a member says, with its value. */
export type ValueWord = readonly [value: TreeNode, word: HolderWord];

type LineOf = (offset: number) => number;

export const saysNothing: HolderWord = nobodyNamed;

/** Of more holders in a list or an object, only their number counts. */
export const mostListed = 50;

/** What each member of an object says, by its value. Members that say nothing are left out. */
export function wordsIn(node: TreeNode, lineOf: LineOf): readonly ValueWord[] {
  const found = members(node).flatMap(([{ value: key, offset }, value]) => {
    const word = wordOf(String(key), value, () => String(lineOf(offset)));
    return word === saysNothing ? [] : [[value, word, senseOf(String(key)).name] as const];
  });
  // The id of a role says nothing more than its name.
  const isNamed = (type: 'role' | 'user' | 'group'): boolean =>
    found.some(([, { principals, groups }]) =>
      type === 'group' ? groups.length > 0 : principals.some((one) => one.type === type),
    );
  const words = found.filter(
    ([, { open }, name]) =>
      open === undefined || !(['role', 'user', 'group'] as const).some((type) => name === `${type}id` && isNamed(type)),
  );
  return withoutMany(
    words.map(([value, word]) => [value, word] as const),
    String(lineOf(node.offset)),
  );
}

/** An object that names more than can be told says so, and how many. */
function withoutMany(words: readonly ValueWord[], line: string): readonly ValueWord[] {
  const sure = words.reduce((sum, [, word]) => sum + namesIn(word), 0);
  const doubtful = words.reduce((sum, [, { doubt }]) => sum + namesIn(doubt ?? nobodyNamed), 0);
  if (sure <= mostListed && doubtful <= mostListed) return words;
  const open = mayBeMore(line);
  return words.map(([value, word], at): ValueWord => {
    const { doubt, ...own } = word;
    const said = sure <= mostListed ? own : { ...own, ...nobodyNamed, ...(at === 0 ? { open, count: sure } : {}) };
    if (doubtful <= mostListed) return [value, { ...said, doubt }];
    const left = at === 0 ? { open, ...nobodyNamed, count: doubtful } : doubt && { ...doubt, ...nobodyNamed };
    return [value, { ...said, doubt: left }];
  });
}

function namesIn({ principals, groups }: NamedHolders): number {
  return principals.length + groups.length;
}

function mayBeMore(line: string): Message {
  return say('it is not known whether line {0} lists all principals with this policy', line);
}

/** What a list says, which stands under no key. */
export function wordOfItems(node: TreeNode, lineOf: LineOf): HolderWord | undefined {
  if (node.type !== 'array' || !mentionsHolder(node)) return undefined;
  const { principals, groups, count } = wordOfList(undefined, '', elements(node), () => String(lineOf(node.offset)));
  return { ...saysNothing, doubt: { principals, groups, count, open: mayBeMore(String(lineOf(node.offset))) } };
}

/** What the key says under which a policy stands. */
export function wordOfKey(key: string, lineOfKey: () => string): HolderWord | undefined {
  if (!holderArn.test(key)) return undefined;
  const named = namedByArn(key);
  return named === undefined ? notUnderstood(key, lineOfKey) : { ...named, by: say('by its key in the document') };
}

function wordOf(key: string, value: TreeNode, line: () => string): HolderWord {
  const word = wordOfMember(key, value, line);
  if (!holderArn.test(key)) return word;
  return { ...word, doubt: word.doubt ?? { ...(namedByArn(key) ?? nobodyNamed), open: notUnderstood(key, line).open } };
}

function wordOfMember(key: string, value: TreeNode, line: () => string): HolderWord {
  const sense = senseOf(key);
  const text = stringOf(value);
  if (sense.name === 'attachmentcount' || sense.name === 'permissionsboundaryusagecount') return wordOfCount(value);
  if (text !== undefined) return wordOfText(key, sense, text, line);
  if (isKnown(sense)) return wordOfHolder(key, sense, value, line);
  const word = sense.name === 'policy' || sense.name === 'policies' ? wordOfCounts(value) : saysNothing;
  const said = sense.name === 'policysummary' ? wordOfSummary(value) : word;
  // Whom the statements of a policy speak of does not hold it.
  if (sense.name === 'statement' || !mentionsHolder(value)) return said;
  const { principals, groups, count } =
    value.type === 'array'
      ? wordOfList(undefined, key, elements(value), line)
      : (wordOfObject(value, key) ?? saysNothing);
  return { ...said, doubt: { principals, groups, count, open: notUnderstood(key, line).open } };
}

function isKnown({ type, isOfAny }: KeySense): boolean {
  return type !== undefined || isOfAny;
}

function notUnderstood(key: string, line: () => string): HolderWord & { readonly open: Message } {
  return {
    ...nobodyNamed,
    open: say('{1} in line {0} may name a principal with this policy, but is not understood', line(), key),
  };
}

function wordOfText(key: string, sense: KeySense, text: string, line: () => string): HolderWord {
  if (text === '' || mayHoldPolicy(text)) return saysNothing;
  return wordOfArn(key, sense, text, line) ?? wordOfResource(sense.name, text) ?? wordOfName(key, sense, text, line);
}

function wordOfArn(key: string, sense: KeySense, text: string, line: () => string): HolderWord | undefined {
  const named = namedByArn(text);
  if (named !== undefined && isKnown(sense)) return { ...named, by: say('by the {0} in the document', key) };
  if (named === undefined && (isKnown(sense) || !holderArn.test(text))) return undefined;
  return { ...saysNothing, doubt: { ...notUnderstood(key, line), ...named } };
}

function wordOfName(
  key: string,
  { name, type, isOfAny, isLike }: KeySense,
  text: string,
  line: () => string,
): HolderWord {
  if (type !== undefined && nameOnly.test(text))
    return { ...holderNamed(type, text), by: say('by the {0} in the document', key) };
  const isOfHolder = type !== undefined || isLike || (isOfAny && (name !== 'arn' || holderArn.test(text)));
  return isOfHolder ? notUnderstood(key, line) : saysNothing;
}

/** Policies of endpoints and of resources of other services: nobody holds them. */
function wordOfResource(name: string, text: string): HolderWord | undefined {
  const isOfOtherService =
    ['arn', 'policyarn', 'resourcearn'].includes(name) && /^arn:[\w-]+:(?!iam:|sts:|sso:)[\w-]+:/.test(text);
  return name === 'vpcendpointid' || isOfOtherService
    ? { ...saysNothing, nobody: say('it belongs to {0}, to which no finding applies', text) }
    : undefined;
}

function wordOfSummary(node: TreeNode): HolderWord {
  const type = memberNode(node, 'Type');
  const name = type && stringOf(type);
  return name === undefined
    ? saysNothing
    : { ...saysNothing, nobody: say('it belongs to {0}, to which no finding applies', name) };
}

function wordOfHolder(key: string, { type }: KeySense, value: TreeNode, line: () => string): HolderWord {
  const isEmpty = (value.type === 'object' || value.type === 'array') && value.children?.length === 0;
  if (value.type === 'null' || isEmpty) return saysNothing;
  return value.type === 'array'
    ? wordOfList(type, key, elements(value), line)
    : (wordOfObject(value, key) ?? notUnderstood(key, line));
}

/** Lists of holders may be cut off, or may be of something else. */
function wordOfList(type: KeySense['type'], key: string, items: readonly TreeNode[], line: () => string): HolderWord {
  const open = mayBeMore(line());
  if (items.length > mostListed) return { ...saysNothing, open, count: items.length };
  const words = items.map((item) => {
    const text = stringOf(item);
    if (text === undefined) return wordOfObject(item, key);
    return namedByArn(text) ?? (type !== undefined && nameOnly.test(text) ? holderNamed(type, text) : undefined);
  });
  const known = words.filter((word) => word !== undefined);
  return {
    principals: known.flatMap(({ principals }) => principals),
    groups: known.flatMap(({ groups }) => groups),
    open: known.length < words.length ? notUnderstood(key, line).open : open,
  };
}

/** What an object says of the one whom it describes, such as `{"Role": {"RoleName": …, "Arn": …}}`. */
function wordOfObject(node: TreeNode, key: string): HolderWord | undefined {
  const texts = members(node).flatMap(([{ value: name }, value]) => {
    const text = stringOf(value);
    return text === undefined ? [] : [[senseOf(String(name)), text] as const];
  });
  const arn = texts.find(
    ([{ name }]) => name === 'arn' || name === 'rolearn' || name === 'userarn' || name === 'grouparn',
  )?.[1];
  const byName = texts.flatMap(([{ name, type }, text]) =>
    type !== undefined && name === `${type}name` && nameOnly.test(text) ? [holderNamed(type, text)] : [],
  );
  const named = namedByArn(arn ?? '') ?? byName[0];
  return named && { ...named, by: say('by the {0} in the document', key) };
}
