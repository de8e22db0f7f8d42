/** Extends a `NotAction` by what is unused and not excluded yet. */
import { parseActionPattern, type ActionPattern } from '../actions/actionPattern.ts';
import { foldCase } from '../actions/foldCase.ts';
import { shortestSafePrefixes } from '../actions/prefixTree.ts';
import { matchesWildcard, normalise } from '../actions/wildcard.ts';
import { exceptionsOf } from '../findings/untracked.ts';
import type { UnusedService } from '../findings/model.ts';
import type { ServiceUniverse, Universe } from './universe.ts';

/**
 * What a `NotAction` (`excluded`: its action strings) is extended by, so that it excludes exactly what is unused:
 *
 * - the actions that evidence names, as plain actions: a prefix might exclude actions that are not known yet;
 * - `service:*` for a service that is unused as a whole;
 * - prefixes for a service that is unused as a whole but for some of its actions: `iam:PassRole` is never excluded.
 *
 * By service, then by name. O(unused actions × strings of their services).
 */
export function extensionOf(excluded: readonly string[], universe: Universe): readonly string[] {
  const patterns = excluded.map((action) => parseActionPattern(action));
  return [...universe.unused]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([service, entry]) => {
      const names = namesOf(patterns, service);
      const isExcluded = (name: string): boolean => names.some((pattern) => matchesWildcard(pattern, name));
      if (names.includes('*')) return [];
      return namesToAdd(entry, universe.service(service), isExcluded).map((name) => `${service}:${name}`);
    });
}

/** The name patterns of a service, in normal form. */
function namesOf(patterns: readonly ActionPattern[], service: string): readonly string[] {
  return patterns.flatMap((pattern) => {
    if (pattern.kind === 'all') return ['*'];
    return pattern.kind !== 'malformed' && pattern.service === service ? [normalise(pattern.name)] : [];
  });
}

function namesToAdd(
  entry: UnusedService,
  service: ServiceUniverse,
  isExcluded: (folded: string) => boolean,
): readonly string[] {
  const { actions } = entry;
  if (actions !== undefined)
    return [...actions]
      .filter(([folded]) => !isExcluded(folded))
      .map(([, name]) => name)
      .toSorted((a, b) => (a < b ? -1 : 1));
  return exceptionsOf(entry).size === 0 ? ['*'] : allBut(service, isExcluded);
}

/** The shortest prefixes that no action starts with which must stay allowed. */
function allBut({ folded, unused, tree }: ServiceUniverse, isExcluded: (folded: string) => boolean): readonly string[] {
  const staysBelow = new Int32Array(folded.length + 1);
  for (let i = 0; i < folded.length; i++) staysBelow[i + 1] = (staysBelow[i] ?? 0) + (unused[i] === 1 ? 0 : 1);
  const isWanted = (i: number): boolean => unused[i] === 1 && !isExcluded(folded[i] ?? '');
  const wanted = folded.filter((_, i) => isWanted(i));
  const prefixes = shortestSafePrefixes(tree(), {
    start: '',
    isWanted,
    unusedBelow: staysBelow,
    mayExtend: () => true,
    isCompact: false,
  });
  // A prefix may start only actions that are excluded already.
  return prefixes.filter((prefix) => wanted.some((name) => matchesWildcard(normalise(foldCase(prefix)), name)));
}
