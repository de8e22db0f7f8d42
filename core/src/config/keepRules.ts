import { literalStart, parseActionPattern } from '../actions/actionPattern.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import { foldCase } from '../actions/foldCase.ts';
import { matchesWildcard, normalise } from '../actions/wildcard.ts';
import { exceptionsOf } from '../findings/exceptions.ts';
import type { Unused, UnusedService } from '../findings/model.ts';

/** Tells whether one of some action strings allows an action; both parts folded. */
export type ActionMatcher = (service: string, name: string) => boolean;

/** Makes the matcher for action strings; malformed ones match nothing. */
export function actionMatcher(patterns: readonly string[]): ActionMatcher {
  const tests = patterns.map((text): ActionMatcher => {
    const pattern = parseActionPattern(text);
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
 * What is unused, less what is to be kept. Of a service that is unused as a whole, the actions of the catalogue that
 * are not kept stay unused; what else there may be of it is not known, and is kept. O(actions of the services concerned
 * × patterns).
 */
export function withoutKept(unused: Unused, patterns: readonly string[], catalogue: ActionCatalogue): Unused {
  if (patterns.length === 0) return unused;
  const isKept = actionMatcher(patterns);
  const concerned = new Set(patterns.map(serviceOf));
  const left = new Map<string, UnusedService>();
  for (const [service, entry] of unused) {
    const isConcerned = concerned.has(service) || concerned.has('*');
    const listed = catalogue.service(service)?.names ?? [];
    left.set(
      service,
      isConcerned ? { ...entryLess(entry, isKept, listed), keptByRule: plainNames(patterns, service) } : entry,
    );
  }
  for (const service of concerned) {
    const keptByRule = plainNames(patterns, service);
    if (!left.has(service) && keptByRule.length > 0) left.set(service, { service, actions: new Map(), keptByRule });
  }
  return left;
}

/** An entry as a list, less what is to be kept; `listed` are the names that the catalogue lists of the service. */
function entryLess(entry: UnusedService, isKept: ActionMatcher, listed: readonly string[]): UnusedService {
  const { service, kept = [] } = entry;
  const except = exceptionsOf(entry);
  const names = entry.actions ?? new Map(listed.map((name) => [foldCase(name), name]));
  const actions = new Map([...names].filter(([folded]) => !isKept(service, folded) && !except.has(folded)));
  const untracked = new Map([...except].filter(([folded]) => !isKept(service, folded)));
  // Names that only the finding knows are known names all the same; those of the catalogue are known without it.
  const known = [...(entry.actions ?? []), ...except].flatMap(([folded, name]) => (actions.has(folded) ? [] : [name]));
  return { service, actions, ...(untracked.size === 0 ? {} : { except: untracked }), kept: [...kept, ...known] };
}

function plainNames(patterns: readonly string[], service: string): string[] {
  const read = patterns.map(parseActionPattern);
  return read.flatMap((pattern) => (pattern.kind === 'action' && pattern.service === service ? [pattern.name] : []));
}

function serviceOf(text: string): string {
  const pattern = parseActionPattern(text);
  return pattern.kind === 'action' || pattern.kind === 'wildcard' ? pattern.service : '*';
}
