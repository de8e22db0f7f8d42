import { lowerBound, prefixEnd } from './ascending.ts';
import { byCodeUnits } from './foldCase.ts';
import { wordEnds } from './words.ts';

/**
 * The trie over the camel-case word boundaries of the action names of one service, laid out in preorder: nodes are
 * numbered so that the nodes below node `i` are exactly `i + 1 … skip[i] - 1`.
 *
 * A node is a prefix, folded. Its parent is the longest other node that is a prefix of it **as a string**. So a name
 * belongs to every node it starts with as IAM would match it, also where the boundaries differ: `DescribeInstance` is
 * above `DescribeInstances`, and `GET` above `GetRestApi`. That is what makes "safe" mean the same here as in IAM.
 */
export interface PrefixTree {
  /** The names of the service in ascending order of their folded form, and that form. */
  readonly names: readonly string[];
  readonly folded: readonly string[];
  /** The nodes' prefixes, folded, ascending; and as the first name below spells them. */
  readonly prefixes: readonly string[];
  readonly spelled: readonly string[];
  /** Node `i` is a prefix of exactly the names `first[i] … past[i] - 1`. */
  readonly first: Int32Array;
  readonly past: Int32Array;
  /** The first node after `i` that is not below it. */
  readonly skip: Int32Array;
}

/**
 * Builds the tree; `names` in ascending order of `folded`, which holds no duplicates. `endsOf` gives the lengths at
 * which the prefixes of a name end, those of its words where absent. O(n·w·log(n·w)) for n names of at most w prefixes.
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

/** The prefixes, folded, as the first name of each spells them. */
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

/** What {@link shortestSafePrefixes} may write. */
export interface PrefixLimits {
  /** Every match of the pattern to replace starts with this, folded. */
  readonly start: string;
  /** Is the name at this index to be allowed: matched by the pattern and used? */
  readonly isWanted: (name: number) => boolean;
  /**
   * How many names at indexes below this are unused, for every index up to the number of names: a node's count is a
   * difference of two.
   */
  readonly unusedBelow: Int32Array;
  /** Does the language of `prefix*` lie inside the pattern to replace? `prefix` is folded. */
  readonly mayExtend: (prefix: string) => boolean;
  /** Write the fewest characters, also where that is not the whole name of a single action. */
  readonly isCompact?: boolean;
}

/**
 * The shortest safe prefixes below a pattern, as names to write behind the service prefix, ascending: `GetAccess*`,
 * `GetDataAccess`, …
 *
 * A node is safe when no unused name starts with it and everything that starts with it matches the pattern. Chosen are
 * the safe nodes whose parent is not safe. One that is a prefix of a single known name is written as that name; a
 * wanted name that no chosen prefix covers is written whole. Together they match every wanted name, and no unused one.
 * O(nodes visited): what lies below a chosen node is skipped.
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
  // Nodes come in the order of their prefixes, and so does what is written for them.
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
