import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  accessLevelOf,
  chosenNodes,
  withheld,
  type AccessLevel,
  type EntryExplanation,
  type Evidence,
  type PolicyPlace,
  type Trie,
  type TrieNode,
} from '../../../core/src/index.ts';
import { levelsByDanger } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { rangeOf } from '../convert.ts';
import { entryAt } from './entryAt.ts';
import { escaped, names } from './markdown.ts';
import { spokenDetail } from './status.ts';

/** What is known of the action string under the cursor: what it allows, what becomes of it and why, and what nobody can know. */
export function hoverFor(document: TextDocument, found: DocumentAnalysis, { position }: HoverParams): Hover | null {
  const offset = document.offsetAt(position);
  const place = entryAt(found, offset);
  if (place === undefined) return null;
  const explanation = found.refiner.explain(found.analysis, place);
  const lines =
    explanation === undefined
      ? leftAlone(found, place)
      : linesOf(explanation, {
          levels: levelsIn(found, explanation),
          trie: found.refiner.trie(found.analysis, place),
          said: found.evidence[place.policy],
          catalogue: found.surroundings.catalogue.label,
          proof: proofOf(found, place),
        });
  if (lines.length === 0) return null;
  return { range: rangeOf(document, place.span), contents: { kind: MarkupKind.Markdown, value: lines.join('\n\n') } };
}

/** Why nothing is done about the statement of an entry. */
function leftAlone({ analysis }: DocumentAnalysis, { policy, statement }: PolicyPlace): string[] {
  const role = analysis.policies[policy]?.policy.statements[statement]?.role;
  return role === undefined || role.kind === 'refinable' ? [] : [`This statement is left alone: ${escaped(role.reason)}`];
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

interface Grounds {
  readonly levels: Levels;
  readonly trie: Trie | undefined;
  readonly said: Evidence | undefined;
  readonly catalogue: string;
  readonly proof: string | undefined;
}

function linesOf(explanation: EntryExplanation, { said, catalogue, proof, levels, trie }: Grounds): string[] {
  const { text, kept, unused } = explanation;
  const speaks = said?.kind === 'speaks';
  const isPartlyUnused = kept.length + unused.length > 1 && unused.length > 0;
  return [
    `**${escaped(text)}**: ${countsOf(explanation, speaks, levels)}`,
    ...becomesOf(explanation),
    ...(isPartlyUnused ? reasonsOf(trie) : []),
    ...(proof === undefined ? [] : [proof]),
    ...(isPartlyUnused ? [`Unused: ${byLevel(unused, levels)}`, `Kept: ${byLevel(kept, levels)}`] : []),
    ...(speaks
      ? withheld(said, kept).map(({ actions, reason }) => `Reported unused and kept: ${names(actions)} — ${escaped(reason)}`)
      : []),
    ...trackingOf(explanation),
    said === undefined ? '' : `_${escaped(said.kind === 'speaks' ? spokenDetail(said) : said.reason)} · ${escaped(catalogue)}_`,
  ].filter((line) => line !== '');
}

/** What the proof of this one change counted. */
function proofOf({ analysis, refiner }: DocumentAnalysis, place: Required<PolicyPlace>): string | undefined {
  const { edits, kept, removed } = refiner.refine(analysis, { kind: 'entry', ...place });
  return edits.length === 0 ? undefined : `Checked: in this statement ${kept} stay, ${removed} go, 0 are added`;
}

/** Grouped as the Service Authorization Reference does, what is most dangerous first. */
function byLevel(actions: readonly string[], levels: Levels): string {
  if (actions.length === 0) return 'none';
  const groups = [...levelsByDanger, undefined].map((level) => ({
    level,
    group: actions.filter((action) => levels.get(action) === level),
  }));
  const filled = groups.filter(({ group }) => group.length > 0);
  return filled.map(({ level, group }) => (level === undefined ? names(group) : `_${level}_ ${names(group)}`)).join('; ');
}

/** As many as a person reads. */
const shownReasons = 6;

/** Why the prefixes end where they do: each one is safe, and the one above it is not. */
function reasonsOf(trie: Trie | undefined): string[] {
  if (trie === undefined) return [];
  const chosen = chosenNodes(trie).filter(({ node }) => node.written?.endsWith('*') === true);
  const safe = chosen.map(({ node }) => `${names([`${node.prefix}*`])} (${node.actions})`);
  const whole = wholeOf(trie);
  const unsafe = [...new Set(chosen.map(({ above }) => above ?? whole))];
  const lines = unsafe.slice(0, shownReasons).map((node) => `${names([`${node.prefix}*`])} is not safe: ${unusedExample(node)}`);
  if (unsafe.length > shownReasons) lines.push(`and ${unsafe.length - shownReasons} more`);
  if (safe.length === 0 || lines.length === 0) return [];
  const shown = safe.slice(0, shownReasons * 2).join(', ');
  const more = safe.length > shownReasons * 2 ? ` and ${safe.length - shownReasons * 2} more` : '';
  return [
    `Why: ${shown}${more} ${safe.length === 1 ? 'is' : 'are'} safe, because none of the actions that begin so is unused; ${lines.join('; ')}`,
  ];
}

/** What stands above the roots: all that the wildcard matches. */
function wholeOf({ roots }: Trie): TrieNode {
  const sum = (count: (node: TrieNode) => number): number => roots.reduce((total, root) => total + count(root), 0);
  return { prefix: '', state: 'unsafe', actions: sum(({ actions }) => actions), unused: sum(({ unused }) => unused), children: roots };
}

/** The first unused action below a node, and how many more there are. */
function unusedExample(node: TrieNode): string {
  const example = firstUnused(node);
  const more = node.unused - 1;
  return `${names(example === undefined ? [] : [example])}${more > 0 ? ` and ${more} more` : ''} ${more > 0 ? 'are' : 'is'} unused`;
}

function firstUnused({ prefix, action, children }: TrieNode): string | undefined {
  if (action === 'unused') return prefix;
  for (const child of children) {
    const found = child.unused > 0 ? firstUnused(child) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function countsOf(explanation: EntryExplanation, speaks: boolean, levels: Levels): string {
  const { decision, kept, unused } = explanation;
  if (decision.kind === 'malformed') return escaped(decision.reason);
  const all = kept.length + unused.length;
  if (all === 0) return 'nothing known matches it';
  if (all === 1)
    return `${unused.length === 1 ? 'unused' : speaks ? 'kept, no finding calls it unused' : 'no finding speaks for it'}${levelOf(explanation, levels)}`;
  return `${all} actions: ${kept.length} kept, ${unused.length} unused`;
}

/** Of a single action. */
function levelOf({ kept, unused }: EntryExplanation, levels: Levels): string {
  const level = levels.get([...kept, ...unused][0] ?? '');
  return level === undefined ? '' : ` · access level ${level}`;
}

function becomesOf({ decision }: EntryExplanation): string[] {
  if (decision.kind === 'narrow') return [`Becomes: ${names(decision.to)}`];
  return decision.kind === 'cannot-narrow' ? [escaped(decision.reason)] : [];
}

/** What is kept because nobody can know whether it is used. */
function trackingOf({ kept, notTracked, trackingUnknown }: EntryExplanation): string[] {
  const lines: string[] = [];
  if (notTracked.length > 0) lines.push(`Not tracked, kept because nobody can know: ${names(notTracked)}`);
  if (trackingUnknown > 0) {
    const whose = kept.length === 1 ? 'its use is tracked' : `the use of ${trackingUnknown} of those kept is tracked`;
    lines.push(`Whether ${whose} is unknown to the action catalogue`);
  }
  return lines;
}
