/** The text of a lens about the permissions of a policy: how many are unused, how dangerous, and how long it is. */
import { namesOf, quotaFor, type MatchedFindings, type Policy, type PolicySizes } from '../../../core/src/index.ts';
import type { AccessLevel } from '../../../core/src/actions/index.ts';
import { levelsByDanger } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { t, told } from '../lsp/language.ts';
import { ageInWords, findingsOfDay, limitsOf, withheldInWords } from './matchInWords.ts';
import { reasonUnchanged, type Outlook } from './outlook.ts';

interface TextOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly outlook: Outlook;
}

/** `MyRole: 32 of 92 unused, 1 permissions management · 444 → 346 of 6,144 characters`. */
export function permissionsInWords(
  found: DocumentAnalysis,
  policy: number,
  match: MatchedFindings,
  { now, outlook }: TextOptions,
): string {
  const analysed = found.analysis.policies[policy];
  if (analysed === undefined) return '';
  const { actions, unused, unusedByLevel } = found.engine.count(found.analysis, policy);
  const names = namesOf(match.findings);
  const limits = limitsOf(found, policy);
  const line = (...parts: readonly string[]): string =>
    [...parts, ...doubtInWords(match), ...limits, ...sizeInWords(outlook.sizes[policy], analysed.policy)].join(' · ');
  if (analysed.isWhollyUnused) {
    const age = ageInWords(match.findings, now);
    return line(whollyUnused([told(names), ...(age === undefined ? [] : [age])].join(', '), analysed.policy));
  }
  if (unused > 0) {
    const why = reasonUnchanged(outlook, policy);
    // The reason of a read-only policy is among the limits.
    const isTold = why === undefined || analysed.policy.readOnly !== undefined;
    return line(
      withRisk(t('{0}: {1} of {2} unused', names, unused, actions), unusedByLevel),
      ...(isTold ? [] : [told(why.reason)]),
    );
  }
  const stays = withheldInWords(found, policy);
  return line(
    stays.length === 0
      ? t('Nothing reported unused by {0} ({1})', names, findingsOfDay(match.findings, now))
      : t('Nothing can be removed ({0})', stays.join('; ')),
  );
}

/** Adds the number of unused actions of the most dangerous level, if that level can do harm. */
function withRisk(counts: string, unusedByLevel: ReadonlyMap<AccessLevel, number>): string {
  const worst = levelsByDanger.find((level) => unusedByLevel.has(level));
  const count = worst === undefined ? 0 : (unusedByLevel.get(worst) ?? 0);
  if (worst === 'Permissions management') return t('{0}, {1} permissions management', counts, count);
  return worst === 'Write' ? t('{0}, {1} write', counts, count) : counts;
}

/** The doubt in one word. The status and the hover explain it. */
function doubtInWords({ stale, tooNew, unconfirmed }: MatchedFindings): string[] {
  return [
    ...(unconfirmed === undefined ? [] : [t('name not confirmed')]),
    ...(stale === undefined ? [] : [t('stale')]),
    ...(tooNew === undefined ? [] : [t('too new to tell what is unused')]),
  ];
}

/** `by`: the principals of the findings, and the age of the findings. */
function whollyUnused(by: string, { subject }: Policy): string {
  switch (subject.policyType?.kind) {
    case 'inline':
      return t('Everything is unused: delete it ({0})', by);
    case 'managed':
      return t('Everything is unused: detach it ({0})', by);
    case 'service-control':
    case undefined:
      return t('Everything is unused: detach it, or delete it if it is inline ({0})', by);
  }
}

/** `444 → 346 of 6,144 characters`. */
function sizeInWords(size: PolicySizes | undefined, { subject }: Policy): string[] {
  if (size === undefined) return [];
  const now = size.after === size.before ? told(size.before) : `${told(size.before)} → ${told(size.after)}`;
  return [t('{0} of {1} characters', now, quotaFor(subject.policyType, size.before).most)];
}
