import { textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { memoise } from '../memo.ts';
import type { Principal } from './model.ts';
import { whenSaid, type Said } from './said.ts';
import { dayOf } from '../text/time.ts';

/**
 * Why a finding does not count: it is archived or resolved; AWS could not make it; it is about something else; a part
 * is not understood; it does not name the actions.
 */
export type SetAsideKind = 'closed' | 'failed' | 'other-type' | 'unreadable' | 'counted';

/** A finding that is known, whose it is, and does not count. */
export interface SetAsideFinding extends Said {
  readonly principal: Principal;
  readonly id?: string | undefined;
  readonly kind: SetAsideKind;
  /** For people, about the principal: `its finding of 2026-11-20 is ARCHIVED`. */
  readonly reason: Message;
  /** Of one that failed: why, in AWS's words; empty where it does not say. */
  readonly error?: string | undefined;
}

/** A finding that is archived or resolved, with or without its details. */
export interface ClosedFinding {
  readonly kind: 'closed';
  readonly id: string | undefined;
  /**
   * When it was said to be closed, milliseconds since 1970; `Infinity` where it does not say: then it closes all
   * copies.
   */
  readonly saidAt: number;
  readonly what: Message;
  readonly setAside: SetAsideFinding;
}

export type ClosedStatus = 'ARCHIVED' | 'RESOLVED';

export function isClosedStatus(status: unknown): status is ClosedStatus {
  return status === 'ARCHIVED' || status === 'RESOLVED';
}

/** The id of a finding, of an event about it `findingId`; an empty one is none. */
export function idOf(record: JsonRecord): string | undefined {
  return textOf(record['id']) || textOf(record['findingId']) || undefined;
}

export function closedFinding(
  record: JsonRecord,
  principal: Principal,
  status: ClosedStatus | 'deleted',
): ClosedFinding {
  const id = idOf(record);
  const said = whenSaid(record);
  const saidAt = said.saidAt ?? Number.POSITIVE_INFINITY;
  const day = Number.isFinite(saidAt) && saidAt !== 0 ? dayOf(saidAt) : '';
  const reason = closedReason(`${day} ${status}`);
  return {
    kind: 'closed',
    id,
    saidAt,
    what: closedContent(status),
    setAside: { principal, id, kind: 'closed', reason, ...said },
  };
}

/** Remembered: thousands of findings have the same. */
const closedReason = memoise((dayAndStatus): Message => {
  const space = dayAndStatus.indexOf(' ');
  const [day, status] = [dayAndStatus.slice(0, space), dayAndStatus.slice(space + 1)];
  return day === '' ? say('its finding is {0}', status) : say('its finding of {0} is {1}', day, status);
});

/**
 * What a file holds that is a finding of another status than ACTIVE; `undefined` where it has none. Remembered as well.
 */
export function closedContent(status: string | undefined): Message {
  return status === undefined ? say('a finding that is {0}', say('not ACTIVE')) : contentOfStatus(status);
}

const contentOfStatus = memoise((status): Message =>
  isStatus(status) ? say('a finding that is {0}', status) : say('a finding with the status {0}', status),
);

/** One that AWS documents. Of any other text, such as `active`, only that it is there is certain. */
function isStatus(status: string): boolean {
  return ['ACTIVE', 'ARCHIVED', 'RESOLVED'].includes(status);
}

export interface OtherFinding {
  readonly kind: 'other';
  readonly what: Message;
  readonly setAside?: SetAsideFinding | undefined;
}

/** A finding that carries an error says nothing, whatever else it holds (Access Analyzer User Guide). */
export function failedFinding(record: JsonRecord, principal: Principal): OtherFinding {
  const error = textOf(record['error']) ?? '';
  const id = idOf(record);
  const reason = error === '' ? say('its finding failed') : say('its finding failed ({0})', error);
  const what = error === '' ? say('a finding that failed') : say('a finding that failed ({0})', error);
  return { kind: 'other', what, setAside: { principal, id, kind: 'failed', reason, error, ...whenSaid(record) } };
}

/** An active finding that says how many permissions are unused, and not which. */
export function findingWithoutActions(principal: Principal, id: string, said: Said): SetAsideFinding {
  return { principal, id, kind: 'counted', reason: withoutActions, ...said };
}

const withoutActions = say('its finding does not name the actions');

/**
 * Of findings that say nothing about the permissions of a policy; `AccessPreview` is a name of our own for those that
 * print no type.
 */
export type OtherType =
  'ExternalAccess' | 'AccessPreview' | 'InternalAccess' | 'UnusedIAMUserAccessKey' | 'UnusedIAMUserPassword';

/** What a file holds that has one of them. */
const otherTypes: Readonly<Record<OtherType, Message>> = {
  ExternalAccess: say('an external access finding'),
  AccessPreview: say('an access preview finding'),
  InternalAccess: say('an internal access finding'),
  UnusedIAMUserAccessKey: say('a finding about an unused access key'),
  UnusedIAMUserPassword: say('a finding about an unused password'),
};

/** A type that is neither one of these nor one that is used may be either. */
export function isOtherType(type: unknown): type is OtherType {
  return typeof type === 'string' && Object.hasOwn(otherTypes, type);
}

export function otherType(type: OtherType, principal: Principal | undefined, id: string | undefined): OtherFinding {
  const what = otherTypes[type];
  if (principal === undefined) return { kind: 'other', what };
  return { kind: 'other', what, setAside: { principal, id, kind: 'other-type', reason: say('it has {0}', what) } };
}
