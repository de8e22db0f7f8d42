import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { readCounted, type ReadCounted } from './countedFinding.ts';
import { whenSaid, type Said } from './said.ts';
import { closedFinding, failedFinding, otherType, type ClosedFinding, type SetAsideFinding } from './setAside.ts';
import { principalOf, type FindingKind, type Principal } from './model.ts';
import { readRecommendations, type Recommendation } from './recommendation.ts';
import { ambiguousReport, decodeReport, isReport } from './report.ts';
import { spelling, spellingsOf } from './spelling.ts';
import { readTime } from './time.ts';

/** A service and the names of its unused actions as the document writes them; `actions` is `undefined` for a service that is unused as a whole. */
export interface UnusedEntry {
  readonly service: string;
  readonly actions: readonly string[] | undefined;
}

/** A service and the actions of it that a report shows as used; both are names, as the report spells them. */
export interface UsedEntry {
  readonly service: string;
  readonly actions: readonly string[];
}

/** A finding as it is read, before it is packed. */
export interface DecodedFinding extends Said {
  readonly kind: FindingKind;
  readonly principal?: Principal | undefined;
  readonly id?: string | undefined;
  readonly analyzedAt?: number | undefined;
  /** `Infinity` of one that cannot be read and does not say when: no other copy closes it. */
  readonly saidAt?: number | undefined;
  /** Why nothing may be removed on its word: it is a part, or cannot be read. */
  readonly incomplete?: Message | undefined;
  /** A part of it cannot be understood; `incomplete` says which. */
  readonly isUnreadable?: true | undefined;
  readonly lastAccessed?: number | undefined;
  readonly entries: readonly UnusedEntry[];
  readonly used?: readonly UsedEntry[] | undefined;
}

/** What one JSON value of a findings file says. */
export type Decoded =
  | { readonly kind: 'finding'; readonly finding: DecodedFinding }
  /** A finding or report of which a part cannot be understood, once for each principal whose it may be. */
  | { readonly kind: 'unreadable'; readonly findings: readonly DecodedFinding[] }
  /** A finding that is archived or resolved: older copies of it do not count any more. */
  | ClosedFinding
  | ReadCounted
  | { readonly kind: 'recommendations'; readonly recommendations: readonly Recommendation[] }
  /** Something of a shape that is known, and not used here: what, as in “the file holds {what}”, and whose it is, where it says so. */
  | { readonly kind: 'other'; readonly what: Message; readonly setAside?: SetAsideFinding | undefined }
  | { readonly kind: 'nothing' };

/**
 * Reads one JSON value. Never throws; members nobody knows are passed over. Shapes: AWS API Reference, Access Analyzer "GetFindingV2" and
 * "GetFindingRecommendation"; IAM "GetServiceLastAccessedDetails"; Security Hub "GetRecommendedPolicyV2" and the finding formats. A value is
 * of a shape only where it has the members of it.
 */
export function decode(value: unknown): Decoded {
  if (!isRecord(value)) return nothing;
  const record = spelling.usual(value);
  if (record === undefined) return decodeAmbiguous(value);
  const details = record['findingDetails'];
  if (details !== undefined && details !== null) return decodeFinding(record, details, value);
  if (isReport(record)) return decodeReport(record);
  const what = otherReport(record);
  if (what !== undefined) return { kind: 'other', what };
  const recommendations = readRecommendations(record);
  if (recommendations !== undefined) return { kind: 'recommendations', recommendations };
  return readCounted(record) ?? decodeSummary(record);
}

const nothing: Decoded = { kind: 'nothing' };

/** What is left of findings without details has no id. */
function decodeSummary(record: JsonRecord): Decoded {
  const principal = principalOf(textOf(record['resource']) ?? '');
  return typeof record['findingType'] === 'string' && principal !== undefined ? withoutId(principal) : nothing;
}

/** A finding that may close or replace others, and does not tell which, may be a copy of any finding of its principal. */
function withoutId(principal: Principal): Decoded {
  return { kind: 'unreadable', findings: [unreadable({ kind: 'permissions', principal }, noId)] };
}

const noId = say('it has no {0}', 'id');

