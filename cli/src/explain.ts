import path from 'node:path';
import {
  accessLevelOf,
  accessLevels,
  foldCase,
  parseActionPattern,
  type AccessLevel,
  type ActionCatalogue,
} from '../../core/src/actions/index.ts';
import {
  chosenNodes,
  createEngine,
  firstUnused,
  readDocument,
  lastUseOf,
  listed,
  nameOf,
  namesOf,
  untrackedReason,
  withheld,
  type ChosenNode,
  type Decision,
  type EntryExplanation,
  type FindingMatch,
  type Finding,
  type Engine,
  type MatchedFindings,
} from '../../core/src/index.ts';
import { inWords } from '../../core/src/text/index.ts';
import type { Candidate } from './candidates.ts';
import { CannotDo } from './files.ts';
import type { Options } from './options.ts';
import type { Outcome } from './outcome.ts';
import { printableJson, printableLines } from './printable.ts';
import { loadCatalogue } from './loadCatalogue.ts';
import { loadSources, NoFindings, type Sources } from './sources.ts';

/** The actions that a pattern matches, and what would replace it. */
interface Explained {
  readonly pattern: string;
  readonly decision: Decision;
  readonly actions: readonly MatchedAction[];
  readonly chosen: readonly ChosenNode[];
  /** One line each. */
  readonly remarks: readonly string[];
}

interface MatchedAction {
  readonly action: string;
  readonly accessLevel: AccessLevel | undefined;
  readonly isUnused: boolean;
  /** Does a last-accessed report show the action as used? */
  readonly isUsed: boolean;
}

/**
 * The command `explain`: explains patterns by the findings of the given principals, or of the only principal there is.
 * Without findings, it only lists the matched actions.
 */
export async function explain(patterns: readonly string[], options: Options): Promise<Outcome> {
  const catalogue = await loadCatalogue(options.catalogue);
  for (const pattern of patterns) {
    const read = parseActionPattern(pattern);
    if (read.kind === 'malformed') throw new CannotDo(`${pattern}: ${inWords(read.reason)}`);
  }
  const engine = createEngine(catalogue);
  const { match, stderr } = await matchFor(options, catalogue, engine);
  const explained = patterns.map((pattern) => explainPattern(pattern, match, { engine, catalogue }));
  const label = inWords(catalogue.label);
  const stdout =
    options.format === 'json'
      ? jsonOf(explained, match, label)
      : explained.map((one) => textOf(one, match, label)).join('\n');
  return { stdout, stderr, exitCode: 0 };
}

/** The match as for a policy in the current directory that names no holders. */
async function matchFor(
  options: Options,
  catalogue: ActionCatalogue,
  engine: Engine,
): Promise<{ readonly match: FindingMatch | undefined; readonly stderr: readonly string[] }> {
  const root = path.resolve('');
  const candidate: Candidate = { path: path.join(root, 'policy.json'), isNamed: true, root };
  try {
    const sources = await loadSources(options, [candidate], catalogue);
    const principals = options.principals.length > 0 ? undefined : onlyPrincipal(sources);
    const [match] = engine.match(
      { text: policyOf('*'), reading: readDocument(policyOf('*')) },
      sources.sourcesOf(candidate, principals),
    );
    return {
      match,
      stderr: [...sources.warnings, ...sources.broken.map(({ line }) => line)],
    };
  } catch (error) {
    if (!(error instanceof NoFindings) || options.principals.length > 0) throw error;
    return { match: undefined, stderr: [] };
  }
}

/** The only principal with findings; `undefined` if the findings name no principal. */
function onlyPrincipal(sources: Sources): readonly string[] | undefined {
  const arns = sources.principals().map(({ arn }) => arn);
  if (arns.length > 1)
    throw new CannotDo(`there are findings for ${inWords(listed(arns))}: choose one with --principal`);
  return arns.length === 0 ? undefined : arns;
}

function policyOf(pattern: string): string {
  return JSON.stringify({ Statement: [{ Effect: 'Allow', Action: [pattern], Resource: '*' }] });
}

function explainPattern(
  pattern: string,
  match: FindingMatch | undefined,
  { engine, catalogue }: { readonly engine: Engine; readonly catalogue: ActionCatalogue },
): Explained {
  const text = policyOf(pattern);
  const analysis = engine.examine({ text, reading: readDocument(text) }, match ?? []);
  const place = { policy: 0, statement: 0, entry: 0 };
  const explanation = engine.explain(analysis, place);
  const prefixTree = engine.prefixTree(analysis, place);
  return {
    pattern,
    decision: explanation?.decision ?? { kind: 'keep', matched: 0 },
    actions:
      explanation === undefined ? [] : actionsOf(explanation, catalogue, match?.kind === 'matched' ? match.used : []),
    chosen: prefixTree === undefined ? [] : chosenNodes(prefixTree),
    remarks: explanation === undefined ? [] : remarksOn(explanation, match, catalogue),
  };
}

/** Remarks on actions that stay although they or their service are reported unused, and on an old catalogue. */
function remarksOn(
  { kept, excepted, newer }: EntryExplanation,
  match: FindingMatch | undefined,
  { label }: ActionCatalogue,
): string[] {
  const held = match?.kind === 'matched' ? withheld(match, kept) : [];
  const older = `${inWords(label)} is older than the finding, which names ${inWords(listed(newer))}`;
  return [
    ...(match?.kind === 'matched' && match.unusedRole !== undefined ? [roleLine(match.unusedRole)] : []),
    ...held.map(({ actions, reason }) => `kept: ${inWords(listed(actions))} (${inWords(reason)})`),
    ...excepted.map((action) => `kept: ${action} (${inWords(untrackedReason(action))})`),
    ...(newer.length === 0 ? [] : [older]),
  ];
}

