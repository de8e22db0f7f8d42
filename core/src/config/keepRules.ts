/** Applies keep rules: takes the actions they keep out of what is unused. */
import { literalStart, parseActionPattern } from '../actions/actionPattern.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import { foldCase } from '../actions/foldCase.ts';
import { matchesWildcard, normalise } from '../actions/wildcard.ts';
import { exceptionsOf } from '../findings/untracked.ts';
import type { Unused, UnusedService } from '../findings/model.ts';

/** Does one of several action strings match an action? `service` and `name` are folded. */
export type ActionMatcher = (service: string, name: string) => boolean;

/** Makes the matcher for several action strings. Malformed ones match nothing. */
export function actionMatcher(patterns: readonly string[]): ActionMatcher {
  const tests = patterns.map((action): ActionMatcher => {
    const pattern = parseActionPattern(action);
    if (pattern.kind === 'malformed') return () => false;
    if (pattern.kind === 'all') return () => true;
    const start = literalStart(pattern.name);
    const name = normalise(pattern.name);
    return (service, candidate) =>
      service === pattern.service && candidate.startsWith(start) && matchesWildcard(name, candidate);
  });
  return (service, name) => tests.some((test) => test(service, name));
}

/**
 * What is unused, without the actions that the rules keep. `patterns` are the action strings of the rules.
 *
 * If a rule concerns a service that is unused as a whole, the service becomes a list: the actions of the catalogue that
 * no rule keeps. Its other actions are not known, so they are no longer unused. O(actions of the services concerned ×
 * patterns).
 */
export function applyKeepRules(unused: Unused, patterns: readonly string[], catalogue: ActionCatalogue): Unused {
  if (patterns.length === 0) return unused;
  const isKept = actionMatcher(patterns);
  const concerned = new Set(patterns.map(serviceOf));
  const left = new Map<string, UnusedService>();
  for (const [service, entry] of unused) {
    const isConcerned = concerned.has(service) || concerned.has('*');
    const listed = catalogue.service(service)?.names ?? [];
    left.set(
      service,
      isConcerned ? { ...withoutKeptActions(entry, isKept, listed), keptByRule: plainNames(patterns, service) } : entry,
    );
  }
  for (const service of concerned) {
    const keptByRule = plainNames(patterns, service);
    if (!left.has(service) && keptByRule.length > 0) left.set(service, { service, actions: new Map(), keptByRule });
  }
  return left;
}

/**
 * What is unused, with these actions only (`service:Name`): every other action is known, and not unused. An entry for a
 * whole service becomes a list of those that are given. O(unused actions + given actions).
 */
export function onlyUnused(unused: Unused, actions: readonly string[]): Unused {
  const wanted = new Map<string, Map<string, string>>();
  for (const action of actions) {
    const pattern = parseActionPattern(action);
    if (pattern.kind !== 'action') continue;
    const names = wanted.get(pattern.service) ?? new Map<string, string>();
    wanted.set(pattern.service, names.set(foldCase(pattern.name), pattern.name));
  }
  const isKept: ActionMatcher = (service, name) => wanted.get(service)?.has(name) !== true;
  return new Map(
    [...unused].map(([service, entry]) => {
      const names = [...(wanted.get(service)?.values() ?? [])];
      return [service, withoutKeptActions(entry, isKept, names)];
    }),
  );
}

/** An entry as a list without the kept actions. `listed` are the names of the service that are known. */
function withoutKeptActions(entry: UnusedService, isKept: ActionMatcher, listed: readonly string[]): UnusedService {
  const { service, notUnused = [] } = entry;
  const exceptions = exceptionsOf(entry);
  const names = entry.actions ?? new Map(listed.map((name) => [foldCase(name), name]));
  const actions = new Map([...names].filter(([folded]) => !isKept(service, folded) && !exceptions.has(folded)));
  const untracked = new Map([...exceptions].filter(([folded]) => !isKept(service, folded)));
  // The finding may name actions that the catalogue lacks: they stay known names, though they are kept.
  const known = [...(entry.actions ?? []), ...exceptions].flatMap(([folded, name]) =>
    actions.has(folded) ? [] : [name],
  );
  return { service, actions, ...(untracked.size === 0 ? {} : { untracked }), notUnused: [...notUnused, ...known] };
}

function plainNames(patterns: readonly string[], service: string): string[] {
  const read = patterns.map(parseActionPattern);
  return read.flatMap((pattern) => (pattern.kind === 'action' && pattern.service === service ? [pattern.name] : []));
}

function serviceOf(action: string): string {
  const pattern = parseActionPattern(action);
  return pattern.kind === 'action' || pattern.kind === 'wildcard' ? pattern.service : '*';
}
