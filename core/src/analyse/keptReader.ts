/** What is told of the actions of one service that a policy keeps. */
import { foldCase } from '../actions/foldCase.ts';
import { untrackedNames } from '../findings/untracked.ts';
import type { Universe } from '../refine/universe.ts';
import { trackingOf, type Tracking } from './tracking.ts';

/** What is told of a kept action of one service, by its folded name. */
export interface KeptReader {
  /** Does it stay only because an entry for the whole service says nothing about it? */
  readonly isExcepted: (name: string) => boolean;
  readonly tracking: (name: string) => Tracking;
}

export function keptReader(service: string, { catalogue, unused }: Universe): KeptReader {
  const entry = unused.get(service);
  const untracked = entry && untrackedNames(entry);
  // An action that a finding names is tracked, whatever the catalogue says.
  const named = new Set((entry?.notUnused ?? []).map(foldCase).filter((name) => untracked?.has(name) !== true));
  return {
    isExcepted: (name) => untracked?.has(name) === true,
    tracking: (name) => (named.has(name) ? 'tracked' : trackingOf(catalogue, service, name)),
  };
}
