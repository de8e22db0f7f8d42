import { byCodeUnits, foldCase } from '../actions/foldCase.ts';
import type { ActionCatalogue, CatalogueService } from '../actions/catalogue.ts';
import { buildPrefixTree, type PrefixTree } from '../actions/prefixTree.ts';
import type { Unused, UnusedService } from '../findings/model.ts';
import { memoise } from '../memo.ts';

/** The known actions of one service, and which of them are unused. */
export interface ServiceUniverse {
  /** Does the catalogue list the service? Where not, nothing is known but the names in the policy and the finding. */
  readonly inCatalogue: boolean;
  readonly tree: PrefixTree;
  /** Is the name at this index unused? 1 or 0. */
  readonly unused: Uint8Array;
  /** How many names at indexes below `i` are unused; one longer than the list of names. */
  readonly unusedBelow: Int32Array;
  /** The whole service is unused, also the actions nobody has named. */
  readonly isWhollyUnused: boolean;
}

/** Names a policy holds that the catalogue lacks: by folded service prefix, by folded name, as first spelled. */
export type ExtraNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The universe of an analysis: the catalogue, the names in the policy, the names in the finding. */
export interface Universe {
  readonly catalogue: ActionCatalogue;
  readonly unused: Unused;
  readonly service: (prefix: string) => ServiceUniverse;
  /** Every service that has a name: of the catalogue, of the policy and of the finding; ascending. */
  readonly services: () => readonly string[];
}

/**
 * Makes universes for one catalogue and one finding. What does not depend on the policy is built once; a service for which the policy names
 * actions that the catalogue lacks is built for that policy.
 */
export function createUniverses(catalogue: ActionCatalogue, unused: Unused): (extra: ExtraNames) => Universe {
  const sharedService = memoise((prefix) => buildService(catalogue, unused, prefix, new Map()));
  return (extra) => {
    const own = new Map<string, ServiceUniverse>();
    for (const [prefix, names] of extra) own.set(prefix, buildService(catalogue, unused, prefix, names));
    return {
      catalogue,
      unused,
      service: (prefix) => own.get(prefix) ?? sharedService(prefix),
      services: () => [...new Set([...catalogue.services, ...unused.keys(), ...extra.keys()])].toSorted(byCodeUnits),
    };
  };
}

function buildService(catalogue: ActionCatalogue, unused: Unused, prefix: string, extra: ReadonlyMap<string, string>): ServiceUniverse {
  const known = catalogue.service(prefix);
  const entry = unused.get(prefix);
  const tree = treeOf(catalogue, prefix, withUnknown(known?.folded ?? [], entry, extra));
  const isWhollyUnused = entry !== undefined && entry.actions === undefined;
  const flags = new Uint8Array(tree.folded.length);
  const below = new Int32Array(tree.folded.length + 1);
  for (const [i, name] of tree.folded.entries()) {
    flags[i] = isWhollyUnused || entry?.actions?.has(name) === true ? 1 : 0;
    below[i + 1] = (below[i] ?? 0) + (flags[i] ?? 0);
  }
  return { inCatalogue: known !== undefined, tree, unused: flags, unusedBelow: below, isWhollyUnused };
}

/** The names that are not among the known ones, by folded name; the policy's spelling before the others'. */
function withUnknown(known: readonly string[], entry: UnusedService | undefined, extra: ReadonlyMap<string, string>): Map<string, string> {
  const knownNames = new Set(known);
  const unknown = new Map<string, string>();
  const said = [...(entry?.actions?.values() ?? []), ...(entry?.kept ?? [])].map((name) => [foldCase(name), name] as const);
  for (const [folded, name] of [...extra, ...said]) if (!knownNames.has(folded) && !unknown.has(folded)) unknown.set(folded, name);
  return unknown;
}

/** The tree of the catalogue's names of a service, built once for each catalogue. */
const catalogueTrees = new WeakMap<ActionCatalogue, Map<string, PrefixTree>>();

function treeOf(catalogue: ActionCatalogue, prefix: string, unknown: ReadonlyMap<string, string>): PrefixTree {
  const known = catalogue.service(prefix);
  if (unknown.size > 0) return treeWith(known, unknown);
  const trees = catalogueTrees.get(catalogue) ?? new Map<string, PrefixTree>();
  catalogueTrees.set(catalogue, trees);
  const tree = trees.get(prefix) ?? buildPrefixTree(known?.names ?? [], known?.folded ?? []);
  trees.set(prefix, tree);
  return tree;
}

function treeWith(known: CatalogueService | undefined, unknown: ReadonlyMap<string, string>): PrefixTree {
  const listed = (known?.folded ?? []).map((folded, i) => [folded, known?.names[i] ?? folded] as const);
  const all = [...listed, ...unknown].toSorted(([a], [b]) => byCodeUnits(a, b));
  return buildPrefixTree(
    all.map(([, name]) => name),
    all.map(([folded]) => folded),
  );
}
