/** The problems of the findings that apply to a policy: unreadable, stale, too new, or about an unused role. */
import type { Problem } from './problem.ts';
import type { Policy } from '../policy/model.ts';
import type { FindingMatch } from '../matching/findingMatch.ts';
import { lastUseOf } from '../matching/wording.ts';
import { say, sentence } from '../text/message.ts';

/** All of them are reported where the policy begins. */
export function findingProblems(match: FindingMatch, { keySpan: span }: Policy): Problem[] {
  if (match.kind === 'blocked') return [{ code: match.code, span, message: sentence(match.reason) }];
  if (match.kind === 'unmatched') return [];
  const problems: Problem[] = [];
  if (match.unusedRole !== undefined) {
    const { principal } = match.unusedRole;
    problems.push({
      code: 'role.unused',
      span,
      message: say(
        'The role {0} itself is unused ({1}): consider deleting it',
        principal?.name ?? '',
        lastUseOf(match.unusedRole),
      ),
    });
  }
  if (match.stale !== undefined)
    problems.push({
      code: 'finding.stale',
      span,
      message: sentence(say('{0}: fetch it again before removing anything', match.stale)),
    });
  if (match.unconfirmed !== undefined)
    problems.push({ code: 'finding.ambiguous', span, message: sentence(match.unconfirmed.reason) });
  if (match.tooNew !== undefined) problems.push({ code: 'finding.too-new', span, message: sentence(match.tooNew) });
  return problems;
}
