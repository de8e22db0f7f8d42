/**
 * Reads the entries of a finding or of the short form: what is unused, service by service. Everything that is not
 * understood is added to `doubts`. A list with doubts is unreadable and removes nothing, because it may say that an
 * action is used.
 */
import { foldCase } from '../actions/foldCase.ts';
import { isRecord, listOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Gap, type Message } from '../text/message.ts';
import type { UnusedEntry } from './decoded.ts';
import { hasOnly, memberSet, spelling, spellingsOf } from './spelling.ts';
import { isPlainTime, readTime } from '../text/time.ts';

/** Reads `findingDetails` of a finding about permissions. */
export function permissionEntries(details: readonly unknown[], doubts: Message[]): UnusedEntry[] {
  const entries: UnusedEntry[] = [];
  for (let i = 0; i < details.length; i++) {
    const found = plainDetail(details[i]) ?? detailOf(details[i], 'unusedPermissionDetails', i, doubts);
    const entry = found === undefined ? undefined : readEntry(found, doubts);
    if (entry !== undefined) entries.push(entry);
  }
  const torn = contradictoryService(entries);
  if (torn !== undefined) doubts.push(say('{0} is unused as a whole in one entry and in part in another', torn));
  return entries;
}

const detailMembers: ReadonlySet<string> = new Set(['unusedPermissionDetails']);

/** The entry in a detail as the AWS CLI prints it; `undefined` for a detail in any other form. */
function plainDetail(detail: unknown): JsonRecord | undefined {
  if (!isRecord(detail) || !hasOnly(detail, detailMembers)) return undefined;
  const { unusedPermissionDetails: value } = detail;
  return isRecord(value) ? value : undefined;
}

/** A service that is unused as a whole by one entry and in part by another; `undefined` if there is none. */
function contradictoryService(entries: readonly UnusedEntry[]): string | undefined {
  const isWhole = new Map<string, boolean>();
  for (const { service, actions } of entries) {
    const name = foldCase(service);
    if (isWhole.has(name) && isWhole.get(name) !== (actions === undefined)) return service;
    isWhole.set(name, actions === undefined);
  }
  return undefined;
}

/** When an unused role was last used, in milliseconds since 1970; `undefined` if never (an absent or null time). */
export function lastUseOfRole(details: readonly unknown[], doubts: Message[]): number | undefined {
  const roles = details.map((detail, i) => detailOf(detail, 'unusedIamRoleDetails', i, doubts));
  const times = roles.map((role) => (role === undefined ? undefined : readRole(role, doubts)));
  return times.find((time) => time !== undefined);
}

const roleMembers = memberSet('lastAccessed');

function readRole(written: JsonRecord, doubts: Message[]): number | undefined {
  const role = usual(written, doubts);
  const odd = roleMembers.unknownIn(written);
  if (odd !== undefined) doubts.push(say('an entry has an unknown key: {0}', shortened(odd)));
  return role === undefined ? undefined : lastAccessIn(role, doubts);
}

/**
 * The member `name` of a detail, which is a union: no other member may be set. Go prints the member as `Value`. `index`
 * is the position of the detail, for the message.
 */
function detailOf(detail: unknown, name: string, index: number, doubts: Message[]): JsonRecord | undefined {
  const notUnderstood = (what: Gap): undefined => {
    doubts.push(say('entry {0} of {1} is not understood: {2}', index + 1, 'findingDetails', what));
  };
  if (!isRecord(detail)) return notUnderstood(say('no object'));
  const set = Object.keys(detail).filter((key) => (detail[key] ?? undefined) !== undefined);
  const [key, other] = set;
  if (key === undefined) return notUnderstood(say('it is empty'));
  const record = set.length === 1 ? detail : usual(detail, doubts);
  if (record === undefined) return undefined;
  const odd = set.find((one) => !isNamed(one, name)) ?? other;
  if (odd !== undefined) return notUnderstood(shortened(odd));
  const value = detail[key];
  return isRecord(value) ? value : notUnderstood(shortened(key));
}

function isNamed(key: string, name: string): boolean {
  return key === name || spellingsOf({ [key]: 0 }, name).length > 0 || spellingsOf({ [key]: 0 }, 'value').length > 0;
}

/** A record in the usual spelling; `undefined`, and a doubt, if a member occurs in two spellings. */
function usual(record: JsonRecord, doubts: Message[]): JsonRecord | undefined {
  const found = spelling.usual(record);
  if (found === undefined) doubts.push(ambiguity(record));
  return found;
}

