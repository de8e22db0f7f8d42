/** What a document says beside a policy, in the members around it, of who holds it. */
import { foldName, memberNode } from '../findings/spelling.ts';
import { principalOf } from '../findings/model.ts';
import type { PrincipalName } from '../policy/subject.ts';
import { elements, members, stringOf, type JsonNode } from '../text/jsonNode.ts';
import { say, type Message } from '../text/message.ts';
import { mayHoldPolicy } from './encodedPolicy.ts';

/** What one member says. */
export interface HolderWord {
  readonly principals: readonly PrincipalName[];
  readonly groups: readonly string[];
  /** How the document names them. */
  readonly by?: Message;
  /** Why it does not say all. */
  readonly open?: Message;
  /** It is of something that is no principal. */
  readonly nobody?: Message;
  /** So many entities hold it or are bounded by it. */
  readonly count?: number;
}

type LineOf = (offset: number) => number;

const saysNothing: HolderWord = { principals: [], groups: [] };

/** Of more holders in a list, only their number counts. */
const mostListed = 50;

type HolderType = 'role' | 'user' | 'group';

/** Members that name one holder, or several, in their folded spelling. */
const namingMembers: ReadonlyMap<string, HolderType> = new Map(
  (['role', 'user', 'group'] as const).flatMap((type) =>
    [type, `${type}name`, `${type}s`, `${type}names`, `iam${type}`, `policy${type}s`, `${type}detaillist`].map(
      (name) => [name, type] as const,
    ),
  ),
);

/** Members that name a holder of any type, by its ARN or in an object. */
const holderMembers: ReadonlySet<string> = new Set(
  'arn rolearn userarn grouparn iamarn iamrolearn iamuserarn principal principals principalarn attachedto entity entities holder holders'.split(
    ' ',
  ),
);

/** What each member of an object says, by its value. Members that say nothing are left out. */
export function wordsIn(node: JsonNode, lineOf: LineOf): readonly (readonly [value: JsonNode, word: HolderWord])[] {
  const found = members(node).flatMap(([key, value]) => {
    const word = wordOf(String(key.value), value, lineOf(key.offset));
    return word === saysNothing ? [] : [[value, word, foldName(String(key.value))] as const];
  });
  // The id of a role says nothing more than its name.
  const isNamed = (type: HolderType): boolean =>
    found.some(([, { principals, groups }]) => (type === 'group' ? groups.length > 0 : principals.some((one) => one.type === type)));
  return found
    .filter(
      ([, { open }, name]) =>
        open === undefined || !(['role', 'user', 'group'] as const).some((type) => name === `${type}id` && isNamed(type)),
    )
    .map(([value, word]) => [value, word] as const);
}

/** What the key says under which a policy stands. */
export function wordOfKey(key: string): HolderWord | undefined {
  const word = wordOfArn(key, say('by its key in the document'));
  return word === undefined || word === saysNothing ? undefined : word;
}

function wordOf(key: string, value: JsonNode, line: number): HolderWord {
  const name = foldName(key);
  const text = stringOf(value);
  if (counts.has(name)) return wordOfCount(value);
  if (text !== undefined) return wordOfText(key, text, line);
  if (name === 'policy' || name === 'policies') return countsIn(value);
  if (name === 'policysummary') return wordOfSummary(value);
  if ((!namingMembers.has(name) && !holderMembers.has(name)) || isNothing(value)) return saysNothing;
  return value.type === 'array' ? wordOfList(key, elements(value), line) : (wordOfObject(value, key) ?? notUnderstood(key, line));
}

const counts: ReadonlySet<string> = new Set(['attachmentcount', 'permissionsboundaryusagecount']);

function isNothing(value: JsonNode): boolean {
  return value.type === 'null' || ((value.type === 'object' || value.type === 'array') && value.children?.length === 0);
}

function notUnderstood(key: string, line: number, named: HolderWord = saysNothing): HolderWord & { readonly open: Message } {
  return {
    principals: named.principals,
    groups: named.groups,
    open: say('what line {0} says of its holders ({1}) is not understood', String(line), key),
  };
}

function wordOfText(key: string, text: string, line: number): HolderWord {
  if (text === '' || mayHoldPolicy(text)) return saysNothing;
  const name = foldName(key);
  const type = namingMembers.get(name);
  const arn = wordOfArn(text, say('by the {0} in the document', key));
  // A principal under a name that is not known may hold it, or may have made it.
  if (arn !== undefined) return type !== undefined || holderMembers.has(name) ? arn : notUnderstood(key, line, arn);
  return wordOfResource(name, text) ?? wordOfName(key, text, line);
}

function wordOfName(key: string, text: string, line: number): HolderWord {
  const name = foldName(key);
  const type = namingMembers.get(name);
  if (type !== undefined && nameOnly.test(text)) return { ...holderNamed(type, text), by: say('by the {0} in the document', key) };
  const isOfHolder = (holderMembers.has(name) && name !== 'arn') || /role|user|group/.test(name) || holderArn.test(text);
  return isOfHolder ? notUnderstood(key, line) : saysNothing;
}

