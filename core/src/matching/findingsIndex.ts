import { byCodeUnits } from '../actions/foldCase.ts';
import { principalOf, type Finding, type Principal, type Unused } from '../findings/model.ts';
import type { FindingsReading } from '../findings/readFindings.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import type { SetAsideFinding } from '../findings/setAside.ts';
import { uniteUnused } from '../findings/unused.ts';
import { lessUsed } from '../findings/used.ts';
import { memoise } from '../memo.ts';
import { say, type Message } from '../text/message.ts';
import type { Span } from '../text/span.ts';
import { createBlocks, unreadableFolders } from './brokenFindings.ts';
import { fileNameOf, folderOf } from './fileNames.ts';
import { knownOf } from './knownFindings.ts';
import { createPermissionSets } from './permissionSet.ts';

/** A findings file as it was read, named as the caller names files: a URI or a path, with `/` between folders. */
export interface FiledReading {
  readonly file: string;
  readonly reading: FindingsReading;
  /** Why not even the text of the file could be read, so that nothing is known of it; `reading` is then empty. */
  readonly isTextUnreadable?: Message | undefined;
}

/** Where a finding stands. */
export interface FindingPlace {
  readonly file: string;
  readonly span: Span;
}

/** A finding, or the pieces of one put together, and where they stand. */
export interface FiledFinding {
  readonly finding: Finding;
  readonly places: readonly [FindingPlace, ...FindingPlace[]];
}

/** What counts of all that is known of one principal. */
export interface PrincipalFindings {
  /**
   * What is known of its permissions, the newest first: of each finding the newest copy, and each report. All of them count: only what all
   * leave unused is unused. One that cannot be understood is among them, and says so (`incomplete`). Where there is none, the newest finding
   * about the role itself.
   */
  readonly witnesses: readonly FiledFinding[];
  /** The newest that says the role itself is unused. */
  readonly unusedRole?: Finding | undefined;
}

/** A finding that is known and does not count, and its file. */
export interface SetAside extends SetAsideFinding {
  readonly file: string;
}

/** What a file of which nothing can be used holds, as in “{file} holds {what}”. */
export interface OtherContent {
  readonly file: string;
  readonly what: Message;
  /** The names of the principals that a text names which cannot be read. */
  readonly names: readonly string[];
}

/** Findings of many files, looked up by whose they are. */
export interface FindingsIndex {
  readonly of: (arn: string) => PrincipalFindings;
  /** The principals of a name that have a finding that counts, by ARN. */
  readonly named: (name: string) => readonly Principal[];
  /**
   * The roles that were made for a permission set and have a finding, whether it counts or not: a role of which the finding is closed holds the
   * policy, too. By ARN. The first call is O(findings).
   */
  readonly ofPermissionSet: (name: string) => readonly Principal[];
  /** All principals with a finding that counts, by ARN. O(findings). */
  readonly principals: () => readonly Principal[];
  /** The findings that name no principal, and whose file is in this folder. */
  readonly inFolder: (folder: string) => readonly FiledFinding[];
  /** The reports that do not say whose they are, of files that are named so. */
  readonly reportsNamed: (name: string) => readonly FiledFinding[];
  readonly recommendationsFor: (arn: string) => readonly Recommendation[];
  /** The principals of a name that have no finding that counts, and that a file names of which nothing can be used, by ARN. */
  readonly namedInBroken: (name: string) => readonly Principal[];
  /** What is known about principals of a name and does not count. Not: older copies of findings that count. */
  readonly setAside: (name: string) => readonly SetAside[];
  /** The ids of the active findings of a principal that do not name the actions, so that nobody knows what they leave unused. */
  readonly withoutActions: (arn: string) => readonly string[];
  /** Of files of which nothing can be used: what they hold. A file may hold several things. */
  readonly otherContent: readonly OtherContent[];
  /**
   * Why nothing may be removed of the policies of a principal, whatever its findings say: a file that cannot be read as JSON names it, or one
   * of its findings; or the text of a file cannot be read, in a folder where it has a finding; or a finding of it cannot be understood.
   */
  readonly blockedFor: (arn: string) => Message | undefined;
  /** Why nothing may be removed of the policies in a folder: the text of a findings file there, or in a folder above, cannot be read. */
  readonly unreadableAbove: (folder: string) => Message | undefined;
}

