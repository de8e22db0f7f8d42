/** What the times of findings and policies say about how far a finding can be trusted. */
import type { Finding } from '../findings/model.ts';
import { dayOf } from '../findings/time.ts';
import type { Attachment } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';
import type { FiledFinding } from './findingsIndex.ts';
import { findingOf } from './wording.ts';

const dayMs = 86_400_000;

interface Limits {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly staleAfterDays: number;
  readonly minimumAgeDays: number;
}

/**
 * Why one of the findings may be out of date: it is older than the user wants them, or than the last change of the policy (`changed`, milliseconds
 * since 1970, 0 where that is not known); or it does not tell its time, or one that lies ahead. The short form has no place for a time.
 */
export function whyStale(findings: readonly FiledFinding[], changed: number, { now, staleAfterDays }: Limits): Message | undefined {
  for (const { finding } of findings) {
    const { analyzedAt, kind } = finding;
    if (kind === 'short form') continue;
    if (analyzedAt === undefined) return say('{0} does not say when it was made', findingOf(finding));
    const said = say('{0} is of {1}', findingOf(finding), dayOf(analyzedAt));
    // Clocks differ by minutes, not by days.
    if (analyzedAt > now + dayMs) return say('{0}, which lies ahead', said);
    if (changed > analyzedAt) return say('{0}, and the policy was changed after it, on {1}', said, dayOf(changed));
    const days = Math.floor((now - analyzedAt) / dayMs);
    if (days > staleAfterDays) return say('{0}, {1} days old', said, days);
  }
  return undefined;
}

/**
 * Why the policy, or somebody who holds it, is too young for a last-accessed report, which lists what was granted an hour before as never used.
 * A time that is not known is none.
 */
export function tooNew(
  findings: readonly FiledFinding[],
  changed: number,
  attachment: Attachment,
  { minimumAgeDays }: Limits,
): Message | undefined {
  const holders = attachment.kind === 'attached' ? attachment.to : attachment.kind === 'unclear' ? attachment.named : [];
  for (const { finding } of findings.filter((filed) => filed.finding.kind === 'report')) {
    const since = (finding.analyzedAt ?? 0) - minimumAgeDays * dayMs;
    if (changed > since) return tooYoung(finding, say('the policy was created or changed on {0}', dayOf(changed)));
    const young = holders.find(({ createdAt = 0 }) => createdAt > since);
    if (young !== undefined) return tooYoung(finding, say('{0} was created on {1}', young.name, dayOf(young.createdAt ?? 0)));
  }
  return undefined;
}

function tooYoung(report: Finding, young: Message): Message {
  return say('{0} is of {1}, and {2}: too new to be called unused', findingOf(report), dayOf(report.analyzedAt ?? 0), young);
}
