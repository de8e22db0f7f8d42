import { parseActionPattern } from '../actions/actionPattern.ts';
import { matchesIn } from '../actions/matches.ts';
import type { Decision } from '../refine/decision.ts';
import type { Universe } from '../refine/universe.ts';
import { trackingOf } from './tracking.ts';

/** What one entry of a policy allows, and what is to become of it. Actions are written `service:Name`, in ascending order. */
export interface EntryExplanation {
  readonly text: string;
  readonly decision: Decision;
  readonly kept: readonly string[];
  readonly unused: readonly string[];
  /** Of those kept: the ones whose use is never tracked, and how many there are of which that is unknown. */
  readonly notTracked: readonly string[];
  readonly trackingUnknown: number;
}

/** Explains an entry by the known actions it matches. O(actions of its service), for `*` of all services. */
export function explainEntry(text: string, decision: Decision, universe: Universe): EntryExplanation {
  const pattern = parseActionPattern(text);
  const services = pattern.kind === 'all' ? universe.services : pattern.kind === 'malformed' ? [] : [pattern.service];
  const name = pattern.kind === 'action' || pattern.kind === 'wildcard' ? pattern.name : '*';
  const kept: string[] = [];
  const unused: string[] = [];
  const notTracked: string[] = [];
  let trackingUnknown = 0;
  for (const service of services) {
    const { names, folded: all, unused: flags } = universe.service(service);
    for (const i of matchesIn(name, all)) {
      const action = `${service}:${names[i]}`;
      (flags[i] === 1 ? unused : kept).push(action);
      const tracking = flags[i] === 1 ? 'tracked' : trackingOf(universe.catalogue, service, all[i] ?? '');
      if (tracking === 'not tracked') notTracked.push(action);
      if (tracking === 'unknown') trackingUnknown++;
    }
  }
  return { text, decision, kept, unused, notTracked, trackingUnknown };
}
