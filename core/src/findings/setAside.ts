/** Findings that do not count, with the reason that people are told. */
import { textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { memoise } from '../memo.ts';
import type { Principal } from './model.ts';
import { copyTimes, type CopyTimes } from './said.ts';
import { dayOf } from '../text/time.ts';

/**
 * Why a finding does not count.
 *
 * - `closed`: it is archived, resolved or deleted.
 * - `failed`: it carries an error of AWS.
 * - `other-type`: it is not about unused permissions or roles.
 * - `unreadable`: a part of it is not understood.
 * - `counted`: it does not name the actions.
 */
export type SetAsideKind = 'closed' | 'failed' | 'other-type' | 'unreadable' | 'counted';

/** A finding of a known principal that does not count. */
export interface SetAsideFinding extends CopyTimes {
  readonly principal: Principal;
  readonly id?: string | undefined;
  readonly kind: SetAsideKind;
  /** The reason as messages about the principal say it: `its finding of 2026-11-20 is ARCHIVED`. */
  readonly reason: Message;
  /** Only for `failed`: the error as AWS words it; empty if it is not a text. */
  readonly error?: string | undefined;
}

/** An archived, resolved or deleted finding, with or without its details. */
export interface ClosedFinding {
  readonly kind: 'closed';
  readonly id: string | undefined;
  /**
   * When the finding was analysed or updated, whichever is later, in milliseconds since 1970. `Infinity` if unknown:
   * then it closes all copies.
   */
  readonly asOf: number;
  /** Completes “the file holds {0}”. */
  readonly what: Message;
  readonly setAside: SetAsideFinding;
}

export type ClosedStatus = 'ARCHIVED' | 'RESOLVED';

export function isClosedStatus(status: unknown): status is ClosedStatus {
  return status === 'ARCHIVED' || status === 'RESOLVED';
}

/** The `id` of a finding, or the `findingId` of an event about it; `undefined` if it is absent or empty. */
export function idOf(record: JsonRecord): string | undefined {
  return textOf(record['id']) || textOf(record['findingId']) || undefined;
}

/** Reads a finding that is closed, as `status` tells. `record` is in the usual spelling. */
export function closedFinding(
  record: JsonRecord,
  principal: Principal,
  status: ClosedStatus | 'deleted',
): ClosedFinding {
  const id = idOf(record);
  const times = copyTimes(record);
  const asOf = times.asOf ?? Number.POSITIVE_INFINITY;
  const day = Number.isFinite(asOf) && asOf !== 0 ? dayOf(asOf) : '';
  const reason = closedReason(`${day} ${status}`);
  return {
    kind: 'closed',
    id,
    asOf,
    what: closedContent(status),
    setAside: { principal, id, kind: 'closed', reason, ...times },
  };
}

/** Memoised, because thousands of findings share a reason. */
const closedReason = memoise((dayAndStatus): Message => {
  const space = dayAndStatus.indexOf(' ');
  const [day, status] = [dayAndStatus.slice(0, space), dayAndStatus.slice(space + 1)];
  return day === '' ? say('its finding is {0}', status) : say('its finding from {0} is {1}', day, status);
});

/** How “the file holds {0}” names a finding whose status is not ACTIVE; `undefined` if its status is not a text. */
export function closedContent(status: string | undefined): Message {
  return status === undefined ? say('a finding that is {0}', say('not ACTIVE')) : contentOfStatus(status);
}

const contentOfStatus = memoise((status): Message =>
  isStatus(status) ? say('a finding that is {0}', status) : say('a finding with the status {0}', status),
);

/** Is it a status that AWS documents? A message repeats any other, such as `active`, without saying what it means. */
function isStatus(status: string): boolean {
  return ['ACTIVE', 'ARCHIVED', 'RESOLVED'].includes(status);
}

/** A finding that is not used. `what` completes “the file holds {0}”. */
export interface OtherFinding {
  readonly kind: 'other';
  readonly what: Message;
  readonly setAside?: SetAsideFinding | undefined;
}

/** Reads a finding that carries an error. Its other members do not count (Access Analyzer User Guide). */
export function failedFinding(record: JsonRecord, principal: Principal): OtherFinding {
  const error = textOf(record['error']) ?? '';
  const id = idOf(record);
  const reason = error === '' ? say('its finding reports an error') : say('its finding reports an error ({0})', error);
  const what =
    error === '' ? say('a finding that reports an error') : say('a finding that reports an error ({0})', error);
  return { kind: 'other', what, setAside: { principal, id, kind: 'failed', reason, error, ...copyTimes(record) } };
}

/** An active finding that counts the unused permissions without naming them, as one that does not count. */
export function findingWithoutActions(principal: Principal, id: string, times: CopyTimes): SetAsideFinding {
  return { principal, id, kind: 'counted', reason: withoutActions, ...times };
}

const withoutActions = say('its finding does not name the actions');

/**
 * The types of findings that say nothing about the permissions of a policy. `AccessPreview` is our own name: access
 * preview findings print no type.
 */
export type OtherType =
  'ExternalAccess' | 'AccessPreview' | 'InternalAccess' | 'UnusedIAMUserAccessKey' | 'UnusedIAMUserPassword';

/** How “the file holds {0}” names a finding of each type. */
const otherTypes: Readonly<Record<OtherType, Message>> = {
  ExternalAccess: say('an external access finding'),
  AccessPreview: say('an access preview finding'),
  InternalAccess: say('an internal access finding'),
  UnusedIAMUserAccessKey: say('a finding about an unused access key'),
  UnusedIAMUserPassword: say('a finding about an unused password'),
};

/** Is it a type that is known and not used? An unknown type is neither: it may concern policies. */
export function isOtherType(type: unknown): type is OtherType {
  return typeof type === 'string' && Object.hasOwn(otherTypes, type);
}

/** A finding of a type that is not used. */
export function otherType(type: OtherType, principal: Principal | undefined, id: string | undefined): OtherFinding {
  const what = otherTypes[type];
  if (principal === undefined) return { kind: 'other', what };
  return {
    kind: 'other',
    what,
    setAside: { principal, id, kind: 'other-type', reason: say('the principal has {0}', what) },
  };
}
