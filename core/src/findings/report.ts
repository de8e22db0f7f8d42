/** Reads last-accessed reports (`iam get-service-last-accessed-details`). */
import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Gap, type Message } from '../text/message.ts';
import type { Decoded, DecodedFinding, UnusedEntry, UsedEntry } from './decoded.ts';
import { principalOf } from './model.ts';
import { isCaller, mayMention, mentionsIn } from './reportMentions.ts';
import { memberSet, reportSpelling, type MemberSet } from './spelling.ts';
import { readTime } from '../text/time.ts';
import { isActionOf, shortened } from './unusedEntries.ts';

/**
 * Is the value a last-accessed report? Only it has a list of services, unlike IAM's other reports (IAM API Reference,
 * "GetServiceLastAccessedDetails"). `record` is in the usual spelling.
 */
export function isReport(record: JsonRecord): boolean {
  return record['ServicesLastAccessed'] !== undefined && record['ServicesLastAccessed'] !== null;
}

/**
 * Reads a last-accessed report. `record` is in the usual spelling, `asWritten` the same value as written.
 *
 * - An action or service with a time, an entity or a region of its last access is used, however old the access is.
 * - A listed action without any of them was never accessed in the tracking period, so it is unused.
 * - A service without an access is unused as a whole.
 * - A service with an access and no list of actions says nothing about its actions.
 *
 * A value of an unexpected type, a name that cannot be one, or an unknown member makes the report unreadable: it may
 * show a use, which must not be lost.
 */
export function decodeReport(record: JsonRecord, asWritten: JsonRecord): Decoded {
  const doubts: Message[] = [];
  const given = record['ServicesLastAccessed'];
  if (!Array.isArray(given)) doubts.push(say('{0} is not a list', 'ServicesLastAccessed'));
  const services = recordsOf(given, { what: say('a service'), known: serviceMembers }, doubts);
  const read = services.map((service) => readService(service, doubts)).filter((service) => service !== undefined);
  const date = record['JobCreationDate'];
  const analyzedAt = readTime(record['JobCompletionDate']) ?? readTime(date);
  const head = {
    kind: 'report',
    ...principalOfReport(services, asWritten),
    id: idOf(date),
    analyzedAt,
    asOf: analyzedAt,
    changedAt: analyzedAt,
  } as const;
  const [doubt] = doubts;
  if (doubt !== undefined)
    return { kind: 'unreadable', findings: [{ ...head, incomplete: doubt, isUnreadable: true, entries: [] }] };
  const accessed = new Set(
    read.filter((service) => service.isAccessed).map(({ used: { service } }) => service.toLowerCase()),
  );
  // If a service is listed twice, an access in either place counts.
  const isUnused = ({ service, actions }: UnusedEntry): boolean =>
    actions !== undefined || !accessed.has(service.toLowerCase());
  const entries = read.flatMap(({ unused }) => unused ?? []).filter(isUnused);
  const used = read.map((service) => service.used).filter(({ actions }) => actions.length > 0);
  return { kind: 'finding', finding: { ...head, incomplete: reportIncompleteness(record), entries, used } };
}

/** An unreadable report with a member in two spellings, as `doubt` tells. `services` are all its lists of services. */
export function ambiguousReport(services: readonly unknown[], asWritten: JsonRecord, doubt: Message): DecodedFinding {
  const whose = principalOfReport(
    recordsOf(services.flatMap(listOf), { what: say('a service'), known: serviceMembers }, []),
    asWritten,
  );
  return { kind: 'report', ...whose, incomplete: doubt, isUnreadable: true, entries: [] };
}

function idOf(date: unknown): string | undefined {
  return typeof date === 'number' ? String(date) : textOf(date);
}

const serviceMembers = memberSet(
  'ServiceName ServiceNamespace LastAuthenticated LastAuthenticatedEntity LastAuthenticatedRegion ' +
    'TotalAuthenticatedEntities TrackedActionsLastAccessed',
);
const actionMembers = memberSet('ActionName LastAccessedEntity LastAccessedTime LastAccessedRegion');

/** A kind of record: how messages name it, and the members it may have. */
interface RecordKind {
  readonly what: Message;
  readonly known: MemberSet;
}

/**
 * The records of a list, in the usual spelling. An element that is not a record, a member in two spellings, and an
 * unknown member, which may show a use, are added to `doubts`.
 */
function recordsOf(list: unknown, { what, known }: RecordKind, doubts: Message[]): JsonRecord[] {
  const found: JsonRecord[] = [];
  for (const item of listOf(list)) {
    const record = isRecord(item) ? reportSpelling.usual(item) : undefined;
    if (record !== undefined) found.push(record);
    else doubts.push(isRecord(item) ? duplicateMember(item, what) : say('{0} is not an object', what));
    const odd = isRecord(item) ? known.unknownIn(item) : undefined;
    if (odd !== undefined) doubts.push(say('{0} has an unknown key: {1}', what, shortened(odd)));
  }
  return found;
}

function duplicateMember(item: JsonRecord, what: Message): Message {
  return say('{0} contains {1} twice', what, reportSpelling.ambiguous(item) ?? '');
}

/** What a report says about one service. `unused` is absent if it says nothing about its unused actions. */
interface ReportedService {
  readonly isAccessed: boolean;
  readonly unused: UnusedEntry | undefined;
  readonly used: UsedEntry;
}

