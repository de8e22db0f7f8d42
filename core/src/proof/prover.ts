import { parseActionPattern, readActionPattern } from '../actions/actionPattern.ts';
import { foldCase } from '../actions/foldCase.ts';
import type { ActionCatalogue, CatalogueService } from '../actions/catalogue.ts';
import type { Unused } from '../findings/model.ts';
import { memoise } from '../memo.ts';
import { accepts, automatonOf, isLanguageInside, type Automaton } from './wildcardLanguage.ts';

/** The action strings of a statement before and after an edit. */
export interface StatementChange {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Of the strings after, those that openly stay as they were although they may allow unused actions. */
  readonly untouched: ReadonlySet<string>;
}

/** `kept` and `removed` count the known actions that the statement allowed before. */
export type Verdict =
  { readonly kind: 'proven'; readonly kept: number; readonly removed: number } | { readonly kind: 'disproven'; readonly defect: string };

export interface Prover {
  /**
   * Proves that a change of one statement is right, or names what is wrong:
   *
   * (a) nothing after it but the untouched strings allows an unused action;
   * (b) every other known action that was allowed is still allowed;
   * (c) whatever is new allows only what one of the old strings allowed, whatever actions there may be: language inclusion, not sampling.
   *
   * O(action strings × actions of their services), each string matched once per prover.
   */
  readonly prove: (change: StatementChange) => Verdict;
}

/** The names of one service: its catalogue names, those of the finding and those of the policy. `unused` has one bit a name. */
interface ProofService {
  readonly texts: readonly string[];
  /** By folded name. */
  readonly indexOf: ReadonlyMap<string, number>;
  readonly unused: Bits;
  /** The names a folded name pattern matches, one bit a name. */
  readonly matchesOf: (pattern: string) => Bits;
}

type Bits = Uint32Array;

/**
 * Makes provers for one catalogue and one finding; each is for the action names of one policy (`named`: strings as they stand there; patterns
 * among them are passed over). They read catalogue and finding for themselves, and share no code with the refinement but the reading of one
 * action string. What does not depend on the policy is computed once for all.
 */
export function createProvers(catalogue: ActionCatalogue, unused: Unused): (named: readonly string[]) => Prover {
  const sharedService = memoise((prefix) => buildService(catalogue, unused, prefix, []));
  const targetOf = memoise(readTarget);
  // A colon stands in no name.
  const isInside = memoise((pair) => {
    const [inner = '', outer = ''] = pair.split(':');
    return isLanguageInside(automatonOf(inner), automatonOf(outer));
  });

  return (named) => {
    const extra = namesByService(named);
    const own = new Map([...extra].map(([prefix, names]) => [prefix, buildService(catalogue, unused, prefix, names)]));
    const allServices = (): readonly string[] => [...catalogue.services, ...unused.keys(), ...extra.keys()];
    return {
      prove({ before, after, untouched }) {
        const kept = new Map(before.map((text) => [text, targetOf(text)]));
        const stranger = [...untouched].find((text) => !kept.has(text));
        if (stranger !== undefined) return { kind: 'disproven', defect: `${stranger} is said to stay, and was not there` };
        const now = after.map((text) => kept.get(text) ?? readTarget(text));
        const were = groupByService([...kept.values()]);
        const wider = after.find((text, i) => !kept.has(text) && !isWithin(now[i] ?? nothing, were, isInside));
        if (wider !== undefined) return { kind: 'disproven', defect: `${wider} allows more than was allowed` };
        const are = groupByService(now);
        const claimed = untouched.size === 0 ? are : groupByService(now.filter((_, i) => !untouched.has(after[i] ?? '')));
        let counts = { kept: 0, removed: 0 };
        for (const prefix of servicesOf(were, are, allServices)) {
          const compared = compareService(prefix, own.get(prefix) ?? sharedService(prefix), { were, are, claimed });
          if (typeof compared === 'string') return { kind: 'disproven', defect: compared };
          counts = { kept: counts.kept + compared.kept, removed: counts.removed + compared.removed };
        }
        return { kind: 'proven', ...counts };
      },
    };
  };
}

/** What a statement allows of one service: folded names, and folded name patterns. */
interface Names {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly string[];
}

/** By folded service prefix; under `undefined` what holds for all services. */
type ByService = ReadonlyMap<string | undefined, Names>;

function groupByService(targets: readonly Target[]): ByService {
  const groups = new Map<string | undefined, { names: Set<string>; patterns: string[] }>();
  for (const { service, name } of targets) {
    const found = groups.get(service) ?? { names: new Set(), patterns: [] };
    groups.set(service, found);
    if (isPattern(name)) found.patterns.push(name);
    else found.names.add(name);
  }
  return groups;
}

/** Proves (c) for one new string. What begins as a pattern does before the `*` at its end lies in it, wildcards and all, and needs no search. */
function isWithin({ service, name }: Target, were: ByService, isInside: (pair: string) => boolean): boolean {
  if (were.has(undefined)) return true;
  const found = were.get(service);
  if (found === undefined) return false;
  if (found.names.has(name)) return true;
  const startsLike = (pattern: string): boolean => pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1));
  return found.patterns.some((pattern) => startsLike(pattern) || isInside(`${name}:${pattern}`));
}

interface GroupedChange {
  readonly were: ByService;
  readonly are: ByService;
  /** Of `are`, what may allow nothing unused. */
  readonly claimed: ByService;
}

