/**
 * Chooses which copies of the findings of one principal count: the newest copy of each finding, joined from its pages.
 */
import { byCodeUnits } from '../actions/foldCase.ts';
import type { Finding } from '../findings/model.ts';
import type { FindingsReading } from '../findings/findingsReading.ts';
import { liesAhead } from '../findings/copyTimes.ts';
import { uniteUnused } from '../findings/combineUnused.ts';
import { withoutUsed } from '../findings/withoutUsed.ts';
import type { FiledFinding, FindingPlace, PrincipalFindings } from './filedFindings.ts';

/** A copy of a finding, or one page of it, and where it is. */
export interface Row extends FindingPlace {
  readonly finding: Finding;
}

export function rowAt(file: string, { findings }: FindingsReading, index: number): Row {
  return { file, span: findings.span(index), finding: findings.finding(index) };
}

/** The findings that count among the rows of one principal. */
export function countingFindings(rows: readonly Row[], now: number): PrincipalFindings {
  const groups = [...groupedBy(rows, ({ finding: { kind, id } }, i) => `${kind} ${id ?? ` ${i}`}`).values()];
  const newest = groups.flatMap((copies) => newestCopies(copies, now)).toSorted((a, b) => timeOf(b) - timeOf(a));
  const roles = newest.filter(({ finding }) => finding.kind === 'role');
  const permissions = newest.filter(({ finding }) => finding.kind !== 'role');
  const unusedRole = roles.find(({ finding }) => finding.isUnreadable === undefined)?.finding;
  const known = [...permissions, ...roles.filter(({ finding }) => finding.isUnreadable === true)];
  return { counting: known.length > 0 ? known : roles.slice(0, 1), unusedRole };
}

/** Findings without a time are sorted last. */
function timeOf({ finding: { analyzedAt } }: FiledFinding): number {
  return analyzedAt ?? Number.NEGATIVE_INFINITY;
}

/**
 * The newest copy of a finding or report, and all copies that may be newer: those that were changed later, and those
 * without a time or with a time in the future. A complete report always counts, so that no action it shows as used is
 * lost.
 */
function newestCopies(copies: readonly Row[], now: number): FiledFinding[] {
  const dated = copies.filter((copy) => isDated(copy, now));
  const analysed = latest(dated.map(({ finding }) => finding.analyzedAt));
  const changed = latest(dated.map(({ finding }) => (finding.analyzedAt === analysed ? finding.changedAt : undefined)));
  const isOlder = (copy: Row): boolean => {
    const { analyzedAt = 0, changedAt = 0, kind, incomplete } = copy.finding;
    const isCompleteReport = kind === 'report' && incomplete === undefined;
    return !isCompleteReport && isDated(copy, now) && analyzedAt < analysed && changedAt <= changed;
  };
  const counting = copies.filter((copy) => !isOlder(copy));
  return [...groupedBy(counting, ({ finding }, i) => analysisOf(finding) ?? `${i}`).values()].flatMap(joinPages);
}

/**
 * Copies of a finding with the same key may be its pages. A copy without all its times has no key: it is not joined
 * with others.
 */
function analysisOf({ analyzedAt, changedAt }: Finding): string | undefined {
  return analyzedAt === undefined || changedAt === undefined ? undefined : `${analyzedAt} ${changedAt}`;
}

function latest(times: readonly (number | undefined)[]): number {
  return times.reduce<number>((last, time) => Math.max(last, time ?? last), Number.NEGATIVE_INFINITY);
}

/**
 * Does a copy have all its times, and none in the future? Otherwise it is neither newer nor older than another copy.
 */
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
 * Joins the pages of one finding. Pages share the id and the times of the analysis, and all but the last have a
 * `nextToken`; the finding is complete once the last page is there. If several complete copies differ, each counts,
 * joined with the other pages. A copy that cannot be understood counts as well.
 */
function joinPages(rows: readonly Row[]): FiledFinding[] {
  if (rows.length === 1) return oneOf(rows);
  const unreadable = rows.filter(({ finding }) => finding.isUnreadable === true).slice(0, 1);
  const readable = rows.filter(({ finding }) => finding.isUnreadable === undefined);
  const pages = readable.filter(({ finding }) => finding.incomplete !== undefined);
  const complete = readable.filter(({ finding }) => finding.incomplete === undefined);
  const completeCopies = [...groupedBy(complete, ({ finding }) => contentKey(finding)).values()];
  const places = new Map(rows.map((row, place) => [row, place]));
  const inFileOrder = (part: readonly Row[]): Row[] =>
    part.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  const parts =
    completeCopies.length === 0 && pages.length > 0 ? [pages] : completeCopies.map((copies) => [...pages, ...copies]);
  return [...unreadable.map((row) => [row]), ...parts].flatMap((part) => oneOf(inFileOrder(part)));
}

/** The same string for copies with the same content. */
function contentKey({ lastAccessed, used, services }: Finding): string {
  const unused = [...services].map(([service, { actions }]) => [service, actions && inOrder(actions.keys())] as const);
  return JSON.stringify([lastAccessed, inOrder(used), unused.toSorted(([a], [b]) => byCodeUnits(a, b))]);
}

function inOrder(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].toSorted(byCodeUnits);
}

/** Joins pages and equal copies to one finding; empty if there are none. */
export function oneOf([first, ...others]: readonly Row[]): FiledFinding[] {
  if (first === undefined) return [];
  const places: FiledFinding['places'] = [placeOf(first), ...others.map(placeOf)];
  if (others.length === 0) return [{ finding: first.finding, places }];
  const findings = [first, ...others].map(({ finding }) => finding);
  const complete = findings.find(({ incomplete }) => incomplete === undefined);
  const used = [...new Set(findings.flatMap((finding) => finding.used))];
  const services = withoutUsed(uniteUnused(findings.map((finding) => finding.services)), used);
  return [{ finding: { ...(complete ?? first.finding), services, used }, places }];
}

function placeOf({ file, span }: FindingPlace): FindingPlace {
  return { file, span };
}
