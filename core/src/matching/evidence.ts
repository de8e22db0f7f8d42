import type { Problem } from '../analyse/problem.ts';
import type { Finding, Principal } from '../findings/model.ts';
import { intersectUnused, type Unused } from '../findings/unused.ts';
import type { Policy } from '../policy/model.ts';
import { newestByPrincipal, unusedRoleOf, type FiledFinding, type FindingMatch } from './matchFinding.ts';

/** What may be said of a policy on the word of findings. */
export type Evidence =
  /** These findings, one a principal, speak for it, and what all of them leave unused may go. */
  | {
      readonly kind: 'speaks';
      readonly findings: readonly FiledFinding[];
      readonly why: string;
      readonly unused: Unused;
      /** The finding that the role itself is unused. */
      readonly unusedRole?: Finding | undefined;
    }
  /** Something stands in the way, so nothing is removed. */
  | { readonly kind: 'blocked'; readonly code: 'finding.ambiguous' | 'finding.incomplete'; readonly reason: string }
  | { readonly kind: 'none' };

/** What follows from a match by path or folder. */
export function evidenceOf(match: FindingMatch): Evidence {
  switch (match.kind) {
    case 'none':
      return { kind: 'none' };
    case 'ambiguous':
      return {
        kind: 'blocked',
        code: 'finding.ambiguous',
        reason: `findings of ${listPrincipals(match.principals)} may be meant, so none is used`,
      };
    case 'matched':
      return speak([match.finding], match.by === 'path' ? 'by its path' : 'by its folder', match.unusedRole);
  }
}

/**
 * What follows when the caller names the principals: the policy is theirs, and only what all of them leave unused may go. A principal
 * without a finding leaves nothing to say, and comes back in `missing`.
 */
export function evidenceFor(
  principals: readonly string[],
  findings: readonly FiledFinding[],
): { readonly evidence: Evidence; readonly missing: readonly string[] } {
  const newest = newestByPrincipal(findings);
  const chosen = principals.map((arn) => newest.find(({ finding }) => finding.principal?.arn === arn));
  const missing = principals.filter((_, i) => chosen[i] === undefined);
  const present = chosen.filter((filed) => filed !== undefined);
  const [arn = '', ...others] = principals;
  const unusedRole = others.length === 0 ? unusedRoleOf(arn, findings) : undefined;
  return {
    evidence: missing.length > 0 || present.length === 0 ? { kind: 'none' } : speak(present, 'by the principal given', unusedRole),
    missing,
  };
}

function speak(findings: readonly FiledFinding[], why: string, unusedRole?: Finding): Evidence {
  const partial = findings.find(({ finding }) => finding.incomplete !== undefined)?.finding;
  if (partial !== undefined) {
    const reason = `the finding of ${nameOf(partial)} is not whole: ${partial.incomplete}; nothing is removed on its word`;
    return { kind: 'blocked', code: 'finding.incomplete', reason };
  }
  return { kind: 'speaks', findings, why, unused: intersectUnused(findings.map(({ finding }) => finding.services)), unusedRole };
}

/** What there is to say of the findings themselves, at the place where the policy begins. */
export function evidenceProblems(evidence: Evidence, { keySpan: span }: Policy): Problem[] {
  if (evidence.kind === 'blocked') return [{ code: evidence.code, span, message: sentence(evidence.reason) }];
  if (evidence.kind === 'none' || evidence.unusedRole === undefined) return [];
  const { principal, lastAccessed } = evidence.unusedRole;
  const since = lastAccessed === undefined ? 'it was never used' : `last used ${new Date(lastAccessed).toISOString().slice(0, 10)}`;
  return [{ code: 'role.unused', span, message: `The role ${principal?.name} itself is unused (${since}): consider deleting it` }];
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How messages name the principal of a finding; the short form does not say who it is. */
export function nameOf(finding: Finding): string {
  return finding.principal?.name ?? 'its principal';
}

function listPrincipals(principals: readonly Principal[]): string {
  const arns = principals.map(({ arn }) => arn);
  return arns.length <= 3 ? arns.join(', ') : `${arns.slice(0, 3).join(', ')} and ${arns.length - 3} more`;
}
