/**
 * Why it is not known what counts of somebody's findings: a copy of one may say something else, and what it says is not
 * known.
 */
import { liesAhead } from '../findings/said.ts';
import type { Finding } from '../findings/model.ts';
import type { SetAsideFinding } from '../findings/setAside.ts';
import { dayOf } from '../text/time.ts';
import { say, type Message } from '../text/message.ts';

/**
 * Of one principal: what does not count, and its active findings, closed or not, and those that count. The latter are
 * asked for where needed.
 */
export interface KnownCopies {
  readonly asides: readonly SetAsideFinding[];
  readonly active: () => readonly Finding[];
  readonly counting: () => readonly Finding[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * One reason for each copy that does not count and may be the newest: AWS could not make it; or it does not name the
 * actions, and what is known of them is older. And one for each finding of which a copy is closed, where it is not
 * known whether another copy is newer than that. O(copies).
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
    aside.kind === 'failed' ? whyFailed(aside, copies.id, analysed) : whyUnnamed(aside, copies.id, changed);
  return [
    ...(isUnclear ? asides.slice(0, 1).map(notSinceWhen) : []),
    ...open.flatMap((aside) => reasonOf(aside) ?? []),
  ];
}

/** Where other findings count, one more that may be active leaves less unused. */
function notSinceWhen({ id = '', principal }: SetAsideFinding): Message {
  return say('it is not known when the finding {0} for {1} was closed, so nothing is removed', id, principal.name);
}

/** `changed`: since when the details that count are unchanged, as {@link oldestOf} has it. */
function whyUnnamed(
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
 * What a copy says that is not newer, AWS could not confirm; and of one without a copy, what it would say is not known.
 * `analysed`: the time of the oldest active copy, as {@link oldestOf} has it.
 */
function whyFailed(aside: SetAsideFinding, id: string, analysed: number | undefined): Message | undefined {
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

/** When a copy was said. */
function timeOf({ analyzedAt, changedAt }: Finding): number | undefined {
  return changedAt === undefined ? undefined : Math.max(analyzedAt ?? 0, changedAt);
}

/** Does a copy tell its time, and one that does not lie ahead? */
function isKnown(time: number | undefined, now: number): time is number {
  return time !== undefined && !liesAhead(time, now);
}

/** Of the times that are known; `-Infinity` where none is. */
function latestOf(times: readonly (number | undefined)[], now: number): number {
  return times.reduce<number>(
    (latest, time) => (isKnown(time, now) ? Math.max(latest, time) : latest),
    Number.NEGATIVE_INFINITY,
  );
}

/** `undefined` where one is not known; `Infinity` of none. */
function oldestOf(times: readonly (number | undefined)[], now: number): number | undefined {
  return times.every((time) => isKnown(time, now))
    ? times.reduce<number>((oldest, time) => Math.min(oldest, time ?? oldest), Number.POSITIVE_INFINITY)
    : undefined;
}
