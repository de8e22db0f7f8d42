/** The known action names of a service, as the proof sees them: which are unused, and which a pattern matches. */
import { foldCase } from '../actions/foldCase.ts';
import type { ActionCatalogue, CatalogueService } from '../actions/catalogue.ts';
import type { Unused, UnusedService } from '../findings/model.ts';
import { memoise } from '../memo.ts';
import { automatonOf, matcherOf, type Automaton } from './wildcardLanguage.ts';

/** Names of one service, numbered from 0. */
export interface ProofNames {
  readonly texts: readonly string[];
  /** The numbers of the names, by folded name. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** The unused names. */
  readonly unused: Bits;
  /** The number of characters of all names together. */
  readonly units: number;
  /** The names that a folded name pattern matches. */
  readonly matchesOf: (pattern: string) => Bits;
}

/** A set of names: bit `i % 32` of word `i / 32` belongs to the name with the number `i`. */
export type Bits = Uint32Array;

/** The names of a service in the catalogue, in the findings and in the keep rules. `prefix` is folded. */
export function namesOfService(catalogue: ActionCatalogue, unused: Unused, prefix: string): ProofNames {
  const entry = unused.get(prefix);
  const known = knownNames(catalogue, prefix);
  const stay = [...(entry?.notUnused ?? []), ...(entry?.keptByRule ?? [])].map(withFolded);
  const named = [...(entry?.actions ?? []), ...stay, ...(entry === undefined ? [] : untrackedNamesOf(entry))];
  return proofNames(withNames(known, named), entry);
}

/**
 * The actions about which an entry for a whole service says nothing, so they must stay: those that the entry names, by
 * default `iam:PassRole`, which is never a request of its own. Written here a second time, because the proof must not
 * rely on what the refinement reads (`findings/untracked.ts`).
 */
function untrackedNamesOf({ service, actions, untracked }: UnusedService): FoldedName[] {
  if (actions !== undefined) return [];
  if (untracked !== undefined) return [...untracked];
  return service === 'iam' ? [withFolded('PassRole')] : [];
}

/** The names of a service that only the policy names: those of `named` that are not in `shared`. */
export function namesOfPolicy(
  named: readonly string[],
  shared: ProofNames,
  entry: UnusedService | undefined,
): ProofNames {
  const own = named.map(withFolded).filter(([folded]) => !shared.indexOf.has(folded));
  return proofNames(withNames(noNames, own), entry);
}

/** The names that evidence shows as used. None of them counts as unused. */
export function namesInUse(used: readonly string[]): ProofNames {
  return proofNames(withNames(noNames, used.map(withFolded)), undefined);
}

function proofNames(names: NameList, entry: UnusedService | undefined): ProofNames {
  const { texts, indexOf, units, matchesOf } = names;
  return { texts, indexOf, units, matchesOf, unused: unusedAmong(names, entry) };
}

/** The names that an entry reports unused. O(names of the entry), or O(names) for a whole service. */
function unusedAmong({ texts, indexOf }: NameList, entry: UnusedService | undefined): Bits {
  const unused = new Uint32Array(wordsFor(texts.length));
  if (entry === undefined) return unused;
  const stay = new Set(untrackedNamesOf(entry).map(([name]) => name));
  const isOfWhole = (name: string): boolean => !stay.has(name);
  const names = entry.actions === undefined ? [...indexOf.keys()].filter(isOfWhole) : entry.actions.keys();
  for (const name of names) {
    const at = indexOf.get(name);
    if (at !== undefined) setBit(unused, at);
  }
  return unused;
}

interface NameList extends Omit<ProofNames, 'unused'> {
  readonly automata: readonly Automaton[];
}

/** The most patterns of which the matches in one list are remembered. */
const rememberedPatterns = 1000;

function nameList(
  texts: readonly string[],
  automata: readonly Automaton[],
  indexOf: ReadonlyMap<string, number>,
): NameList {
  const units = automata.reduce((all, { length }) => all + length, 0);
  const matchesOf = memoise((pattern) => matchNames(automatonOf(pattern), automata), rememberedPatterns);
  return { texts, automata, indexOf, units, matchesOf };
}

const noNames = nameList([], [], new Map());

/** The names of each service of a catalogue, read once for all provers. */
const namesOfCatalogue = new WeakMap<CatalogueService, NameList>();

function knownNames(catalogue: ActionCatalogue, prefix: string): NameList {
  const service = catalogue.service(prefix);
  if (service === undefined) return noNames;
  const names = namesOfCatalogue.get(service) ?? withNames(noNames, service.names.map(withFolded));
  namesOfCatalogue.set(service, names);
  return names;
}

type FoldedName = readonly [folded: string, name: string];

function withFolded(name: string): FoldedName {
  return [foldCase(name), name];
}

/** The names in `known`, then those of `more` that it lacks. */
function withNames(known: NameList, more: readonly FoldedName[]): NameList {
  const added = new Map(more.filter(([folded]) => !known.indexOf.has(folded)));
  if (added.size === 0) return known;
  return nameList(
    [...known.texts, ...added.values()],
    [...known.automata, ...[...added.values()].map(automatonOf)],
    new Map([...known.indexOf, ...[...added.keys()].map((name, i) => [name, known.texts.length + i] as const)]),
  );
}

function matchNames(pattern: Automaton, names: readonly Automaton[]): Bits {
  const bits = new Uint32Array(wordsFor(names.length));
  const matcher = matcherOf(pattern);
  let i = 0;
  for (const name of names) {
    if (matcher.accepts(name)) setBit(bits, i);
    i++;
  }
  return bits;
}

/** The first name whose bit is set in `word`, which is the word `index` of a set. */
export function nameAt(names: ProofNames, index: number, word: number): string {
  return names.texts[index * 32 + (31 - Math.clz32(word & -word))] ?? '';
}

const wordsFor = (bits: number): number => Math.ceil(bits / 32);

function setBit(bits: Bits, i: number): void {
  bits[i >>> 5] = (bits[i >>> 5] ?? 0) | (1 << (i & 31));
}

/** The number of bits that are set in a word. */
export function count(word: number): number {
  let sum = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) sum++;
  return sum;
}

/** Adds to a set: the name with a number, all names of another set, or nothing. */
export function addBits(bits: Bits, more: number | Bits | undefined): void {
  if (more === undefined) return;
  if (typeof more === 'number') setBit(bits, more);
  else for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] ?? 0) | (more[i] ?? 0);
}
