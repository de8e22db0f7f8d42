/**
 * Proves that an extended `NotAction` is right. It compares what the statement allows, the complement of its action
 * strings, and shares no code with the making of the extension except the reading of action strings.
 */
import { hasWildcard, parseActionPattern } from '../actions/actionPattern.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import { foldCase } from '../actions/foldCase.ts';
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
import type { UnusedService } from '../findings/model.ts';
import type { ProofEvidence, Verdict } from './prover.ts';

/** The action strings of a `NotAction` before and after it is extended. */
export interface Exclusions {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What the proof knows: the catalogue, the evidence, and the plain actions that the policy names. */
export interface ExclusionFacts extends ProofEvidence {
  readonly catalogue: ActionCatalogue;
  readonly named: readonly string[];
}

/**
 * Makes the prover for the statements of a policy. It proves, of an Allow statement with `NotAction`, or tells the first
 * defect:
 *
 * (a) it allows no unused action any more, and nothing of a service that is unused as a whole, if no action of it must
 *     stay;
 * (b) every other known action that it allowed is still allowed;
 * (c) it allows nothing new, because every string is still there; and of actions that are not known, it excludes only
 *     those of services that are unused as a whole, because any other new string is a plain action;
 * (d) every action that evidence shows as used and that it allowed is still allowed.
 *
 * O(facts) once, then O(known actions / 32 + strings × actions of their services) for each statement.
 */
export function createExclusionProver(facts: ExclusionFacts): (exclusions: Exclusions) => Verdict {
  const services = namesOfServices(facts);
  return ({ before, after }) => {
    const lost = before.find((pattern, i) => after[i] !== pattern);
    if (lost !== undefined) return disproven(`${lost} is no longer excluded`);
    for (const pattern of after.slice(before.length)) {
      const defect = newDefect(pattern, facts);
      if (defect !== undefined) return disproven(defect);
    }
    const [were, are] = [targetsOf(before), targetsOf(after)];
    let [stillAllowed, removed] = [0, 0];
    for (const [service, names] of services) {
      const compared = compareService(service, names, { old: were(service), now: are(service) });
      if (typeof compared === 'string') return disproven(compared);
      stillAllowed += compared.stillAllowed;
      removed += compared.removed;
    }
    return { kind: 'proven', stillAllowed, removed };
  };
}

function disproven(defect: string): Verdict {
  return { kind: 'disproven', defect };
}

/** What is wrong with a new string; `undefined` if it excludes only what the evidence speaks of. */
function newDefect(pattern: string, { unused }: ExclusionFacts): string | undefined {
  const read = parseActionPattern(pattern);
  if (read.kind === 'action') return undefined;
  const entry = read.kind === 'wildcard' ? unused.get(read.service) : undefined;
  const isWhole = entry !== undefined && entry.actions === undefined;
  return isWhole ? undefined : `${pattern} excludes more than the evidence reports unused`;
}

/** What is known of the actions of one service. */
interface ServiceNames {
  readonly entry: UnusedService | undefined;
  /** The names that evidence shows as used. */
  readonly used: ProofNames;
  /** The names of the catalogue and the evidence. */
  readonly shared: ProofNames;
  /** The names that only the policy has. */
  readonly own: ProofNames;
}

/** All services with a known action or evidence. */
function namesOfServices({ catalogue, unused, used, named }: ExclusionFacts): ReadonlyMap<string, ServiceNames> {
  const [inUse, ofPolicy] = [plainNames(used), plainNames(named)];
  const services = new Set([...catalogue.services, ...unused.keys(), ...inUse.keys(), ...ofPolicy.keys()]);
  return new Map(
    [...services].map((service): [string, ServiceNames] => {
      const entry = unused.get(service);
      const shared = namesOfService(catalogue, unused, service);
      const own = namesOfPolicy(ofPolicy.get(service) ?? [], shared, entry);
      return [service, { entry, used: namesInUse(inUse.get(service) ?? []), shared, own }];
    }),
  );
}

/** The names of the plain actions among some action strings, by service. */
function plainNames(actions: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const action of actions) {
    const read = parseActionPattern(action);
    if (read.kind !== 'action') continue;
    const names = found.get(read.service) ?? [];
    names.push(read.name);
    found.set(read.service, names);
  }
  return found;
}

/** The folded name patterns of some action strings that concern a service; malformed ones concern none. */
function targetsOf(actions: readonly string[]): (service: string) => readonly string[] {
  const ofAll: string[] = [];
  const byService = new Map<string, string[]>();
  for (const action of actions) {
    const read = parseActionPattern(action);
    if (read.kind === 'all') ofAll.push('*');
    else if (read.kind !== 'malformed') {
      const names = byService.get(read.service) ?? [];
      names.push(foldCase(read.name));
      byService.set(read.service, names);
    }
  }
  return (service) => [...ofAll, ...(byService.get(service) ?? [])];
}

interface Compared {
  readonly stillAllowed: number;
  readonly removed: number;
}

function compareService(
  service: string,
  { entry, used, shared, own }: ServiceNames,
  targets: ComparedTargets,
): Compared | string {
  const isWhole = entry !== undefined && entry.actions === undefined;
  const lost = lostAmong(used, targets);
  if (lost !== undefined) return `${service}:${lost} is used but no longer allowed`;
  const mayStay = shared.unused.reduce((sum, bits) => sum + count(bits), 0) < shared.texts.length;
  if (isWhole && !mayStay && !targets.now.some((name) => /^\*+$/.test(name)))
    return `${service} is unused as a whole and still allowed`;
  let [stillAllowed, removed] = [0, 0];
  for (const names of [shared, own]) {
    const compared = compareNames(names, targets);
    if (typeof compared === 'string') return `${service}:${compared}`;
    stillAllowed += compared.stillAllowed;
    removed += compared.removed;
  }
  return { stillAllowed, removed };
}

/** The name patterns of a service before and after. */
interface ComparedTargets {
  readonly old: readonly string[];
  readonly now: readonly string[];
}

function compareNames(names: ProofNames, { old, now }: ComparedTargets): Compared | string {
  const [was, is] = [excluded(names, old), excluded(names, now)];
  let [stillAllowed, removed] = [names.texts.length, 0];
  for (const [i, excludes] of is.entries()) {
    const isUnused = names.unused[i] ?? 0;
    const left = ~excludes & isUnused;
    if (left !== 0) return `${nameAt(names, i, left)} is unused and still allowed`;
    const gone = ~(was[i] ?? 0) & excludes;
    const lost = gone & ~isUnused;
    if (lost !== 0) return `${nameAt(names, i, lost)} is not reported unused but no longer allowed`;
    stillAllowed -= count(excludes);
    removed += count(gone);
  }
  return { stillAllowed, removed };
}

/** The first name that was allowed and is no longer; `undefined` if there is none. */
function lostAmong(names: ProofNames, { old, now }: ComparedTargets): string | undefined {
  const was = excluded(names, old);
  for (const [i, excludes] of excluded(names, now).entries()) {
    const lost = ~(was[i] ?? 0) & excludes;
    if (lost !== 0) return nameAt(names, i, lost);
  }
  return undefined;
}

/** The names that some name patterns match. */
function excluded(names: ProofNames, patterns: readonly string[]): Bits {
  const bits = new Uint32Array(names.unused.length);
  for (const name of patterns) addBits(bits, hasWildcard(name) ? names.matchesOf(name) : names.indexOf.get(name));
  return bits;
}
