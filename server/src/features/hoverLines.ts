/** The text of a hover, in Markdown: all that is known. */
import { t, told } from '../lsp/language.ts';
import {
  accessLevelOf,
  foldCase,
  foldedParts,
  type AccessLevel,
  type ActionDetails,
  type ActionReference,
} from '../../../core/src/actions/index.ts';
import {
  problemPage,
  untrackedReason,
  withheld,
  type EntryExplanation,
  type FindingMatch,
  type PolicyPlace,
  type ProblemCode,
  type ShownPrefixTree,
} from '../../../core/src/index.ts';
import { type Message } from '../../../core/src/text/index.ts';
import { levelsByDanger } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { isOnlyAboutRole, unusedRoleInWords } from './matchInWords.ts';
import { accessSummary, unusedSince, usedLast, type LastAccesses } from './lastAccess.ts';
import { detailLines, escaped, names } from './markdown.ts';
import { escalationLine, escalationsAmong } from './escalationInWords.ts';
import { escalationOf } from '../sources/escalations.ts';
import { reasonsOf } from './prefixReasons.ts';
import { matchDetail } from './status.ts';

/** A link to the explanation of a problem code. */
export function pageLink(code: ProblemCode): string {
  return `[${escaped(t('What {0} means', code))}](${problemPage(code)})`;
}

/** Does a report show an action as used? */
export function isUsed(action: string, match: FindingMatch | undefined): boolean {
  return match?.kind === 'matched' && match.used.some((used) => foldCase(used) === foldCase(action));
}

/** The data that was looked up for a hover. */
export interface LookedUp {
  readonly now: number;
  readonly accesses: LastAccesses;
  readonly reference: ActionReference;
}

/** The action of an entry that allows only one; otherwise `undefined`. */
export function singleAction({ kept, unused }: EntryExplanation): string | undefined {
  return kept.length + unused.length === 1 ? (kept[0] ?? unused[0]) : undefined;
}

/** The paragraphs of a hover. `explanation`: that of the entry at the place. */
export function hoverLines(
  found: DocumentAnalysis,
  place: Required<PolicyPlace>,
  explanation: EntryExplanation | undefined,
  lookedUp: LookedUp,
): string[] {
  if (explanation === undefined) return leftAlone(found, place, lookedUp.reference);
  return linesOf(explanation, groundsOf(found, place, explanation, lookedUp));
}

/** What the paragraphs about an entry are written from. */
export function groundsOf(
  found: DocumentAnalysis,
  place: Required<PolicyPlace>,
  explanation: EntryExplanation,
  lookedUp: LookedUp,
): Grounds {
  const action = singleAction(explanation);
  return {
    ...lookedUp,
    levels: levelsIn(found, explanation),
    prefixTree: found.engine.prefixTree(found.analysis, place),
    match: found.analysis.policies[place.policy]?.match,
    catalogue: told(found.sources.catalogue.label),
    trackedOn: found.sources.catalogue.trackedOn,
    readOnly: found.analysis.policies[place.policy]?.policy.readOnly,
    proof: proofOf(found, place),
    details: action === undefined ? undefined : lookedUp.reference.detailsOf(...foldedParts(action)),
  };
}

/** The paragraphs for an entry of a statement that is not refined, with the reason. */
export function leftAlone(
  { analysis, sources }: DocumentAnalysis,
  place: Required<PolicyPlace>,
  reference: ActionReference,
): string[] {
  const { role, action } = analysis.policies[place.policy]?.policy.statements[place.statement] ?? {};
  if (role === undefined || role.kind === 'refinable') return [];
  const text = action?.entries[place.entry]?.pattern ?? '';
  const level = accessLevelOf(sources.catalogue, text);
  const details = reference.detailsOf(...foldedParts(text));
  return [
    ...(level === undefined ? [] : [`**${escaped(text)}**: ${t('access level {0}', level)}`]),
    ...(details === undefined ? [] : detailLines(details)),
    ...escalationLine(text),
    t('This statement is left unchanged: {0}', escaped(told(role.reason))),
  ];
}

/** The access level of each action `service:Name` that the catalogue has one for. */
type Levels = ReadonlyMap<string, AccessLevel>;

function levelsIn({ sources: { catalogue } }: DocumentAnalysis, { kept, unused }: EntryExplanation): Levels {
  const levels = new Map<string, AccessLevel>();
  for (const action of [...kept, ...unused]) {
    const level = accessLevelOf(catalogue, action);
    if (level !== undefined) levels.set(action, level);
  }
  return levels;
}

