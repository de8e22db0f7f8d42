import type { PolicyAnalysis, StatementAnalysis } from './analysis.ts';
import type { Judge, JudgeFor } from './judge.ts';
import type { ActionEntry } from '../policy/model.ts';
import type { PolicyPlace, Problem } from './problem.ts';
import type { Decision } from '../refine/decision.ts';

/** Everything there is to say about the policies of a document, in the order of the text, one rule after another. */
export function* problemsOf(policies: readonly PolicyAnalysis[], judgeFor: JudgeFor): Iterable<Problem> {
  for (const [policy, analysis] of policies.entries()) {
    const judge = judgeFor(analysis.policy, analysis.unused);
    yield* policyProblems(analysis, policy);
    for (const [statement, found] of analysis.statements.entries()) {
      yield* statementProblems(found, { policy, statement }, analysis.isWhollyUnused);
      yield* actionProblems(found, { policy, statement }, judge);
    }
  }
}

function* policyProblems({ policy, isWhollyUnused }: PolicyAnalysis, index: number): Iterable<Problem> {
  if (!isWhollyUnused) return;
  const message = 'Nothing this policy allows is used: detach it (IAM rejects a policy without statements)';
  yield { code: 'policy.unused', span: policy.keySpan, message, place: { policy: index, statement: 0 } };
}

/** A wholly unused policy says so once; its statements do not say it again. */
function* statementProblems(found: StatementAnalysis, place: PolicyPlace, isSaid: boolean): Iterable<Problem> {
  const { action } = found.statement;
  if (isSaid || action === undefined || found.change?.after.length !== 0) return;
  yield { code: 'statement.unused', span: action.keySpan, message: 'Nothing this statement allows is used', place };
}

function* actionProblems({ statement, entries }: StatementAnalysis, place: PolicyPlace, judge: Judge): Iterable<Problem> {
  for (const [entry, found] of (statement.action?.entries ?? []).entries()) {
    const decision = entries[entry]?.decision;
    const unused = decision && unusedProblem(found, decision, { ...place, entry });
    if (unused !== undefined) yield unused;
    const unknown = decision?.kind === 'drop' ? undefined : unknownMessage(found.text ?? '', decision, judge);
    if (unknown !== undefined) yield { ...unknown, span: found.span, place: { ...place, entry } };
  }
}

function unusedProblem({ span, text = '' }: ActionEntry, decision: Decision, place: PolicyPlace): Problem | undefined {
  switch (decision.kind) {
    case 'drop':
      return {
        code: 'action.unused',
        span,
        message: dropMessage(text, decision),
        place,
        text,
        unnecessary: true,
      };
    case 'narrow':
    case 'narrow-all':
    case 'cannot-narrow': {
      const message = `${decision.unused} of ${decision.matched} actions of ${text} are unused`;
      return { code: 'wildcard.partly-unused', span, message, place, text };
    }
    case 'keep':
    case 'malformed':
      return undefined;
  }
}

function dropMessage(text: string, { matched, pattern }: Extract<Decision, { kind: 'drop' }>): string {
  if (pattern === 'action') return `${text} is unused`;
  return matched <= 1 ? `All that ${text} allows is unused` : `All ${matched} actions of ${text} are unused`;
}

/** What the catalogue does not know. It is a list of a certain day, so nothing is removed for that. */
function unknownMessage(text: string, decision: Decision | undefined, judge: Judge): Pick<Problem, 'code' | 'message'> | undefined {
  const { label } = judge.universe.catalogue;
  switch (judge.knowledgeOf(text)) {
    case 'action-of-unknown-service':
    case 'wildcard-of-unknown-service':
      return { code: 'service.unknown', message: `The service ${text.slice(0, text.indexOf(':'))} is not in ${label}` };
    case 'unknown-action':
      return { code: 'action.unknown', message: `${text} is not in ${label}` };
    case 'known': {
      const matchesNothing = decision?.kind === 'keep' && decision.matched === 0;
      return matchesNothing ? { code: 'action.unknown', message: `Nothing in ${label} matches ${text}` } : undefined;
    }
  }
}
