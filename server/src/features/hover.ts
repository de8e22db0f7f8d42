import { t, told } from '../language.ts';
import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  accessLevelOf,
  foldedParts,
  noReference,
  whyUntracked,
  withheld,
  type AccessLevel,
  type ActionDetails,
  type ActionReference,
  type EntryExplanation,
  type Evidence,
  type PolicyPlace,
  type Trie,
} from '../../../core/src/index.ts';
import { levelsByDanger } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { rangeOf } from '../convert.ts';
import type { EntryPlacesSource } from '../entryPlaces.ts';
import { entryAt } from './entryAt.ts';
import { accessSummary, keptSince, lastAccessesOf, unusedSince, type LastAccesses } from './lastAccess.ts';
import { detailLines, escaped, names } from './markdown.ts';
import { reasonsOf } from './reasons.ts';
import { spokenDetail } from './status.ts';

/** What a hover rests on beside the document. */
export interface HoverOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly placesOf: EntryPlacesSource;
  readonly reference: () => Promise<ActionReference>;
}

/** What is known of the action string under the cursor: what it allows, what becomes of it and why, and what nobody can know. */
export async function hoverFor(
  document: TextDocument,
  found: DocumentAnalysis,
  { position }: HoverParams,
  options: HoverOptions,
): Promise<Hover | null> {
  const place = entryAt(found, document.offsetAt(position));
  if (place === undefined) return null;
  const range = rangeOf(document, place.span);
  const explanation = found.refiner.explain(found.analysis, place);
  const { now, placesOf, reference } = options;
  const said = found.evidence[place.policy];
  const accesses = await lastAccessesOf(said, askedOf(explanation, said), placesOf);
  // The descriptions are not read before one is shown.
  const known = explanation === undefined || singleAction(explanation) !== undefined ? await reference() : noReference;
  const lines = hoverLines(found, place, explanation, { now, accesses, reference: known });
  return lines.length === 0 ? null : { range, contents: { kind: MarkupKind.Markdown, value: lines.join('\n\n') } };
}

/** Of which actions it is asked when they were last accessed: of those unused; of a single one that is used reports say it, too. */
function askedOf(explanation: EntryExplanation | undefined, said: Evidence | undefined): readonly string[] {
  const { kept = [], unused = [] } = explanation ?? {};
  const isReported = said?.kind === 'speaks' && said.findings.every(({ finding }) => finding.kind === 'report');
  return isReported && kept.length === 1 && unused.length === 0 ? kept : unused;
}

/** What was looked up for a hover. */
interface LookedUp {
  readonly now: number;
  readonly accesses: LastAccesses;
  readonly reference: ActionReference;
}

/** Of an entry that allows one action only, that one. */
function singleAction({ kept, unused }: EntryExplanation): string | undefined {
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
    trie: found.refiner.trie(found.analysis, place),
    said: found.evidence[place.policy],
    catalogue: told(found.surroundings.catalogue.label),
    trackedOn: found.surroundings.catalogue.trackedOn,
    proof: proofOf(found, place),
    details: action === undefined ? undefined : lookedUp.reference.detailsOf(...foldedParts(action)),
  });
}

/** Of an entry of a statement of which nothing is done: what it is, and why. */
function leftAlone({ analysis, surroundings }: DocumentAnalysis, place: Required<PolicyPlace>, reference: ActionReference): string[] {
  const { role, action } = analysis.policies[place.policy]?.policy.statements[place.statement] ?? {};
  if (role === undefined || role.kind === 'refinable') return [];
  const text = action?.entries[place.entry]?.text ?? '';
  const level = accessLevelOf(surroundings.catalogue, text);
  const details = reference.detailsOf(...foldedParts(text));
  return [
    ...(level === undefined ? [] : [`**${escaped(text)}**: ${t('access level {0}', level)}`]),
    ...(details === undefined ? [] : detailLines(details)),
    t('This statement is left alone: {0}', escaped(told(role.reason))),
  ];
}

/** The access level of each action `service:Name`, where the catalogue says it. */
type Levels = ReadonlyMap<string, AccessLevel>;

function levelsIn({ surroundings: { catalogue } }: DocumentAnalysis, { kept, unused }: EntryExplanation): Levels {
  const levels = new Map<string, AccessLevel>();
  for (const action of [...kept, ...unused]) {
    const level = accessLevelOf(catalogue, action);
    if (level !== undefined) levels.set(action, level);
  }
  return levels;
}

interface Grounds extends LookedUp {
  readonly levels: Levels;
  readonly trie: Trie | undefined;
  readonly said: Evidence | undefined;
  readonly catalogue: string;
  /** The day for which the catalogue says whose use is tracked. */
  readonly trackedOn: string | undefined;
  readonly proof: string | undefined;
  /** Of an entry that allows one action only. */
  readonly details: ActionDetails | undefined;
}