export interface Grounds extends LookedUp {
  readonly levels: Levels;
  readonly prefixTree: ShownPrefixTree | undefined;
  readonly match: FindingMatch | undefined;
  readonly catalogue: string;
  /** The date of the tracking data in the catalogue. */
  readonly trackedOn: string | undefined;
  readonly proof: string | undefined;
  /** Why the policy cannot be edited. */
  readonly readOnly: Message | undefined;
  /** Only for an entry that allows one action. */
  readonly details: ActionDetails | undefined;
}

function linesOf(explanation: EntryExplanation, grounds: Grounds): string[] {
  const { text, kept, unused, decision } = explanation;
  const { match, catalogue, proof, details, readOnly } = grounds;
  const held = match?.kind === 'matched' ? withheld(match, kept) : [];
  const single = singleAction(explanation);
  const isPartlyUnused = kept.length + unused.length > 1 && unused.length > 0;
  return [
    `**${escaped(text)}**: ${countsOf(explanation, held.length > 0, grounds)}`,
    ...(decision.kind === 'malformed' ? [pageLink('action.malformed')] : []),
    ...(details === undefined ? [] : detailLines(details)),
    ...(single === undefined ? [] : escalationLine(single)),
    ...(readOnly === undefined ? becomesOf(explanation) : []),
    ...(isPartlyUnused ? reasonsOf(grounds.prefixTree) : []),
    ...(proof === undefined ? [] : [proof]),
    ...(isPartlyUnused ? partlyLines(explanation, grounds) : []),
    ...held.map(({ actions, reason }) =>
      t('Reported unused but kept: {0} — {1}', names(actions), escaped(told(reason))),
    ),
    ...exceptionLines(explanation),
    ...trackingOf(explanation, grounds),
    ...catalogueLines(explanation, catalogue),
    ...(readOnly === undefined
      ? []
      : [`${escaped(t('This policy is read-only: {0}', readOnly))} ${pageLink('policy.unread')}`]),
    ...evidenceLines(grounds),
  ].filter((line) => line !== '');
}

/** The unused and the staying actions of a wildcard. */
function partlyLines({ kept, unused }: EntryExplanation, { levels, accesses }: Grounds): string[] {
  return [
    `${t('Unused:')} ${byLevel(unused, levels)}`,
    ...escalationsAmong(unused),
    ...accessSummary(accesses),
    `${t('Kept:')} ${byLevel(kept, levels)}`,
  ];
}

/** The last paragraphs: the findings and the catalogue used. */
function evidenceLines({ match, catalogue, now }: Grounds): string[] {
  if (match === undefined) return [];
  const isTooNew = match.kind === 'matched' && match.tooNew !== undefined;
  const detail = match.kind === 'matched' ? matchDetail(match, now) : told(match.reason);
  return [...(isTooNew ? [pageLink('finding.too-new')] : []), `_${escaped(detail)} · ${escaped(catalogue)}_`];
}

/** The counts of the proof of this change. */
function proofOf({ analysis, engine }: DocumentAnalysis, place: Required<PolicyPlace>): string | undefined {
  const { changes } = engine.refine(analysis, { kind: 'entry', ...place });
  const { kept, removed } = engine.countChanges(analysis, changes);
  return changes.length === 0 ? undefined : t('Proven: keeps {0}, removes {1}, adds none', kept, removed);
}

/**
 * The actions grouped by access level as in the Service Authorization Reference, the most dangerous level first; at
 * most `most` of them.
 */
export function byLevel(all: readonly string[], levels: Levels, most: number = all.length): string {
  if (all.length === 0) return t('none');
  const rank = (action: string): number => {
    const level = levels.get(action);
    if (escalationOf(action) !== undefined) return -1;
    return level === undefined ? levelsByDanger.length : levelsByDanger.indexOf(level);
  };
  const actions = most < all.length ? all.toSorted((a, b) => rank(a) - rank(b)).slice(0, most) : all;
  const groups = [...levelsByDanger, undefined].map((level) => ({
    level,
    group: actions.filter((action) => levels.get(action) === level),
  }));
  const filled = groups.filter(({ group }) => group.length > 0);
  const list = filled
    .map(({ level, group }) => (level === undefined ? names(group) : `_${level}_ ${names(group)}`))
    .join('; ');
  return most < all.length ? t('{0} and {1} more', list, all.length - most) : list;
}