/**
 * Makes the index. `declared` gives the ARN of the principal whose reports a file holds, where the configuration says so.
 *
 * What counts: a finding that is archived or resolved takes with it the copies of it that are not newer; the pieces of one (of the same id and
 * analysis) are put together; of several copies the newest `analyzedAt` counts, and where it cannot be told which is the newest, all do. A
 * look-up costs O(files + findings of the name).
 */
export function createFindingsIndex(
  files: readonly FiledReading[],
  declared: (file: string) => string | undefined = () => undefined,
): FindingsIndex {
  const closed = latestClosings(files);
  const rows = (select: (reading: FindingsReading, file: string) => readonly number[]): Row[] =>
    files.flatMap(({ file, reading }) =>
      select(reading, file)
        .filter((index) => !isClosed(reading, index, closed))
        .map((index) => rowAt(file, reading, index)),
    );
  const of = memoise((arn) =>
    whatCounts(
      rows(({ findings }, file) => (declaredTo.get(file) === arn ? [...findings.ofArn(arn), ...findings.ofNobody] : findings.ofArn(arn))),
    ),
  );
  const declaredTo = new Map(files.map(({ file }) => [file, declared(file)]));
  const nobodys = files.filter(({ file, reading }) => reading.findings.ofNobody.length > 0 && declaredTo.get(file) === undefined);
  const unreadable = unreadableFolders(files);
  /** A finding that names nobody is blocked by what blocks those of its folder. */
  const filedOf = ({ file, reading }: FiledReading): FiledFinding[] => {
    const reason = unreadable.in(folderOf(file));
    return reading.findings.ofNobody.flatMap((index) => oneOf([rowAt(file, reading, index)])).map((filed) => blockedBy(reason, filed));
  };
  const known = knownOf(files, declaredTo);
  const setAside: FindingsIndex['setAside'] = (name) =>
    known.setAside(name).filter((aside) => !isOvertaken(aside, of(aside.principal.arn)));
  const principalsOf = createPrincipals(files, closed, declaredTo);
  const principals = (): Principal[] => principalsOf(allOf, () => true);
  const ofPermissionSet = createPermissionSets(() => distinct([...principals(), ...known.withoutCount()]));
  const named = (name: string): Principal[] =>
    principalsOf(
      ({ findings }) => findings.ofName(name),
      (arn) => principalOf(arn)?.name === name,
    );
  return {
    of,
    ofPermissionSet,
    named,
    namedInBroken: (name) => without(known.namedInBroken(name), () => named(name)),
    principals,
    inFolder: (folder) => nobodys.filter(({ file }) => folderOf(file) === folder).flatMap(filedOf),
    reportsNamed: (name) =>
      nobodys
        .filter(({ file }) => stems(fileNameOf(file)).includes(name))
        .flatMap(filedOf)
        .filter(({ finding }) => finding.kind === 'report'),
    setAside,
    withoutActions: (arn) =>
      setAside(principalOf(arn)?.name ?? '').flatMap(({ kind, principal, id }) =>
        kind === 'counted' && principal.arn === arn && id !== undefined && !closed.has(id) ? [id] : [],
      ),
    otherContent: files.flatMap(contentOf),
    unreadableAbove: unreadable.above,
    blockedFor: createBlocks(files, { declaredTo, unreadable, known, of }),
    recommendationsFor: (arn) => files.flatMap(({ reading }) => reading.recommendations.filter(({ principal }) => principal.arn === arn)),
  };
}

/** The principals of what counts among some findings, without unpacking any. */
function createPrincipals(
  files: readonly FiledReading[],
  closed: ReturnType<typeof latestClosings>,
  declaredTo: ReadonlyMap<string, string | undefined>,
): (select: (reading: FindingsReading) => Iterable<number>, isMeant: (arn: string) => boolean) => Principal[] {
  return (select, isMeant) => {
    const arns = new Set<string>();
    for (const { file, reading } of files) {
      for (const index of select(reading)) if (!isClosed(reading, index, closed)) arns.add(reading.findings.arn(index) ?? '');
      const arn = declaredTo.get(file);
      if (arn !== undefined && reading.findings.ofNobody.length > 0 && isMeant(arn)) arns.add(arn);
    }
    return [...arns].toSorted(byCodeUnits).flatMap((arn) => principalOf(arn) ?? []);
  };
}

