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
const mostNames = 6;

/** The most important paragraphs about an entry. The first holds the only count, and the only date. */
export function shortHover(explanation: EntryExplanation, grounds: Grounds): string[] {
  const { text, kept, unused, decision } = explanation;
  const { match, catalogue, details, levels, readOnly } = grounds;
  const held = match?.kind === 'matched' ? withheld(match, kept) : [];
  const counts = countsOf(explanation, held.length > 0, grounds);
  const [description, resources] = details === undefined ? [] : detailLines(details);
  const isWildcard = kept.length + unused.length > 1;
  const lines: readonly (string | undefined)[] = [
    [`**${escaped(text)}**: ${counts}`, ...evidenceOf(counts, grounds)].join(' · '),
    decision.kind === 'malformed' ? pageLink('action.malformed') : undefined,
    description,
    ...(isWildcard ? [] : escalationLine(kept[0] ?? unused[0] ?? text)),
    match === undefined || match.kind === 'matched' ? undefined : escaped(told(sentence(match.reason))),
    readOnly === undefined
      ? becomesOf(explanation, mostNames)[0]
      : escaped(t('This policy is read-only: {0}', readOnly)),
    isWildcard && unused.length > 0 ? `${t('Unused:')} ${byLevel(unused, levels, mostNames)}` : undefined,
    ...(isWildcard ? escalationsAmong(unused, mostNames) : []),
    ...held.map(({ actions, reason }) =>
      t('Reported unused but kept: {0} — {1}', names(actions, mostNames), escaped(told(reason))),
    ),
    ...exceptionLines(explanation),
    ...doubtLines(grounds),
    ...trackingOf(explanation, grounds, mostNames),
    ...catalogueLines(explanation, catalogue),
    resources,
  ];
  return lines.flatMap((line) => (line === undefined || line === '' ? [] : [line])).slice(0, mostLines);
}

/** `A, finding of 24 Nov`; empty if the counts have a date already. */
function evidenceOf(counts: string, { match, now }: Grounds): string[] {
  if (match?.kind !== 'matched' || isOnlyAboutRole(match) || /\d{4}-\d\d-\d\d/.test(counts)) return [];
  return [escaped(`${told(namesOf(match.findings))}, ${findingsOfDay(match.findings, now)}`)];
}

function doubtLines({ match }: Grounds): string[] {
  if (match?.kind !== 'matched') return [];
  return [
    ...(match.stale === undefined ? [] : [pageLink('finding.stale')]),
    ...(match.tooNew === undefined ? [] : [pageLink('finding.too-new')]),
  ];
}
