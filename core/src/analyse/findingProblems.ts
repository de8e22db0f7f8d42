import type { Problem } from './problem.ts';
import type { Policy } from '../policy/model.ts';
import type { FindingMatch } from '../matching/findingMatch.ts';
import { lastUseOf } from '../matching/wording.ts';
import { say, sentence } from '../text/message.ts';

/** What there is to say of the findings themselves, at the place where the policy begins. */
export function findingProblems(evidence: FindingMatch, { keySpan: span }: Policy): Problem[] {
  if (evidence.kind === 'blocked') return [{ code: evidence.code, span, message: sentence(evidence.reason) }];
  if (evidence.kind === 'unmatched') return [];
  const problems: Problem[] = [];
  if (evidence.unusedRole !== undefined) {
    const { principal } = evidence.unusedRole;
    problems.push({
      code: 'role.unused',
      span,
      message: say(
        'The role {0} itself is unused ({1}): consider deleting it',
        principal?.name ?? '',
        lastUseOf(evidence.unusedRole),
      ),
    });
  }
  if (evidence.stale !== undefined)
    problems.push({
      code: 'finding.stale',
      span,
      message: sentence(say('{0}: fetch it again before removing anything', evidence.stale)),
    });
  if (evidence.tooNew !== undefined)
    problems.push({ code: 'finding.too-new', span, message: sentence(evidence.tooNew) });
  return problems;
}
