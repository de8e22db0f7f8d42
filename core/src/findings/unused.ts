import type { Unused, UnusedService } from './model.ts';

/**
 * What **all** of the given principals leave unused: the only part of a shared policy that can go. None given: nothing is unused.
 */
export function intersectUnused(all: readonly Unused[]): Unused {
  const [first, ...others] = all;
  let common: Unused = first ?? new Map();
  for (const other of others) common = combine(common, other);
  return common;
}

function combine(a: Unused, b: Unused): Unused {
  const combined = new Map<string, UnusedService>();
  for (const service of new Set([...a.keys(), ...b.keys()])) {
    const [inA, inB] = [a.get(service), b.get(service)];
    const entry = inA !== undefined && inB !== undefined ? commonEntry(inA, inB) : stays(service, inA ?? inB);
    if (entry.actions === undefined || entry.actions.size > 0 || (entry.kept ?? []).length > 0) combined.set(service, entry);
  }
  return combined;
}

/** What only one of them leaves unused: nothing may go, and its names are known. */
function stays(service: string, entry: UnusedService | undefined): UnusedService {
  return { service, actions: new Map(), kept: [...(entry?.kept ?? []), ...(entry?.actions?.values() ?? [])] };
}

function commonEntry(a: UnusedService, b: UnusedService): UnusedService {
  // An entry for a whole service keeps nothing: what is to be kept of one makes it a list.
  if (b.actions === undefined) return a;
  if (a.actions === undefined) return b;
  const { actions: inB } = b;
  const actions = new Map([...a.actions].filter(([name]) => inB.has(name)));
  // What one of them does not leave unused is a known name, also where the catalogue lacks it: a wildcard must not go over its head.
  const rest = [...a.actions, ...inB].flatMap(([folded, name]) => (actions.has(folded) ? [] : [name]));
  const kept = [...(a.kept ?? []), ...(b.kept ?? []), ...rest];
  return { service: a.service, actions, ...(kept.length === 0 ? {} : { kept }) };
}

/** What the pieces of one finding name together. */
export function uniteUnused(pieces: readonly Unused[]): Unused {
  const [first, ...others] = pieces;
  if (first === undefined || others.length === 0) return first ?? new Map();
  const united = new Map<string, UnusedService>(first);
  for (const piece of others)
    for (const [service, entry] of piece) {
      const known = united.get(service) ?? entry;
      const isWhole = known.actions === undefined || entry.actions === undefined;
      united.set(service, isWhole ? { service } : { service, actions: new Map([...entry.actions, ...known.actions]) });
    }
  return united;
}
