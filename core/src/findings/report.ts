import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Gap, type Message } from '../text/message.ts';
import type { Decoded, DecodedFinding, UnusedEntry, UsedEntry } from './decoded.ts';
import { principalOf } from './model.ts';
import { isCaller, mayMention, mentionsIn } from './reportMentions.ts';
import { memberSet, reportSpelling, type MemberSet } from './spelling.ts';
import { readTime } from '../text/time.ts';
import { isActionOf, shortened } from './unusedEntries.ts';

/** A last-accessed report has services; its relatives do not (IAM API Reference, "GetServiceLastAccessedDetails"). */
export function isReport(record: JsonRecord): boolean {
  return record['ServicesLastAccessed'] !== undefined && record['ServicesLastAccessed'] !== null;
}

/**
 * A last-accessed report, its members in the usual spelling; `asWritten` as they stand there. Unused is what it lists
 * and what was never accessed in its tracking period, whatever its age; how old a last access must be to count for
 * nothing is for nobody but the user to say. A service without a last access is unused as a whole; one with a last
 * access and no actions says nothing about them.
 *
 * An absent or null time, entity or region means never. Any of them is a use. Anything else in their place, a name that
 * cannot be one, or a member that nobody knows makes the report unreadable: what it shows as used must not be lost.
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
    ...whoseItIs(services, asWritten),
    id: idOf(date),
    analyzedAt,
    saidAt: analyzedAt,
    changedAt: analyzedAt,
  } as const;
  const [doubt] = doubts;
  if (doubt !== undefined)
    return { kind: 'unreadable', findings: [{ ...head, incomplete: doubt, isUnreadable: true, entries: [] }] };
  const accessed = new Set(
    read.filter((service) => service.isAccessed).map(({ used: { service } }) => service.toLowerCase()),
  );
  // Of a service that is listed twice, the access counts.
  const isUnused = ({ service, actions }: UnusedEntry): boolean =>
    actions !== undefined || !accessed.has(service.toLowerCase());
  const entries = read.flatMap(({ unused }) => unused ?? []).filter(isUnused);
  const used = read.map((service) => service.used).filter(({ actions }) => actions.length > 0);
  return { kind: 'finding', finding: { ...head, incomplete: reportIncompleteness(record), entries, used } };
}

/** A report of which a member stands there in two spellings, which is the `doubt`. */
export function ambiguousReport(services: readonly unknown[], asWritten: JsonRecord, doubt: Message): DecodedFinding {
  const whose = whoseItIs(
    recordsOf(services.flatMap(listOf), { what: say('a service'), known: serviceMembers }, []),
    asWritten,
  );
  return { kind: 'report', ...whose, incomplete: doubt, isUnreadable: true, entries: [] };
}

function idOf(date: unknown): string | undefined {
  return typeof date === 'number' ? String(date) : textOf(date);
}

const serviceMembers = memberSet(
  'ServiceName ServiceNamespace LastAuthenticated LastAuthenticatedEntity LastAuthenticatedRegion TotalAuthenticatedEntities TrackedActionsLastAccessed',
);
const actionMembers = memberSet('ActionName LastAccessedEntity LastAccessedTime LastAccessedRegion');

interface RecordKind {
  readonly what: Message;
  readonly known: MemberSet;
}

/**
 * The records of a list, in the usual spelling. Whatever else stands there, a record with a member in two spellings,
 * and a member that nobody knows, which may tell of a use, is a doubt.
 */
function recordsOf(list: unknown, { what, known }: RecordKind, doubts: Message[]): JsonRecord[] {
  const found: JsonRecord[] = [];
  for (const item of listOf(list)) {
    const record = isRecord(item) ? reportSpelling.usual(item) : undefined;
    if (record !== undefined) found.push(record);
    else doubts.push(isRecord(item) ? twice(item, what) : say('{0} is not an object', what));
    const odd = isRecord(item) ? known.unknownIn(item) : undefined;
    if (odd !== undefined) doubts.push(say('{0} holds what is not understood: {1}', what, shortened(odd)));
  }
  return found;
}

function twice(item: JsonRecord, what: Message): Message {
  return say('{0} holds {1} twice', what, reportSpelling.ambiguous(item) ?? '');
}

/** What a report says of one service. */
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

/** Any sign counts: a time, somebody who did, where, or how many did. */
function showsAccess(record: JsonRecord, service: string, doubts: Message[]): boolean {
  const signs = [
    isTime(record['LastAuthenticated'], 'LastAuthenticated', service, doubts),
    isEntity(record['LastAuthenticatedEntity'], 'LastAuthenticatedEntity', service, doubts),
    isThere(record['LastAuthenticatedRegion']),
    countOf(record['TotalAuthenticatedEntities'], service, doubts) > 0,
  ];
  return signs.includes(true);
}

function isUsed(action: JsonRecord, service: string, doubts: Message[]): boolean {
  const about = `${service}:${textOf(action['ActionName']) ?? '?'}`;
  const signs = [
    isTime(action['LastAccessedTime'], 'LastAccessedTime', about, doubts),
    isEntity(action['LastAccessedEntity'], 'LastAccessedEntity', about, doubts),
    isThere(action['LastAccessedRegion']),
  ];
  return signs.includes(true);
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isTime(value: unknown, member: string, about: Gap, doubts: Message[]): boolean {
  if (!isThere(value)) return false;
  if (readTime(value) === undefined) doubts.push(say('{0} of {1} is not a time', member, about));
  return true;
}

function isEntity(value: unknown, member: string, about: Gap, doubts: Message[]): boolean {
  if (!isThere(value)) return false;
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
 * Whose report it is, where it tells: a report does not name its principal, but of a role or user every service was
 * last accessed by that one. One that several have accessed, or that names somebody else as well, is of a group or a
 * policy: it may be about all whom it names.
 */
function whoseItIs(
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

/** Why the report is not to be relied on: it failed, is not done, a page of several, or lacks what every report has. */
function reportIncompleteness(record: JsonRecord): Message | undefined {
  const status = record['JobStatus'];
  if (status !== 'COMPLETED')
    return say('its JobStatus is {0}', typeof status === 'string' ? status : say('not COMPLETED'));
  if (isThere(record['error'])) return say('it holds an {0}', 'Error');
  if (record['JobCreationDate'] === undefined) return say('it has no {0}', 'JobCreationDate');
  const isTruncated = record['IsTruncated'] ?? false;
  if (isTruncated !== false && isTruncated !== 'false')
    return say('its IsTruncated is true, so it is one page of several');
  return (record['Marker'] ?? '') === '' ? undefined : say('it holds a {0}, so it is one page of several', 'Marker');
}
