/** The problems of the entries of a statement, independent of where the statement is. */
import type { DecidedEntry } from '../refine/refineStatement.ts';
import type { Decision } from '../refine/decision.ts';
import type { EntryAssessment } from '../refine/policyDecider.ts';
import { type Message, say } from '../text/message.ts';
import type { EntryProblem, Note } from './analysis.ts';
import type { Statement } from '../policy/model.ts';
import type { ActionPattern } from '../actions/actionPattern.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import { suggestAction } from '../actions/suggestAction.ts';

/** The assessments of the entries of a statement; `undefined` for an entry that is not a string. */
export type EntryAssessments = readonly (EntryAssessment | undefined)[];

/** The notes on the entries of a statement. `entries`: as in its analysis. */
export function notesOn(
  { action }: Statement,
  entries: readonly DecidedEntry[],
  assessments: EntryAssessments,
  catalogue: ActionCatalogue,
): Note[] {
  return (action?.entries ?? []).flatMap(({ pattern }, entry) => {
    const assessment = assessments[entry];
    if (pattern === undefined || assessment === undefined) return [];
    return entryNotes(pattern, entries[entry]?.decision, assessment, catalogue).map((problem) => ({ entry, problem }));
  });
}

function entryNotes(
  action: string,
  decision: Decision | undefined,
  assessment: EntryAssessment,
  catalogue: ActionCatalogue,
): EntryProblem[] {
  const unused = decision && unusedNote(action, decision, catalogue.label);
  const malformed = malformedNote(action, assessment.parsed);
  const unknown = decision?.kind === 'drop' ? undefined : unknownNote(action, decision, assessment, catalogue);
  return [unused && { ...unused, text: action }, malformed, unknown].filter((note) => note !== undefined);
}

type EntryNote = Pick<EntryProblem, 'code' | 'message' | 'unnecessary'>;

function unusedNote(action: string, decision: Decision, catalogue: Message): EntryNote | undefined {
  switch (decision.kind) {
    case 'drop':
      return {
        code: 'action.unused',
        message: withAge(dropMessage(action, decision), decision, catalogue),
        unnecessary: true,
      };
    case 'narrow':
      return { code: 'wildcard.partly-unused', message: withAge(narrowMessage(action, decision), decision, catalogue) };
    case 'narrow-all':
    case 'cannot-narrow':
      return {
        code: 'wildcard.partly-unused',
        message: someUnused(action, decision),
      };
    case 'keep':
    case 'malformed':
      return undefined;
  }
}

/** Adds a doubt: the catalogue is older than the finding, so the service may have newer actions that are in neither. */
function withAge(
  message: Message,
  { isCatalogueOlder }: { readonly isCatalogueOlder?: true },
  catalogue: Message,
): Message {
  return isCatalogueOlder === true ? say('{0}; {1} is older than the finding', message, catalogue) : message;
}

function narrowMessage(action: string, { matched, unused, to }: Extract<Decision, { kind: 'narrow' }>): Message {
  // The whole service is unused, but all its known actions stay: only actions that are not known are removed.
  return unused === 0
    ? say('Everything {0} allows is reported unused, except {1}', action, to.join(', '))
    : someUnused(action, { matched, unused });
}

function someUnused(
  action: string,
  { matched, unused }: { readonly matched: number; readonly unused: number },
): Message {
  if (matched === 1) return say('The only known action of {0} is unused', action);
  return unused === 1
    ? say('1 of {0} actions of {1} is unused', matched, action)
    : say('{0} of {1} actions of {2} are unused', unused, matched, action);
}

/**
 * The note on a malformed action string. IAM rejects the whole policy because of it, whatever the statement; or IAM
 * accepts it, but it can match nothing.
 */
function malformedNote(action: string, pattern: ActionPattern): EntryNote | undefined {
  if (pattern.kind !== 'malformed') return undefined;
  const quoted = JSON.stringify(action.length <= mostQuoted ? action : `${action.slice(0, mostQuoted)}…`);
  return pattern.isTooLong === true
    ? { code: 'action.unknown', message: say('{0} matches nothing: {1}', quoted, pattern.reason) }
    : { code: 'action.malformed', message: say('IAM rejects {0}: {1}', quoted, pattern.reason) };
}

/** The most characters of a malformed action string that a message quotes. */
const mostQuoted = 200;

function dropMessage(action: string, { matched, pattern }: Extract<Decision, { kind: 'drop' }>): Message {
  if (pattern === 'action') return say('{0} is unused', action);
  return matched <= 1
    ? say('Everything {0} allows is reported unused', action)
    : say('All {0} actions of {1} are unused', matched, action);
}

/**
 * The note on an action or service that the catalogue lacks. It is not removed: the catalogue may be out of date. An
 * action that is nearly that of a known one is taken for misspelled.
 */
function unknownNote(
  action: string,
  decision: Decision | undefined,
  assessment: EntryAssessment,
  catalogue: ActionCatalogue,
): EntryNote | undefined {
  const { label } = catalogue;
  switch (assessment.knowledge) {
    case 'action-of-unknown-service':
    case 'wildcard-of-unknown-service': {
      const service = action.slice(0, action.indexOf(':'));
      return (
        misspelledNote(action, assessment, catalogue) ?? {
          code: 'service.unknown',
          message: say('The service {0} is not in {1}', service, label),
        }
      );
    }
    case 'unknown-action':
      return (
        misspelledNote(action, assessment, catalogue) ?? {
          code: 'action.unknown',
          message: say('{0} is not in {1}', action, label),
        }
      );
    case 'known': {
      const matchesNothing = decision?.kind === 'keep' && decision.matched === 0;
      return matchesNothing
        ? { code: 'action.unknown', message: say('{1} matches no action in {0}', label, action) }
        : undefined;
    }
  }
}

function misspelledNote(
  action: string,
  { isInEvidence }: EntryAssessment,
  catalogue: ActionCatalogue,
): EntryNote | undefined {
  const near = isInEvidence === true ? undefined : suggestAction(catalogue, action);
  return near === undefined
    ? undefined
    : { code: 'action.misspelled', message: say('{0} is not a known action: did you mean {1}?', action, near) };
}
