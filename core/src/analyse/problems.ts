import { parseActionPattern } from '../actions/actionPattern.ts';
import type { PolicyAnalysis, StatementAnalysis } from './analysis.ts';
import type { Judge } from './judge.ts';
import type { UnusedService } from '../findings/model.ts';
import type { ActionEntry } from '../policy/model.ts';
import type { PolicyPlace, Problem } from './problem.ts';
import type { Decision } from '../refine/decision.ts';
import type { Universe } from '../refine/universe.ts';
import { foldCase } from '../actions/foldCase.ts';
import type { Span } from '../text/span.ts';

/** Everything there is to say about the policies of a document, in the order of the text, one rule after another. */
export function* problemsOf(policies: readonly PolicyAnalysis[], judge: Judge): Iterable<Problem> {
  for (const [policy, analysis] of policies.entries()) {
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
    const unused = decision && unusedProblem(found, decision, { ...place, entry }, judge.universe);
    if (unused !== undefined) yield unused;
    const unknown = decision?.kind === 'drop' ? undefined : unknownMessage(found.text ?? '', decision, judge);
    if (unknown !== undefined) yield { ...unknown, span: found.span, place: { ...place, entry } };
  }
}

function unusedProblem({ span, text = '' }: ActionEntry, decision: Decision, place: PolicyPlace, universe: Universe): Problem | undefined {
  switch (decision.kind) {
    case 'drop':
      return {
        code: 'action.unused',
        span,
        message: dropMessage(text, decision),
        place,
        text,
        unnecessary: true,
        ...evidenceFor(text, universe),
      };
    case 'narrow':
    case 'narrow-all':
    case 'cannot-narrow': {
      const message = `${decision.unused} of ${decision.matched} actions of ${text} are unused`;
      return { code: 'wildcard.partly-unused', span, message, place, text, ...evidenceFor(text, universe) };
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

/** The entry of the findings file that speaks: of the action itself, or for a wildcard of its service. */
function evidenceFor(text: string, universe: Universe): { readonly evidence?: Span } {
  const pattern = parseActionPattern(text);
  if (pattern.kind !== 'action' && pattern.kind !== 'wildcard') return {};
  const service = universe.unused.get(pattern.service);
  const evidence = service && evidenceSpan(service, pattern.name);
  return evidence === undefined ? {} : { evidence };
}

function evidenceSpan(service: UnusedService, name: string): Span {
  return service.actions?.get(foldCase(name))?.span ?? service.span;
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
