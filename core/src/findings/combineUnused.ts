/** Combines what several principals, or several parts of a finding, report as unused. */
import { exceptionsOf, wholeService } from './untracked.ts';
import type { Unused, UnusedService } from './model.ts';

/** What **all** of several principals leave unused: only that can be removed from a shared policy. Empty for none. */
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
    const entry = inA !== undefined && inB !== undefined ? commonEntry(inA, inB) : unusedByOneOnly(service, inA ?? inB);
    if (entry.actions === undefined || entry.actions.size > 0 || hasKnownNames(entry)) combined.set(service, entry);
  }
  return combined;
}

function hasKnownNames({ notUnused = [], keptByRule = [] }: UnusedService): boolean {
  return notUnused.length + keptByRule.length > 0;
}

/** A service that only one of the two leaves unused: nothing of it is unused, but its names are known. */
function unusedByOneOnly(service: string, entry: UnusedService | undefined): UnusedService {
  const notUnused = distinct([...(entry?.notUnused ?? []), ...(entry?.actions?.values() ?? [])]);
  return { service, actions: new Map(), notUnused, ...keptByRuleOf(entry?.keptByRule) };
}

function commonEntry(a: UnusedService, b: UnusedService): UnusedService {
  // An entry for a whole service has no `notUnused`: known names turn it into a list.
  if (a.actions === undefined && b.actions === undefined)
    return wholeService(a.service, new Map([...exceptionsOf(a), ...exceptionsOf(b)]));
  if (b.actions === undefined) return withoutExceptions(a, b);
  if (a.actions === undefined) return withoutExceptions(b, a);
  const { actions: inB } = b;
  const actions = new Map([...a.actions].filter(([name]) => inB.has(name)));
  // Unused by one principal only: keep it as a known name. Otherwise narrowing a wildcard could drop an action that
  // the catalogue lacks and another principal uses.
  const rest = [...a.actions, ...inB].flatMap(([folded, name]) => (actions.has(folded) ? [] : [name]));
  const notUnused = distinct([...(a.notUnused ?? []), ...(b.notUnused ?? []), ...rest]);
  const keptByRule = distinct([...(a.keptByRule ?? []), ...(b.keptByRule ?? [])]);
  const untracked = untrackedInBoth(a, b);
  return {
    service: a.service,
    actions,
    ...(untracked.size === 0 ? {} : { untracked }),
    ...(notUnused.length === 0 ? {} : { notUnused }),
    ...keptByRuleOf(keptByRule),
  };
}

/** Each name once: a policy may have thousands of holders, and most of them name the same actions. */
function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** The actions that are not unused by both only because one of them leaves the whole service unused, untracked ones. */
function untrackedInBoth(a: UnusedService, b: UnusedService): ReadonlyMap<string, string> {
  const untracked = [...(a.untracked ?? []), ...(b.untracked ?? [])];
  return new Map(
    untracked.filter(([name]) =>
      [a, b].every((one) => one.untracked?.has(name) === true || one.actions?.has(name) === true),
    ),
  );
}

function keptByRuleOf(names: readonly string[] = []): Pick<UnusedService, 'keptByRule'> {
  return names.length === 0 ? {} : { keptByRule: names };
}

/** The common entry of a list and another principal's entry for the whole service: the list without its exceptions. */
function withoutExceptions(list: UnusedService, whole: UnusedService): UnusedService {
  const ofWhole = exceptionsOf(whole);
  const excepted = [...(list.actions ?? [])].filter(([folded]) => ofWhole.has(folded));
  if (excepted.length === 0) return list;
  const actions = new Map([...(list.actions ?? [])].filter(([folded]) => !ofWhole.has(folded)));
  const untracked = new Map([...(list.untracked ?? []), ...excepted]);
  return { ...list, actions, untracked, notUnused: [...(list.notUnused ?? []), ...excepted.map(([, name]) => name)] };
}

/** Everything that the parts of one finding report as unused. */
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

/** The united entry. An exception of the whole service is unused if a list names it. */
function unitedEntry(a: UnusedService, b: UnusedService): UnusedService {
  const { service } = a;
  if (a.actions !== undefined && b.actions !== undefined)
    return { service, actions: new Map([...b.actions, ...a.actions]) };
  const wholes = [a, b].filter(({ actions }) => actions === undefined).map(exceptionsOf);
  const isNamed = (name: string): boolean => a.actions?.has(name) === true || b.actions?.has(name) === true;
  const exceptions = [...(wholes[0] ?? [])].filter(
    ([name]) => wholes.every((other) => other.has(name)) && !isNamed(name),
  );
  return wholeService(service, new Map(exceptions));
}
