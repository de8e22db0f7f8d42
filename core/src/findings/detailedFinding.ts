/** Reads a finding with its details: its principal, whether it counts, and what it reports as unused. */
import { listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import type { Decoded, DecodedFinding } from './decoded.ts';
import { disagreementWith, type Disagreement } from './disagreement.ts';
import { principalOf, type FindingKind, type Principal } from './model.ts';
import { principalsIn } from './principalsIn.ts';
import { copyTimes, type CopyTimes } from './said.ts';
import { closedFinding, failedFinding, idOf, isClosedStatus, isOtherType, otherType } from './setAside.ts';
import { spellingsOf } from './spelling.ts';
import { readTime } from '../text/time.ts';
import { lastUseOfRole, permissionEntries } from './unusedEntries.ts';

/** The finding types that are used. Findings about a user's password or access keys say nothing about policies. */
const kinds: ReadonlyMap<unknown, FindingKind> = new Map([
  ['UnusedPermission', 'permissions'],
  ['UnusedIAMRole', 'role'],
]);

/**
 * Reads one finding in the shape that `get-finding-v2` prints. `record` is in the usual spelling, `asWritten` the same
 * value as written, and `details` its `findingDetails`.
 */
export function decodeFinding(record: JsonRecord, details: unknown, asWritten: JsonRecord): Decoded {
  const type = record['findingType'];
  const kind = kinds.get(type);
  const principal = principalOf(textOf(record['resource']) ?? '');
  if (kind === undefined && isOtherType(type)) return otherType(type, principal, idOf(record));
  if (principal === undefined)
    return (
      withoutArn(record['resource'], { kind, id: idOf(record) }) ?? {
        kind: 'other',
        what: say('a finding that names no IAM role or user'),
      }
    );
  const disagreement = disagreementWith(principal, record);
  if (disagreement !== undefined)
    return unreadableForEach(disagreement, { kind: kind ?? 'permissions', id: idOf(record) });
  return (
    readInactive(record, principal) ??
    readActive(record, { kind, principal, details: listOf(details), asWritten, doubts: doubtsAbout(record, details) })
  );
}

/**
 * An unreadable finding for every principal that `value` names, where an ARN should be and is not; `undefined` if it
 * names none.
 */
export function withoutArn(
  value: unknown,
  { kind = 'permissions', id }: Pick<DecodedFinding, 'id'> & { readonly kind?: FindingKind | undefined },
  doubt: Message = noArn,
): Decoded | undefined {
  const principals = principalsIn(value);
  if (principals.length === 0) return undefined;
  return { kind: 'unreadable', findings: principals.map((principal) => unreadable({ kind, principal, id }, doubt)) };
}

function unreadableForEach({ doubt, principals }: Disagreement, head: Omit<Head, 'principal' | 'analyzedAt'>): Decoded {
  return { kind: 'unreadable', findings: principals.map((principal) => unreadable({ ...head, principal }, doubt)) };
}

const noArn = say('{0} is not an ARN', 'resource');

/** Reads a closed finding, or one that carries an error; `undefined` for any other. */
function readInactive(record: JsonRecord, principal: Principal): Decoded | undefined {
  const { status } = record;
  const isClosed = isClosedStatus(status);
  const hasFailed = (record['error'] ?? undefined) !== undefined;
  if (!isClosed && !hasFailed) return undefined;
  if (idOf(record) === undefined) return withoutId(principal);
  return isClosed ? closedFinding(record, principal, status) : failedFinding(record, principal);
}

/** The reasons why the status, the type or the list of details of a finding is not understood; empty if all are. */
function doubtsAbout(record: JsonRecord, details: unknown): Message[] {
  const doubts: Message[] = [];
  const { status } = record;
  if (typeof status !== 'string') doubts.push(say('it has no {0}', 'status'));
  else if (status !== 'ACTIVE') doubts.push(say('its status is not understood: {0}', status.slice(0, 80)));
  const typeDoubt = doubtAboutType(record['findingType']);
  if (typeDoubt !== undefined) doubts.push(typeDoubt);
  if (!Array.isArray(details)) doubts.push(say('{0} is not a list', 'findingDetails'));
  return doubts;
}

/** Why a finding type is not understood; `undefined` if it is. A finding of an unknown type may concern policies. */
export function doubtAboutType(type: unknown): Message | undefined {
  if (typeof type !== 'string') return say('it has no {0}', 'findingType');
  return kinds.has(type) ? undefined : say('its {0} is not understood: {1}', 'findingType', type.slice(0, 80));
}

interface ActiveFinding {
  readonly kind: FindingKind | undefined;
  readonly principal: Principal;
  readonly details: readonly unknown[];
  readonly asWritten: JsonRecord;
  readonly doubts: Message[];
}

function readActive(
  record: JsonRecord,
  { kind = 'permissions', principal, details, asWritten, doubts }: ActiveFinding,
): Decoded {
  const id = idOf(record);
  const analyzedAt = readTime(record['analyzedAt']);
  const lastAccessed = kind === 'role' ? lastUseOfRole(details, doubts) : undefined;
  const entries = kind === 'role' ? [] : permissionEntries(details, doubts);
  const [doubt] = doubts;
  const times = copyTimes(record, analyzedAt);
  if (doubt !== undefined)
    return { kind: 'unreadable', findings: [unreadable({ kind, principal, id, analyzedAt }, doubt, times)] };
  const incomplete = incompleteness(record, asWritten);
  return { kind: 'finding', finding: { kind, principal, id, analyzedAt, ...times, incomplete, lastAccessed, entries } };
}

type Head = Pick<DecodedFinding, 'kind' | 'principal' | 'id' | 'analyzedAt'>;

/**
 * A finding with a part that is not understood (`incomplete` tells which): it blocks every removal for its principal.
 * Without a time, `asOf` is `Infinity`, so that no other copy counts as newer.
 */
export function unreadable(
  head: Head,
  incomplete: Message,
  { asOf = Number.POSITIVE_INFINITY, changedAt }: CopyTimes = {},
): DecodedFinding {
  return { ...head, asOf, changedAt, incomplete, isUnreadable: true, entries: [] };
}

/** A finding without an id. It may be a copy of any finding of its principal, and close or replace it. */
export function withoutId(principal: Principal): Decoded {
  return doubtful({ principal }, noId);
}

const noId = say('it has no {0}', 'id');

/** A finding without details that may close or replace its other copies: which, is not understood (`doubt`). */
export function doubtful({ principal, id }: Pick<Head, 'principal' | 'id'>, doubt: Message): Decoded {
  return { kind: 'unreadable', findings: [unreadable({ kind: 'permissions', principal, id }, doubt)] };
}

/**
 * Why a finding is not complete; `undefined` if it is. If there are more pages, the AWS CLI prints `nextToken` with
 * `--no-paginate` and `NextToken` with `--max-items`.
 */
function incompleteness(record: JsonRecord, asWritten: JsonRecord): Message | undefined {
  const token = record['nextToken'];
  if (token === undefined || token === null || token === '') return undefined;
  return say('it contains a {0}, so it is one page of several', spellingsOf(asWritten, 'nextToken')[0]?.[0] ?? '');
}
