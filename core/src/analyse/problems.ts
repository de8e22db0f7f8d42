import { parseActionPattern } from '../actions/actionPattern.ts';
import type { Decided, Note } from './analysis.ts';
import type { EntryAssessment } from '../refine/policyDecider.ts';
import type { Policy, Statement, UnreadPart } from '../policy/model.ts';
import { tooLarge } from './tooLarge.ts';
import type { Problem } from './problem.ts';
import type { Decision } from '../refine/decision.ts';
import type { DecidedEntry } from '../refine/refineStatement.ts';
import { say, sentence, type Message } from '../text/message.ts';

/** Everything there is to say about the policies of a document, in the order of the text, one rule after another. */
export function problemsOf(document: Decided): Problem[] {
  const problems: Problem[] = [...tooLarge(document), ...document.reading.unread.map(unreadProblem)];
  for (const [index, { policy, statements, isWhollyUnused }] of document.policies.entries()) {
    if (isWhollyUnused)
      problems.push({
        code: 'policy.unused',
        message: unusedPolicy(policy),
        span: policy.keySpan,
        place: { policy: index, statement: 0 },
      });
    for (const [at, { statement, change, notes }] of statements.entries()) {
      const { action } = statement;
      if (action === undefined) continue;
      // A wholly unused policy says so once; its statements do not say it again.
      if (!isWhollyUnused && change?.after.length === 0)
        problems.push({ ...unusedStatement, span: action.keySpan, place: { policy: index, statement: at } });
      for (const { entry, ...note } of notes) {
        const span = action.entries[entry]?.span ?? action.valueSpan;
        problems.push({ ...note, span, place: { policy: index, statement: at, entry } });
      }
    }
  }
  return problems;
}

function unreadProblem({ span, reason, isNotYet }: UnreadPart): Problem {
  return { code: 'policy.unread', span, message: isNotYet === true ? sentence(reason) : say('Not read: {0}', reason) };
}

/** IAM rejects a policy without statements, so that there is no edit. */
function unusedPolicy({ subject }: Policy): Message {
  switch (subject.policyType?.kind) {
    case 'inline':
      return say(
        'Everything this policy allows is reported unused: delete it (IAM rejects a policy without statements)',
      );
    case 'managed':
      return say(
        'Everything this policy allows is reported unused: detach it (IAM rejects a policy without statements)',
      );
    case 'service-control':
    case undefined:
      return say(
        'Everything this policy allows is reported unused: detach it, or delete it if it is inline (IAM rejects a policy without statements)',
      );
  }
}

const unusedStatement = {
  code: 'statement.unused',
  message: say('Everything this statement allows is reported unused'),
} as const;

/** What is thought of the entries of a statement; `undefined` for what is no string. */
export type EntryAssessments = readonly (EntryAssessment | undefined)[];

/**
 * What there is to say about the entries of a statement, whatever its place. `entries` as in the analysis of the
 * statement; `catalogue` is its label.
 */
export function notesOn(
  { action }: Statement,
  entries: readonly DecidedEntry[],
  assessments: EntryAssessments,
  catalogue: Message,
): Note[] {
  return (action?.entries ?? []).flatMap(({ text }, entry) => {
    const assessment = assessments[entry];
    if (text === undefined || assessment === undefined) return [];
    return entryNotes(text, entries[entry]?.decision, assessment, catalogue).map((note) => ({ ...note, entry }));
  });
}

function entryNotes(
  text: string,
  decision: Decision | undefined,
  assessment: EntryAssessment,
  catalogue: Message,
): Omit<Note, 'entry'>[] {
  const unused = decision && unusedNote(text, decision, catalogue);
  const malformed = malformedNote(text);
  const unknown = decision?.kind === 'drop' ? undefined : unknownNote(text, decision, assessment, catalogue);
  return [unused && { ...unused, text }, malformed, unknown].filter((note) => note !== undefined);
}

type EntryNote = Pick<Note, 'code' | 'message' | 'unnecessary'>;

function unusedNote(text: string, decision: Decision, catalogue: Message): EntryNote | undefined {
  switch (decision.kind) {
    case 'drop':
      return {
        code: 'action.unused',
        message: withAge(dropMessage(text, decision), decision, catalogue),
        unnecessary: true,
      };
    case 'narrow':
      return { code: 'wildcard.partly-unused', message: withAge(narrowMessage(text, decision), decision, catalogue) };
    case 'narrow-all':
    case 'cannot-narrow':
      return {
        code: 'wildcard.partly-unused',
        message: someUnused(text, decision),
      };
    case 'keep':
    case 'malformed':
      return undefined;
  }
}

/**
 * With what makes it doubtful: there may be more actions that the finding does not name, and the catalogue cannot know.
 */
function withAge(
  message: Message,
  { isCatalogueOlder }: { readonly isCatalogueOlder?: true },
  catalogue: Message,
): Message {
  return isCatalogueOlder === true ? say('{0}; {1} is older than the finding', message, catalogue) : message;
}

function narrowMessage(text: string, { matched, unused, to }: Extract<Decision, { kind: 'narrow' }>): Message {
  // No known action of a service that is unused as a whole goes, but those that nobody knows do.
  return unused === 0
    ? say('All that {0} allows is reported unused, except {1}', text, to.join(', '))
    : someUnused(text, { matched, unused });
}

function someUnused(text: string, { matched, unused }: { readonly matched: number; readonly unused: number }): Message {
  if (matched === 1) return say('The one known action of {0} is unused', text);
  return unused === 1
    ? say('1 of {0} actions of {1} is unused', matched, text)
    : say('{0} of {1} actions of {2} are unused', unused, matched, text);
}

/**
 * What IAM rejects, whatever the statement is: the whole policy is refused with it. Or what it takes, and can match
 * nothing.
 */
function malformedNote(text: string): EntryNote | undefined {
  const pattern = parseActionPattern(text);
  if (pattern.kind !== 'malformed') return undefined;
  const quoted = JSON.stringify(text.length <= mostQuoted ? text : `${text.slice(0, mostQuoted)}…`);
  return pattern.isTooLong === true
    ? { code: 'action.unknown', message: say('{0} matches nothing: {1}', quoted, pattern.reason) }
    : { code: 'action.malformed', message: say('IAM rejects {0}: {1}', quoted, pattern.reason) };
}

/** Of what is no action, a message quotes so many characters. */
const mostQuoted = 200;

function dropMessage(text: string, { matched, pattern }: Extract<Decision, { kind: 'drop' }>): Message {
  if (pattern === 'action') return say('{0} is unused', text);
  return matched <= 1
    ? say('All that {0} allows is reported unused', text)
    : say('All {0} actions of {1} are unused', matched, text);
}

/** What the catalogue does not know. It is a list of a certain day, so nothing is removed for that. */
function unknownNote(
  text: string,
  decision: Decision | undefined,
  assessment: EntryAssessment,
  label: Message,
): EntryNote | undefined {
  switch (assessment.knowledge) {
    case 'action-of-unknown-service':
    case 'wildcard-of-unknown-service':
      return {
        code: 'service.unknown',
        message: say('The service {0} is not in {1}', text.slice(0, text.indexOf(':')), label),
      };
    case 'unknown-action':
      return { code: 'action.unknown', message: say('{0} is not in {1}', text, label) };
    case 'known': {
      const matchesNothing = decision?.kind === 'keep' && decision.matched === 0;
      return matchesNothing
        ? { code: 'action.unknown', message: say('Nothing in {0} matches {1}', label, text) }
        : undefined;
    }
  }
}