/** Those of some principals that are not among others, which are asked for only where there are any. */
function without(principals: readonly Principal[], others: () => readonly Principal[]): readonly Principal[] {
  if (principals.length === 0) return principals;
  const known = new Set(others().map(({ arn }) => arn));
  return principals.filter(({ arn }) => !known.has(arn));
}

/** The indices of all findings of a file. */
function allOf({ findings }: FindingsReading): number[] {
  return Array.from({ length: findings.count }, (_, index) => index);
}

function distinct(principals: readonly Principal[]): Principal[] {
  const byArn = new Map(principals.map((principal) => [principal.arn, principal]));
  return [...byArn.keys()].toSorted(byCodeUnits).flatMap((arn) => byArn.get(arn) ?? []);
}

interface Row extends FindingPlace {
  readonly finding: Finding;
}

function rowAt(file: string, { findings }: FindingsReading, index: number): Row {
  return { file, span: findings.span(index), finding: findings.finding(index) };
}

function latestClosings(files: readonly FiledReading[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { reading } of files) for (const [id, time] of reading.closed) times.set(id, Math.max(time, times.get(id) ?? 0));
  return times;
}

function isClosed({ findings }: FindingsReading, index: number, closed: ReadonlyMap<string, number>): boolean {
  const time = closed.size === 0 ? undefined : closed.get(findings.id(index) ?? '');
  return time !== undefined && time >= findings.saidAt(index);
}

/** An archived copy of a finding that is active again, or one without the names of the actions, of a finding that counts. */
function isOvertaken({ kind, id }: SetAsideFinding, { witnesses, unusedRole }: PrincipalFindings): boolean {
  if ((kind !== 'closed' && kind !== 'counted') || id === undefined) return false;
  return [...witnesses.map(({ finding }) => finding.id), unusedRole?.id].includes(id);
}

/** A finding that may not be used alone, whatever it says itself. */
function blockedBy(reason: Message | undefined, filed: FiledFinding): FiledFinding {
  return reason === undefined ? filed : { ...filed, finding: { ...filed.finding, incomplete: filed.finding.incomplete ?? reason } };
}

/** What counts of the rows of one principal. */
function whatCounts(rows: readonly Row[]): PrincipalFindings {
  const groups = [...groupedBy(rows, ({ finding: { kind, id } }, i) => `${kind} ${id ?? ` ${i}`}`).values()];
  const counting = groups.flatMap(newestCopies).toSorted((a, b) => timeOf(b) - timeOf(a));
  const roles = counting.filter(({ finding }) => finding.kind === 'role');
  const witnesses = counting.filter(({ finding }) => finding.kind !== 'role');
  const unusedRole = roles.find(({ finding }) => finding.isUnreadable === undefined)?.finding;
  return { witnesses: witnesses.length > 0 ? witnesses : roles.slice(0, 1), unusedRole };
}

/** Those without a time come last. */
function timeOf({ finding: { analyzedAt } }: FiledFinding): number {
  return analyzedAt ?? Number.NEGATIVE_INFINITY;
}

/**
 * Of the copies of one finding (or report) those of the newest analysis, and those that do not say when they were made. A report that is whole
 * counts whatever there is beside it, so that nothing that it shows as used is lost.
 */
function newestCopies(copies: readonly Row[]): FiledFinding[] {
  const newest = copies.reduce((latest, { finding: { analyzedAt } }) => Math.max(latest, analyzedAt ?? latest), Number.NEGATIVE_INFINITY);
  const counts = ({ finding: { kind, analyzedAt, incomplete } }: Row): boolean =>
    analyzedAt === undefined || analyzedAt === newest || (kind === 'report' && incomplete === undefined);
  return [...groupedBy(copies.filter(counts), ({ finding }) => String(finding.analyzedAt)).values()].flatMap(putTogether);
}

