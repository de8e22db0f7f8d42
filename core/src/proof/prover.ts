/**
 * Proves that the change of a statement is right. It shares no code with the refinement except the reading of action
 * strings, so that a mistake there cannot repeat itself here.
 */
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
  /**
   * The strings of `after` that stay although they may allow unused actions. They are exempt from clause (a) of the
   * proof, but must have been there before.
   */
  readonly untouched: ReadonlySet<string>;
  /**
   * For each new string, the old string that it replaces. The proof does not trust it: it only tells which inclusion to
   * prove in clause (c).
   */
  readonly standsFor: ReadonlyMap<string, string>;
}

/**
 * The result of a proof. `stillAllowed` and `removed` count the known actions that the statement allowed before: those
 * it still allows, and those it no longer allows.
 */
export type Verdict =
  | { readonly kind: 'proven'; readonly stillAllowed: number; readonly removed: number }
  | { readonly kind: 'disproven'; readonly defect: string }
  /** The proof was not tried, because it would exceed {@link mostWork}. */
  | { readonly kind: 'too-much-work' };

/**
 * The limit of one proof: the number of characters of action names that patterns such as `Get*Acl`, with a wildcard
 * before their last character, have to read. It takes less than a second. No statement in AWS's managed policies takes
 * a hundredth of it.
 */
export const mostWork = 50_000_000;

/** Proves changes to the statements of one policy. */
export interface Prover {
  /**
   * Proves that the change of a statement is right, or tells the first defect:
   *
   * (a) no string after the change, except the untouched ones, allows an unused action; (b) every other known action
   * that was allowed is still allowed; (c) every new string allows only what the old string that it replaces allowed.
   * This holds for all possible action
   *     names, because it compares languages and does not sample;
   * (d) every action that evidence shows as used and that was allowed is still allowed.
   *
   * O(action strings × actions of their services), bounded by {@link mostWork}. Each prover matches a string once.
   */
  readonly prove: (change: StatementChange) => Verdict;
}

/** An action string, prepared for the proof. */
interface Target {
  /** The folded service prefix; absent for `*`, which allows the actions of all services. */
  readonly service?: string;
  /** The folded name or name pattern. */
  readonly name: string;
  readonly isPattern: boolean;
  /** Does the name have a wildcard before its last character? */
  readonly isInner: boolean;
  /** Only for a pattern that ends in `*`: the part before it. */
  readonly stem?: string | undefined;
  /**
   * The shared known names of its service that it matches: a number (plain name), a bit set (pattern), absent (none).
   */
  readonly known?: number | Bits | undefined;
}

/** What the evidence about the holders of a policy says. */
export interface ProofEvidence {
  readonly unused: Unused;
  /** The actions that reports show as used, `service:Name`. */
  readonly used: readonly string[];
}

/**
 * Makes provers for one catalogue and the same evidence, one for each policy. `named` are the action strings of the
 * policy; patterns among them are ignored. What does not depend on the policy is computed once for all provers; the
 * names that only the policy knows are compared separately.
 */