export function ambiguity(record: JsonRecord): Message {
  return say('it contains {0} twice', spelling.ambiguous(record) ?? '');
}

/** Is it an entry of the short form? It has a `serviceNamespace` and, unlike a finding, no `findingDetails`. */
export function isShortEntry(value: unknown): value is JsonRecord {
  return isRecord(value) && value['findingDetails'] === undefined && spellingsOf(value, 'serviceNamespace').length > 0;
}

const entryMembers = memberSet('serviceNamespace actions lastAccessed');

/**
 * Reads one `unusedPermissionDetails`, or an entry of the short form. If `actions` is absent, null or an empty list,
 * the service as a whole is unused. `undefined`, and a doubt, if the service cannot be read.
 */
export function readEntry(written: JsonRecord, doubts: Message[]): UnusedEntry | undefined {
  const record = usual(written, doubts);
  if (record === undefined) return undefined;
  const service = record['serviceNamespace'];
  if (typeof service !== 'string' || !/^[\w-]+$/.test(service)) {
    doubts.push(
      typeof service === 'string'
        ? say('{0} is not the name of a service', shortened(service))
        : say('a service has no name'),
    );
    return undefined;
  }
  const odd = entryMembers.unknownIn(written);
  if (odd !== undefined) doubts.push(say('the entry for {0} has an unknown key: {1}', service, shortened(odd)));
  checkTime(record, doubts);
  const actions = record['actions'] ?? [];
  if (!Array.isArray(actions)) doubts.push(say('{0} of {1} is not a list', 'actions', service));
  return {
    service,
    actions: Array.isArray(actions) && actions.length === 0 ? undefined : actionNames(listOf(actions), service, doubts),
  };
}

/** The names of actions, which are strings or objects with the member `action`. */
function actionNames(actions: readonly unknown[], service: string, doubts: Message[]): string[] {
  const names: string[] = [];
  for (const item of actions) {
    const name = isRecord(item) ? actionOf(item, service, doubts) : item;
    if (typeof name === 'string' && isActionOf(name, service)) names.push(name);
    else
      doubts.push(
        say(
          'an action of {0} is not understood: {1}',
          service,
          typeof name === 'string' ? shortened(name) : say('no name'),
        ),
      );
  }
  return names;
}

/** Is it an action of the service: a name, with or without the service prefix? */
export function isActionOf(text: string, service: string): boolean {
  if (isName(text, 0)) return true;
  const colon = text.indexOf(':');
  return colon > 0 && isName(text, colon + 1) && foldCase(text.slice(0, colon)) === foldCase(service);
}

/**
 * Does the text match `[\w-]+` from `start` on? A plain loop, because millions of names are checked, and a regular
 * expression takes several times as long.
 */
function isName(text: string, start: number): boolean {
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isLetter = (code | 32) >= 97 && (code | 32) <= 122;
    if (!isLetter && !(code >= 48 && code <= 57) && code !== 95 && code !== 45) return false;
  }
  return text.length > start;
}

const actionMembers = memberSet('action lastAccessed');

/** The action in an object. A file has millions, nearly all in the usual form, which costs one look at each member. */
function actionOf(item: JsonRecord, service: string, doubts: Message[]): unknown {
  let isUsual = true;
  for (const key in item) isUsual &&= key === 'action' || (key === 'lastAccessed' && isPlainTime(item[key]));
  return isUsual ? item['action'] : oddActionOf(item, service, doubts);
}

function oddActionOf(item: JsonRecord, service: string, doubts: Message[]): unknown {
  const record = usual(item, doubts);
  const odd = actionMembers.unknownIn(item);
  if (odd !== undefined) doubts.push(say('an action of {0} has an unknown key: {1}', service, shortened(odd)));
  if (record !== undefined) lastAccessIn(record, doubts);
  return record?.['action'];
}

/**
 * Adds a doubt if `lastAccessed` is not a time. The common form is only matched: parsing it would take longest of all.
 */
function checkTime(record: JsonRecord, doubts: Message[]): void {
  if (!isPlainTime(record['lastAccessed'])) lastAccessIn(record, doubts);
}

/**
 * `lastAccessed` in milliseconds since 1970; `undefined` if it is absent or null, and with a doubt if it is not a time.
 */
function lastAccessIn(record: JsonRecord, doubts: Message[]): number | undefined {
  const given = record['lastAccessed'] ?? undefined;
  if (given === undefined) return undefined;
  const time = readTime(given);
  if (time === undefined) doubts.push(say('{0} is not a time', 'lastAccessed'));
  return time;
}

/** A text of a document, cut to a length that fits in a message. */
export function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
