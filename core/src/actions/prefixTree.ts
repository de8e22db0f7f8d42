/** The prefix tree of the action names of one service, and the shortest safe prefixes in it. */
import { lowerBound, prefixEnd } from './ascending.ts';
import { byCodeUnits } from './foldCase.ts';
import { wordEnds } from './words.ts';

/**
 * The tree of the prefixes of the action names of one service that end at camel-case word boundaries. Nodes are
 * numbered in preorder: the nodes below node `i` are exactly `i + 1 … skip[i] - 1`.
 *
 * A node is a folded prefix. Its parent is the longest other node that is a prefix of it **as a string**. So a name is
 * below every node that IAM would match it with, even where word boundaries differ: `DescribeInstance` is above
 * `DescribeInstances`, and `GET` is above `GetRestApi`. This gives "safe" the same meaning here as in IAM.
 */
export interface PrefixTree {
  /** The names of the service, in ascending order of their folded form; `folded[i]` is `names[i]` folded. */
  readonly names: readonly string[];
  readonly folded: readonly string[];
  /** The prefixes of the nodes, folded, ascending; `spelled[i]` is `prefixes[i]` as the first name below spells it. */
  readonly prefixes: readonly string[];
  readonly spelled: readonly string[];
  /** The names below node `i` are exactly `first[i] … past[i] - 1`. */
  readonly first: Int32Array;
  readonly past: Int32Array;
  /** The first node after `i` that is not below it. */
  readonly skip: Int32Array;
}

/**
 * Builds the tree. `names` are in ascending order of `folded`, which has no duplicates. `endsOf` gives the lengths of
 * the prefixes of a name; by default they end at its word boundaries. O(n·w·log(n·w)) for n names with at most w
 * prefixes each.
 */
export function buildPrefixTree(
  names: readonly string[],
  folded: readonly string[],
  endsOf: (name: string) => readonly number[] = wordEnds,
): PrefixTree {
  const spellings = spellingsOf(names, folded, endsOf);
  const prefixes = [...spellings.keys()].toSorted(byCodeUnits);
  const first = new Int32Array(prefixes.length);
  const past = new Int32Array(prefixes.length);
  const skip = new Int32Array(prefixes.length);
  for (const [i, prefix] of prefixes.entries()) {
    first[i] = lowerBound(folded, prefix);
    past[i] = prefixEnd(folded, prefix, first[i] ?? 0);
  }
  const open: number[] = [];
  for (let i = 0; i <= prefixes.length; i++) {
    while (open.length > 0 && !startsWithNode(prefixes, i, open.at(-1) ?? 0)) skip[open.pop() ?? 0] = i;
    open.push(i);
  }
  return {
    names,
    folded,
    prefixes,
    spelled: prefixes.map((prefix) => spellings.get(prefix) ?? prefix),
    first,
    past,
    skip,
  };
}

/** The spelling of each folded prefix in the first name that has it. */
function spellingsOf(
  names: readonly string[],
  folded: readonly string[],
  endsOf: (name: string) => readonly number[],
): Map<string, string> {
  const spellings = new Map<string, string>();
  for (const [i, name] of names.entries())
    for (const end of endsOf(name)) {
      const prefix = (folded[i] ?? '').slice(0, end);
      if (!spellings.has(prefix)) spellings.set(prefix, name.slice(0, end));
    }
  return spellings;
}

function startsWithNode(prefixes: readonly string[], node: number, ancestor: number): boolean {
  const prefix = prefixes[node];
  return prefix !== undefined && prefix.startsWith(prefixes[ancestor] ?? '');
}

/** The limits that {@link shortestSafePrefixes} must observe. */
export interface PrefixLimits {
  /** Every match of the pattern to be replaced starts with this (folded). */
  readonly start: string;
  /** Must the name at this index stay allowed, because the pattern matches it and it is not unused? */
  readonly isWanted: (name: number) => boolean;
  /**
   * `unusedBelow[i]`: how many of the names before index `i` are unused, for `i` from 0 up to the number of names. The
   * count of a node is the difference of two of them.
   */
  readonly unusedBelow: Int32Array;
  /** Does the pattern to be replaced match everything that starts with `prefix` (folded)? */
  readonly mayExtend: (prefix: string) => boolean;
  /** Prefer fewer characters: if a prefix matches a single known action, write whichever of the two is shorter. */
  readonly isCompact?: boolean;
}

/**
 * The shortest safe prefixes that replace a pattern, as names to write after the service prefix, ascending:
 * `GetAccess*`, `GetDataAccess`, …
 *
 * A node is safe if no unused name starts with it and the pattern matches everything that starts with it. The chosen
 * nodes are the safe ones whose parent is not safe. A chosen node with a single known name below it is written as that
 * name. A wanted name that no chosen prefix covers is written whole. Together they match every wanted name and no
 * unused name. O(nodes visited): the nodes below a chosen one are skipped.
 */
export function shortestSafePrefixes(tree: PrefixTree, limits: PrefixLimits): string[] {
  const chosen: string[] = [];
  const from = lowerBound(tree.prefixes, limits.start);
  const to = prefixEnd(tree.prefixes, limits.start, from);
  for (let node = from; node < to;) {
    if (isSafe(tree, node, limits)) {
      chosen.push(writtenFor(tree, node, limits.isCompact === true));
      node = tree.skip[node] ?? to;
    } else {
      const name = tree.first[node] ?? 0;
      if (tree.folded[name] === tree.prefixes[node] && limits.isWanted(name)) chosen.push(tree.names[name] ?? '');
      node++;
    }
  }
  // Nodes are visited in the order of their prefixes, so the result is ascending.
  return chosen;
}

function isSafe(tree: PrefixTree, node: number, limits: PrefixLimits): boolean {
  const hasUnused = limits.unusedBelow[tree.past[node] ?? 0] !== limits.unusedBelow[tree.first[node] ?? 0];
  return !hasUnused && limits.mayExtend(tree.prefixes[node] ?? '');
}

function writtenFor(tree: PrefixTree, node: number, isCompact: boolean): string {
  const first = tree.first[node] ?? 0;
  const isSingle = (tree.past[node] ?? 0) - first === 1;
  const [name, prefix] = [tree.names[first] ?? '', `${tree.spelled[node]}*`];
  return isSingle && (!isCompact || name.length <= prefix.length) ? name : prefix;
}
