/** Actions whose use AWS does not track: an entry that a whole service is unused says nothing about them. */
import { foldCase } from '../actions/foldCase.ts';
import type { Unused, UnusedService } from './model.ts';

/** Names by their folded form. */
export type NamesByFolded = ReadonlyMap<string, string>;

const none: NamesByFolded = new Map();

/**
 * Actions that are never requests themselves, by folded service, so that an unused service says nothing about them. IAM
 * checks `iam:PassRole` when a request to another service passes a role, and never tracks it (IAM User Guide, "Refine
 * permissions using last accessed information").
 */
const neverRequested: ReadonlyMap<string, NamesByFolded> = new Map([['iam', new Map([['passrole', 'PassRole']])]]);

/** The actions about which an entry for a whole service says nothing. Empty for an entry with a list of actions. */
export function exceptionsOf({ service, actions, untracked }: UnusedService): NamesByFolded {
  if (actions !== undefined) return none;
  return untracked ?? neverRequested.get(service) ?? none;
}

/** An entry for a whole service with these exceptions. The usual exceptions are implied, so they are not written. */
export function wholeService(service: string, exceptions: NamesByFolded): UnusedService {
  const usual = exceptionsOf({ service });
  const isUsual = usual.size === exceptions.size && [...exceptions.keys()].every((name) => usual.has(name));
  return isUsual ? { service } : { service, untracked: exceptions };
}

/**
 * The actions of an entry, for a whole service or a list, that would be unused if an entry for a whole service covered
 * untracked actions too.
 */
export function untrackedNames(entry: UnusedService): NamesByFolded {
  return entry.untracked ?? exceptionsOf(entry);
}

const includingAll = new WeakMap<Unused, Unused>();

/**
 * What is unused if untracked actions of unused services count as unused, too (`--include-untracked`). Every call
 * returns the same object, `unused` itself if it has no untracked actions.
 */
export function includingUntracked(unused: Unused): Unused {
  const known = includingAll.get(unused);
  if (known !== undefined) return known;
  const concerns = [...unused.values()].some((entry) => untrackedNames(entry).size > 0);
  const all = concerns ? new Map([...unused].map(([service, entry]) => [service, withoutException(entry)])) : unused;
  includingAll.set(unused, all);
  return all;
}

function withoutException(entry: UnusedService): UnusedService {
  const untracked = untrackedNames(entry);
  if (untracked.size === 0) return entry;
  if (entry.actions === undefined) return { ...entry, untracked: none };
  const notUnused = (entry.notUnused ?? []).filter((name) => !untracked.has(foldCase(name)));
  return { ...entry, actions: new Map([...entry.actions, ...untracked]), notUnused, untracked: none };
}