/** Proves (a) and (b) for one service: what is kept and removed, or the defect. */
function compareService(
  prefix: string,
  service: ProofService,
  change: GroupedChange,
): { readonly kept: number; readonly removed: number } | string {
  const were = allowedBy(change.were, prefix, service);
  const are = allowedBy(change.are, prefix, service);
  const claimed = change.claimed === change.are ? are : allowedBy(change.claimed, prefix, service);
  let kept = 0;
  let removed = 0;
  for (let i = 0; i < were.length; i++) {
    const was = were[i] ?? 0;
    const is = are[i] ?? 0;
    const isUnused = service.unused[i] ?? 0;
    const left = (claimed[i] ?? 0) & isUnused;
    if (left !== 0) return `${prefix}:${nameAt(service, i, left)} is unused and still allowed`;
    const lost = was & ~is & ~isUnused;
    if (lost !== 0) return `${prefix}:${nameAt(service, i, lost)} is used and no longer allowed`;
    kept += count(is);
    removed += count(was & ~is);
  }
  return { kept, removed };
}

function allowedBy(groups: ByService, prefix: string, service: ProofService): Bits {
  const bits = new Uint32Array(service.unused.length);
  for (const group of [groups.get(prefix), groups.get(undefined)]) {
    for (const name of group?.names ?? []) {
      const at = service.indexOf.get(name);
      if (at !== undefined) setBit(bits, at);
    }
    for (const pattern of group?.patterns ?? []) {
      const matches = service.matchesOf(pattern);
      for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] ?? 0) | (matches[i] ?? 0);
    }
  }
  return bits;
}

/** What an action string allows: names of one service, or with `service` absent those of all. */
interface Target {
  readonly service?: string;
  /** Folded. */
  readonly name: string;
}

const isPattern = (name: string): boolean => name.includes('*') || name.includes('?');

/** No service has an empty prefix: a malformed string allows nothing. */
const nothing: Target = { service: '', name: '' };

function readTarget(text: string): Target {
  const pattern = readActionPattern(text);
  if (pattern.kind === 'malformed') return nothing;
  return pattern.kind === 'all' ? { name: '*' } : { service: pattern.service, name: foldCase(pattern.name) };
}

function servicesOf(were: ByService, are: ByService, all: () => readonly string[]): ReadonlySet<string> {
  const named = [...were.keys(), ...are.keys()].filter((service) => service !== undefined);
  return new Set(were.has(undefined) || are.has(undefined) ? [...all(), ...named] : named);
}

function namesByService(named: Iterable<string>): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const text of named) {
    const pattern = parseActionPattern(text);
    if (pattern.kind !== 'action') continue;
    const known = names.get(pattern.service);
    if (known === undefined) names.set(pattern.service, [pattern.name]);
    else known.push(pattern.name);
  }
  return names;
}

function buildService(catalogue: ActionCatalogue, unused: Unused, prefix: string, extra: readonly string[]): ProofService {
  const entry = unused.get(prefix);
  const named = [...(entry?.actions?.values() ?? [])];
  const names = withNames(knownNames(catalogue, prefix), [...named, ...(entry?.kept ?? []), ...extra]);
  const isUnused = new Set(named.map(foldCase));
  const bits = new Uint32Array(wordsFor(names.texts.length));
  if (entry !== undefined) {
    for (const [name, i] of names.indexOf) if (entry.actions === undefined || isUnused.has(name)) setBit(bits, i);
  }
  return { ...names, unused: bits, matchesOf: memoise((pattern) => matchNames(automatonOf(pattern), names.automata)) };
}

interface ProofNames {
  readonly texts: readonly string[];
  readonly automata: readonly Automaton[];
  readonly indexOf: ReadonlyMap<string, number>;
}

const noNames: ProofNames = { texts: [], automata: [], indexOf: new Map() };

/** The names of the catalogue, read once for all provers. */
const namesOfCatalogue = new WeakMap<CatalogueService, ProofNames>();

function knownNames(catalogue: ActionCatalogue, prefix: string): ProofNames {
  const service = catalogue.service(prefix);
  if (service === undefined) return noNames;
  const names = namesOfCatalogue.get(service) ?? withNames(noNames, service.names);
  namesOfCatalogue.set(service, names);
  return names;
}

/** The names with those of `more` that are not among them. */
function withNames(known: ProofNames, more: readonly string[]): ProofNames {
  const added = new Map(more.map((name) => [foldCase(name), name] as const).filter(([folded]) => !known.indexOf.has(folded)));
  if (added.size === 0) return known;
  return {
    texts: [...known.texts, ...added.values()],
    automata: [...known.automata, ...[...added.values()].map(automatonOf)],
    indexOf: new Map([...known.indexOf, ...[...added.keys()].map((name, i) => [name, known.texts.length + i] as const)]),
  };
}

function matchNames(pattern: Automaton, names: readonly Automaton[]): Bits {
  const bits = new Uint32Array(wordsFor(names.length));
  for (const [i, name] of names.entries()) if (accepts(pattern, name)) setBit(bits, i);
  return bits;
}

/** The first of the names whose bit is set in `word`, the `index`th word. */
function nameAt(service: ProofService, index: number, word: number): string {
  return service.texts[index * 32 + (31 - Math.clz32(word & -word))] ?? '';
}

const wordsFor = (bits: number): number => Math.ceil(bits / 32);

function setBit(bits: Bits, i: number): void {
  bits[i >>> 5] = (bits[i >>> 5] ?? 0) | (1 << (i & 31));
}

/** How many bits of a word are set. */
function count(word: number): number {
  let sum = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) sum++;
  return sum;
}
