/** Finds out of the times of findings and policies whether a finding is stale, or the policy too new for it. */
import { liesAhead } from '../findings/copyTimes.ts';
import { dayOf } from '../text/time.ts';
import type { Attachment } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';
import type { FiledFinding } from './filedFindings.ts';
import { findingOf } from './wording.ts';

const dayMs = 86_400_000;

interface Limits {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly staleAfterDays: number;
  readonly minimumAgeDays: number;
}

/**
 * Why one of the findings may be out of date: it is older than the user allows, or older than the last change of the
 * policy; or its time is missing or in the future. A finding in the short form has no time, so it is never stale.
 *
 * `changed`: when the policy was last changed, in milliseconds since 1970; 0 if unknown.
 */
export function staleReason(
  findings: readonly FiledFinding[],
  changed: number,
  { now, staleAfterDays }: Limits,
): Message | undefined {
  for (const { finding } of findings) {
    const { analyzedAt, changedAt, kind } = finding;
    if (kind === 'short form') continue;
    if (analyzedAt === undefined) return say('{0} does not say when it was created', findingOf(finding));
    const said = say('{0} is from {1}', findingOf(finding), dayOf(analyzedAt));
    if (liesAhead(analyzedAt, now)) return say('{0}, which is in the future', said);
    if (liesAhead(changedAt ?? 0, now))
      return say('{0} was changed on {1}, which is in the future', findingOf(finding), dayOf(changedAt ?? 0));
    if (changed > analyzedAt) return say('{0}, but the policy was changed later, on {1}', said, dayOf(changed));
    const days = Math.floor((now - analyzedAt) / dayMs);
    if (days > staleAfterDays) return days === 1 ? say('{0}, 1 day old', said) : say('{0}, {1} days old', said, days);
  }
  return undefined;
}

/**
 * Why the policy or one of its holders is too new for a last-accessed report: the report lists an action that was
 * granted an hour before as never used. If a creation time is unknown, it is no reason.
 *
 * `changed`: when the policy was last changed, in milliseconds since 1970; 0 if unknown.
 */
export function tooNew(
  findings: readonly FiledFinding[],
  changed: number,
  attachment: Attachment,
  { minimumAgeDays }: Limits,
): Message | undefined {
  const holders =
    attachment.kind === 'attached' ? attachment.to : attachment.kind === 'unclear' ? attachment.named : [];
  for (const { finding } of findings) {
    const { kind, analyzedAt } = finding;
    // A report without a time is already stale.
    if (kind !== 'report' || analyzedAt === undefined) continue;
    const since = analyzedAt - minimumAgeDays * dayMs;
    const isYoung = (time: number): boolean => time > 0 && time > since;
    const tooYoung = (what: Message): Message =>
      say('{0} is from {1}, but {2}: too new to tell what is unused', findingOf(finding), dayOf(analyzedAt), what);
    if (isYoung(changed)) return tooYoung(say('the policy was created or changed on {0}', dayOf(changed)));
    const holder = holders.find(({ createdAt = 0 }) => isYoung(createdAt));
    if (holder !== undefined) return tooYoung(say('{0} was created on {1}', holder.name, dayOf(holder.createdAt ?? 0)));
  }
  return undefined;
}
