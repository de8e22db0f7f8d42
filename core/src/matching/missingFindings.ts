/** The match of a policy some of whose holders have no finding. */
import { say, type Message } from '../text/message.ts';
import type { AppliedFinding } from './combinedUnused.ts';
import type { FindingsIndex } from './filedFindings.ts';
import type { FindingMatch } from './findingMatch.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import { listed, namesBeside } from './wording.ts';

const otherExisting = say(
  'the AWS recommendation does not count: it gives no existing policy, or another one, or another recommendation differs',
);

/** The match if some principals have no finding. A shared policy is refined only if all its holders have findings. */
export function withoutFindings(
  applied: readonly AppliedFinding[],
  missing: readonly MatchedPrincipal[],
  {
    principals,
    why,
    index,
  }: { readonly principals: readonly MatchedPrincipal[]; readonly why: Message; readonly index: FindingsIndex },
): FindingMatch {
  const names = listed(missing.map(namesBeside(principals)));
  const [aside] = missing.flatMap(({ name, arn }) =>
    index.setAside(name).filter(({ principal }) => arn === undefined || principal.arn === arn),
  );
  if (applied.length === 0) {
    if (aside === undefined) {
      const isRecommended = missing.some(({ arn }) => arn !== undefined && index.recommendationsFor(arn).length > 0);
      const lacking = say('matched to {0} ({1}), but there is no finding for {0}', names, why);
      return { kind: 'unmatched', reason: isRecommended ? say('{0}, and {1}', lacking, otherExisting) : lacking };
    }
    return {
      kind: 'unmatched',
      reason: say('matched to {0} ({1}), but {2}', names, why, aside.reason),
      isSetAside: true,
    };
  }
  const lacks = missing.length === 1 ? say('{0} has no finding', names) : say('{0} have no finding', names);
  const reason =
    aside === undefined
      ? say('shared policy ({0}): {1}, so nothing is removed', why, lacks)
      : say(
          'shared policy ({0}): there is no usable finding for {1} ({2}), so nothing is removed',
          why,
          names,
          aside.reason,
        );
  return { kind: 'blocked', code: 'finding.incomplete', reason };
}
