import { indexIn } from '../actions/ascending.ts';
import { byCodeUnits, foldCase } from '../actions/foldCase.ts';
import type { ActionCatalogue, CatalogueService } from '../actions/catalogue.ts';
import { buildPrefixTree, type PrefixTree } from '../actions/prefixTree.ts';
import type { Unused, UnusedService } from '../findings/model.ts';
import { memoise } from '../memo.ts';

/** The known actions of one service, and which of them are unused. */
export interface ServiceUniverse {
  /** Does the catalogue list the service? Where not, nothing is known but the names in the policy and the finding. */
  readonly inCatalogue: boolean;
  /** Its names in ascending order of their folded form, and that form. */
  readonly names: readonly string[];
  readonly folded: readonly string[];
  /** Their trie, which is built when it is first asked for. */
  readonly tree: () => PrefixTree;
  /** The trie with a node at each letter, likewise. */
  readonly letterTree: () => PrefixTree;
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
  readonly services: readonly string[];
}

/**
 * Makes universes for one catalogue and one finding. What does not depend on the policy is built once; a service for which the policy names
 * actions that the catalogue lacks is built for that policy, when it is first asked for.
 */
export function createUniverses(catalogue: ActionCatalogue, unused: Unused): (extra: ExtraNames) => Universe {
  const sharedService = memoise((prefix) => buildService(catalogue, unused, prefix, new Map()));
  const sharedServices = [...new Set([...catalogue.services, ...unused.keys()])].toSorted(byCodeUnits);
  return (extra) => {
    const own = new Map<string, ServiceUniverse>();
    const ownService = (prefix: string, names: ReadonlyMap<string, string>): ServiceUniverse => {
      const built = own.get(prefix) ?? buildService(catalogue, unused, prefix, names);
      own.set(prefix, built);
      return built;
    };
    const services = extra.size === 0 ? sharedServices : [...new Set([...sharedServices, ...extra.keys()])].toSorted(byCodeUnits);
    return {
      catalogue,
      unused,
      service(prefix) {
        const names = extra.get(prefix);
        return names === undefined ? sharedService(prefix) : ownService(prefix, names);
      },
      services,
    };
  };
}

function buildService(catalogue: ActionCatalogue, unused: Unused, prefix: string, extra: ReadonlyMap<string, string>): ServiceUniverse {
  const known = catalogue.service(prefix);
  const entry = unused.get(prefix);
  const unknown = withUnknown(known?.folded ?? [], entry, extra);
  const { names, folded } = withNames(known, unknown);
  const isWhollyUnused = entry !== undefined && entry.actions === undefined;
  const flags = new Uint8Array(folded.length);
  const below = new Int32Array(folded.length + 1);
  for (const [i, name] of folded.entries()) {
    const isUnused = isWhollyUnused || entry?.actions?.has(name) === true;
    if (isUnused) flags[i] = 1;
    below[i + 1] = (below[i] ?? 0) + (isUnused ? 1 : 0);
  }
  let own: PrefixTree | undefined;
  const tree = (): PrefixTree => (known?.folded === folded ? treeOf(known) : (own ??= buildPrefixTree(names, folded)));
  let letters: PrefixTree | undefined;
  const letterTree = (): PrefixTree => (letters ??= buildPrefixTree(names, folded, everyEnd));
  return { inCatalogue: known !== undefined, names, folded, tree, letterTree, unused: flags, unusedBelow: below, isWhollyUnused };
}

function everyEnd(name: string): number[] {
  return Array.from(name, (_, i) => i + 1);
}

/** The names that are not among the known ones (ascending, folded), by folded name; the policy's spelling before the others'. */
function withUnknown(known: readonly string[], entry: UnusedService | undefined, extra: ReadonlyMap<string, string>): Map<string, string> {
  const unknown = new Map<string, string>();
  const add = (folded: string, name: string): void => {
    if (indexIn(known, folded) === undefined && !unknown.has(folded)) unknown.set(folded, name);
  };
  for (const [folded, name] of extra) add(folded, name);
  for (const [folded, name] of entry?.actions ?? []) add(folded, name);
  for (const name of entry?.kept ?? []) add(foldCase(name), name);
  return unknown;
}

/** The trees of the catalogue's services, each built once. */
const catalogueTrees = new WeakMap<CatalogueService, PrefixTree>();

function treeOf(service: CatalogueService): PrefixTree {
  const tree = catalogueTrees.get(service) ?? buildPrefixTree(service.names, service.folded);
  catalogueTrees.set(service, tree);
  return tree;
}

/** The names of the catalogue, the very lists where no others come to them. */
function withNames(known: CatalogueService | undefined, unknown: ReadonlyMap<string, string>): Pick<CatalogueService, 'names' | 'folded'> {
  if (unknown.size === 0 && known !== undefined) return known;
  const listed = (known?.folded ?? []).map((folded, i) => [folded, known?.names[i] ?? folded] as const);
  const all = [...listed, ...unknown].toSorted(([a], [b]) => byCodeUnits(a, b));
  return { names: all.map(([, name]) => name), folded: all.map(([folded]) => folded) };
}
