import { hasWildcard, parseActionPattern } from '../actions/actionPattern.ts';
import { foldCase } from '../actions/foldCase.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import type { Unused } from '../findings/model.ts';
import { memoise } from '../memo.ts';
import {
  addBits,
  count,
  nameAt,
  namesInUse,
  namesOfPolicy,
  namesOfService,
  type Bits,
  type ProofNames,
} from './proofNames.ts';
import { automatonOf, isLanguageInside } from './wildcardLanguage.ts';

/** The action strings of a statement before and after an edit. */
export interface StatementChange {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Of the strings after, those that openly stay as they were although they may allow unused actions. */
  readonly untouched: ReadonlySet<string>;
  /**
   * Of each string after that was not there before: the one before that it stands for. It is not believed; it says
   * which inclusion to prove.
   */
  readonly standsFor: ReadonlyMap<string, string>;
}

/** `kept` and `removed` count the known actions that the statement allowed before. */
export type Verdict =
  | { readonly kind: 'proven'; readonly kept: number; readonly removed: number }
  | { readonly kind: 'disproven'; readonly defect: string }
  /** It was not tried, because it would take more than {@link mostWork}. */
  | { readonly kind: 'too-much-work' };

/**
 * What one proof may take: characters of action names that are read by wildcards with something behind their first `*`
 * or `?`. Reading them takes less than a second. Of all that AWS's managed policies allow, no statement takes a
 * hundredth of it.
 */
export const mostWork = 50_000_000;

export interface Prover {
  /**
   * Proves that a change of one statement is right, or names what is wrong:
   *
   * (a) nothing after it but the untouched strings allows an unused action;
   * (b) every other known action that was allowed is still allowed;
   * (c) whatever is new allows only what one of the old strings allowed, whatever actions there may be: language
   *     inclusion, not sampling;
   * (d) every action that evidence shows as used, and that was allowed, is still allowed.
   *
   * O(action strings × actions of their services), each string matched once per prover, and bounded by {@link
   * mostWork}.
   */
  readonly prove: (change: StatementChange) => Verdict;
}

/** What an action string allows: names of one service, or with `service` absent those of all. */
interface Target {
  readonly service?: string;
  /** Folded. */
  readonly name: string;
  readonly isPattern: boolean;
  /** Has it a wildcard before its last character? */
  readonly isInner: boolean;
  /** Of a pattern that ends in `*`, what stands before that. */
  readonly stem?: string | undefined;
  /**
   * Of the names that catalogue and finding know of its service, those it allows: an index, or bits; absent where that
   * is none.
   */
  readonly known?: number | Bits | undefined;
}

/** What evidence says about those who hold a policy. */
export interface ProofEvidence {
  readonly unused: Unused;
  /** The actions shown as used, `service:Name`. */
  readonly used: readonly string[];
}

/**
 * Makes provers for one catalogue and the same evidence; each is for the action names of one policy (`named`: strings
 * as they stand there; patterns among them are passed over). They read catalogue and evidence for themselves, and share
 * no code with the refinement but the reading of one action string. What does not depend on the policy is computed once
 * for all: the names that only the policy knows are compared apart.
 */
export function createProvers(
  catalogue: ActionCatalogue,
  { unused, used }: ProofEvidence,
): (named: readonly string[]) => Prover {
  const sharedNames = memoise((prefix) => namesOfService(catalogue, unused, prefix));
  const targetOf = memoise((text): Target => {
    const target = readTarget(text);
    return target.service === undefined
      ? target
      : { ...target, known: allowedAmong(sharedNames(target.service), target) };
  });
  // A colon stands in no name.
  const isInside = memoise((pair) => {
    const [inner = '', outer = ''] = pair.split(':');
    return isLanguageInside(automatonOf(inner), automatonOf(outer));
  });

  const inUse = namesByService(used);
  const usedOf = memoise((prefix) => namesInUse(inUse.get(prefix) ?? []));
  const witnessed: NamesInProof = { services: () => [...inUse.keys()], namesOf: usedOf, allowed: allowedAmong };
  return (named) => {
    const extra = namesByService(named);
    const ownNames = memoise((prefix) =>
      namesOfPolicy(extra.get(prefix) ?? [], sharedNames(prefix), unused.get(prefix)),
    );
    const shared: NamesInProof = {
      services: () => [...catalogue.services, ...unused.keys()],
      namesOf: sharedNames,
      allowed: (names, target) => (target.service === undefined ? names.matchesOf(target.name) : target.known),
    };
    const own: NamesInProof = { services: () => [...extra.keys()], namesOf: ownNames, allowed: allowedAmong };
    const parts = extra.size === 0 ? [shared] : [shared, own];
    return {
      prove({ before, after, untouched, standsFor }) {
        const strings = [...new Set([...before, ...after])].map(targetOf);
        if (sum([...parts, witnessed].map((part) => workOf(part, strings))) > mostWork)
          return { kind: 'too-much-work' };
        const old = new Set(before);
        const stranger = [...untouched].find((text) => !old.has(text));
        if (stranger !== undefined)
          return { kind: 'disproven', defect: `${stranger} is listed as kept but was not there before` };
        const were = before.map(targetOf);
        const isWider = (text: string): boolean => {
          const stoodFor = standsFor.get(text) ?? '';
          return !old.has(stoodFor) || !isWithin(targetOf(text), targetOf(stoodFor), isInside);
        };
        const wider = after.find((text) => !old.has(text) && isWider(text));
        if (wider !== undefined) return { kind: 'disproven', defect: `${wider} allows more than was allowed before` };
        const are = after.map(targetOf);
        const claimed = untouched.size === 0 ? are : after.filter((text) => !untouched.has(text)).map(targetOf);
        let [kept, removed] = [0, 0];
        for (const part of parts) {
          const compared = compareNames(part, { were, are, claimed });
          if (typeof compared === 'string') return { kind: 'disproven', defect: compared };
          kept += compared.kept;
          removed += compared.removed;
        }
        const lost = inUse.size === 0 ? undefined : compareNames(witnessed, { were, are, claimed });
        if (typeof lost === 'string') return { kind: 'disproven', defect: lost };
        return { kind: 'proven', kept, removed };
      },
    };
  };
}

