/** Finds AWS's recommendation for a policy, as evidence of what is unused. */
import type { ActionCatalogue } from '../actions/catalogue.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import type { PolicySubject } from '../policy/subject.ts';
import type { FiledFinding, FindingsIndex } from './filedFindings.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import type { PolicyFile } from './policyFile.ts';
import { recommendationFor } from './recommendationFor.ts';
import { findingOfRecommendation } from './recommendedUnused.ts';

/** Is this text of an existing policy the policy that is matched? */
export type IsExisting = (existing: string) => boolean;

/** A policy for which AWS may have a recommendation. */
interface Recommendable {
  readonly subject: PolicySubject;
  readonly file: PolicyFile;
  readonly isExisting?: IsExisting | undefined;
}

/**
 * Finds AWS's recommendation for a policy of a principal, as a finding. It does not count if a finding of the principal
 * was set aside, or if the existing policy in it is not the policy.
 */
export function createRecommended(
  index: FindingsIndex,
  catalogue: ActionCatalogue,
): (principal: MatchedPrincipal, placed: Recommendable) => readonly FiledFinding[] {
  const made = new WeakMap<Recommendation, FiledFinding[]>();
  return ({ name, arn }, { subject, file, isExisting }) => {
    if (arn === undefined || isExisting === undefined) return [];
    if (index.setAside(name).some(({ principal }) => principal.arn === arn)) return [];
    const recommendation = recommendationFor(index.recommendationsFor(arn), subject, file);
    if (recommendation?.existing === undefined || !isExisting(recommendation.existing)) return [];
    const known = made.get(recommendation) ?? filedRecommendation(recommendation, index, catalogue);
    made.set(recommendation, known);
    return known;
  };
}

function filedRecommendation(
  recommendation: Recommendation,
  index: FindingsIndex,
  catalogue: ActionCatalogue,
): FiledFinding[] {
  const finding = findingOfRecommendation(recommendation, catalogue);
  const place = { file: index.fileOf(recommendation), span: { offset: 0, length: 0 } };
  return finding === undefined ? [] : [{ finding, places: [place] }];
}