/** The number of used and unused actions of an entry. `isHeld`: some of them stay although reported unused. */
export function countsOf(
  explanation: EntryExplanation,
  isHeld: boolean,
  { match, levels, accesses, now }: Grounds,
): string {
  const { decision, kept, unused } = explanation;
  if (decision.kind === 'malformed') return escaped(told(decision.reason));
  const [action, another] = [...kept, ...unused];
  if (action === undefined) return t('it matches no known action');
  const use = useOf({ kept, unused }, isHeld, { match, accesses, now });
  if (another !== undefined) return use;
  const level = levels.get(action);
  return level === undefined ? use : `${use} · ${t('access level {0}', level)}`;
}

/** The use of the actions of an entry. Without a finding, there is nothing to count. */
function useOf(
  { kept, unused }: Pick<EntryExplanation, 'kept' | 'unused'>,
  isHeld: boolean,
  { match, accesses, now }: Pick<Grounds, 'match' | 'accesses' | 'now'>,
): string {
  const all = kept.length + unused.length;
  const actions = (rest: string): string => (all === 1 ? rest : t('{0} actions; {1}', all, rest));
  if (match?.kind !== 'matched')
    return actions(match?.kind === 'blocked' ? t('no finding is used') : t('no finding applies to it'));
  if (isOnlyAboutRole(match)) return actions(escaped(unusedRoleInWords(match) ?? ''));
  if (all > 1) return useOfSeveral(all, unused.length, isHeld);
  const [action = ''] = [...unused, ...kept];
  if (unused.length === 1) return unusedSince(accesses.get(action), now);
  if (isUsed(action, match)) return usedLast(accesses.get(action), now);
  return isHeld ? t('kept') : t('not reported unused');
}

function useOfSeveral(all: number, unused: number, isHeld: boolean): string {
  if (unused > 0) return t('{0} of {1} actions unused', unused, all);
  return isHeld
    ? t('{0} actions; {1}', all, t('all of them are kept'))
    : t('{0} actions, none of them reported unused', all);
}

/** What a wildcard becomes, or why it stays. `most`: how many names are shown. */
export function becomesOf({ decision }: EntryExplanation, most?: number): string[] {
  if (decision.kind === 'narrow') return [t('Becomes: {0}', names(decision.to, most))];
  return decision.kind === 'cannot-narrow' ? [escaped(told(decision.reason))] : [];
}

/** The actions that stay although their whole service is unused. */
export function exceptionLines({ excepted }: EntryExplanation): string[] {
  return excepted.map((action) => t('{0} is kept: {1}', names([action]), escaped(told(untrackedReason(action)))));
}

/** The kept actions that no finding can name, because AWS does not track their use. */
export function trackingOf(
  { kept, unused, notTracked, trackingUnknown }: EntryExplanation,
  { trackedOn }: Grounds,
): string[] {
  const isSingle = kept.length + unused.length === 1;
  const untracked = notTracked.length === 0 ? [] : [untrackedLine(isSingle ? undefined : names(notTracked), trackedOn)];
  if (trackingUnknown === 0) return untracked;
  const unknown = isSingle
    ? t('The action catalogue does not say whether AWS tracks its use')
    : t('Actions for which the action catalogue does not say whether AWS tracks their use: {0}', trackingUnknown);
  return [...untracked, unknown];
}

/** `actions` is absent where there is only one. */
function untrackedLine(actions: string | undefined, day: string | undefined): string {
  if (actions === undefined)
    return day === undefined
      ? t('AWS does not track its use, so no finding can name it')
      : t('AWS does not track its use (as of {0}), so no finding can name it', day);
  return day === undefined
    ? t('AWS does not track the use of these actions, so no finding can name them: {0}', actions)
    : t('AWS does not track the use of these actions (as of {0}), so no finding can name them: {1}', day, actions);
}

/** The actions that not all of finding, policy and catalogue know. */
export function catalogueLines({ newer, onlyInPolicy }: EntryExplanation, catalogue: string): string[] {
  return [
    ...(onlyInPolicy.length === 0
      ? []
      : [
          t('Written out because the policy names them and {0} does not: {1}', escaped(catalogue), names(onlyInPolicy)),
        ]),
    ...(newer.length === 0
      ? []
      : [t('{0} is older than the finding, which names {1}', escaped(catalogue), names(newer))]),
  ];
}
