import { foldCase } from '../actions/foldCase.ts';
import type { Unused, UnusedService } from './model.ts';

/** Names by their folded form. */
export type NamesByFolded = ReadonlyMap<string, string>;

const none: NamesByFolded = new Map();

/**
 * Actions that are never a request of their own, by folded service: that the service is unused says nothing about them.
 * `iam:PassRole` is checked when a request of another service passes a role, and is never tracked (IAM User Guide,
 * "Refine permissions using last accessed information").
 */
const neverRequested: ReadonlyMap<string, NamesByFolded> = new Map([['iam', new Map([['passrole', 'PassRole']])]]);

/** The actions about which an entry for a whole service says nothing; of an entry with a list of actions, none. */
export function exceptionsOf({ service, actions, except }: UnusedService): NamesByFolded {
  if (actions !== undefined) return none;
  return except ?? neverRequested.get(service) ?? none;
}

/** An entry for a whole service with these exceptions, which are not written where they are the usual ones. */
export function wholeService(service: string, except: NamesByFolded): UnusedService {
  const usual = exceptionsOf({ service });
  const isUsual = usual.size === except.size && [...except.keys()].every((name) => usual.has(name));
  return isUsual ? { service } : { service, except };
}

/**
 * The actions of an entry, whole or a list, that are not unused only because a whole service says nothing about them.
 */
export function staysUntracked(entry: UnusedService): NamesByFolded {
  return entry.except ?? exceptionsOf(entry);
}

const includingAll = new WeakMap<Unused, Unused>();

/**
 * What is unused with the exceptions of whole services; the same object at every call, and `unused` itself where there
 * are none.
 */
export function includingUntracked(unused: Unused): Unused {
  const known = includingAll.get(unused);
  if (known !== undefined) return known;
  const concerns = [...unused.values()].some((entry) => staysUntracked(entry).size > 0);
  const all = concerns ? new Map([...unused].map(([service, entry]) => [service, withoutException(entry)])) : unused;
  includingAll.set(unused, all);
  return all;
}

function withoutException(entry: UnusedService): UnusedService {
  const except = staysUntracked(entry);
  if (except.size === 0) return entry;
  if (entry.actions === undefined) return { ...entry, except: none };
  const kept = (entry.kept ?? []).filter((name) => !except.has(foldCase(name)));
  return { ...entry, actions: new Map([...entry.actions, ...except]), kept, except: none };
}