function readService(record: JsonRecord, doubts: Message[]): ReportedService | undefined {
  const service = textOf(record['ServiceNamespace']) ?? '';
  if (!/^[\w-]+$/.test(service)) {
    doubts.push(service === '' ? say('a service has no name') : say('{0} is not the name of a service', service));
    return undefined;
  }
  const tracked = record['TrackedActionsLastAccessed'] ?? [];
  if (!Array.isArray(tracked)) doubts.push(say('{0} of {1} is not a list', 'TrackedActionsLastAccessed', service));
  const actions = recordsOf(tracked, { what: say('an action of {0}', service), known: actionMembers }, doubts).map(
    (action) => ({
      name: actionName(action, service, doubts),
      isUsed: isUsed(action, service, doubts),
    }),
  );
  const names = (areUsed: boolean): string[] =>
    actions.flatMap((action) => (action.isUsed === areUsed ? (action.name ?? []) : []));
  const used = { service, actions: names(true) };
  const isAccessed = showsAccess(record, service, doubts) || actions.some((action) => action.isUsed);
  if (!isAccessed) return { isAccessed, unused: { service, actions: undefined }, used };
  return { isAccessed, unused: actions.length === 0 ? undefined : { service, actions: names(false) }, used };
}

/** Does the report show an access to the service: a time, an entity, a region, or a count of entities? */
function showsAccess(record: JsonRecord, service: string, doubts: Message[]): boolean {
  const signs = [
    isTime(record['LastAuthenticated'], 'LastAuthenticated', service, doubts),
    isEntity(record['LastAuthenticatedEntity'], 'LastAuthenticatedEntity', service, doubts),
    isPresent(record['LastAuthenticatedRegion']),
    countOf(record['TotalAuthenticatedEntities'], service, doubts) > 0,
  ];
  return signs.includes(true);
}

function isUsed(action: JsonRecord, service: string, doubts: Message[]): boolean {
  const about = `${service}:${textOf(action['ActionName']) ?? '?'}`;
  const signs = [
    isTime(action['LastAccessedTime'], 'LastAccessedTime', about, doubts),
    isEntity(action['LastAccessedEntity'], 'LastAccessedEntity', about, doubts),
    isPresent(action['LastAccessedRegion']),
  ];
  return signs.includes(true);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isTime(value: unknown, member: string, about: Gap, doubts: Message[]): boolean {
  if (!isPresent(value)) return false;
  if (readTime(value) === undefined) doubts.push(say('{0} of {1} is not a time', member, about));
  return true;
}

function isEntity(value: unknown, member: string, about: Gap, doubts: Message[]): boolean {
  if (!isPresent(value)) return false;
  if (typeof value !== 'string' || value === '') doubts.push(say('{0} of {1} is not an ARN', member, about));
  return true;
}

function countOf(value: unknown, service: string, doubts: Message[]): number {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : (value ?? 0);
  if (typeof count === 'number') return count;
  doubts.push(say('{0} of {1} is not a number', 'TotalAuthenticatedEntities', service));
  return 0;
}

function actionName(action: JsonRecord, service: string, doubts: Message[]): string | undefined {
  const text = textOf(action['ActionName']) ?? '';
  if (isActionOf(text, service)) return text.slice(text.indexOf(':') + 1);
  doubts.push(say('an action of {0} is not understood: {1}', service, text === '' ? say('no name') : shortened(text)));
  return undefined;
}

/**
 * The principal of a report, or else the texts that may name it. A report does not state its principal. In the report
 * of a role or user, every service was last accessed by that principal. A report that names several principals, or
 * counts several, is about a group or a policy, so it may be about each of them.
 */
function principalOfReport(
  services: readonly JsonRecord[],
  asWritten: JsonRecord,
): Pick<DecodedFinding, 'principal' | 'mentions'> {
  const arns = new Set(
    services.map((service) => textOf(service['LastAuthenticatedEntity'])).filter((arn) => arn !== undefined),
  );
  const isShared = services.some((service) => countOf(service['TotalAuthenticatedEntities'], '', []) > 1);
  const [arn] = arns;
  const principal = arn !== undefined && arns.size === 1 && !isShared ? principalOf(arn) : undefined;
  const mentions = mentionsIn(asWritten);
  const isOnlyOne = principal !== undefined && mentions.every((text) => !isCaller(text) || mayMention(text, principal));
  return isOnlyOne ? { principal } : { mentions };
}

/**
 * Why the report is incomplete: its job failed or is still running, it is one page of several, or it lacks a member
 * that every report has. `undefined` if it is complete.
 */
function reportIncompleteness(record: JsonRecord): Message | undefined {
  const status = record['JobStatus'];
  if (status !== 'COMPLETED')
    return say('its JobStatus is {0}', typeof status === 'string' ? status : say('not COMPLETED'));
  if (isPresent(record['error'])) return say('it contains an {0}', 'Error');
  if (record['JobCreationDate'] === undefined) return say('it has no {0}', 'JobCreationDate');
  const isTruncated = record['IsTruncated'] ?? false;
  if (isTruncated !== false && isTruncated !== 'false')
    return say('its IsTruncated is true, so it is one page of several');
  return (record['Marker'] ?? '') === '' ? undefined : say('it contains a {0}, so it is one page of several', 'Marker');
}