/** The reports of IAM that do not say which permissions somebody leaves unused (IAM API Reference). */
function otherReport(record: JsonRecord): Message | undefined {
  if (record['JobStatus'] === undefined) return undefined;
  if (record['EntityDetailsList'] !== undefined) return say('a report of which entities used a service');
  if (record['AccessDetails'] !== undefined) return say('an organizations access report');
  return record['JobCreationDate'] === undefined ? undefined : say('a report without services');
}

/** The finding types that are used; of a user an unused password or access key says nothing about policies. */
const kinds: ReadonlyMap<unknown, FindingKind> = new Map([
  ['UnusedPermission', 'permissions'],
  ['UnusedIAMRole', 'role'],
]);

function decodeFinding(record: JsonRecord, details: unknown, asWritten: JsonRecord): Decoded {
  const type = record['findingType'];
  const kind = kinds.get(type);
  const principal = principalOf(textOf(record['resource']) ?? '');
  if (typeof type === 'string' && kind === undefined) return otherType(type, principal, textOf(record['id']));
  if (principal === undefined)
    return kind === undefined ? nothing : { kind: 'other', what: say('a finding that names no IAM role or user') };
  const status = record['status'];
  const isClosed = typeof status === 'string' && status !== 'ACTIVE';
  const hasFailed = record['error'] !== null && record['error'] !== undefined;
  if ((isClosed || hasFailed) && typeof record['id'] !== 'string') return withoutId(principal);
  if (isClosed) return closedFinding(record, principal, status);
  if (hasFailed) return failedFinding(record, principal);
  return readActive(record, { kind, principal, details: listOf(details), asWritten, doubts: doubtsAbout(record, details) });
}

/** Why a finding cannot be told to be active, of a known type, and whole; empty where it can. */
function doubtsAbout(record: JsonRecord, details: unknown): Message[] {
  const doubts: Message[] = [];
  if (typeof record['status'] !== 'string') doubts.push(say('it has no {0}', 'status'));
  if (typeof record['findingType'] !== 'string') doubts.push(say('it has no {0}', 'findingType'));
  if (!Array.isArray(details)) doubts.push(say('{0} is not a list', 'findingDetails'));
  return doubts;
}

interface ActiveFinding {
  readonly kind: FindingKind | undefined;
  readonly principal: Principal;
  readonly details: readonly unknown[];
  readonly asWritten: JsonRecord;
  readonly doubts: Message[];
}

function readActive(record: JsonRecord, { kind = 'permissions', principal, details, asWritten, doubts }: ActiveFinding): Decoded {
  const id = textOf(record['id']);
  const analyzedAt = readTime(record['analyzedAt']);
  const lastAccessed = kind === 'role' ? lastAccessedOf(details, doubts) : undefined;
  const entries = kind === 'role' ? [] : permissionEntries(details, doubts);
  const [doubt] = doubts;
  const said = whenSaid(record, analyzedAt);
  if (doubt !== undefined) return { kind: 'unreadable', findings: [unreadable({ kind, principal, id, analyzedAt }, doubt, said)] };
  const incomplete = incompleteness(record, asWritten);
  return { kind: 'finding', finding: { kind, principal, id, analyzedAt, ...said, incomplete, lastAccessed, entries } };
}

type Head = Pick<DecodedFinding, 'kind' | 'principal' | 'id' | 'analyzedAt'>;

/** A finding on whose word nothing may be removed, because a part of it says something that is not understood. */
function unreadable(head: Head, incomplete: Message, { saidAt = Number.POSITIVE_INFINITY, changedAt }: Said = {}): DecodedFinding {
  return { ...head, saidAt, changedAt, incomplete, isUnreadable: true, entries: [] };
}

/** A finding of which a member stands there in two spellings is nobody's word: not for any of the principals that it may name. */
function decodeAmbiguous(value: JsonRecord): Decoded {
  const doubt = ambiguity(value);
  const all = (name: string): readonly unknown[] => spellingsOf(value, name).map(([, found]) => found);
  const what = say('a value that cannot be read: {0}', doubt);
  if (all('findingDetails').length + all('findingType').length === 0) {
    const services = all('ServicesLastAccessed');
    return services.length === 0 ? nothing : { kind: 'unreadable', findings: [ambiguousReport(services, doubt)] };
  }
  const principals = all('resource').flatMap((resource) => principalOf(textOf(resource) ?? '') ?? []);
  if (principals.length === 0) return { kind: 'other', what };
  const [id] = all('id').map(textOf);
  return { kind: 'unreadable', findings: principals.map((principal) => unreadable({ kind: 'permissions', principal, id }, doubt)) };
}

