/** Describes the match of a policy and its findings in words. No claim goes beyond the findings. */
import { dayOf } from '../../../core/src/text/index.ts';
import {
  lastUseOf,
  namesOf,
  withheld,
  type Finding,
  type MatchedFindings,
  type Withheld,
} from '../../../core/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { ageOf } from './age.ts';
import { shortDay, t } from '../lsp/language.ts';

type Findings = MatchedFindings['findings'];

/** `finding from 2026-11-20`; for several findings, their number and the date of the oldest. */
export function findingsInWords(findings: Findings): string {
  const what = nounFor(findings);
  const oldest = oldestOf(findings);
  if (oldest === undefined) return what;
  return isOneDay(findings)
    ? t('{0} from {1}', what, dayOf(oldest))
    : t('{0}, the oldest from {1}', what, dayOf(oldest));
}

/** `finding of 24 Nov`; for several findings, their number and the day of the oldest. `now`: milliseconds since 1970. */
export function findingsOfDay(findings: Findings, now: number): string {
  const what = nounFor(findings);
  const oldest = oldestOf(findings);
  if (oldest === undefined) return what;
  const day = shortDay(oldest, now);
  return isOneDay(findings) ? t('{0} of {1}', what, day) : t('{0}, the oldest of {1}', what, day);
}

/** The same with the age: `finding from 2026-11-20 (4 days ago)`. `now`: milliseconds since 1970. */
export function agedFindings(findings: Findings, now: number): string {
  return `${findingsInWords(findings)}${inBrackets(ageInWords(findings, now))}`;
}

/** `4 days ago`, the age of the oldest finding; `undefined` if none has a time. */
export function ageInWords(findings: Findings, now: number): string | undefined {
  const oldest = oldestOf(findings);
  return oldest === undefined ? undefined : ageOf(oldest, now);
}

/** ` (…)`, or nothing. */
export function inBrackets(text: string | undefined): string {
  return text === undefined ? '' : ` (${text})`;
}

function nounFor(findings: Findings): string {
  if (findings.length > 1) return t('{0} findings', findings.length);
  const { kind } = findings[0]?.finding ?? {};
  if (kind === 'recommendation') return t('AWS recommendation');
  return kind === 'report' ? t('last-accessed report') : t('finding');
}

function timesOf(findings: Findings): number[] {
  return findings.flatMap(({ finding }) => finding.analyzedAt ?? []);
}

function oldestOf(findings: Findings): number | undefined {
  const times = timesOf(findings);
  return times.toSorted((a, b) => a - b)[0];
}

/** Are all findings with a time from the same day? */
function isOneDay(findings: Findings): boolean {
  return new Set(timesOf(findings).map(dayOf)).size === 1;
}

/** `MyRole itself is unused (last used 2026-03-01)`, if there is a finding about the role itself. */
export function unusedRoleInWords({ unusedRole }: MatchedFindings): string | undefined {
  return unusedRole && t('{0} itself is unused ({1})', namesOf([{ finding: unusedRole }]), lastUseOf(unusedRole));
}

/** Do the findings tell only that the role itself is unused, and nothing about its permissions? */
export function isOnlyAboutRole({ findings }: MatchedFindings): boolean {
  return findings.every(({ finding }: { readonly finding: Finding }) => finding.kind === 'role');
}

/** The most characters of a document whose entries are all explained after each analysis. */
const largestDocument = 100_000;

/** The actions of a policy that stay although reported unused, with the reasons; empty for a large document. */
function withheldOf({ analysis, engine }: DocumentAnalysis, policy: number): readonly Withheld[] {
  const match = analysis.policies[policy]?.match;
  if (match?.kind !== 'matched' || analysis.text.length > largestDocument) return [];
  // A single finding without keep rules withholds nothing.
  if (match.findings.length < 2 && match.keepRules.length === 0) return [];
  return withheld(match, engine.kept(analysis, policy)?.reported ?? []);
}

/** `2 actions kept: not reported unused by B`, one text for each reason. */
export function withheldInWords(found: DocumentAnalysis, policy: number): string[] {
  return withheldOf(found, policy).map(({ actions, reason }) =>
    actions.length === 1 ? t('1 action kept: {0}', reason) : t('{0} actions kept: {1}', actions.length, reason),
  );
}

/** `read-only: …`, `2 parts were not read`: why a policy cannot be refined completely. */
export function limitsOf({ analysis }: DocumentAnalysis, policy: number): string[] {
  const { readOnly, unread = [] } = analysis.policies[policy]?.policy ?? {};
  return [...(readOnly === undefined ? [] : [t('read-only: {0}', readOnly)]), ...unreadInWords(unread.length)];
}

/** `2 parts were not read`; empty if all parts were read. */
export function unreadInWords(parts: number): string[] {
  if (parts === 0) return [];
  return [parts === 1 ? t('1 part was not read') : t('{0} parts were not read', parts)];
}