function linesOf(explanation: EntryExplanation, grounds: Grounds): string[] {
  const { text, kept, unused } = explanation;
  const { said, catalogue, proof, levels, trie, details, accesses, now } = grounds;
  const speaks = said?.kind === 'speaks';
  const isPartlyUnused = kept.length + unused.length > 1 && unused.length > 0;
  return [
    `**${escaped(text)}**: ${countsOf(explanation, grounds)}`,
    ...(details === undefined ? [] : detailLines(details)),
    ...becomesOf(explanation),
    ...(isPartlyUnused ? reasonsOf(trie) : []),
    ...(proof === undefined ? [] : [proof]),
    ...(isPartlyUnused ? [`${t('Unused:')} ${byLevel(unused, levels)}`, ...accessSummary(accesses)] : []),
    ...(isPartlyUnused ? [`${t('Kept:')} ${byLevel(kept, levels)}`] : []),
    ...(speaks
      ? withheld(said, kept).map(({ actions, reason }) => t('Reported unused and kept: {0} — {1}', names(actions), escaped(told(reason))))
      : []),
    ...exceptionLines(explanation),
    ...trackingOf(explanation, grounds),
    ...catalogueLines(explanation, catalogue),
    said === undefined ? '' : `_${escaped(said.kind === 'speaks' ? spokenDetail(said, now) : told(said.reason))} · ${escaped(catalogue)}_`,
  ].filter((line) => line !== '');
}

/** What the proof of this one change counted. */
function proofOf({ analysis, refiner }: DocumentAnalysis, place: Required<PolicyPlace>): string | undefined {
  const { edits, kept, removed } = refiner.refine(analysis, { kind: 'entry', ...place });
  return edits.length === 0 ? undefined : t('Checked: in this statement {0} stay, {1} go, 0 are added', kept, removed);
}

/** Grouped as the Service Authorization Reference does, what is most dangerous first. */
function byLevel(actions: readonly string[], levels: Levels): string {
  if (actions.length === 0) return t('none');
  const groups = [...levelsByDanger, undefined].map((level) => ({
    level,
    group: actions.filter((action) => levels.get(action) === level),
  }));
  const filled = groups.filter(({ group }) => group.length > 0);
  return filled.map(({ level, group }) => (level === undefined ? names(group) : `_${level}_ ${names(group)}`)).join('; ');
}

function countsOf(explanation: EntryExplanation, { said, levels, accesses, now }: Grounds): string {
  const { decision, kept, unused } = explanation;
  if (decision.kind === 'malformed') return escaped(told(decision.reason));
  const [action, another] = [...kept, ...unused];
  if (action === undefined) return t('nothing known matches it');
  if (another !== undefined) return t('{0} actions: {1} kept, {2} unused', kept.length + unused.length, kept.length, unused.length);
  const use =
    unused.length === 1
      ? unusedSince(accesses.get(action), now)
      : said?.kind === 'speaks'
        ? keptSince(accesses.get(action), now)
        : t('no finding speaks for it');
  const level = levels.get(action);
  return level === undefined ? use : `${use} · ${t('access level {0}', level)}`;
}

function becomesOf({ decision }: EntryExplanation): string[] {
  if (decision.kind === 'narrow') return [t('Becomes: {0}', names(decision.to))];
  return decision.kind === 'cannot-narrow' ? [escaped(told(decision.reason))] : [];
}

/** What stays although its service is unused as a whole. */
function exceptionLines({ excepted }: EntryExplanation): string[] {
  return excepted.map((action) => t('{0} stays: {1}', names([action]), escaped(told(whyUntracked(action)))));
}

/** What no finding can name, of what is kept. */
function trackingOf({ kept, unused, notTracked, trackingUnknown }: EntryExplanation, { trackedOn }: Grounds): string[] {
  const isSingle = kept.length + unused.length === 1;
  const untracked = notTracked.length === 0 ? [] : [untrackedLine(isSingle ? undefined : names(notTracked), trackedOn)];
  if (trackingUnknown === 0) return untracked;
  const unknown = isSingle
    ? t('Whether its use is tracked is unknown to the action catalogue')
    : t('Whether the use of {0} of those kept is tracked is unknown to the action catalogue', trackingUnknown);
  return [...untracked, unknown];
}

/** `actions` is absent where there is only one. */
function untrackedLine(actions: string | undefined, day: string | undefined): string {
  if (actions === undefined)
    return day === undefined
      ? t('AWS does not track its use, so no finding can ever name it')
      : t('AWS does not track its use (as of {0}), so no finding can ever name it', day);
  return day === undefined
    ? t('AWS does not track the use of these, so no finding can ever name them: {0}', actions)
    : t('AWS does not track the use of these (as of {0}), so no finding can ever name them: {1}', day, actions);
}

/** Where finding, policy and catalogue do not know the same actions. */
function catalogueLines({ newer, onlyInPolicy }: EntryExplanation, catalogue: string): string[] {
  return [
    ...(onlyInPolicy.length === 0
      ? []
      : [t('Written because the policy names them and {0} does not: {1}', escaped(catalogue), names(onlyInPolicy))]),
    ...(newer.length === 0 ? [] : [t('{0} is older than the finding, which names {1}', escaped(catalogue), names(newer))]),
  ];
}
