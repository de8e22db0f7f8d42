/** Explains what an entry of a policy allows, and which of these actions are removed. */
import { parseActionPattern } from '../actions/actionPattern.ts';
import { matchesIn } from '../actions/matches.ts';
import type { Decision } from '../refine/decision.ts';
import { onlyPolicyNames, type Universe } from '../refine/universe.ts';
import { keptReader } from './keptReader.ts';

/** What one entry of a policy allows, and the decision about it. Actions are written `service:Name` and sorted. */
export interface EntryExplanation {
  readonly text: string;
  readonly decision: Decision;
  readonly kept: readonly string[];
  readonly unused: readonly string[];
  /** The kept actions whose use AWS never tracks. */
  readonly notTracked: readonly string[];
  /** The number of kept actions of which it is unknown whether AWS tracks their use. */
  readonly trackingUnknown: number;
  /** The kept actions that stay only because an entry for their whole service says nothing about them. */
  readonly excepted: readonly string[];
  /**
   * Only for a wildcard that is removed or replaced: the actions of its service, matched or not, that the finding names
   * and the catalogue lacks.
   */
  readonly newer: readonly string[];
  /**
   * The actions that replace a wildcard although only the policy names them, and neither catalogue nor finding does.
   */
  readonly onlyInPolicy: readonly string[];
}

/** The actions of one service that an entry allows. */
type Allowed = Pick<EntryExplanation, 'kept' | 'unused' | 'notTracked' | 'trackingUnknown' | 'excepted'>;

/** Explains an entry by the known actions it matches. O(actions of its service); for `*`, those of all services. */
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
  const { isExcepted, tracking } = keptReader(service, universe);
  const kept: string[] = [];
  const unused: string[] = [];
  const notTracked: string[] = [];
  const excepted: string[] = [];
  let trackingUnknown = 0;
  for (const i of matchesIn(pattern, folded)) {
    const action = `${service}:${names[i]}`;
    if (flags[i] === 1) {
      unused.push(action);
      continue;
    }
    kept.push(action);
    const name = folded[i] ?? '';
    const how = tracking(name);
    if (how === 'not tracked') notTracked.push(action);
    if (how === 'unknown') trackingUnknown++;
    if (isExcepted(name)) excepted.push(action);
  }
  return { kept, unused, notTracked, trackingUnknown, excepted };
}

function newerActions(service: string, universe: Universe): string[] {
  const { names, folded, newer } = universe.service(service);
  return names.filter((_, i) => newer.has(folded[i] ?? '')).map((name) => `${service}:${name}`);
}
