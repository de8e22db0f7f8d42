import type { UnusedService } from './model.ts';

/** What is unused, by folded service prefix. */
export type Unused = ReadonlyMap<string, UnusedService>;

/**
 * What **all** of the given principals leave unused: the only part of a shared policy that can go. The spans are those of the first.
 * None given: nothing is unused.
 */
export function intersectUnused(all: readonly Unused[]): Unused {
  const [first, ...others] = all;
  let common: Unused = first ?? new Map();
  for (const other of others) common = intersectTwo(common, other);
  return common;
}

function intersectTwo(a: Unused, b: Unused): Unused {
  const common = new Map<string, UnusedService>();
  for (const [service, inA] of a) {
    const inB = b.get(service);
    if (inB === undefined) continue;
    const entry = commonEntry(inA, inB);
    if (entry.actions === undefined || entry.actions.size > 0) common.set(service, entry);
  }
  return common;
}

function commonEntry(a: UnusedService, b: UnusedService): UnusedService {
  if (b.actions === undefined) return a;
  if (a.actions === undefined) return b;
  const { actions: inB } = b;
  return { ...a, actions: new Map([...a.actions].filter(([name]) => inB.has(name))) };
}
