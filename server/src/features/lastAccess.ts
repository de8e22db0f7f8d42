import { t } from '../lsp/language.ts';
import { dayOf } from '../../../core/src/text/index.ts';
import { foldedParts } from '../../../core/src/actions/index.ts';
import type { FindingMatch, Finding, LastAccess } from '../../../core/src/index.ts';
import { ageOf } from './age.ts';
import type { EntryPlaces, EntryPlacesSource } from '../sources/entryPlaces.ts';
import { names } from './markdown.ts';

/** The last access to each action `service:Name` by the principals of the findings, if all of them tell it. */
export type LastAccesses = ReadonlyMap<string, LastAccess>;

/**
 * Looks up in the findings files when actions were last accessed. For used actions, only reports are read, because
 * findings do not name used actions.
 */
export async function lastAccessesOf(
  match: FindingMatch | undefined,
  { actions, areUsed }: AskedFor,
  placesOf: EntryPlacesSource,
): Promise<LastAccesses> {
  const accesses = new Map<string, LastAccess>();
  const findings = match?.kind === 'matched' ? match.findings.filter(({ finding }) => mayTell(finding, areUsed)) : [];
  const asked = actions.map((action) => foldedParts(action));
  const places = actions.length === 0 ? [] : await Promise.all(findings.map((filed) => placesOf(filed, asked)));
  for (const action of actions) {
    const told = places.map((of) => accessIn(of, action));
    const access = latest(areUsed ? told.filter((one) => one?.kind === 'at') : told);
    if (access !== undefined) accesses.set(action, access);
  }
  return accesses;
}

/** Actions `service:Name`. */
export interface AskedFor {
  readonly actions: readonly string[];
  /** Does a report show the actions as used? */
  readonly areUsed: boolean;
}

function mayTell({ kind }: Finding, areUsed: boolean): boolean {
  // Findings in the short form have no times.
  return areUsed ? kind === 'report' : kind !== 'short form' && kind !== 'recommendation';
}

function accessIn(places: EntryPlaces, action: string): LastAccess | undefined {
  return places.entryOf(...foldedParts(action))?.lastAccess;
}

/** The latest access; `undefined` if one of the findings does not tell it, because it may know of a later one. */
function latest(accesses: readonly (LastAccess | undefined)[]): LastAccess | undefined {
  let last: LastAccess | undefined;
  for (const access of accesses) {
    if (access === undefined) return undefined;
    if (last === undefined || (access.kind === 'at' && (last.kind === 'never' || last.time < access.time)))
      last = access;
  }
  return last;
}

/** `unused since 2026-03-01 (8 months ago)`. */
export function unusedSince(access: LastAccess | undefined, now: number): string {
  if (access === undefined) return t('unused');
  if (access.kind === 'never') return t('unused, never accessed in the tracking period');
  return t('unused since {0} ({1})', dayOf(access.time), ageOf(access.time, now));
}

/** For a used action: `used, last accessed 2026-11-10 (14 days ago)`. */
export function usedLast(access: LastAccess | undefined, now: number): string {
  if (access?.kind !== 'at') return t('used according to the last-accessed report');
  return t('used, last accessed {0} ({1})', dayOf(access.time), ageOf(access.time, now));
}

/** The number of accesses that are shown. */
const shownAccesses = 3;

/** For several unused actions: how many were never accessed, and which were accessed last. */
export function accessSummary(accesses: LastAccesses): string[] {
  if (accesses.size === 0) return [];
  const timed = [...accesses].flatMap(([action, access]) =>
    access.kind === 'at' ? [{ action, time: access.time }] : [],
  );
  const shown = timed
    .toSorted((a, b) => b.time - a.time)
    .slice(0, shownAccesses)
    .map(({ action, time }) => `${names([action])} ${dayOf(time)}`);
  const more = timed.length > shownAccesses ? [t('{0} more earlier', timed.length - shownAccesses)] : [];
  const untimed = accesses.size - timed.length;
  const never = untimed > 0 ? [t('{0} never in the tracking period', untimed)] : [];
  return [`${t('Last accessed:')} ${[...shown, ...more, ...never].join(', ')}`];
}
