/** The problems of the policies of a document, except those of the findings. */
import type { DocumentInWork, PolicyInWork } from './analysis.ts';
import type { Policy, UnreadPart } from '../policy/model.ts';
import { tooLarge } from './tooLarge.ts';
import type { Problem } from './problem.ts';
import type { Span } from '../text/span.ts';
import { say, sentence, type Message } from '../text/message.ts';

/**
 * The problems of the whole document, then the policies that are too large and the parts that were not read, then the
 * others in the order of the text.
 */
export function problemsOf(document: DocumentInWork, ofDocument: readonly Problem[]): Problem[] {
  const problems = [...ofDocument, ...tooLarge(document), ...document.reading.unread.map(unreadProblem)];
  for (const [index, found] of document.policies.entries()) {
    for (const problem of policyProblems(found, index)) problems.push(problem);
    for (const [at, { statement, change, notes }] of found.statements.entries()) {
      const { action } = statement;
      if (action === undefined) continue;
      // For a wholly unused policy, one problem is enough: its statements are not reported again.
      if (!found.isWhollyUnused && change?.after.length === 0)
        problems.push({ ...unusedStatement, span: action.keySpan, place: { policy: index, statement: at } });
      for (const { entry, problem } of notes) {
        const span = action.entries[entry]?.span ?? action.valueSpan;
        problems.push({ ...problem, span, place: { policy: index, statement: at, entry } });
      }
    }
  }
  return problems;
}

/** The problems of a policy as a whole. */
function policyProblems({ policy, statements, isWhollyUnused }: PolicyInWork, index: number): readonly Problem[] {
  const { keySpan: span, readOnly } = policy;
  const place = { policy: index, statement: 0 };
  return [
    ...(isWhollyUnused ? [{ code: 'policy.unused', message: unusedPolicy(policy), span, place } as const] : []),
    ...(readOnly !== undefined && statements.some(({ change }) => change !== undefined)
      ? [readOnlyProblem(span, readOnly)]
      : []),
  ];
}

function unreadProblem({ span, reason, isNotYet }: UnreadPart): Problem {
  return { code: 'policy.unread', span, message: isNotYet === true ? sentence(reason) : say('Not read: {0}', reason) };
}

/** Says once for each policy where what is unused in it can be removed. */
function readOnlyProblem(span: Span, reason: Message): Problem {
  return { code: 'policy.unread', span, message: say('This policy is read-only: {0}', reason) };
}

/** IAM rejects a policy without statements, so there is no edit for a wholly unused policy. */
function unusedPolicy({ subject }: Policy): Message {
  // Without it, a statement that it replaces would count again.
  if (subject.isCombined === true)
    return say('Everything this document allows is reported unused; what it is combined with may need it');
  switch (subject.policyType?.kind) {
    case 'inline':
      return say('Everything this policy allows is reported unused: delete it');
    case 'managed':
      return say('Everything this policy allows is reported unused: detach it');
    case 'service-control':
    case undefined:
      return say('Everything this policy allows is reported unused: detach it, or delete it if it is inline');
  }
}

const unusedStatement = {
  code: 'statement.unused',
  message: say('Everything this statement allows is reported unused'),
} as const;
