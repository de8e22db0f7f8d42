/**
 * The entries of many findings in little memory: each name is stored once and has a number, and a pool holds the
 * entries of all findings as numbers, one after another.
 */
import { foldCase } from '../actions/foldCase.ts';
import type { UnusedEntry, UsedEntry } from './decoded.ts';
import type { UnusedService } from './model.ts';

/** Stands in place of the number of actions: the service as a whole is unused. */
const wholeService = 0xffff;

/** The most actions of one packed entry. A longer list is packed as several entries. */
const longestEntry = 60_000;

/**
 * Packs an entry as the number of its service, the count of its actions, and their numbers. A name that is not an
 * action name of the service is left out: an unused action that is missing can only mean that less is removed.
 */
export function packEntry({ service, actions }: UnusedEntry, names: Names, pool: Pool): void {
  const folded = foldCase(service);
  if (names.find(folded) === undefined && !/^[\w-]+$/.test(folded)) return;
  let from = 0;
  do {
    pool.push(names.idOf(folded));
    const countAt = pool.length();
    pool.push(wholeService);
    if (actions === undefined) return;
    const part = actions.length > longestEntry ? actions.slice(from, from + longestEntry) : actions;
    for (const item of part) {
      const name = actionName(item, folded, names);
      if (name !== undefined) pool.push(name);
    }
    pool.set(countAt, pool.length() - countAt - 1);
    from += longestEntry;
  } while (from < actions.length);
}

/**
 * Packs the names that a report shows as used: for each service its number, the count of its actions, and their
 * numbers. No name is left out. Returns where they start and end in the pool.
 */
export function packUsed(used: readonly UsedEntry[], names: Names, pool: Pool): readonly [start: number, end: number] {
  const start = pool.length();
  for (const { service, actions } of used)
    for (const value of [names.idOf(service), actions.length, ...actions.map(names.idOf)]) pool.push(value);
  return [start, pool.length()];
}

/** The number of an action name, with or without the prefix of its service; `undefined` for any other text. */
function actionName(text: string, service: string, names: Names): number | undefined {
  const known = names.find(text);
  if (known !== undefined) return known;
  const [, prefix, name] = /^(?:([A-Za-z0-9-]+):)?([\w-]+)$/.exec(text) ?? [];
  return name !== undefined && (prefix === undefined || foldCase(prefix) === service) ? names.idOf(name) : undefined;
}

/** Numbers names from 0. No name has a colon. */
export interface Names {
  readonly find: (name: string) => number | undefined;
  readonly idOf: (name: string) => number;
  readonly all: () => readonly string[];
}

export function createNames(): Names {
  const ids = new Map<string, number>();
  return {
    find: (name) => ids.get(name),
    idOf(name) {
      const known = ids.get(name);
      if (known !== undefined) return known;
      ids.set(name, ids.size);
      return ids.size - 1;
    },
    all: () => [...ids.keys()],
  };
}

/** The numbers of a finished pool. */
export type PackedPool = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** A growing list of small numbers. They take two bytes each, and four as soon as one of them needs it. */
export interface Pool {
  readonly length: () => number;
  readonly push: (value: number) => void;
  readonly set: (index: number, value: number) => void;
  readonly finish: () => PackedPool;
}

export function createPool(): Pool {
  let values: PackedPool = new Uint16Array(256);
  let length = 0;
  const grown = (capacity: number, isWide: boolean): PackedPool => {
    const next = isWide ? new Uint32Array(capacity) : new Uint16Array(capacity);
    next.set(values);
    return next;
  };
  return {
    length: () => length,
    push(value) {
      const isWide = values instanceof Uint32Array;
      if (!isWide && value > 0xffff) values = grown(values.length, true);
      if (length === values.length) values = grown(Math.ceil(length * 1.5), values instanceof Uint32Array);
      values[length++] = value;
    },
    set(index, value) {
      values[index] = value;
    },
    finish: () => values.slice(0, length),
  };
}

/** Unpacks the actions that a report shows as used, as `service:Name`. */
export function unpackUsed(entries: PackedPool, names: readonly string[]): string[] {
  const used: string[] = [];
  for (let at = 0; at < entries.length;) {
    const past = at + 2 + (entries[at + 1] ?? 0);
    for (const id of entries.subarray(at + 2, past)) used.push(`${names[entries[at] ?? 0]}:${names[id]}`);
    at = past;
  }
  return used;
}

/**
 * Unpacks the unused services of a finding, by folded prefix. Several entries of a service are united; if one of them
 * is for the whole service, the service as a whole is unused.
 */
export function unpackServices(entries: PackedPool, names: FoldedNames): ReadonlyMap<string, UnusedService> {
  const services = new Map<string, UnusedService>();
  for (let at = 0; at < entries.length;) {
    const service = names.at(entries[at] ?? 0);
    const count = entries[at + 1] ?? 0;
    const known = services.get(service);
    const past = at + 2 + (count === wholeService ? 0 : count);
    if (count === wholeService) services.set(service, { service });
    else if (known === undefined || known.actions !== undefined)
      services.set(service, { service, actions: withNames(known?.actions, entries.subarray(at + 2, past), names) });
    at = past;
  }
  return services;
}

/** The known actions and those with these numbers, by folded name, each in its first spelling. */
function withNames(known: ReadonlyMap<string, string> | undefined, ids: PackedPool, names: FoldedNames) {
  const actions = new Map(known);
  for (const id of ids) {
    const folded = names.folded(id);
    if (!actions.has(folded)) actions.set(folded, names.at(id));
  }
  return actions;
}

/** Names by number, and folded. Each is folded once for all findings that have it. */
export interface FoldedNames {
  readonly at: (id: number) => string;
  readonly folded: (id: number) => string;
}

export function createFoldedNames(names: readonly string[]): FoldedNames {
  const folded: (string | undefined)[] = Array.from({ length: names.length });
  return {
    at: (id) => names[id] ?? '',
    folded: (id) => (folded[id] ??= foldCase(names[id] ?? '')),
  };
}
