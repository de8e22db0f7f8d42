/** What a hover says, in Markdown. */
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
  whyUntracked,
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
import { isOnlyAboutRole, unusedRoleInWords } from './evidenceWords.ts';
import { accessSummary, unusedSince, usedLast, type LastAccesses } from './lastAccess.ts';
import { detailLines, escaped, names } from './markdown.ts';
import { reasonsOf } from './prefixReasons.ts';
import { spokenDetail } from './status.ts';

/** A link to what a problem code means. */
export function pageLink(code: ProblemCode): string {
  return `[${escaped(t('What {0} means', code))}](${problemPage(code)})`;
}

/** Does a report show an action as used? */
export function isUsed(action: string, match: FindingMatch | undefined): boolean {
  return match?.kind === 'matched' && match.used.some((used) => foldCase(used) === foldCase(action));
}

/** What was looked up for a hover. */
interface LookedUp {
  readonly now: number;
  readonly accesses: LastAccesses;
  readonly reference: ActionReference;
}

/** Of an entry that allows one action only, that one. */
export function singleAction({ kept, unused }: EntryExplanation): string | undefined {
  return kept.length + unused.length === 1 ? (kept[0] ?? unused[0]) : undefined;
}

/** The paragraphs of a hover, in Markdown; `explanation` is of the entry at the place. */
export function hoverLines(
  found: DocumentAnalysis,
  place: Required<PolicyPlace>,
  explanation: EntryExplanation | undefined,
  lookedUp: LookedUp,
): string[] {
  if (explanation === undefined) return leftAlone(found, place, lookedUp.reference);
  const action = singleAction(explanation);
  return linesOf(explanation, {
    ...lookedUp,
    levels: levelsIn(found, explanation),
    prefixTree: found.engine.prefixTree(found.analysis, place),
    match: found.analysis.policies[place.policy]?.match,
    catalogue: told(found.sources.catalogue.label),
    trackedOn: found.sources.catalogue.trackedOn,
    readOnly: found.analysis.policies[place.policy]?.policy.readOnly,
    proof: proofOf(found, place),
    details: action === undefined ? undefined : lookedUp.reference.detailsOf(...foldedParts(action)),
  });
}

/** Of an entry of a statement of which nothing is done: what it is, and why. */
function leftAlone(
  { analysis, sources }: DocumentAnalysis,
  place: Required<PolicyPlace>,
  reference: ActionReference,
): string[] {
  const { role, action } = analysis.policies[place.policy]?.policy.statements[place.statement] ?? {};
  if (role === undefined || role.kind === 'refinable') return [];
  const text = action?.entries[place.entry]?.text ?? '';
  const level = accessLevelOf(sources.catalogue, text);
  const details = reference.detailsOf(...foldedParts(text));
  return [
    ...(level === undefined ? [] : [`**${escaped(text)}**: ${t('access level {0}', level)}`]),
    ...(details === undefined ? [] : detailLines(details)),
    t('This statement is left unchanged: {0}', escaped(told(role.reason))),
  ];
}

/** The access level of each action `service:Name`, where the catalogue says it. */
type Levels = ReadonlyMap<string, AccessLevel>;

function levelsIn({ sources: { catalogue } }: DocumentAnalysis, { kept, unused }: EntryExplanation): Levels {
  const levels = new Map<string, AccessLevel>();
  for (const action of [...kept, ...unused]) {
    const level = accessLevelOf(catalogue, action);
    if (level !== undefined) levels.set(action, level);
  }
  return levels;
}

interface Grounds extends LookedUp {
  readonly levels: Levels;
  readonly prefixTree: ShownPrefixTree | undefined;
  readonly match: FindingMatch | undefined;
  readonly catalogue: string;
  /** The day for which the catalogue says whose use is tracked. */
  readonly trackedOn: string | undefined;
  readonly proof: string | undefined;
  /** Why nothing may be written into the policy. */
  readonly readOnly: Message | undefined;
  /** Of an entry that allows one action only. */
  readonly details: ActionDetails | undefined;
}

