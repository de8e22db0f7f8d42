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
  const unused = new Uint32Array(wordsFor(names.texts.length));
  if (entry !== undefined) {
    const stay = new Set(untrackedNamesOf(entry).map(([name]) => name));
    for (const [name, i] of names.indexOf) if (entry.actions?.has(name) ?? !stay.has(name)) setBit(unused, i);
  }
  const { texts, indexOf, automata } = names;
  const units = automata.reduce((all, { length }) => all + length, 0);
  return { texts, indexOf, unused, units, matchesOf: memoise((pattern) => matchNames(automatonOf(pattern), automata)) };
}

interface NameList {
  readonly texts: readonly string[];
  readonly automata: readonly Automaton[];
  readonly indexOf: ReadonlyMap<string, number>;
}

const noNames: NameList = { texts: [], automata: [], indexOf: new Map() };

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
  return {
    texts: [...known.texts, ...added.values()],
    automata: [...known.automata, ...[...added.values()].map(automatonOf)],
    indexOf: new Map([
      ...known.indexOf,
      ...[...added.keys()].map((name, i) => [name, known.texts.length + i] as const),
    ]),
  };
}

function matchNames(pattern: Automaton, names: readonly Automaton[]): Bits {
  const bits = new Uint32Array(wordsFor(names.length));
  const matcher = matcherOf(pattern);
  for (const [i, name] of names.entries()) if (matcher.accepts(name)) setBit(bits, i);
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