function roleLine(role: Finding): string {
  return `${inWords(nameOf(role))} itself is unused (${inWords(lastUseOf(role))}): consider deleting it`;
}

/** The access levels of the Service Authorization Reference, permissions management first. */
const levels: readonly (AccessLevel | undefined)[] = [...Object.values(accessLevels).toReversed(), undefined];

/** The matched actions, unused ones first. */
function actionsOf(
  { kept, unused }: EntryExplanation,
  catalogue: ActionCatalogue,
  used: readonly string[],
): MatchedAction[] {
  const shownAsUsed = new Set(used.map(foldCase));
  const flagged = [
    ...unused.map((action) => ({ action, isUnused: true })),
    ...kept.map((action) => ({ action, isUnused: false })),
  ];
  const actions = flagged.map((one) => ({
    ...one,
    accessLevel: accessLevelOf(catalogue, one.action),
    isUsed: shownAsUsed.has(foldCase(one.action)),
  }));
  return [true, false].flatMap((isUnused) =>
    levels.flatMap((level) => actions.filter((one) => one.isUnused === isUnused && one.accessLevel === level)),
  );
}

function textOf(
  { pattern, decision, actions, chosen, remarks }: Explained,
  match: FindingMatch | undefined,
  catalogue: string,
): string {
  const width = Math.max(0, ...actions.map(({ accessLevel = '' }) => accessLevel.length));
  const rows = actions.map(({ action, accessLevel = '', isUnused, isUsed }) => {
    const use = namesActions(match) ? (isUnused ? 'unused  ' : isUsed ? 'used    ' : 'kept    ') : '';
    return `  ${use}${accessLevel.padEnd(width)}  ${action}`;
  });
  return printableLines([
    `${pattern}: ${countsOf(actions, match)}`,
    ...becomesOf(decision, chosen),
    ...(remarks.length === 0 ? [] : ['', ...remarks]),
    ...(rows.length === 0 ? [] : ['', ...rows]),
    '',
    `according to ${catalogue}${match?.kind === 'matched' || match === undefined ? '' : `; no finding applies: ${inWords(match.reason)}`}`,
  ]);
}

function countsOf(actions: readonly MatchedAction[], match: FindingMatch | undefined): string {
  if (actions.length === 0) return 'matches no known action';
  const matched = actions.length === 1 ? '1 action' : `${actions.length} actions`;
  if (!namesActions(match)) return matched;
  return `${matched}: ${useOf(actions, inWords(namesOf(match.findings)))}`;
}

/** `24 unused by MyRole, 39 kept`. */
function useOf(actions: readonly MatchedAction[], names: string): string {
  const unused = actions.filter(({ isUnused }) => isUnused).length;
  const kept = actions.length - unused;
  if (unused === 0) return kept === 1 ? 'kept' : 'all kept';
  if (kept === 0) return `${unused === 1 ? '' : 'all '}unused by ${names}`;
  return `${unused} unused by ${names}, ${kept} kept`;
}

/** Do the findings tell which actions are unused? A finding that the whole role is unused does not. */
function namesActions(match: FindingMatch | undefined): match is MatchedFindings {
  return match?.kind === 'matched' && match.findings.some(({ finding }) => finding.kind !== 'role');
}

function becomesOf(decision: Decision, chosen: readonly ChosenNode[]): string[] {
  switch (decision.kind) {
    case 'keep':
      return [];
    case 'drop':
      return ['', 'removed: everything it allows is reported unused'];
    case 'narrow':
      return [
        '',
        'becomes',
        ...decision.to.map((written) => `  ${written}${countBelow(written, chosen)}`),
        ...reasonsFor(chosen),
      ];
    case 'narrow-all':
      return ['', 'becomes one entry for each service, but only where that is chosen on the entry itself'];
    case 'cannot-narrow':
    case 'malformed':
      return ['', `kept: ${inWords(decision.reason)}`];
  }
}

function countBelow(written: string, chosen: readonly ChosenNode[]): string {
  const found = written.endsWith('*') ? chosen.find(({ node }) => node.written === written) : undefined;
  return found === undefined ? '' : `  (${found.node.actions} actions, none reported unused)`;
}

/** Explains where the prefixes end: those above them are not safe. */
function reasonsFor(chosen: readonly ChosenNode[]): string[] {
  const above = [...new Set(chosen.filter(({ node }) => node.written?.endsWith('*') === true).map((one) => one.above))];
  const lines = above.map((node) => `${node.prefix}* is not safe: ${firstUnused(node)}${moreUnused(node.unused - 1)}`);
  return lines.length === 0 ? [] : ['', ...lines];
}

function moreUnused(more: number): string {
  return more === 0 ? ' is unused' : ` and ${more} more are unused`;
}

function jsonOf(explained: readonly Explained[], match: FindingMatch | undefined, catalogue: string): string {
  const arns = match?.kind === 'matched' ? match.findings.flatMap(({ finding }) => finding.principal?.arn ?? []) : [];
  const principals = [...new Set(arns)];
  const patterns = explained.map(({ pattern, decision, actions, chosen }) => ({
    pattern,
    decision: decision.kind,
    becomes: decision.kind === 'narrow' ? decision.to : decision.kind === 'drop' ? [] : [pattern],
    prefixes: chosen.map(({ node, above }) => ({
      written: node.written,
      actions: node.actions,
      notSafe: { prefix: `${above.prefix}*`, unused: above.unused },
    })),
    actions: actions.map(({ action, accessLevel, isUnused }) => ({
      action,
      accessLevel: accessLevel ?? null,
      // If no finding tells which actions are unused, nothing is claimed about any.
      unused: namesActions(match) ? isUnused : null,
    })),
  }));
  return printableJson({ catalogue, principals, patterns });
}