function linesOf(explanation: EntryExplanation, grounds: Grounds): string[] {
  const { text, kept, unused, decision } = explanation;
  const { match, catalogue, proof, details, readOnly } = grounds;
  const held = match?.kind === 'matched' ? withheld(match, kept) : [];
  const isPartlyUnused = kept.length + unused.length > 1 && unused.length > 0;
  return [
    `**${escaped(text)}**: ${countsOf(explanation, held.length > 0, grounds)}`,
    ...(decision.kind === 'malformed' ? [pageLink('action.malformed')] : []),
    ...(details === undefined ? [] : detailLines(details)),
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

/** Which actions of a wildcard are unused, and which stay. */
function partlyLines({ kept, unused }: EntryExplanation, { levels, accesses }: Grounds): string[] {
  return [
    `${t('Unused:')} ${byLevel(unused, levels)}`,
    ...accessSummary(accesses),
    `${t('Kept:')} ${byLevel(kept, levels)}`,
  ];
}

/** What all of it rests on, last. */
function evidenceLines({ match, catalogue, now }: Grounds): string[] {
  if (match === undefined) return [];
  const isTooNew = match.kind === 'matched' && match.tooNew !== undefined;
  const detail = match.kind === 'matched' ? spokenDetail(match, now) : told(match.reason);
  return [...(isTooNew ? [pageLink('finding.too-new')] : []), `_${escaped(detail)} · ${escaped(catalogue)}_`];
}

/** What the proof of this one change counted. */
function proofOf({ analysis, engine }: DocumentAnalysis, place: Required<PolicyPlace>): string | undefined {
  const { edits, kept, removed } = engine.refine(analysis, { kind: 'entry', ...place });
  return edits.length === 0 ? undefined : t('Proven: keeps {0}, removes {1}, adds none', kept, removed);
}

/** Grouped as the Service Authorization Reference does, what is most dangerous first. */
function byLevel(actions: readonly string[], levels: Levels): string {
  if (actions.length === 0) return t('none');
  const groups = [...levelsByDanger, undefined].map((level) => ({
    level,
    group: actions.filter((action) => levels.get(action) === level),
  }));
  const filled = groups.filter(({ group }) => group.length > 0);
  return filled
    .map(({ level, group }) => (level === undefined ? names(group) : `_${level}_ ${names(group)}`))
    .join('; ');
}

/** What is known of the use of what an entry allows. `isHeld`: some of it is reported unused, and stays. */
function countsOf(explanation: EntryExplanation, isHeld: boolean, { match, levels, accesses, now }: Grounds): string {
  const { decision, kept, unused } = explanation;
  if (decision.kind === 'malformed') return escaped(told(decision.reason));
  const [action, another] = [...kept, ...unused];
  if (action === undefined) return t('it matches no known action');
  const use = useOf({ kept, unused }, isHeld, { match, accesses, now });
  if (another !== undefined) return use;
  const level = levels.get(action);
  return level === undefined ? use : `${use} · ${t('access level {0}', level)}`;
}

/** Without a finding there is nothing to count. */
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
  if (unused > 0) return t('{0} actions, {1} of them unused', all, unused);
  return isHeld
    ? t('{0} actions; {1}', all, t('all of them are kept'))
    : t('{0} actions, none of them reported unused', all);
}

function becomesOf({ decision }: EntryExplanation): string[] {
  if (decision.kind === 'narrow') return [t('Becomes: {0}', names(decision.to))];
  return decision.kind === 'cannot-narrow' ? [escaped(told(decision.reason))] : [];
}

/** What stays although its service is unused as a whole. */
function exceptionLines({ excepted }: EntryExplanation): string[] {
  return excepted.map((action) => t('{0} is kept: {1}', names([action]), escaped(told(whyUntracked(action)))));
}

/** What no finding can name, of what is kept. */
function trackingOf({ kept, unused, notTracked, trackingUnknown }: EntryExplanation, { trackedOn }: Grounds): string[] {
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

/** Where finding, policy and catalogue do not know the same actions. */
function catalogueLines({ newer, onlyInPolicy }: EntryExplanation, catalogue: string): string[] {
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
