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
 * Proves, of an Allow statement with `NotAction`, or tells the first defect:
 *
 * (a) it allows no unused action any more, and nothing of a service that is unused as a whole, if no action of it must
 *     stay;
 * (b) every other known action that it allowed is still allowed;
 * (c) it allows nothing new, because every string is still there; and of actions that are not known, it excludes only
 *     those of services that are unused as a whole, because any other new string is a plain action;
 * (d) every action that evidence shows as used and that it allowed is still allowed.
 */
export function proveExclusions({ before, after }: Exclusions, facts: ExclusionFacts): Verdict {
  const lost = before.find((pattern, i) => after[i] !== pattern);
  if (lost !== undefined) return disproven(`${lost} is no longer excluded`);
  for (const pattern of after.slice(before.length)) {
    const defect = newDefect(pattern, facts);
    if (defect !== undefined) return disproven(defect);
  }
  const [were, are] = [before.map(readTarget), after.map(readTarget)];
  let [stillAllowed, removed] = [0, 0];
  for (const service of servicesOf(facts)) {
    const compared = compareService(service, { were, are }, facts);
    if (typeof compared === 'string') return disproven(compared);
    stillAllowed += compared.stillAllowed;
    removed += compared.removed;
  }
  return { kind: 'proven', stillAllowed, removed };
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

/** All services with a known action or evidence. */
function servicesOf({ catalogue, unused, used, named }: ExclusionFacts): ReadonlySet<string> {
  const others = [...used, ...named].flatMap((action) => {
    const read = parseActionPattern(action);
    return read.kind === 'action' ? [read.service] : [];
  });
  return new Set([...catalogue.services, ...unused.keys(), ...others]);
}

/** An action string, folded. Without a service, it means the actions of all services; malformed ones mean none. */
interface Target {
  readonly service?: string;
  readonly name: string;
}

function readTarget(action: string): Target {
  const read = parseActionPattern(action);
  if (read.kind === 'all') return { name: '*' };
  return read.kind === 'malformed' ? { service: '', name: '' } : { service: read.service, name: foldCase(read.name) };
}

interface Compared {
  readonly stillAllowed: number;
  readonly removed: number;
}

function compareService(
  service: string,
  { were, are }: { readonly were: readonly Target[]; readonly are: readonly Target[] },
  { catalogue, unused, used, named }: ExclusionFacts,
): Compared | string {
  const isMeant = (target: Target): boolean => target.service === undefined || target.service === service;
  const [old, now] = [were.filter(isMeant), are.filter(isMeant)];
  const entry = unused.get(service);
  const isWhole = entry !== undefined && entry.actions === undefined;
  const lost = lostAmong(namesInUse(plainNames(used, service)), old, now);
  if (lost !== undefined) return `${service}:${lost} is used but no longer allowed`;
  const shared = namesOfService(catalogue, unused, service);
  const mayStay = shared.unused.reduce((sum, bits) => sum + count(bits), 0) < shared.texts.length;
  if (isWhole && !mayStay && !now.some(({ name }) => /^\*+$/.test(name)))
    return `${service} is unused as a whole and still allowed`;
  let [stillAllowed, removed] = [0, 0];
  for (const names of [shared, namesOfPolicy(plainNames(named, service), shared, entry)]) {
    const compared = compareNames(names, { old, now });
    if (typeof compared === 'string') return `${service}:${compared}`;
    stillAllowed += compared.stillAllowed;
    removed += compared.removed;
  }
  return { stillAllowed, removed };
}

interface ComparedTargets {
  readonly old: readonly Target[];
  readonly now: readonly Target[];
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
function lostAmong(names: ProofNames, old: readonly Target[], now: readonly Target[]): string | undefined {
  const was = excluded(names, old);
  for (const [i, excludes] of excluded(names, now).entries()) {
    const lost = ~(was[i] ?? 0) & excludes;
    if (lost !== 0) return nameAt(names, i, lost);
  }
  return undefined;
}

/** The names that some action strings match. */
function excluded(names: ProofNames, targets: readonly Target[]): Bits {
  const bits = new Uint32Array(names.unused.length);
  for (const { name } of targets) addBits(bits, hasWildcard(name) ? names.matchesOf(name) : names.indexOf.get(name));
  return bits;
}

function plainNames(actions: readonly string[], service: string): string[] {
  return actions.flatMap((action) => {
    const read = parseActionPattern(action);
    return read.kind === 'action' && read.service === service ? [read.name] : [];
  });
}
