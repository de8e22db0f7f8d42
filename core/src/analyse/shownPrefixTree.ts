/** The prefix tree of a wildcard, as shown to the user to explain its replacement. */
import { foldCase } from '../actions/foldCase.ts';
import { parseActionPattern } from '../actions/actionPattern.ts';
import { matchesIn } from '../actions/matches.ts';
import type { PrefixTree } from '../actions/prefixTree.ts';
import type { Decision } from '../refine/decision.ts';
import type { ServiceUniverse, Universe } from '../refine/universe.ts';

/**
 * A node of the prefix tree of one wildcard. It stands for the known actions that the wildcard matches and that start
 * with `prefix`; `actions` and `unused` count them.
 *
 * - `safe`: none of them is unused.
 * - `unsafe`: some are unused, so a wildcard with this prefix would allow unused actions.
 */
export interface PrefixTreeNode {
  /** Such as `GetBucket`, as the first action below spells it. */
  readonly prefix: string;
  readonly state: 'safe' | 'unsafe';
  readonly actions: number;
  readonly unused: number;
  /** The action string that replaces the wildcard for this node: `s3:GetAccess*`, or the action itself. */
  readonly written?: string | undefined;
  /** Present if the prefix is itself the name of an action. */
  readonly action?: 'used' | 'unused' | undefined;
  readonly children: readonly PrefixTreeNode[];
}

/** The prefix tree of one wildcard of a service. */
export interface ShownPrefixTree {
  readonly text: string;
  /** The service prefix as written. */
  readonly service: string;
  readonly roots: readonly PrefixTreeNode[];
}

/**
 * The prefix tree of a wildcard, which explains its replacement; `undefined` if it is not a wildcard of one service. A
 * node is left out if it has exactly one child and is neither an action nor written. O(nodes × length of names).
 */
export function shownPrefixTreeOf(text: string, decision: Decision, universe: Universe): ShownPrefixTree | undefined {
  const pattern = parseActionPattern(text);
  if (pattern.kind !== 'wildcard') return undefined;
  const written = new Map(
    (decision.kind === 'narrow' ? decision.to : []).map((one) => [foldCase(one.slice(one.indexOf(':') + 1)), one]),
  );
  const service = universe.service(pattern.service);
  const source = { service, tree: service.tree(), counts: countMatches(pattern.name, service), written };
  return { text, service: pattern.prefix, roots: nodesBetween(source, 0, source.tree.prefixes.length) };
}

interface TreeSource {
  readonly service: ServiceUniverse;
  readonly tree: PrefixTree;
  readonly counts: Counts;
  readonly written: ReadonlyMap<string, string>;
}

/** The number of names before each index that the wildcard matches, and how many of those are unused. */
interface Counts {
  readonly matchedBelow: Int32Array;
  readonly unusedBelow: Int32Array;
}

function countMatches(name: string, { folded, unused }: ServiceUniverse): Counts {
  const isMatch = new Uint8Array(folded.length);
  for (const i of matchesIn(name, folded)) isMatch[i] = 1;
  const matchedBelow = new Int32Array(folded.length + 1);
  const unusedBelow = new Int32Array(folded.length + 1);
  for (const [i, match] of isMatch.entries()) {
    matchedBelow[i + 1] = (matchedBelow[i] ?? 0) + match;
    unusedBelow[i + 1] = (unusedBelow[i] ?? 0) + (match & (unused[i] ?? 0));
  }
  return { matchedBelow, unusedBelow };
}

/** The topmost nodes of a range of nodes, `to` excluded. */
function nodesBetween(source: TreeSource, from: number, to: number): PrefixTreeNode[] {
  const nodes: PrefixTreeNode[] = [];
  for (let node = from; node < to; node = source.tree.skip[node] ?? to) {
    const made = nodeAt(source, node);
    if (made !== undefined) nodes.push(made);
  }
  return nodes;
}

function nodeAt(source: TreeSource, node: number): PrefixTreeNode | undefined {
  const { tree, counts, written } = source;
  const { first, past } = namesOf(tree, node);
  const actions = between(counts.matchedBelow, first, past);
  if (actions === 0) return undefined;
  const unused = between(counts.unusedBelow, first, past);
  const prefix = tree.prefixes[node] ?? '';
  const action = actionAt(source, first, prefix);
  const children = nodesBetween(source, node + 1, tree.skip[node] ?? node + 1);
  const replacement = written.get(`${prefix}*`) ?? (action && written.get(prefix));
  // Of several prefixes with the same actions, the written one is shown, or else the longest.
  if ((action ?? replacement) === undefined && children.length === 1) return children[0];
  const state = unused === 0 ? 'safe' : 'unsafe';
  return { prefix: tree.spelled[node] ?? prefix, state, actions, unused, written: replacement, action, children };
}

function namesOf(tree: PrefixTree, node: number): { readonly first: number; readonly past: number } {
  return { first: tree.first[node] ?? 0, past: tree.past[node] ?? 0 };
}

function between(below: Int32Array, first: number, past: number): number {
  return (below[past] ?? 0) - (below[first] ?? 0);
}

/** Is the prefix itself one of the actions that the wildcard matches? */
function actionAt({ service, counts }: TreeSource, first: number, prefix: string): PrefixTreeNode['action'] {
  const isMatch = counts.matchedBelow[first + 1] !== counts.matchedBelow[first];
  if (service.folded[first] !== prefix || !isMatch) return undefined;
  return service.unused[first] === 1 ? 'unused' : 'used';
}

/** A node that is written, and the unsafe node above it. Above the roots is a node for all actions of the wildcard. */
export interface ChosenNode {
  readonly node: PrefixTreeNode;
  readonly above: PrefixTreeNode;
}

/** The nodes that are written in place of the wildcard, in order. */
export function chosenNodes({ roots }: ShownPrefixTree): ChosenNode[] {
  const chosen: ChosenNode[] = [];
  const visit = (node: PrefixTreeNode, above: PrefixTreeNode): void => {
    if (node.written !== undefined) chosen.push({ node, above });
    for (const child of node.children) visit(child, node);
  };
  const top = nodeOfAll(roots);
  for (const root of roots) visit(root, top);
  return chosen;
}

function nodeOfAll(roots: readonly PrefixTreeNode[]): PrefixTreeNode {
  const sum = (count: (node: PrefixTreeNode) => number): number =>
    roots.reduce((total, root) => total + count(root), 0);
  return {
    prefix: '',
    state: 'unsafe',
    actions: sum(({ actions }) => actions),
    unused: sum(({ unused }) => unused),
    children: roots,
  };
}

/** The first unused action at a node or below it. */
export function firstUnused({ prefix, action, children }: PrefixTreeNode): string | undefined {
  if (action === 'unused') return prefix;
  for (const child of children) {
    const found = child.unused > 0 ? firstUnused(child) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
