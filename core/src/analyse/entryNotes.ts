/** What there is to say about the entries of a statement, wherever the statement stands. */
import type { DecidedEntry } from '../refine/refineStatement.ts';
import type { Decision } from '../refine/decision.ts';
import type { EntryAssessment } from '../refine/policyDecider.ts';
import { type Message, say } from '../text/message.ts';
import type { EntryProblem, Note } from './analysis.ts';
import type { Statement } from '../policy/model.ts';
import { parseActionPattern } from '../actions/actionPattern.ts';

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
  return (action?.entries ?? []).flatMap(({ pattern }, entry) => {
    const assessment = assessments[entry];
    if (pattern === undefined || assessment === undefined) return [];
    return entryNotes(pattern, entries[entry]?.decision, assessment, catalogue).map((said) => ({ entry, said }));
  });
}

function entryNotes(
  text: string,
  decision: Decision | undefined,
  assessment: EntryAssessment,
  catalogue: Message,
): EntryProblem[] {
  const unused = decision && unusedNote(text, decision, catalogue);
  const malformed = malformedNote(text);
  const unknown = decision?.kind === 'drop' ? undefined : unknownNote(text, decision, assessment, catalogue);
  return [unused && { ...unused, text }, malformed, unknown].filter((note) => note !== undefined);
}

type EntryNote = Pick<EntryProblem, 'code' | 'message' | 'unnecessary'>;

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
    ? say('Everything {0} allows is reported unused, except {1}', text, to.join(', '))
    : someUnused(text, { matched, unused });
}

function someUnused(text: string, { matched, unused }: { readonly matched: number; readonly unused: number }): Message {
  if (matched === 1) return say('The only known action of {0} is unused', text);
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
    ? say('Everything {0} allows is reported unused', text)
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
        ? { code: 'action.unknown', message: say('{1} matches no action in {0}', label, text) }
        : undefined;
    }
  }
}
