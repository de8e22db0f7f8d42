import type { Problem } from '../analyse/problem.ts';
import { dayOf } from '../findings/time.ts';
import type { Policy } from '../policy/model.ts';
import type { Evidence } from './evidence.ts';

/** What there is to say of the findings themselves, at the place where the policy begins. */
export function evidenceProblems(evidence: Evidence, { keySpan: span }: Policy): Problem[] {
  if (evidence.kind === 'blocked') return [{ code: evidence.code, span, message: sentence(evidence.reason) }];
  if (evidence.kind === 'none') return [];
  const problems: Problem[] = [];
  if (evidence.unusedRole !== undefined) {
    const { principal, lastAccessed } = evidence.unusedRole;
    const since = lastAccessed === undefined ? 'it was never used' : `last used ${dayOf(lastAccessed)}`;
    problems.push({ code: 'role.unused', span, message: `The role ${principal?.name} itself is unused (${since}): consider deleting it` });
  }
  if (evidence.stale !== undefined)
    problems.push({ code: 'finding.stale', span, message: `${sentence(evidence.stale)}: fetch it anew before removing anything` });
  return problems;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
