/** The hover in our own client: at most five paragraphs, and a line of links. The prefix tree shows the rest. */
import { namesOf, withheld, type EntryExplanation } from '../../../core/src/index.ts';
import { sentence } from '../../../core/src/text/index.ts';
import { told, t } from '../lsp/language.ts';
import {
  becomesOf,
  byLevel,
  catalogueLines,
  countsOf,
  exceptionLines,
  pageLink,
  trackingOf,
  type Grounds,
} from './hoverLines.ts';
import { escalationLine, escalationsAmong } from './escalationInWords.ts';
import { detailLines, escaped, names } from './markdown.ts';
import { findingsOfDay, isOnlyAboutRole } from './matchInWords.ts';

const mostLines = 5;
/** So few that a list takes one row or two: VS Code shows about ten rows, and the last one has the links. */
const mostNames = 3;

/** The most important paragraphs about an entry. The first holds the only count, and the only date. */
export function shortHover(explanation: EntryExplanation, grounds: Grounds): string[] {
  const { text, kept, decision } = explanation;
  const { match, catalogue } = grounds;
  const held = match?.kind === 'matched' ? withheld(match, kept) : [];
  const counts = countsOf(explanation, held.length > 0, grounds);
  const lines: readonly (string | undefined)[] = [
    [`**${escaped(text)}**: ${counts}`, ...evidenceOf(counts, grounds)].join(' · '),
    decision.kind === 'malformed' ? pageLink('action.malformed') : undefined,
    ...subjectLines(explanation, grounds),
    ...held.map(({ actions, reason }) =>
      t('Reported unused but kept: {0} — {1}', names(actions, mostNames), escaped(told(reason))),
    ),
    ...exceptionLines(explanation),
    ...doubtLines(grounds),
    ...trackingLine(explanation, grounds),
    ...catalogueLines(explanation, catalogue),
    grounds.details && detailLines(grounds.details)[1],
  ];
  return lines.flatMap((line) => (line === undefined || line === '' ? [] : [line])).slice(0, mostLines);
}

/** What the action does and could do, or what the wildcard becomes and loses; and why nothing is known or changed. */
function subjectLines(explanation: EntryExplanation, { match, details, levels, readOnly }: Grounds): string[] {
  const { kept, unused } = explanation;
  const [first, another] = [...kept, ...unused];
  const isWildcard = another !== undefined;
  const risks = isWildcard ? escalationsAmong(unused, mostNames) : first === undefined ? [] : escalationLine(first);
  const becomes =
    readOnly === undefined
      ? becomesOf(explanation, mostNames)
      : [escaped(t('This policy is read-only: {0}', readOnly))];
  return [
    ...(details === undefined ? [] : detailLines(details).slice(0, 1)),
    ...(isWildcard ? [] : risks),
    ...(match === undefined || match.kind === 'matched' ? [] : [escaped(told(sentence(match.reason)))]),
    ...becomes,
    ...(isWildcard && unused.length > 0 ? [`${t('Unused:')} ${byLevel(unused, levels, mostNames)}`] : []),
    ...(isWildcard ? risks : []),
  ];
}

/** `A, finding of 24 Nov`; empty if the counts have a date already. */
function evidenceOf(counts: string, { match, now }: Grounds): string[] {
  if (match?.kind !== 'matched' || isOnlyAboutRole(match) || /\d{4}-\d\d-\d\d/.test(counts)) return [];
  return [escaped(`${told(namesOf(match.findings))}, ${findingsOfDay(match.findings, now)}`)];
}

/** The kept actions of a wildcard that no finding can name, in few words; for a single action, all that is known. */
function trackingLine(explanation: EntryExplanation, grounds: Grounds): string[] {
  const { kept, unused, notTracked } = explanation;
  if (kept.length + unused.length < 2) return trackingOf(explanation, grounds);
  return notTracked.length === 0 ? [] : [t('AWS does not track the use of {0}', names(notTracked, mostNames))];
}

function doubtLines({ match }: Grounds): string[] {
  if (match?.kind !== 'matched') return [];
  return [
    ...(match.stale === undefined ? [] : [pageLink('finding.stale')]),
    ...(match.tooNew === undefined ? [] : [pageLink('finding.too-new')]),
  ];
}
