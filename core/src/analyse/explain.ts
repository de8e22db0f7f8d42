import { parseActionPattern } from '../actions/actionPattern.ts';
import { matchesIn } from '../actions/matches.ts';
import type { Decision } from '../refine/decision.ts';
import { untrackedNames } from '../findings/untracked.ts';
import { onlyPolicyNames, type Universe } from '../refine/universe.ts';
import { foldCase } from '../actions/foldCase.ts';
import { trackingOf } from './tracking.ts';

/**
 * What one entry of a policy allows, and what is to become of it. Actions are written `service:Name`, in ascending
 * order.
 */
export interface EntryExplanation {
  readonly text: string;
  readonly decision: Decision;
  readonly kept: readonly string[];
  readonly unused: readonly string[];
  /** Of those kept: the ones whose use is never tracked, and how many there are of which that is unknown. */
  readonly notTracked: readonly string[];
  readonly trackingUnknown: number;
  /** Of those kept: the ones that stay only because an unused service says nothing about them. */
  readonly excepted: readonly string[];
  /**
   * Of a wildcard that goes or is replaced: the actions of its service, matched or not, that the finding names and the
   * catalogue lacks.
   */
  readonly newer: readonly string[];
  /**
   * What is written in place of a wildcard because the policy names it, and neither the catalogue nor the finding does.
   */
  readonly onlyInPolicy: readonly string[];
}

/** What is known of the actions that an entry allows. */
type Allowed = Pick<EntryExplanation, 'kept' | 'unused' | 'notTracked' | 'trackingUnknown' | 'excepted'>;

/** Explains an entry by the known actions it matches. O(actions of its service), for `*` of all services. */
export function explainEntry(text: string, decision: Decision, universe: Universe): EntryExplanation {
  const pattern = parseActionPattern(text);
  const services = pattern.kind === 'all' ? universe.services : pattern.kind === 'malformed' ? [] : [pattern.service];
  const name = pattern.kind === 'action' || pattern.kind === 'wildcard' ? pattern.name : '*';
  const allowed = services.map((service) => allowedOf(service, name, universe));
  return {
    text,
    decision,
    kept: allowed.flatMap(({ kept }) => kept),
    unused: allowed.flatMap(({ unused }) => unused),
    notTracked: allowed.flatMap(({ notTracked }) => notTracked),
    trackingUnknown: allowed.reduce((sum, { trackingUnknown }) => sum + trackingUnknown, 0),
    excepted: allowed.flatMap(({ excepted }) => excepted),
    newer: 'isCatalogueOlder' in decision ? services.flatMap((service) => newerActions(service, universe)) : [],
    onlyInPolicy: decision.kind === 'narrow' ? onlyPolicyNames(decision.to, universe) : [],
  };
}

function allowedOf(service: string, pattern: string, universe: Universe): Allowed {
  const { names, folded, unused: flags } = universe.service(service);
  const matches = matchesIn(pattern, folded);
  const written = (indexes: readonly number[]): string[] => indexes.map((i) => `${service}:${names[i]}`);
  const kept = matches.filter((i) => flags[i] !== 1);
  const entry = universe.unused.get(service);
  const untracked = entry && untrackedNames(entry);
  // What a finding names is tracked, whatever the catalogue says.
  const named = new Set((entry?.notUnused ?? []).map(foldCase).filter((name) => untracked?.has(name) !== true));
  const silent = kept.filter((i) => !named.has(folded[i] ?? ''));
  const tracking = silent.map((i) => trackingOf(universe.catalogue, service, folded[i] ?? ''));
  return {
    kept: written(kept),
    unused: written(matches.filter((i) => flags[i] === 1)),
    notTracked: written(silent.filter((_, at) => tracking[at] === 'not tracked')),
    trackingUnknown: tracking.filter((one) => one === 'unknown').length,
    excepted: written(kept.filter((i) => untracked?.has(folded[i] ?? '') === true)),
  };
}

function newerActions(service: string, universe: Universe): string[] {
  const { names, folded, newer } = universe.service(service);
  return names.filter((_, i) => newer.has(folded[i] ?? '')).map((name) => `${service}:${name}`);
}
