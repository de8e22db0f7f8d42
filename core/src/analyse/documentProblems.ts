import { findingProblems } from './findingProblems.ts';
import { listed } from '../matching/wording.ts';
import { say, type Message } from '../text/message.ts';
import type { DocumentInWork } from './analysis.ts';
import type { Refinement } from '../edit/decided.ts';
import { compareRecommendation, type RecommendationComparison } from './compareRecommendation.ts';
import type { Problem } from './problem.ts';
import { problemsOf } from './problems.ts';
import { tooLargeRefined } from './tooLarge.ts';
import { createRoots } from '../documents/policySyntax.ts';

/**
 * All problems of a document: those of the findings, the comparison with AWS's recommendation, the size after refining,
 * and those of its actions. `refine` refines the whole document, in the compact or the usual form.
 */
export function documentProblems(analysed: DocumentInWork, refine: (isCompact: boolean) => Refinement): Problem[] {
  const rootOf = createRoots(analysed);
  const ofFindings = analysed.policies.flatMap((found) => {
    const { match, policy } = found;
    const recommendation = match.kind === 'matched' ? match.recommendation : undefined;
    const message =
      recommendation &&
      comparisonMessage(compareRecommendation(rootOf, found, recommendation), recommendation.replacement === undefined);
    const compared: Problem[] =
      message === undefined ? [] : [{ code: 'recommendation.compared', span: policy.keySpan, message }];
    return [...findingProblems(match, policy), ...compared];
  });
  return problemsOf(analysed, [...ofFindings, ...tooLargeRefined(analysed, refine)]);
}

/** `undefined` if the recommendation is for another version of the policy. */
function comparisonMessage(comparison: RecommendationComparison, isDetachOnly: boolean): Message | undefined {
  switch (comparison.kind) {
    case 'other-policy':
      return undefined;
    case 'equal':
      return isDetachOnly
        ? say('AWS also recommends detaching this policy')
        : say('AWS recommends the same for this policy');
    case 'different': {
      const how = difference(comparison);
      return isDetachOnly
        ? say('The AWS recommendation, to detach this policy, is {0}', how)
        : say('The AWS recommendation for this policy is {0}', how);
    }
  }
}

function difference({ narrower, wider }: Extract<RecommendationComparison, { kind: 'different' }>): Message {
  if (wider.length === 0) return say('narrower by {0}', counted(narrower));
  if (narrower.length === 0) return say('wider by {0}', counted(wider));
  return say('narrower by {0}, and wider by {1}', counted(narrower), counted(wider));
}

function counted(actions: readonly string[]): Message {
  return actions.length === 1
    ? say('1 action: {0}', listed(actions))
    : say('{0} actions: {1}', actions.length, listed(actions));
}
