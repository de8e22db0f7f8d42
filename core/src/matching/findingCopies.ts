/** What counts of the copies of findings of one principal: the newest of each finding, its pages put together. */
import { byCodeUnits } from '../actions/foldCase.ts';
import type { Finding } from '../findings/model.ts';
import type { FindingsReading } from '../findings/findingsReading.ts';
import { liesAhead } from '../findings/copyTimes.ts';
import { uniteUnused } from '../findings/combineUnused.ts';
import { withoutUsed } from '../findings/withoutUsed.ts';
import type { FiledFinding, FindingPlace, PrincipalFindings } from './filedFindings.ts';

/** A copy of a finding, or a page of it, and where it stands. */
export interface Row extends FindingPlace {
  readonly finding: Finding;
}

export function rowAt(file: string, { findings }: FindingsReading, index: number): Row {
  return { file, span: findings.span(index), finding: findings.finding(index) };
}

/** What counts of the rows of one principal. */
export function whatCounts(rows: readonly Row[], now: number): PrincipalFindings {
  const groups = [...groupedBy(rows, ({ finding: { kind, id } }, i) => `${kind} ${id ?? ` ${i}`}`).values()];
  const newest = groups.flatMap((copies) => newestCopies(copies, now)).toSorted((a, b) => timeOf(b) - timeOf(a));
  const roles = newest.filter(({ finding }) => finding.kind === 'role');
  const permissions = newest.filter(({ finding }) => finding.kind !== 'role');
  const unusedRole = roles.find(({ finding }) => finding.isUnreadable === undefined)?.finding;
  const known = [...permissions, ...roles.filter(({ finding }) => finding.isUnreadable === true)];
  return { counting: known.length > 0 ? known : roles.slice(0, 1), unusedRole };
}

/** Those without a time come last. */
function timeOf({ finding: { analyzedAt } }: FiledFinding): number {
  return analyzedAt ?? Number.NEGATIVE_INFINITY;
}

/**
 * Of the copies of one finding (or report) the newest, and those that may be: they do not say when they were made, or a
 * time that lies ahead, or were changed later. A report that is whole counts whatever there is beside it, so that
 * nothing that it shows as used is lost.
 */
function newestCopies(copies: readonly Row[], now: number): FiledFinding[] {
  const dated = copies.filter((copy) => isDated(copy, now));
  const analysed = latest(dated.map(({ finding }) => finding.analyzedAt));
  const changed = latest(dated.map(({ finding }) => (finding.analyzedAt === analysed ? finding.changedAt : undefined)));
  const isBeaten = (copy: Row): boolean => {
    const { analyzedAt = 0, changedAt = 0, kind, incomplete } = copy.finding;
    const isWholeReport = kind === 'report' && incomplete === undefined;
    return !isWholeReport && isDated(copy, now) && analyzedAt < analysed && changedAt <= changed;
  };
  const counting = copies.filter((copy) => !isBeaten(copy));
  return [...groupedBy(counting, ({ finding }, i) => analysisOf(finding) ?? `${i}`).values()].flatMap(putTogether);
}

/** Copies of one finding with the same may be pages of it; one that does not tell all its times is a page of none. */
function analysisOf({ analyzedAt, changedAt }: Finding): string | undefined {
  return analyzedAt === undefined || changedAt === undefined ? undefined : `${analyzedAt} ${changedAt}`;
}

function latest(times: readonly (number | undefined)[]): number {
  return times.reduce<number>((last, time) => Math.max(last, time ?? last), Number.NEGATIVE_INFINITY);
}

/** Does it tell all its times, and none that lies ahead? Else it is neither newer nor older than another copy. */
function isDated({ finding: { analyzedAt, changedAt } }: Row, now: number): boolean {
  return analyzedAt !== undefined && changedAt !== undefined && !liesAhead(Math.max(analyzedAt, changedAt), now);
}

function groupedBy(
  rows: readonly Row[],
  keyOf: (row: Row, index: number) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const [index, row] of rows.entries()) {
    const group = groups.get(keyOf(row, index)) ?? [];
    groups.set(keyOf(row, index), group);
    group.push(row);
  }
  return groups;
}

/**
 * The pieces of one finding are of the same id and analysis, and all but the last say that there are more. They are
 * whole with the last one. Where several that are whole say different things, each counts, with the pieces; and so does
 * one that cannot be understood.
 */
function putTogether(rows: readonly Row[]): FiledFinding[] {
  const unreadable = rows.filter(({ finding }) => finding.isUnreadable === true).slice(0, 1);
  const readable = rows.filter(({ finding }) => finding.isUnreadable === undefined);
  const pieces = readable.filter(({ finding }) => finding.incomplete !== undefined);
  const whole = readable.filter(({ finding }) => finding.incomplete === undefined);
  const wholes = [...groupedBy(whole, ({ finding }) => whatItSays(finding)).values()];
  const places = new Map(rows.map((row, place) => [row, place]));
  const inFileOrder = (part: readonly Row[]): Row[] =>
    part.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  const parts = wholes.length === 0 && pieces.length > 0 ? [pieces] : wholes.map((copies) => [...pieces, ...copies]);
  return [...unreadable.map((row) => [row]), ...parts].flatMap((part) => oneOf(inFileOrder(part)));
}

/** The same text for copies that say the same. */
function whatItSays({ lastAccessed, used, services }: Finding): string {
  const unused = [...services].map(([service, { actions }]) => [service, actions && inOrder(actions.keys())] as const);
  return JSON.stringify([lastAccessed, inOrder(used), unused.toSorted(([a], [b]) => byCodeUnits(a, b))]);
}

function inOrder(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].toSorted(byCodeUnits);
}

/** One finding out of its pieces and copies; none of none. */
export function oneOf([first, ...others]: readonly Row[]): FiledFinding[] {
  if (first === undefined) return [];
  const places: FiledFinding['places'] = [placeOf(first), ...others.map(placeOf)];
  if (others.length === 0) return [{ finding: first.finding, places }];
  const findings = [first, ...others].map(({ finding }) => finding);
  const whole = findings.find(({ incomplete }) => incomplete === undefined);
  const used = [...new Set(findings.flatMap((finding) => finding.used))];
  const services = withoutUsed(uniteUnused(findings.map((finding) => finding.services)), used);
  return [{ finding: { ...(whole ?? first.finding), services, used }, places }];
}

function placeOf({ file, span }: FindingPlace): FindingPlace {
  return { file, span };
}