/**
 * Proves (c) for a new string. What begins as a pattern does before the `*` at its end lies in it, wildcards and all,
 * and needs no search.
 */
function isWithin({ service, name }: Target, old: Target, isInside: (pair: string) => boolean): boolean {
  if (old.service === undefined) return true;
  if (service !== old.service) return false;
  if (old.name === name || (old.stem !== undefined && name.startsWith(old.stem))) return true;
  return old.isPattern && isInside(`${name}:${old.name}`);
}

/**
 * How many characters of names the patterns among some targets read at most, but for a prefix and a `*`, which read no
 * more than that prefix.
 */
function workOf({ namesOf }: NamesInProof, targets: readonly Target[]): number {
  return sum(targets.map(({ service, isInner }) => (isInner && service !== undefined ? namesOf(service).units : 0)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

interface ChangedTargets {
  readonly were: readonly Target[];
  readonly are: readonly Target[];
  /** Of `are`, what may allow nothing unused. */
  readonly claimed: readonly Target[];
}

/**
 * Some names of every service, and how to tell which of them a target allows: an index, or bits; `undefined` where that
 * is none.
 */
interface NamesInProof {
  /** All services that have such names. */
  readonly services: () => readonly string[];
  readonly namesOf: (service: string) => ProofNames;
  readonly allowed: (names: ProofNames, target: Target) => number | Bits | undefined;
}

/** What a statement allows of the names of one service: before, after, and of that what may allow nothing unused. */
interface Allowed {
  readonly names: ProofNames;
  readonly were: Bits;
  readonly are: Bits;
  readonly claimed: Bits;
}

/** Proves (a) and (b) for some names: what is kept and removed, or the defect. */
function compareNames(
  part: NamesInProof,
  change: ChangedTargets,
): { readonly kept: number; readonly removed: number } | string {
  let kept = 0;
  let removed = 0;
  for (const [prefix, { names, were, are, claimed }] of allowedBy(part, change)) {
    for (let i = 0; i < were.length; i++) {
      const was = were[i] ?? 0;
      const is = are[i] ?? 0;
      const isUnused = names.unused[i] ?? 0;
      const left = (claimed[i] ?? 0) & isUnused;
      if (left !== 0) return `${prefix}:${nameAt(names, i, left)} is unused and still allowed`;
      const lost = was & ~is & ~isUnused;
      if (lost !== 0) return `${prefix}:${nameAt(names, i, lost)} is not reported unused but no longer allowed`;
      kept += count(is);
      removed += count(was & ~is);
    }
  }
  return { kept, removed };
}

/** By service, for all that the change speaks about. */
function allowedBy(
  { services, namesOf, allowed }: NamesInProof,
  { were, are, claimed }: ChangedTargets,
): ReadonlyMap<string, Allowed> {
  const found = new Map<string, Allowed>();
  const of = (service: string): Allowed => {
    const known = found.get(service);
    if (known !== undefined) return known;
    const names = namesOf(service);
    const length = names.unused.length;
    const made = {
      names,
      were: new Uint32Array(length),
      are: new Uint32Array(length),
      claimed: new Uint32Array(length),
    };
    found.set(service, made);
    return made;
  };
  const fill = (targets: readonly Target[], select: (sets: Allowed) => Bits): void => {
    for (const target of targets)
      for (const service of target.service === undefined ? services() : [target.service]) {
        const sets = of(service);
        addBits(select(sets), allowed(sets.names, target));
      }
  };
  fill(were, (sets) => sets.were);
  fill(are, (sets) => sets.are);
  fill(claimed, (sets) => sets.claimed);
  return found;
}

function allowedAmong(names: ProofNames, { name, isPattern }: Target): number | Bits | undefined {
  return isPattern ? names.matchesOf(name) : names.indexOf.get(name);
}

/** No service has an empty prefix: a malformed string allows nothing. */
const nothing: Target = { service: '', name: '', isPattern: false, isInner: false };

function readTarget(text: string): Target {
  const pattern = parseActionPattern(text);
  if (pattern.kind === 'malformed') return nothing;
  if (pattern.kind === 'all') return { name: '*', isPattern: true, isInner: false };
  const name = foldCase(pattern.name);
  const isPattern = hasWildcard(name);
  const isInner = hasWildcard(name.slice(0, -1));
  return {
    service: pattern.service,
    name,
    isPattern,
    isInner,
    stem: name.endsWith('*') ? name.slice(0, -1) : undefined,
  };
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
