/** Finds out whether a copy of a finding that does not count may be newer than the copies that do. */
import { liesAhead } from '../findings/copyTimes.ts';
import type { Finding } from '../findings/model.ts';
import type { SetAsideFinding } from '../findings/setAside.ts';
import { dayOf } from '../text/time.ts';
import { say, type Message } from '../text/message.ts';

/**
 * The findings of one principal: those set aside, all active copies (even if another copy closes them), and those that
 * count. The latter two are computed only if needed.
 */
export interface KnownCopies {
  readonly asides: readonly SetAsideFinding[];
  readonly active: () => readonly Finding[];
  readonly counting: () => readonly Finding[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Why it is not known which copies count. There is one reason for each set-aside copy that may be the newest: AWS
 * reports an error in it, or it does not name the actions and the copy that does is older. There is one more for each
 * finding with a closed copy if an active copy may be newer than the closing. O(copies).
 */
export function unsettled({ asides, active, counting, now }: KnownCopies): Message[] {
  const byId = groupedById(asides.filter(({ kind }) => kind === 'closed' || kind === 'failed' || kind === 'counted'));
  if (byId.size === 0) return [];
  const [activeById, countingById] = [groupedById(active()), groupedById(counting())];
  return [...byId].flatMap(([id, ofId]) =>
    reasonsFor({ id, asides: ofId, active: activeById.get(id) ?? [], counting: countingById.get(id) ?? [], now }),
  );
}

function groupedById<T extends { readonly id?: string | undefined }>(
  items: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    if (item.id === undefined) continue;
    const group = groups.get(item.id);
    if (group === undefined) groups.set(item.id, [item]);
    else group.push(item);
  }
  return groups;
}

/** All copies of one finding. */
interface Copies {
  readonly id: string;
  readonly asides: readonly SetAsideFinding[];
  readonly active: readonly Finding[];
  readonly counting: readonly Finding[];
  readonly now: number;
}

function reasonsFor(copies: Copies): Message[] {
  const { asides, now } = copies;
  const closings = asides.filter(({ kind }) => kind === 'closed').map(({ asOf }) => asOf);
  const closedAt = latestOf(closings, now);
  const isClosed = (time: number | undefined): boolean => time !== undefined && closedAt >= time;
  const open = asides.filter(({ kind, asOf }) => kind !== 'closed' && !isClosed(asOf));
  const times = copies.active.map(timeOf);
  const areAllKnown = closings.every((time) => isKnown(time, now));
  const isUnclear =
    closings.length > 0 && times.some((time) => !isKnown(time, now) || !(areAllKnown || isClosed(time)));
  const [analysed, changed] = [
    oldestOf(times, now),
    oldestOf(
      copies.counting.map(({ changedAt }) => changedAt),
      now,
    ),
  ];
  const reasonOf = (aside: SetAsideFinding): Message | undefined =>
    aside.kind === 'failed'
      ? failedReason(aside, copies.id, analysed)
      : withoutActionsReason(aside, copies.id, changed);
  return [
    ...(isUnclear ? asides.slice(0, 1).map(closingTimeUnknown) : []),
    ...open.flatMap((aside) => reasonOf(aside) ?? []),
  ];
}

/** The finding may still be active. If it counted as well, fewer actions would be unused. */
function closingTimeUnknown({ id = '', principal }: SetAsideFinding): Message {
  return say('it is not known when the finding {0} for {1} was closed, so nothing is removed', id, principal.name);
}

/** `changed`: when the oldest copy that counts was last changed, as {@link oldestOf} returns it. */
function withoutActionsReason(
  { principal: { name }, changedAt }: SetAsideFinding,
  id: string,
  changed: number | undefined,
): Message | undefined {
  if (changed === Number.POSITIVE_INFINITY)
    return say('the finding {0} for {1} does not name the actions, so nothing is removed', id, name);
  if (changed === undefined || changedAt === undefined)
    return say(
      'it is not known whether the details of the finding {0} for {1} are up to date, so nothing is removed',
      id,
      name,
    );
  if (changed >= changedAt) return undefined;
  return say(
    'the details of the finding {0} for {1} are from {2}, but the finding changed on {3}, so nothing is removed',
    id,
    name,
    dayOf(changed),
    dayOf(changedAt),
  );
}

/**
 * A copy with an error is ignored only if all active copies are newer: AWS could not confirm an older copy, and without
 * a copy nothing is known. `analysed`: the time of the oldest active copy, as {@link oldestOf} returns it.
 */
function failedReason(aside: SetAsideFinding, id: string, analysed: number | undefined): Message | undefined {
  const { principal, asOf, error = '' } = aside;
  const isOvertaken =
    analysed !== undefined && analysed !== Number.POSITIVE_INFINITY && asOf !== undefined && analysed > asOf;
  if (isOvertaken) return undefined;
  return error === ''
    ? say('the newest copy of the finding {0} for {1} reports an error, so nothing is removed', id, principal.name)
    : say(
        'the newest copy of the finding {0} for {1} reports an error ({2}), so nothing is removed',
        id,
        principal.name,
        error,
      );
}

/** The time of a copy: its analysis or its last change, whichever is later; `undefined` if unknown. */
function timeOf({ analyzedAt, changedAt }: Finding): number | undefined {
  return changedAt === undefined ? undefined : Math.max(analyzedAt ?? 0, changedAt);
}

/** Is a time known, and not in the future? */
function isKnown(time: number | undefined, now: number): time is number {
  return time !== undefined && !liesAhead(time, now);
}

/** The latest of the known times; `-Infinity` if none is known. */
function latestOf(times: readonly (number | undefined)[], now: number): number {
  return times.reduce<number>(
    (latest, time) => (isKnown(time, now) ? Math.max(latest, time) : latest),
    Number.NEGATIVE_INFINITY,
  );
}

/** The oldest of the times; `undefined` if one of them is not known; `Infinity` if there are none. */
function oldestOf(times: readonly (number | undefined)[], now: number): number | undefined {
  return times.every((time) => isKnown(time, now))
    ? times.reduce<number>((oldest, time) => Math.min(oldest, time ?? oldest), Number.POSITIVE_INFINITY)
    : undefined;
}