function ambiguity(record: JsonRecord): Message {
  return say('it holds {0} in two spellings', spelling.ambiguous(record) ?? '');
}

/**
 * Each detail is a union of which one member is set. Members of other names are passed over, and so is what names no service: to leave out
 * an unused name removes less.
 */
function permissionEntries(details: readonly unknown[], doubts: Message[]): UnusedEntry[] {
  const entries: UnusedEntry[] = [];
  for (const detail of details) {
    const entry = readEntry(memberOfUnion(detail, 'unusedPermissionDetails', doubts), doubts);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/** The member of a union; Go prints it as `{"Value": …}`, without its name. */
function memberOfUnion(detail: unknown, name: string, doubts: Message[]): unknown {
  const record = isRecord(detail) ? usual(detail, doubts) : undefined;
  return record === undefined ? undefined : (record[name] ?? record['value']);
}

/** A record in the usual spelling; an ambiguous one is a doubt. */
function usual(record: JsonRecord, doubts: Message[]): JsonRecord | undefined {
  const found = spelling.usual(record);
  if (found === undefined) doubts.push(ambiguity(record));
  return found;
}

/** An entry of the short form. It is told from other values by the name of a service. */
export function readShortEntry(value: unknown, doubts: Message[]): UnusedEntry | undefined {
  if (!isRecord(value) || value['findingDetails'] !== undefined || spellingsOf(value, 'serviceNamespace').length === 0) return undefined;
  return readEntry(value, doubts);
}

/**
 * One `unusedPermissionDetails`, or an entry of the short form. No `actions`, null or an empty list: the service as a whole. Something that is
 * no list may mean either, and is a doubt. What in a list is no name is passed over: to leave out an unused name removes less.
 */
function readEntry(value: unknown, doubts: Message[]): UnusedEntry | undefined {
  const record = isRecord(value) ? usual(value, doubts) : undefined;
  const service = record?.['serviceNamespace'];
  if (record === undefined || typeof service !== 'string' || service === '') return undefined;
  const actions = record['actions'] ?? [];
  if (!Array.isArray(actions)) doubts.push(say('{0} of {1} is not a list', 'actions', service));
  return { service, actions: Array.isArray(actions) && actions.length === 0 ? undefined : actionNames(listOf(actions), doubts) };
}

/** Of actions that a document writes as strings or as `{"action"}`. */
function actionNames(actions: readonly unknown[], doubts: Message[]): string[] {
  const names: string[] = [];
  for (const item of actions) {
    const name = isRecord(item) ? actionOf(item, doubts) : item;
    if (typeof name === 'string') names.push(name);
  }
  return names;
}

/** A file has millions of them, nearly all spelled as usual: asking for the spellings in use costs less than looking at every member. */
function actionOf(item: JsonRecord, doubts: Message[]): unknown {
  const { action, Action, ACTION } = item;
  return action !== undefined && Action === undefined && ACTION === undefined ? action : usual(item, doubts)?.['action'];
}

/** When an unused role was last used; absent or null where it never was. */
function lastAccessedOf(details: readonly unknown[], doubts: Message[]): number | undefined {
  const role = details.map((detail) => memberOfUnion(detail, 'unusedIamRoleDetails', doubts)).find(isRecord);
  const lastAccessed = (role && usual(role, doubts))?.['lastAccessed'] ?? undefined;
  const time = readTime(lastAccessed);
  if (time === undefined && lastAccessed !== undefined) doubts.push(say('{0} is not a time', 'lastAccessed'));
  return time;
}

/** The AWS CLI writes `nextToken` with `--no-paginate` and `NextToken` with `--max-items` when there is more to fetch. */
function incompleteness(record: JsonRecord, asWritten: JsonRecord): Message | undefined {
  const token = record['nextToken'];
  if (token === undefined || token === null || token === '') return undefined;
  return say('it holds a {0}, so it is one page of several', spellingsOf(asWritten, 'nextToken')[0]?.[0] ?? '');
}