export function createProvers(
  catalogue: ActionCatalogue,
  { unused, used }: ProofEvidence,
): (named: readonly string[]) => Prover {
  const sharedNames = memoise((prefix) => namesOfService(catalogue, unused, prefix));
  const targetOf = memoise((action): Target => {
    const target = readTarget(action);
    return target.service === undefined
      ? target
      : { ...target, known: allowedAmong(sharedNames(target.service), target) };
  });
  // The key is `inner:outer`. Names have no colon.
  const isInside = memoise((pair) => {
    const [inner = '', outer = ''] = pair.split(':');
    return isLanguageInside(automatonOf(inner), automatonOf(outer));
  });

  const inUse = namesByService(used);
  const usedOf = memoise((prefix) => namesInUse(inUse.get(prefix) ?? []));
  const usedPart: NamesInProof = { services: () => [...inUse.keys()], namesOf: usedOf, allowed: allowedAmong };
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
        const were = before.map(targetOf);
        const are = after.map(targetOf);
        const targets = [...new Set([...were, ...are])];
        if (sum([...parts, usedPart].map((part) => workOf(part, targets))) > mostWork) return { kind: 'too-much-work' };
        const old = new Set(before);
        const notThereBefore = [...untouched].find((action) => !old.has(action));
        if (notThereBefore !== undefined)
          return { kind: 'disproven', defect: `${notThereBefore} is listed as kept but was not there before` };
        const isWider = (action: string, i: number): boolean => {
          const stoodFor = standsFor.get(action) ?? '';
          return !old.has(stoodFor) || !isWithin(are[i] ?? nothing, targetOf(stoodFor), isInside);
        };
        const wider = after.find((action, i) => !old.has(action) && isWider(action, i));
        if (wider !== undefined) return { kind: 'disproven', defect: `${wider} allows more than was allowed before` };
        const claimed = untouched.size === 0 ? are : are.filter((_, i) => !untouched.has(after[i] ?? ''));
        let [stillAllowed, removed] = [0, 0];
        for (const part of parts) {
          const compared = compareNames(part, { were, are, claimed });
          if (typeof compared === 'string') return { kind: 'disproven', defect: compared };
          stillAllowed += compared.stillAllowed;
          removed += compared.removed;
        }
        const lost = inUse.size === 0 ? undefined : compareNames(usedPart, { were, are, claimed });
        if (typeof lost === 'string') return { kind: 'disproven', defect: lost };
        return { kind: 'proven', stillAllowed, removed };
      },
    };
  };
}

/**
 * Proves clause (c) for a new string: its language lies inside the language of `old`. A string that starts with the
 * stem of `old` lies inside without a search, even if it has wildcards: the `*` at the end of `old` matches the rest.
 */
function isWithin({ service, name }: Target, old: Target, isInside: (pair: string) => boolean): boolean {
  if (old.service === undefined) return true;
  if (service !== old.service) return false;
  if (old.name === name || (old.stem !== undefined && name.startsWith(old.stem))) return true;
  return old.isPattern && isInside(`${name}:${old.name}`);
}

/**
 * The most characters of names that some targets have to read. Patterns such as `Get*` are not counted, because they
 * read only their prefix.
 */
function workOf({ namesOf }: NamesInProof, targets: readonly Target[]): number {
  return sum(targets.map(({ service, isInner }) => (isInner && service !== undefined ? namesOf(service).units : 0)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** The targets of a statement before (`were`) and after (`are`) the change. */
interface ChangedTargets {
  readonly were: readonly Target[];
  readonly are: readonly Target[];
  /** Those of `are` that must not allow an unused action: all but the untouched ones. */
  readonly claimed: readonly Target[];
}

/** A group of names that the proof compares: the shared names, the policy's own names, or the names in use. */
interface NamesInProof {
  /** All services with names of this group. */
  readonly services: () => readonly string[];
  readonly namesOf: (service: string) => ProofNames;
  /** The names that a target allows: a number (plain name), a bit set (pattern), `undefined` (none). */
  readonly allowed: (names: ProofNames, target: Target) => number | Bits | undefined;
}

/** The names of one service that the statement allows, by the targets of {@link ChangedTargets}. */
interface Allowed {
  readonly names: ProofNames;
  readonly were: Bits;
  readonly are: Bits;
  readonly claimed: Bits;
}

/** Proves clauses (a) and (b) for a group of names: how many are still allowed and removed, or the defect. */
function compareNames(
  part: NamesInProof,
  change: ChangedTargets,
): { readonly stillAllowed: number; readonly removed: number } | string {
  let stillAllowed = 0;
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
      stillAllowed += count(is);
      removed += count(was & ~is);
    }
  }
  return { stillAllowed, removed };
}

/** The allowed names by service, for all services that the change concerns. */
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

/** The target of a malformed string, which allows nothing: no service has an empty prefix. */
const nothing: Target = { service: '', name: '', isPattern: false, isInner: false };

function readTarget(action: string): Target {
  const pattern = parseActionPattern(action);
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
  for (const action of named) {
    const pattern = parseActionPattern(action);
    if (pattern.kind !== 'action') continue;
    const known = names.get(pattern.service);
    if (known === undefined) names.set(pattern.service, [pattern.name]);
    else known.push(pattern.name);
  }
  return names;
}