function groupedBy(rows: readonly Row[], keyOf: (row: Row, index: number) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const [index, row] of rows.entries()) {
    const group = groups.get(keyOf(row, index)) ?? [];
    groups.set(keyOf(row, index), group);
    group.push(row);
  }
  return groups;
}

/**
 * The pieces of one finding are of the same id and analysis, and all but the last say that there are more. They are whole with the last one.
 * Where several that are whole say different things, each counts, with the pieces; and so does one that cannot be understood.
 */
function putTogether(rows: readonly Row[]): FiledFinding[] {
  const unreadable = rows.filter(({ finding }) => finding.isUnreadable === true).slice(0, 1);
  const readable = rows.filter(({ finding }) => finding.isUnreadable === undefined);
  const pieces = readable.filter(({ finding }) => finding.incomplete !== undefined);
  const wholes = sameAgain(readable.filter(({ finding }) => finding.incomplete === undefined));
  const parts = wholes.length === 0 && pieces.length > 0 ? [pieces] : wholes.map((copies) => [...pieces, ...copies]);
  return [...unreadable.map((row) => [row]), ...parts].flatMap((part) => oneOf(rows.filter((row) => part.includes(row))));
}

/** The copies that say the same, together. */
function sameAgain(rows: readonly Row[]): (readonly Row[])[] {
  const groups: [Row, ...Row[]][] = [];
  for (const row of rows) {
    const same = groups.find(([first]) => sayTheSame(first.finding, row.finding));
    if (same === undefined) groups.push([row]);
    else same.push(row);
  }
  return groups;
}

function sayTheSame(a: Finding, b: Finding): boolean {
  return a.lastAccessed === b.lastAccessed && areSameNames(a.used, b.used) && areSameUnused(a.services, b.services);
}

function areSameUnused(a: Unused, b: Unused): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([service, { actions }]) => {
    const other = b.get(service);
    if (other === undefined || actions === undefined || other.actions === undefined)
      return other !== undefined && actions === other.actions;
    return areSameNames([...actions.keys()], [...other.actions.keys()]);
  });
}

function areSameNames(a: readonly string[], b: readonly string[]): boolean {
  const names = new Set(a);
  return names.size === new Set(b).size && b.every((name) => names.has(name));
}

/** One finding out of its pieces and copies; none of none. */
function oneOf([first, ...others]: readonly Row[]): FiledFinding[] {
  if (first === undefined) return [];
  const places: FiledFinding['places'] = [placeOf(first), ...others.map(placeOf)];
  if (others.length === 0) return [{ finding: first.finding, places }];
  const findings = [first, ...others].map(({ finding }) => finding);
  const whole = findings.find(({ incomplete }) => incomplete === undefined);
  const used = [...new Set(findings.flatMap((finding) => finding.used))];
  const services = lessUsed(uniteUnused(findings.map((finding) => finding.services)), used);
  return [{ finding: { ...(whole ?? first.finding), services, used }, places }];
}

function placeOf({ file, span }: FindingPlace): FindingPlace {
  return { file, span };
}

/** What of a file that is of no use there is to say. */
function contentOf({ file, reading, isTextUnreadable }: FiledReading): OtherContent[] {
  if (isTextUnreadable !== undefined) return [{ file, what: say('text that cannot be read ({0})', isTextUnreadable), names: [] }];
  const { error, findings, counted, recommendations, otherContent, isRecognised, named } = reading;
  if (error !== undefined) {
    const names = (named?.arns ?? []).flatMap((arn) => principalOf(arn)?.name ?? []);
    return [{ file, what: say('text that is not valid JSON ({0})', error.message), names }];
  }
  if (findings.count > 0) return [];
  const whats = [
    ...otherContent,
    ...(counted.length > 0 ? [say('findings that do not name the actions')] : []),
    ...(recommendations.length > 0 ? [say('recommendations and no finding')] : []),
    ...(isRecognised ? [] : [say('no finding of a known shape')]),
  ];
  return whats.map((what) => ({ file, what, names: [] }));
}

/** What a file may be named after: `MyRole.policy.json` → `MyRole.policy.json`, `MyRole.policy`, `MyRole`. Role names may hold dots. */
export function stems(fileName: string): string[] {
  const parts = fileName.split('.');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('.'));
}
