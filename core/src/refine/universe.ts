/** The universe of a policy: all known actions, and which of them are unused. */
import { parseActionPattern } from '../actions/actionPattern.ts';
import { indexIn } from '../actions/ascending.ts';
import { byCodeUnits, foldCase } from '../actions/foldCase.ts';
import type { ActionCatalogue, CatalogueService } from '../actions/catalogue.ts';
import { buildPrefixTree, type PrefixTree } from '../actions/prefixTree.ts';
import { exceptionsOf } from '../findings/untracked.ts';
import type { Unused, UnusedService } from '../findings/model.ts';
import { memoise } from '../memo.ts';

/** The known actions of one service, and which of them are unused. */
export interface ServiceUniverse {
  /** Does the catalogue list the service? If not, only the names in the policy and the findings are known. */
  readonly inCatalogue: boolean;
  /** The known names in ascending order of their folded form; `folded[i]` is `names[i]` folded. */
  readonly names: readonly string[];
  readonly folded: readonly string[];
  /** The prefix tree of the names, built when it is first asked for. */
  readonly tree: () => PrefixTree;
  /** The prefix tree with a node after each letter instead of each word, built when it is first asked for. */
  readonly letterTree: () => PrefixTree;
  /** `unused[i]` is 1 if `names[i]` is unused, else 0. */
  readonly unused: Uint8Array;
  /** `unusedBelow[i]`: how many of the names before index `i` are unused. One longer than `names`. */
  readonly unusedBelow: Int32Array;
  /**
   * The service as a whole is unused, including actions that are not known. Exceptions are the known names that are not
   * marked in `unused`.
   */
  readonly isWhollyUnused: boolean;
  /**
   * The folded names in the findings that the catalogue lacks, if it lists the service: they show that the catalogue is
   * older than the findings.
   */
  readonly newer: ReadonlySet<string>;
  /** The folded names that only the policy names. */
  readonly onlyInPolicy: ReadonlySet<string>;
}

/**
 * The actions that a policy names and the catalogue lacks: by folded service prefix, then by folded name, in their
 * first spelling.
 */
export type ExtraNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** All known actions: those of the catalogue, of the findings and of the policy. */
export interface Universe {
  readonly catalogue: ActionCatalogue;
  readonly unused: Unused;
  readonly service: (prefix: string) => ServiceUniverse;
  /** The folded prefixes of all services with a known action, ascending. */
  readonly services: readonly string[];
}

/**
 * Makes universes for one catalogue and one set of unused actions. Services are built when they are first asked for,
 * and shared by all universes, except those of which a policy names actions that the catalogue lacks.
 */
export function createUniverses(catalogue: ActionCatalogue, unused: Unused): (extra: ExtraNames) => Universe {
  const sharedService = memoise((prefix) => buildService(catalogue, unused, prefix, new Map()));
  const sharedServices = withServices(catalogue.services, unused);
  return (extra) => {
    const own = new Map<string, ServiceUniverse>();
    const ownService = (prefix: string, names: ReadonlyMap<string, string>): ServiceUniverse => {
      const built = own.get(prefix) ?? buildService(catalogue, unused, prefix, names);
      own.set(prefix, built);
      return built;
    };
    const services = withServices(sharedServices, extra);
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

/** Ascending services and more of them; the list itself if it holds them all. */
function withServices(ascending: readonly string[], more: ReadonlyMap<string, unknown>): readonly string[] {
  const lacking = [...more.keys()].filter((service) => indexIn(ascending, service) === undefined);
  return lacking.length === 0 ? ascending : [...ascending, ...lacking].toSorted(byCodeUnits);
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
  const flags = unusedFlags(folded, entry);
  const below = new Int32Array(folded.length + 1);
  for (let i = 0; i < flags.length; i++) below[i + 1] = (below[i] ?? 0) + (flags[i] ?? 0);
  let own: PrefixTree | undefined;
  const isCatalogues = known?.folded === folded;
  const tree = (): PrefixTree => (isCatalogues ? treeOf(known) : (own ??= buildPrefixTree(names, folded)));
  let letters: PrefixTree | undefined;
  const letterTree = (): PrefixTree =>
    isCatalogues ? letterTreeOf(known) : (letters ??= buildPrefixTree(names, folded, everyEnd));
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

/** For each of the ascending folded names of a service: 1 if it is unused, else 0. */
function unusedFlags(folded: readonly string[], entry: UnusedService | undefined): Uint8Array {
  const flags = new Uint8Array(folded.length);
  if (entry === undefined) return flags;
  const isWhole = entry.actions === undefined;
  const others = entry.actions ?? exceptionsOf(entry);
  if (isWhole) flags.fill(1);
  for (const name of others.keys()) {
    const at = indexIn(folded, name);
    if (at !== undefined) flags[at] = isWhole ? 0 : 1;
  }
  return flags;
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
  /** All of these by folded name, as the policy spells them if it names them. */
  readonly unknown: ReadonlyMap<string, string>;
}

/** Collects the names that the catalogue lacks. `known` are the folded names of the catalogue, ascending. */
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

/** The prefix trees of the services of a catalogue, each built once. */
const treeOf = treesOfCatalogue((names, folded) => buildPrefixTree(names, folded));
const letterTreeOf = treesOfCatalogue((names, folded) => buildPrefixTree(names, folded, everyEnd));

function treesOfCatalogue(
  build: (names: readonly string[], folded: readonly string[]) => PrefixTree,
): (service: CatalogueService) => PrefixTree {
  const trees = new WeakMap<CatalogueService, PrefixTree>();
  return (service) => {
    const tree = trees.get(service) ?? build(service.names, service.folded);
    trees.set(service, tree);
    return tree;
  };
}

/**
 * The names of the catalogue and the unknown names, sorted. Without unknown names, the catalogue's lists themselves.
 */
function withNames(
  known: CatalogueService | undefined,
  unknown: ReadonlyMap<string, string>,
): Pick<CatalogueService, 'names' | 'folded'> {
  if (unknown.size === 0 && known !== undefined) return known;
  const listed = (known?.folded ?? []).map((folded, i) => [folded, known?.names[i] ?? folded] as const);
  const all = [...listed, ...unknown].toSorted(([a], [b]) => byCodeUnits(a, b));
  return { names: all.map(([, name]) => name), folded: all.map(([folded]) => folded) };
}

/** Those of some action strings that are plain actions and that only the policy names. */
export function onlyPolicyNames(actions: readonly string[], universe: Universe): string[] {
  return actions.filter((action) => {
    const pattern = parseActionPattern(action);
    return pattern.kind === 'action' && universe.service(pattern.service).onlyInPolicy.has(foldCase(pattern.name));
  });
}
