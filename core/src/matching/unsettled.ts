/** Why it is not known what counts of somebody's findings: a copy of one may say something else, and what it says is not known. */
import { liesAhead, type Said } from '../findings/said.ts';
import type { Finding } from '../findings/model.ts';
import type { SetAsideFinding } from '../findings/setAside.ts';
import { dayOf } from '../findings/time.ts';
import { say, type Message } from '../text/message.ts';

/** Of one principal: what does not count, and its active findings, closed or not, and those that count. The latter are asked for where needed. */
export interface KnownCopies {
  readonly asides: readonly SetAsideFinding[];
  readonly active: () => readonly Finding[];
  readonly counting: () => readonly Finding[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * One reason for each copy that does not count and may be the newest: AWS could not make it; it does not name the actions, and what is known of
 * them is older; or it closes the finding, and does not tell since when.
 */
export function unsettled(copies: KnownCopies): Message[] {
  return copies.asides.flatMap((aside) => (aside.id === undefined ? [] : (reasonFor({ ...aside, id: aside.id }, copies) ?? [])));
}

type Aside = SetAsideFinding & { readonly id: string };

function reasonFor(aside: Aside, copies: KnownCopies): Message | undefined {
  switch (aside.kind) {
    case 'counted':
      return isClosed(aside, copies) ? undefined : whyUnnamed(aside, copies);
    case 'failed':
      return isClosed(aside, copies) ? undefined : whyFailed(aside, copies);
    case 'closed':
      return whyUnclear(aside, copies);
    case 'other-type':
    case 'unreadable':
      return undefined;
  }
}

/** Is there a copy, not older, that closes it? */
function isClosed({ id, saidAt }: Aside, { asides, now }: KnownCopies): boolean {
  return asides.some((other) => other.kind === 'closed' && other.id === id && isAfter(other.saidAt, saidAt, now));
}

/** Is a time not before another? Not where one of them is not known, or lies ahead. */
function isAfter(time: number | undefined, other: number | undefined, now: number): boolean {
  return time !== undefined && other !== undefined && time >= other && !liesAhead(time, now);
}

function whyUnnamed({ id, principal: { name }, changedAt }: Aside, { counting, now }: KnownCopies): Message | undefined {
  const detailed = counting().filter((finding) => finding.id === id);
  if (detailed.length === 0) return say('the finding {0} of {1} does not name the actions, so nothing is removed', id, name);
  const old = detailed.find((finding) => !isAfter(finding.changedAt, changedAt, now));
  if (old === undefined) return undefined;
  if (old.changedAt === undefined || changedAt === undefined || isAfter(old.changedAt, changedAt, Number.POSITIVE_INFINITY))
    return say('it is not known whether the details of the finding {0} of {1} are up to date, so nothing is removed', id, name);
  return say(
    'the details of the finding {0} of {1} are of {2}, and it was changed on {3}, so nothing is removed',
    id,
    name,
    dayOf(old.changedAt),
    dayOf(changedAt),
  );
}

/** What an older copy says, AWS could not confirm. */
function whyFailed({ id, principal: { name }, saidAt, error = '' }: Aside, { active, now }: KnownCopies): Message | undefined {
  const copies = active().filter((finding) => finding.id === id);
  const isOvertaken = copies.every((finding) => latestOf(finding) !== saidAt && isAfter(latestOf(finding), saidAt, now));
  if (isOvertaken) return undefined;
  return error === ''
    ? say('the newest copy of the finding {0} of {1} failed, so nothing is removed', id, name)
    : say('the newest copy of the finding {0} of {1} failed ({2}), so nothing is removed', id, name, error);
}

/** Where other findings count, one more that may be active leaves less unused. */
function whyUnclear(aside: Aside, copies: KnownCopies): Message | undefined {
  const { saidAt, id, principal } = aside;
  if (saidAt !== undefined && !liesAhead(saidAt, copies.now)) return undefined;
  const open = copies.active().filter((finding) => finding.id === id && !isClosed({ ...aside, saidAt: latestOf(finding) }, copies));
  if (open.length === 0) return undefined;
  return say('it is not known since when the finding {0} of {1} is closed, so nothing is removed', id, principal.name);
}

function latestOf({ analyzedAt, changedAt }: Pick<Finding, 'analyzedAt'> & Said): number | undefined {
  return changedAt === undefined ? undefined : Math.max(analyzedAt ?? 0, changedAt);
}
