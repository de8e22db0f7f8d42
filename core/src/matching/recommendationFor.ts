/** Chooses the recommendation of AWS that is for a policy. */
import type { Recommendation } from '../findings/recommendation.ts';
import type { PolicySubject } from '../policy/subject.ts';
import { stems } from './fileNames.ts';
import type { PolicyFile } from './policyFile.ts';

/**
 * The recommendation for one of the policies of a principal. It is the one for the policy that the document names, or
 * else the file or a folder above it; if none of them names a policy, it is the only recommendation there is. Two that
 * differ for one policy do not tell which of them is newer, so neither counts. Whether it fits the text of the policy is
 * checked later, when the two are compared.
 */
export function recommendationFor(
  recommendations: readonly Recommendation[],
  { policyId }: PolicySubject,
  { segments }: PolicyFile,
): Recommendation | undefined {
  const names = policyId === undefined ? [...stems(segments.at(-1) ?? ''), ...segments.slice(0, -1)] : [policyId];
  const named = recommendations.filter(
    ({ policyId: id }) => names.includes(id) || names.includes(nameIn(id)) || names.map(nameIn).includes(nameIn(id)),
  );
  const [only, ...others] = named.length > 0 || policyId !== undefined ? named : recommendations;
  return only !== undefined && others.every((other) => isSame(only, other)) ? only : undefined;
}

/** Copies of one recommendation. */
function isSame(a: Recommendation, b: Recommendation): boolean {
  return a.policyId === b.policyId && a.replacement === b.replacement && a.existing === b.existing;
}

/** The name of a policy: the part after the last slash of its ARN. */
function nameIn(policyId: string): string {
  return policyId.slice(policyId.lastIndexOf('/') + 1);
}