/** IAM User Guide, "IAM identifiers". */
const nameOnly = /^[\w+=,.@-]+$/;

/** The ARN of a principal, also one that is computed in part. */
const holderArn = /:iam:[^:]*:[^:]*:(?:role|user|group)\//;

function holderNamed(type: HolderType, name: string, arn?: string): HolderWord {
  if (type === 'group') return { principals: [], groups: [name] };
  return { principals: [{ type, name, ...(arn === undefined ? {} : { arn }) }], groups: [] };
}

const groupArn = /^arn:[\w-]+:iam::\d{12}:group\/(?:[!-~]+\/)?([\w+=,.@-]+)$/;

function wordOfArn(text: string, by: Message): HolderWord | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const principal = principalOf(text);
  if (principal !== undefined) return { ...holderNamed(principal.type === 'user' ? 'user' : 'role', principal.name, text), by };
  const [, group] = groupArn.exec(text) ?? [];
  return group === undefined ? undefined : { ...holderNamed('group', group), by };
}

/** Policies of endpoints and of resources of other services: nobody holds them. */
function wordOfResource(name: string, text: string): HolderWord | undefined {
  const isOfOtherService = ['arn', 'policyarn', 'resourcearn'].includes(name) && /^arn:[\w-]+:(?!iam:|sts:|sso:)[\w-]+:/.test(text);
  return name === 'vpcendpointid' || isOfOtherService
    ? { ...saysNothing, nobody: say('it is of {0}, to which no finding applies', text) }
    : undefined;
}

function wordOfSummary(node: JsonNode): HolderWord {
  const type = memberNode(node, 'Type');
  const name = type && stringOf(type);
  return name === undefined ? saysNothing : { ...saysNothing, nobody: say('it is of {0}, to which no finding applies', name) };
}

/** Lists of holders may be cut off, or may be of something else. */
function wordOfList(key: string, items: readonly JsonNode[], line: number): HolderWord {
  const open = say('whether line {0} lists all holders is not known', String(line));
  if (items.length > mostListed) return { ...saysNothing, open, count: items.length };
  const type = namingMembers.get(foldName(key));
  const words = items.map((item) => {
    const text = stringOf(item);
    if (text === undefined) return wordOfObject(item, key);
    return wordOfArn(text, open) ?? (type !== undefined && nameOnly.test(text) ? holderNamed(type, text) : undefined);
  });
  const known = words.filter((word) => word !== undefined);
  return {
    principals: known.flatMap(({ principals }) => principals),
    groups: known.flatMap(({ groups }) => groups),
    open: known.length < words.length ? notUnderstood(key, line).open : open,
  };
}

/** What an object says of the one whom it describes, such as `{"Role": {"RoleName": …, "Arn": …}}`. */
function wordOfObject(node: JsonNode, key: string): HolderWord | undefined {
  const by = say('by the {0} in the document', key);
  const arn = memberNode(node, 'Arn', 'RoleArn', 'UserArn', 'GroupArn');
  const byArn = arn && wordOfArn(stringOf(arn) ?? '', by);
  if (byArn !== undefined) return byArn;
  for (const type of ['role', 'user', 'group'] as const) {
    const name = memberNode(node, `${type}Name`);
    const text = name && stringOf(name);
    if (text !== undefined && nameOnly.test(text)) return { ...holderNamed(type, text), by };
  }
  return undefined;
}

/** A count, also one that is written as a text. */
function wordOfCount(value: JsonNode): HolderWord {
  const count: unknown = value.value;
  const isCount = typeof count === 'number' || (typeof count === 'string' && /^\d+$/.test(count));
  if (!isCount) return { ...saysNothing, open: say('how many entities hold it is not a number in the document') };
  return Number(count) > 0 ? { ...saysNothing, count: Number(count) } : saysNothing;
}

/** The counts of a policy that is described beside its document; of several, the largest. */
function countsIn(value: JsonNode): HolderWord {
  const described = value.type === 'array' ? elements(value) : [value];
  const words = described.map((node) => {
    const [attached = saysNothing, bounded = saysNothing] = ['AttachmentCount', 'PermissionsBoundaryUsageCount'].map((key) => {
      const count = memberNode(node, key);
      return count === undefined ? saysNothing : wordOfCount(count);
    });
    const open = attached.open ?? bounded.open;
    return { count: (attached.count ?? 0) + (bounded.count ?? 0), ...(open === undefined ? {} : { open }) };
  });
  const count = words.reduce((most, word) => Math.max(most, word.count), 0);
  const open = words.find((word) => word.open !== undefined)?.open;
  if (count === 0 && open === undefined) return saysNothing;
  return { ...saysNothing, ...(count > 0 ? { count } : {}), ...(open === undefined ? {} : { open }) };
}
