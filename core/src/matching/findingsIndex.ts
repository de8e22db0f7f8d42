import { byCodeUnits } from '../actions/foldCase.ts';
import { principalOf, type Finding, type Principal } from '../findings/model.ts';
import type { FindingsReading } from '../findings/readFindings.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import { uniteUnused } from '../findings/unused.ts';
import { memoise } from '../memo.ts';
import type { Span } from '../text/span.ts';

/** A findings file as it was read, named as the caller names files: a URI or a path, with `/` between folders. */
export interface FiledReading {
  readonly file: string;
  readonly reading: FindingsReading;
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
  /** The newest about permissions; where there is none, the one about the role. */
  readonly speaks?: FiledFinding | undefined;
  /** The newest that says the role itself is unused. */
  readonly unusedRole?: Finding | undefined;
}

/** Findings of many files, looked up by whose they are. */
export interface FindingsIndex {
  readonly of: (arn: string) => PrincipalFindings;
  /** The principals of a name that have a finding that counts, by ARN. */
  readonly named: (name: string) => readonly Principal[];
  /** All principals with a finding that counts, by ARN. O(findings). */
  readonly principals: () => readonly Principal[];
  /** The findings that name no principal, and whose file is in this folder. */
  readonly inFolder: (folder: string) => readonly FiledFinding[];
  /** The reports that do not say whose they are, of files that are named so. */
  readonly reportsNamed: (name: string) => readonly FiledFinding[];
  readonly recommendationsFor: (arn: string) => readonly Recommendation[];
}

/**
 * Makes the index. `declared` gives the ARN of the principal whose reports a file holds, where the configuration says so.
 *
 * What counts: a finding that is archived or resolved takes with it the copies of it that are not newer; the pieces of one (of the same id and
 * analysis) are put together; and of several for one principal the newest `analyzedAt` wins. A look-up costs O(files + findings of the name).
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
    newest(
      rows(({ findings }, file) => (declaredTo.get(file) === arn ? [...findings.ofArn(arn), ...findings.ofNobody] : findings.ofArn(arn))),
    ),
  );
  const declaredTo = new Map(files.map(({ file }) => [file, declared(file)]));
  /** The principals of what counts among some findings, without unpacking any. */
  const principalsOf = (select: (reading: FindingsReading) => Iterable<number>, isMeant: (arn: string) => boolean): Principal[] => {
    const arns = new Set<string>();
    for (const { file, reading } of files) {
      for (const index of select(reading)) if (!isClosed(reading, index, closed)) arns.add(reading.findings.arn(index) ?? '');
      const arn = declaredTo.get(file);
      if (arn !== undefined && reading.findings.ofNobody.length > 0 && isMeant(arn)) arns.add(arn);
    }
    return [...arns].toSorted(byCodeUnits).flatMap((arn) => principalOf(arn) ?? []);
  };
  const nobodys = files.filter(({ file, reading }) => reading.findings.ofNobody.length > 0 && declaredTo.get(file) === undefined);
  const filedOf = ({ file, reading }: FiledReading): FiledFinding[] =>
    reading.findings.ofNobody.map((index) => oneOf(rowAt(file, reading, index), []));
  return {
    of,
    named: (name) =>
      principalsOf(
        ({ findings }) => findings.ofName(name),
        (arn) => principalOf(arn)?.name === name,
      ),
    principals: () =>
      principalsOf(
        ({ findings }) => Array.from({ length: findings.count }, (_, index) => index),
        () => true,
      ),
    inFolder: (folder) => nobodys.filter(({ file }) => folderOf(file) === folder).flatMap(filedOf),
    reportsNamed: (name) =>
      nobodys
        .filter(({ file }) => stems(fileNameOf(file)).includes(name))
        .flatMap(filedOf)
        .filter(({ finding }) => finding.kind === 'report'),
    recommendationsFor: (arn) => files.flatMap(({ reading }) => reading.recommendations.filter(({ principal }) => principal.arn === arn)),
  };
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

/** What counts of the rows of one principal. */
function newest(rows: readonly Row[]): PrincipalFindings {
  const whole = putTogether(rows);
  const role = latest(whole.filter(({ finding }) => finding.kind === 'role'));
  return { speaks: latest(whole.filter(({ finding }) => finding.kind !== 'role')) ?? role, unusedRole: role?.finding };
}

function latest(list: readonly FiledFinding[]): FiledFinding | undefined {
  return list.reduce<FiledFinding | undefined>((best, filed) => (best === undefined || isNewer(filed, best) ? filed : best), undefined);
}

function isNewer(a: FiledFinding, b: FiledFinding): boolean {
  return (a.finding.analyzedAt ?? 0) > (b.finding.analyzedAt ?? 0);
}

/** The pieces of one finding are of the same id and analysis, and at least one says that there are more. They are whole with the last one. */
function putTogether(rows: readonly Row[]): FiledFinding[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const { kind, id, analyzedAt } = row.finding;
    const key = `${kind} ${id} ${analyzedAt}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    const arePieces = group.some(({ finding }) => finding.incomplete !== undefined);
    return first !== undefined && arePieces ? [oneOf(first, others)] : group.map((row) => oneOf(row, []));
  });
}

function oneOf(first: Row, others: readonly Row[]): FiledFinding {
  const pieces = [first, ...others];
  const places: FiledFinding['places'] = [placeOf(first), ...others.map(placeOf)];
  if (others.length === 0) return { finding: first.finding, places };
  const whole = pieces.find(({ finding }) => finding.incomplete === undefined);
  const incomplete = whole === undefined ? first.finding.incomplete : undefined;
  return { finding: { ...first.finding, incomplete, services: uniteUnused(pieces.map(({ finding }) => finding.services)) }, places };
}

function placeOf({ file, span }: FindingPlace): FindingPlace {
  return { file, span };
}

/** What a file may be named after: `MyRole.policy.json` → `MyRole.policy.json`, `MyRole.policy`, `MyRole`. Role names may hold dots. */
export function stems(fileName: string): string[] {
  const parts = fileName.split('.');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('.'));
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

/** The name of a file, decoded where the file is named by URI. */
function fileNameOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  try {
    return file.startsWith('file:') ? decodeURIComponent(name) : name;
  } catch {
    return name;
  }
}
