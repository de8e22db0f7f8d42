import { parseActionPattern } from '../actions/actionPattern.ts';
import { indexIn } from '../actions/ascending.ts';
import { byCodeUnits, foldCase } from '../actions/foldCase.ts';
import type { ActionCatalogue, CatalogueService } from '../actions/catalogue.ts';
import { buildPrefixTree, type PrefixTree } from '../actions/prefixTree.ts';
import { exceptionsOf } from '../findings/exceptions.ts';
import type { Unused, UnusedService } from '../findings/model.ts';
import { memoise } from '../memo.ts';

/** The known actions of one service, and which of them are unused. */
export interface ServiceUniverse {
  /** Does the catalogue list the service? Where not, nothing is known but the names in the policy and the finding. */
  readonly inCatalogue: boolean;
  /** Its names in ascending order of their folded form, and that form. */
  readonly names: readonly string[];
  readonly folded: readonly string[];
  /** Their prefix tree, which is built when it is first asked for. */
  readonly tree: () => PrefixTree;
  /** The prefix tree with a node at each letter, likewise. */
  readonly letterTree: () => PrefixTree;
  /** Is the name at this index unused? 1 or 0. */
  readonly unused: Uint8Array;
  /** How many names at indexes below `i` are unused; one longer than the list of names. */
  readonly unusedBelow: Int32Array;
  /**
   * The whole service is unused, also the actions nobody has named, but for those known ones that are not flagged:
   * exceptions.
   */
  readonly isWhollyUnused: boolean;
  /**
   * The names, folded, of which the finding says something and that the catalogue lacks, though it lists the service:
   * it is older.
   */
  readonly newer: ReadonlySet<string>;
  /** The names, folded, that the policy alone knows. */
  readonly onlyInPolicy: ReadonlySet<string>;
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
 * Makes universes for one catalogue and one finding. What does not depend on the policy is built once; a service for
 * which the policy names actions that the catalogue lacks is built for that policy, when it is first asked for.
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
    const services =
      extra.size === 0 ? sharedServices : [...new Set([...sharedServices, ...extra.keys()])].toSorted(byCodeUnits);
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

function buildService(
  catalogue: ActionCatalogue,
  unused: Unused,
  prefix: string,
  extra: ReadonlyMap<string, string>,
): ServiceUniverse {
  const known = catalogue.service(prefix);
  const entry = unused.get(prefix);
  const { unknown, newer, onlyInPolicy } = unknownNames(known?.folded ?? [], entry, extra);
  const { names, folded } = withNames(known, unknown);
  const isWhollyUnused = entry !== undefined && entry.actions === undefined;
  const isUnused = unusedIn(entry);
  const flags = new Uint8Array(folded.length);
  const below = new Int32Array(folded.length + 1);
  for (const [i, name] of folded.entries()) {
    const flag = isUnused(name) ? 1 : 0;
    flags[i] = flag;
    below[i + 1] = (below[i] ?? 0) + flag;
  }
  let own: PrefixTree | undefined;
  const tree = (): PrefixTree => (known?.folded === folded ? treeOf(known) : (own ??= buildPrefixTree(names, folded)));
  let letters: PrefixTree | undefined;
  const letterTree = (): PrefixTree => (letters ??= buildPrefixTree(names, folded, everyEnd));
  return {
    inCatalogue: known !== undefined,
    names,
    folded,
    tree,
    letterTree,
    unused: flags,
    unusedBelow: below,
    isWhollyUnused,
    newer: known === undefined ? noNames : newer,
    onlyInPolicy,
  };
}

/** Tells of a folded name of the service whether it is unused. */
function unusedIn(entry: UnusedService | undefined): (name: string) => boolean {
  if (entry === undefined) return () => false;
  const { actions } = entry;
  const exceptions = exceptionsOf(entry);
  return actions === undefined ? (name) => !exceptions.has(name) : (name) => actions.has(name);
}

const noNames: ReadonlySet<string> = new Set();

function everyEnd(name: string): number[] {
  return Array.from(name, (_, i) => i + 1);
}

function withFolded(names: readonly string[] = []): (readonly [folded: string, name: string])[] {
  return names.map((name) => [foldCase(name), name]);
}

/** The names that the catalogue lacks. */
interface UnknownNames extends Pick<ServiceUniverse, 'newer' | 'onlyInPolicy'> {
  /** All of them by folded name; the policy's spelling before the others'. */
  readonly unknown: ReadonlyMap<string, string>;
}

/** Of the catalogue, `known` (ascending, folded) are the names. */
function unknownNames(
  known: readonly string[],
  entry: UnusedService | undefined,
  extra: ReadonlyMap<string, string>,
): UnknownNames {
  const lacking = (names: Iterable<readonly [string, string]>): Map<string, string> =>
    new Map([...names].filter(([folded]) => indexIn(known, folded) === undefined));
  const inFinding = lacking([...withFolded(entry?.notUnused), ...(entry?.actions ?? [])]);
  const elsewhere = lacking([...withFolded(entry?.keptByRule), ...(entry === undefined ? [] : exceptionsOf(entry))]);
  const inPolicy = lacking(extra);
  const onlyInPolicy = [...inPolicy.keys()].filter((name) => !inFinding.has(name) && !elsewhere.has(name));
  return {
    unknown: new Map([...elsewhere, ...inFinding, ...inPolicy]),
    newer: new Set(inFinding.keys()),
    onlyInPolicy: new Set(onlyInPolicy),
  };
}

/** The trees of the catalogue's services, each built once. */
const catalogueTrees = new WeakMap<CatalogueService, PrefixTree>();

function treeOf(service: CatalogueService): PrefixTree {
  const tree = catalogueTrees.get(service) ?? buildPrefixTree(service.names, service.folded);
  catalogueTrees.set(service, tree);
  return tree;
}

/** The names of the catalogue, the very lists where no others come to them. */
function withNames(
  known: CatalogueService | undefined,
  unknown: ReadonlyMap<string, string>,
): Pick<CatalogueService, 'names' | 'folded'> {
  if (unknown.size === 0 && known !== undefined) return known;
  const listed = (known?.folded ?? []).map((folded, i) => [folded, known?.names[i] ?? folded] as const);
  const all = [...listed, ...unknown].toSorted(([a], [b]) => byCodeUnits(a, b));
  return { names: all.map(([, name]) => name), folded: all.map(([folded]) => folded) };
}

/** Of action strings: the plain ones that the policy names, and neither the catalogue nor the finding. */
export function onlyPolicyNames(texts: readonly string[], universe: Universe): string[] {
  return texts.filter((text) => {
    const pattern = parseActionPattern(text);
    return pattern.kind === 'action' && universe.service(pattern.service).onlyInPolicy.has(foldCase(pattern.name));
  });
}
