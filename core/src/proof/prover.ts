import { parseActionPattern } from '../actions/actionPattern.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import type { Unused } from '../findings/unused.ts';
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
  readonly names: readonly Automaton[];
  readonly texts: readonly string[];
  readonly unused: Bits;
}

type Bits = Uint32Array;

/**
 * A prover for one catalogue, one finding and the action names of one policy (`named`: strings as they stand there; patterns among them are
 * passed over). It reads these for itself and shares no code with the refinement but the reading of one action string.
 */
export function createProver(catalogue: ActionCatalogue, unused: Unused, named: Iterable<string>): Prover {
  const extra = namesByService(named);
  const services = new Map<string, ProofService>();
  const matches = new Map<string, Bits>();
  const inside = new Map<string, boolean>();

  const serviceOf = (prefix: string): ProofService => {
    const known = services.get(prefix);
    if (known !== undefined) return known;
    const built = buildService(catalogue, unused, prefix, extra.get(prefix) ?? []);
    services.set(prefix, built);
    return built;
  };
  const matchesOf = (prefix: string, name: string): Bits => {
    const key = `${prefix}:${name}`;
    const known = matches.get(key);
    if (known !== undefined) return known;
    const bits = matchNames(automatonOf(name), serviceOf(prefix).names);
    matches.set(key, bits);
    return bits;
  };
  const isInside = (inner: Target, outer: Target): boolean => {
    if (outer.service !== undefined && outer.service !== inner.service) return false;
    const key = `${inner.name} ${outer.name}`;
    const known = inside.get(key);
    if (known !== undefined) return known;
    const answer = isLanguageInside(automatonOf(inner.name), automatonOf(outer.name));
    inside.set(key, answer);
    return answer;
  };
  const allowedBy = (targets: readonly Target[], prefix: string): Bits => {
    const bits = new Uint32Array(wordsFor(serviceOf(prefix).names.length));
    for (const target of targets) if (target.service === undefined || target.service === prefix) unite(bits, matchesOf(prefix, target.name));
    return bits;
  };

  return {
    prove({ before, after, untouched }) {
      const old = targetsOf(before);
      const kept = new Set(before);
      const stranger = [...untouched].find((text) => !kept.has(text));
      if (stranger !== undefined) return { kind: 'disproven', defect: `${stranger} is said to stay, and was not there` };
      for (const target of targetsOf(after.filter((text) => !kept.has(text))))
        if (!old.some((outer) => isInside(target, outer))) return { kind: 'disproven', defect: `${target.text} allows more than was allowed` };
      const now = targetsOf(after);
      const touched = targetsOf(after.filter((text) => !untouched.has(text)));
      let keptCount = 0;
      let removedCount = 0;
      for (const prefix of servicesOf([...old, ...now], [...catalogue.services, ...unused.keys(), ...extra.keys()])) {
        const service = serviceOf(prefix);
        const were = allowedBy(old, prefix);
        const are = allowedBy(now, prefix);
        const unusedLeft = firstName(service, allowedBy(touched, prefix), (a, i) => a & (service.unused[i] ?? 0));
        if (unusedLeft !== undefined) return { kind: 'disproven', defect: `${prefix}:${unusedLeft} is unused and still allowed` };
        const lost = firstName(service, were, (w, i) => w & ~(are[i] ?? 0) & ~(service.unused[i] ?? 0));
        if (lost !== undefined) return { kind: 'disproven', defect: `${prefix}:${lost} is used and no longer allowed` };
        keptCount += count(are);
        removedCount += count(were) - count(are);
      }
      return { kind: 'proven', kept: keptCount, removed: removedCount };
    },
  };
}

/** What an action string allows: names of one service, or with `service` absent those of all. Malformed strings allow nothing. */
interface Target {
  readonly text: string;
  readonly service?: string;
  readonly name: string;
}

function targetsOf(texts: readonly string[]): Target[] {
  return texts.flatMap((text): Target[] => {
    const pattern = parseActionPattern(text);
    if (pattern.kind === 'malformed') return [];
    if (pattern.kind === 'all') return [{ text, name: '*' }];
    return [{ text, service: pattern.service, name: pattern.name.toLowerCase() }];
  });
}

function servicesOf(targets: readonly Target[], all: readonly string[]): ReadonlySet<string> {
  const named = targets.map(({ service }) => service).filter((service) => service !== undefined);
  return new Set(targets.some(({ service }) => service === undefined) ? [...all, ...named] : named);
}

function namesByService(named: Iterable<string>): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const text of named) {
    const pattern = parseActionPattern(text);
    if (pattern.kind === 'action') names.set(pattern.service, [...(names.get(pattern.service) ?? []), pattern.name]);
  }
  return names;
}

function buildService(catalogue: ActionCatalogue, unused: Unused, prefix: string, extra: readonly string[]): ProofService {
  const entry = unused.get(prefix);
  const named = [...(entry?.actions?.values() ?? [])].map(({ name }) => name);
  const isUnused = new Set(named.map((name) => name.toLowerCase()));
  const spellings = new Map<string, string>();
  for (const name of [...extra, ...named, ...(catalogue.service(prefix)?.names ?? [])]) spellings.set(name.toLowerCase(), name);
  const texts = [...spellings.values()];
  const bits = new Uint32Array(wordsFor(texts.length));
  for (const [i, name] of texts.entries()) {
    if (entry !== undefined && (entry.actions === undefined || isUnused.has(name.toLowerCase()))) setBit(bits, i);
  }
  return { texts, names: texts.map(automatonOf), unused: bits };
}

function matchNames(pattern: Automaton, names: readonly Automaton[]): Bits {
  const bits = new Uint32Array(wordsFor(names.length));
  for (const [i, name] of names.entries()) if (accepts(pattern, name)) setBit(bits, i);
  return bits;
}

/** The first name whose bit is set in what `select` leaves of each word. */
function firstName(service: ProofService, bits: Bits, select: (word: number, index: number) => number): string | undefined {
  for (const [i, word] of bits.entries()) {
    const left = select(word, i);
    if (left !== 0) return service.texts[i * 32 + (31 - Math.clz32(left & -left))];
  }
  return undefined;
}

const wordsFor = (bits: number): number => Math.ceil(bits / 32);

function setBit(bits: Bits, i: number): void {
  bits[i >>> 5] = (bits[i >>> 5] ?? 0) | (1 << (i & 31));
}

function unite(bits: Bits, more: Bits): void {
  for (const [i, word] of more.entries()) bits[i] = (bits[i] ?? 0) | word;
}

function count(bits: Bits): number {
  let sum = 0;
  for (let word of bits) for (; word !== 0; word &= word - 1) sum++;
  return sum;
}
