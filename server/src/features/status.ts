import { doubtOf, namesOf, type FindingMatch, type MatchedFindings, matchesOf } from '../../../core/src/index.ts';
import type { Message } from '../../../core/src/text/index.ts';
import type { PolicyStatus } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { t, told } from '../lsp/language.ts';
import {
  agedFindings,
  ageInWords,
  findingsOfDay,
  isOnlyAboutRole,
  limitsOf,
  unreadInWords,
  unusedRoleInWords,
  withheldInWords,
} from './matchInWords.ts';

/** Text and detail together are cut to this many characters: VS Code shows them in one row with a link and a pin. */
const most = { text: 32, both: 60 } as const;

/** The status of the policies of a document, in one line with the reason. `now`: milliseconds since 1970. */
export function statusOf(found: DocumentAnalysis, now: number): PolicyStatus {
  const matches = matchesOf(found.analysis);
  const texts = [...new Set(matches.map(textOf))];
  const text =
    matches.length === 0
      ? t('No policy was read')
      : texts.length === 1
        ? (texts[0] ?? '')
        : t('{0} policies', matches.length);
  const shown = clipped(text, most.text);
  return {
    kind: kindOf(matches),
    text: shown,
    detail: clipped(shortDetail(found, matches, now), most.both - shown.length),
    label: `${text}, ${wholeDetail(found, matches, now)}`,
  };
}

/** The status of a document whose policies no finding can be about. */
export function leftAloneStatus(reason: Message): PolicyStatus {
  const text = t('Left alone');
  const why = told(reason);
  return { kind: 'left-alone', text, detail: clipped(why, most.both - text.length), label: `${text}, ${why}` };
}

function clipped(text: string, characters: number): string {
  const all = Array.from(text);
  return all.length <= characters ? text : `${all.slice(0, characters - 1).join('')}…`;
}

/** What can be said of all policies in one short line. */
function shortDetail(found: DocumentAnalysis, matches: readonly FindingMatch[], now: number): string {
  const isAlone = matches.length === 1;
  const details = [
    ...new Set(
      matches.map((match, policy) => {
        if (match.kind !== 'matched') return told(match.reason);
        const counts = isAlone ? countsInWords(found, policy, match) : [];
        return [...counts, ...shortMatch(match, now)].join(' · ');
      }),
    ),
  ];
  const matched = matches.filter(({ kind }) => kind === 'matched').length;
  if (details.length > 1) return t('findings apply to {0} of {1} policies', matched, matches.length);
  return [...details, ...unreadInWords(found.analysis.reading.unread.length)].join(' · ');
}

/** The most characters of a document whose actions are counted after each analysis. */
const largestCounted = 100_000;

/** The same counts as in the lens. */
function countsInWords(found: DocumentAnalysis, policy: number, match: MatchedFindings): string[] {
  const { analysis, engine } = found;
  if (isOnlyAboutRole(match)) return [t('the role itself is unused')];
  if (analysis.text.length > largestCounted) return [];
  const { actions, unused } = engine.count(analysis, policy);
  if (unused > 0) return [t('{0} of {1} unused', unused, actions)];
  return [withheldInWords(found, policy).length > 0 ? t('nothing can be removed') : t('nothing reported unused')];
}

/** `stale · finding of 20 Nov`. */
function shortMatch(match: MatchedFindings, now: number): string[] {
  const { findings, stale, tooNew, unconfirmed } = match;
  return [
    ...(unconfirmed === undefined ? [] : [t('not confirmed')]),
    ...(stale === undefined ? [] : [t('stale')]),
    ...(tooNew === undefined ? [] : [t('too new')]),
    findingsOfDay(findings, now),
  ];
}

/** Everything, with the catalogue. */
function wholeDetail(found: DocumentAnalysis, matches: readonly FindingMatch[], now: number): string {
  const { date, label } = found.sources.catalogue;
  const catalogue = date === undefined ? told(label) : t('catalogue from {0}', date);
  const details = [...new Set(matches.map((match, policy) => detailOf(found, policy, match, now)))];
  return [...(details.length === 0 ? [] : [listedDetails(details)]), ...elsewhere(found), catalogue].join(' · ');
}

function kindOf(matches: readonly FindingMatch[]): PolicyStatus['kind'] {
  if (matches.some(({ kind }) => kind === 'blocked')) return 'blocked';
  if (matches.some((match) => doubtOf(match) !== undefined)) return 'stale';
  return matches.some(({ kind }) => kind === 'matched') ? 'matched' : 'none';
}

function listedDetails(details: readonly string[]): string {
  return details.length <= 3
    ? details.join(' · ')
    : `${details.slice(0, 3).join(' · ')} · ${t('and {0} more', details.length - 3)}`;
}

/** The parts outside of the policies that were not read. */
function elsewhere({ analysis }: DocumentAnalysis): string[] {
  const inside = new Set(analysis.policies.flatMap(({ policy }) => policy.unread));
  return unreadInWords(analysis.reading.unread.filter((part) => !inside.has(part)).length);
}

function textOf(match: FindingMatch): string {
  switch (match.kind) {
    case 'matched':
      return told(namesOf(match.findings));
    case 'blocked':
      return t('No finding is used');
    case 'unmatched':
      return t('No finding');
  }
}

function detailOf(found: DocumentAnalysis, policy: number, match: FindingMatch, now: number): string {
  const whole =
    match.kind === 'matched' ? [matchDetailOnce(match, now), ...withheldInWords(found, policy)] : [told(match.reason)];
  return [...whole, ...limitsOf(found, policy)].join('; ');
}

const knownDetails = new WeakMap<MatchedFindings, { readonly age: string | undefined; readonly detail: string }>();

/**
 * {@link matchDetail}, written once as long as the age of the findings stays the same: the matches of a document with
 * many principals outlive many keystrokes.
 */
function matchDetailOnce(match: MatchedFindings, now: number): string {
  const age = ageInWords(match.findings, now);
  const known = knownDetails.get(match);
  if (known !== undefined && known.age === age) return known.detail;
  const detail = matchDetail(match, now);
  knownDetails.set(match, { age, detail });
  return detail;
}

/** `finding from 2026-11-20 (4 days ago), matched by its path`. An unused role comes first. */
export function matchDetail(match: MatchedFindings, now: number): string {
  const { findings, why, stale, tooNew, unconfirmed, keepRules } = match;
  const role = unusedRoleInWords(match);
  return [
    ...(role === undefined ? [] : [role]),
    t('{0}, matched {1}', agedFindings(findings, now), why),
    ...(keepRules.length === 0
      ? []
      : [keepRules.length === 1 ? t('1 keep rule') : t('{0} keep rules', keepRules.length)]),
    ...(unconfirmed === undefined ? [] : [told(unconfirmed.reason)]),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
    ...(tooNew === undefined ? [] : [told(tooNew)]),
  ].join('; ');
}
