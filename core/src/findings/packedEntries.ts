/**
 * Services and actions in little space: every name once, as a number, and the entries of all findings one after another
 * in a pool of numbers.
 */
import { foldCase } from '../actions/foldCase.ts';
import type { UnusedEntry, UsedEntry } from './decoded.ts';
import type { UnusedService } from './model.ts';

/** Instead of the number of actions of an entry: the service as a whole. */
const wholeService = 0xffff;

/** Longer lists are packed as several entries of the service. */
const longestEntry = 60_000;

/**
 * An entry in the pool: the service, the number of actions, the actions. Names that are no action name of the service
 * are left out: that removes less.
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

/** All names that a report shows as used, one entry a service: its name, how many, the actions. None is left out. */
export function packUsed(used: readonly UsedEntry[], names: Names, pool: Pool): readonly [start: number, end: number] {
  const start = pool.length();
  for (const { service, actions } of used)
    for (const value of [names.idOf(service), actions.length, ...actions.map(names.idOf)]) pool.push(value);
  return [start, pool.length()];
}

/** The number of the bare action name; `svc:Name` is accepted too. */
function actionName(text: string, service: string, names: Names): number | undefined {
  const known = names.find(text);
  if (known !== undefined) return known;
  const [, prefix, name] = /^(?:([A-Za-z0-9-]+):)?([\w-]+)$/.exec(text) ?? [];
  return name !== undefined && (prefix === undefined || foldCase(prefix) === service) ? names.idOf(name) : undefined;
}

/** Numbers for names, from 0. A name with a colon is never among them. */
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

/** What a pool holds in the end. */
export type PackedPool = Uint16Array | Uint32Array;

/** A growing list of small numbers: two bytes each, four as soon as one needs them. */
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

/** The actions that a report shows as used, `service:Name`. */
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
 * One entry a service; where a finding holds several, all that they name is unused, and one for the whole service
 * stands for all.
 */
export function unpackServices(entries: PackedPool, names: readonly string[]): ReadonlyMap<string, UnusedService> {
  const services = new Map<string, UnusedService>();
  for (let at = 0; at < entries.length;) {
    const service = names[entries[at] ?? 0] ?? '';
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

/** By folded name; of several spellings the first. */
function withNames(known: ReadonlyMap<string, string> | undefined, ids: PackedPool, names: readonly string[]) {
  const actions = new Map(known);
  for (const id of ids) {
    const name = names[id] ?? '';
    if (!actions.has(foldCase(name))) actions.set(foldCase(name), name);
  }
  return actions;
}
