import { exceptionsOf, wholeService } from './exceptions.ts';
import type { Unused, UnusedService } from './model.ts';

/**
 * What **all** of the given principals leave unused: the only part of a shared policy that can go. None given: nothing
 * is unused.
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
    const entry = inA !== undefined && inB !== undefined ? commonEntry(inA, inB) : ofOneOnly(service, inA ?? inB);
    if (entry.actions === undefined || entry.actions.size > 0 || hasKept(entry)) combined.set(service, entry);
  }
  return combined;
}

function hasKept({ kept = [], keptByRule = [] }: UnusedService): boolean {
  return kept.length + keptByRule.length > 0;
}

/** What only one of them leaves unused: nothing may go, and its names are known. */
function ofOneOnly(service: string, entry: UnusedService | undefined): UnusedService {
  const kept = distinct([...(entry?.kept ?? []), ...(entry?.actions?.values() ?? [])]);
  return { service, actions: new Map(), kept, ...keptByRuleOf(entry?.keptByRule) };
}

function commonEntry(a: UnusedService, b: UnusedService): UnusedService {
  // An entry for a whole service keeps nothing: what is to be kept of one makes it a list.
  if (a.actions === undefined && b.actions === undefined)
    return wholeService(a.service, new Map([...exceptionsOf(a), ...exceptionsOf(b)]));
  if (b.actions === undefined) return withoutExceptions(a, b);
  if (a.actions === undefined) return withoutExceptions(b, a);
  const { actions: inB } = b;
  const actions = new Map([...a.actions].filter(([name]) => inB.has(name)));
  // What one of them does not leave unused is a known name, also where the catalogue lacks it: a wildcard must not go
  // over its head.
  const rest = [...a.actions, ...inB].flatMap(([folded, name]) => (actions.has(folded) ? [] : [name]));
  const kept = distinct([...(a.kept ?? []), ...(b.kept ?? []), ...rest]);
  const byRule = distinct([...(a.keptByRule ?? []), ...(b.keptByRule ?? [])]);
  const except = exceptedByBoth(a, b);
  return {
    service: a.service,
    actions,
    ...(except.size === 0 ? {} : { except }),
    ...(kept.length === 0 ? {} : { kept }),
    ...keptByRuleOf(byRule),
  };
}

/** Each once: a policy may have thousands of holders, most of which name the same. */
function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** Unused by both, but for what a whole service says nothing about. */
function exceptedByBoth(a: UnusedService, b: UnusedService): ReadonlyMap<string, string> {
  const untracked = [...(a.except ?? []), ...(b.except ?? [])];
  return new Map(
    untracked.filter(([name]) =>
      [a, b].every((one) => one.except?.has(name) === true || one.actions?.has(name) === true),
    ),
  );
}

function keptByRuleOf(names: readonly string[] = []): Pick<UnusedService, 'keptByRule'> {
  return names.length === 0 ? {} : { keptByRule: names };
}

/** Of a list, what another principal's entry for the whole service leaves unused, too. */
function withoutExceptions(list: UnusedService, whole: UnusedService): UnusedService {
  const ofWhole = exceptionsOf(whole);
  const excepted = [...(list.actions ?? [])].filter(([folded]) => ofWhole.has(folded));
  if (excepted.length === 0) return list;
  const actions = new Map([...(list.actions ?? [])].filter(([folded]) => !ofWhole.has(folded)));
  const except = new Map([...(list.except ?? []), ...excepted]);
  return { ...list, actions, except, kept: [...(list.kept ?? []), ...excepted.map(([, name]) => name)] };
}

/** What the pieces of one finding name together. */
export function uniteUnused(pieces: readonly Unused[]): Unused {
  const [first, ...others] = pieces;
  if (first === undefined || others.length === 0) return first ?? new Map();
  const united = new Map<string, UnusedService>(first);
  for (const piece of others)
    for (const [service, entry] of piece) {
      united.set(service, unitedEntry(united.get(service) ?? entry, entry));
    }
  return united;
}

/** What is excepted of the whole service is unused where a list names it. */
function unitedEntry(a: UnusedService, b: UnusedService): UnusedService {
  const { service } = a;
  if (a.actions !== undefined && b.actions !== undefined)
    return { service, actions: new Map([...b.actions, ...a.actions]) };
  const wholes = [a, b].filter(({ actions }) => actions === undefined).map(exceptionsOf);
  const isNamed = (name: string): boolean => a.actions?.has(name) === true || b.actions?.has(name) === true;
  const except = [...(wholes[0] ?? [])].filter(([name]) => wholes.every((other) => other.has(name)) && !isNamed(name));
  return wholeService(service, new Map(except));
}
