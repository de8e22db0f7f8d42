/** What is known of all principals by all findings files together. */
import { byCodeUnits } from '../actions/foldCase.ts';
import { principalOf, type Finding, type Principal } from '../findings/model.ts';
import type { FindingsReading } from '../findings/readFindings.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import type { SetAsideFinding } from '../findings/setAside.ts';
import { nameIn } from '../findings/principalLookUp.ts';
import { memoise } from '../memo.ts';
import type { Message } from '../text/message.ts';
import type { Span } from '../text/span.ts';
import { createBlocks, unreadableFolders } from './brokenFindings.ts';
import { createClosings, type IsClosed } from './closings.ts';
import { createFilesByName, groupedBy } from './filesByName.ts';
import { rowAt, whatCounts, type Row } from './findingCopies.ts';
import { knownOf } from './knownFindings.ts';
import { contentOf, type OtherContent } from './otherContent.ts';
import { createPermissionSets } from './permissionSet.ts';
import type { ReportsAbout } from './reportsAbout.ts';
import { createUnnamed } from './unnamedFindings.ts';
import { unsettled } from './unsettled.ts';

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
   * What is known of its permissions, the newest first: of each finding the newest copy, and each report. All of them
   * count: only what all leave unused is unused. One that cannot be understood is among them, and says so
   * (`incomplete`). Where there is none, the newest finding about the role itself.
   */
  readonly witnesses: readonly FiledFinding[];
  /** The newest that says the role itself is unused. */
  readonly unusedRole?: Finding | undefined;
}

/** A finding that is known and does not count, and its file. */
export interface SetAside extends SetAsideFinding {
  readonly file: string;
}

/** Findings of many files, looked up by whose they are. */
export interface FindingsIndex {
  readonly of: (arn: string) => PrincipalFindings;
  /** The principals of a name that have a finding that counts, by ARN. */
  readonly named: (name: string) => readonly Principal[];
  /**
   * The roles that were made for a permission set and have a finding, whether it counts or not: a role of which the
   * finding is closed holds the policy, too. By ARN. The first call is O(findings).
   */
  readonly ofPermissionSet: (name: string) => readonly Principal[];
  /** All principals with a finding that counts, by ARN. O(findings). */
  readonly principals: () => readonly Principal[];
  /** The findings that name no principal, and whose file is in this folder. */
  readonly inFolder: (folder: string) => readonly FiledFinding[];
  /** The reports that do not say whose they are, of files that are named so. */
  readonly reportsNamed: (name: string) => readonly FiledFinding[];
  /** The reports that do not say whose they are, and may be about somebody, each with what that rests on. */
  readonly reportsAbout: ReportsAbout;
  readonly recommendationsFor: (arn: string) => readonly Recommendation[];
  /**
   * The principals of a name that have no finding that counts, and that a file names of which nothing can be used, by
   * ARN.
   */
  readonly namedInBroken: (name: string) => readonly Principal[];
  /** What is known about principals of a name and does not count. Not: older copies of findings that count. */
  readonly setAside: (name: string) => readonly SetAside[];
  /** As `setAside`, in any letter case: IAM knows no two principals of an account that differ in nothing else. */
  readonly setAsideInAnyCase: (name: string) => readonly SetAside[];
  /**
   * Why it is not known what counts of the findings of a principal, a reason for each finding concerned; none where it
   * is known.
   */
  readonly unsettled: (arn: string) => readonly Message[];
  /** Of files of which nothing can be used: what they hold. A file may hold several things. */
  readonly otherContent: readonly OtherContent[];
  /**
   * Why nothing may be removed of the policies of a principal, whatever its findings say: a file that cannot be read as
   * JSON names it, or one of its findings; or the text of a file cannot be read, in a folder where it has a finding; or
   * a finding of it cannot be understood.
   */
  readonly blockedFor: (arn: string) => Message | undefined;
  /**
   * Why nothing may be removed of the policies in a folder: the text of a findings file there, or in a folder above,
   * cannot be read.
   */
  readonly unreadableAbove: (folder: string) => Message | undefined;
  /**
   * Why there may be findings files that were not read. Nothing is removed of any policy then: what was not read might
   * speak against it.
   */
  readonly unsearched?: Message | undefined;
}

/**
 * Makes the index. `declared` gives the ARN of the principal whose reports a file holds, where the configuration says
 * so. `now`, in milliseconds since 1970: a copy of which a time lies ahead is not newer than another.
 *
 * What counts: a finding that is archived or resolved takes with it the copies of it that are not newer; the pieces of
 * one (of the same id and analysis) are put together; of several copies the newest `analyzedAt` counts, and where it
 * cannot be told which is the newest, all do. A look-up costs O(files with many findings + findings of the name).
 */
export function createFindingsIndex(
  files: readonly FiledReading[],
  now: number,
  declared: (file: string) => string | undefined = () => undefined,
): FindingsIndex {
  const isClosed = createClosings(files, now);
  const declaredTo = new Map(files.map(({ file }) => [file, declared(file)]));
  const filesOf = createFilesByName(files, declaredTo);
  const rowsOf = (arn: string): Row[] =>
    filesOf(nameIn(arn)).flatMap(({ file, reading }) => {
      const { findings } = reading;
      const indices =
        declaredTo.get(file) === arn ? [...findings.ofArn(arn), ...findings.ofNobody] : findings.ofArn(arn);
      return indices.filter((index) => !isClosed(reading, index)).map((index) => rowAt(file, reading, index));
    });
  const of = memoise((arn) => whatCounts(rowsOf(arn), now));
  const unreadable = unreadableFolders(files);
  const known = knownOf(files, declaredTo, filesOf);
  const notOvertaken = (asides: readonly SetAside[]): SetAside[] =>
    asides.filter((aside) => !isOvertaken(aside, of(aside.principal.arn)));
  const activeOf = (arn: string): Finding[] =>
    filesOf(nameIn(arn)).flatMap(({ reading: { findings } }) => findings.ofArn(arn).map(findings.finding));
  const principalsOf = createPrincipals(isClosed, declaredTo);
  const recommendations = groupedBy(
    files.flatMap(({ reading }) => reading.recommendations),
    ({ principal }) => [principal.arn],
  );
  const principals = (): Principal[] => principalsOf(files, allOf, () => true);
  const ofPermissionSet = createPermissionSets(() => distinct([...principals(), ...known.withoutCount()]));
  const named = (name: string): Principal[] =>
    principalsOf(
      filesOf(name),
      ({ findings }) => findings.ofName(name),
      (arn) => principalOf(arn)?.name === name,
    );
  return {
    of,
    ofPermissionSet,
    named,
    namedInBroken: (name) => without(known.namedInBroken(name), () => named(name)),
    principals,
    ...createUnnamed(files, (file) => declaredTo.get(file) !== undefined, unreadable.in),
    setAside: (name) => notOvertaken(known.setAside(name)),
    setAsideInAnyCase: (name) => notOvertaken(known.setAsideInAnyCase(name)),
    unsettled: memoise((arn) =>
      unsettled({ asides: known.asidesOf(arn), active: () => activeOf(arn), counting: () => countingOf(of(arn)), now }),
    ),
    otherContent: files.flatMap(contentOf),
    unreadableAbove: unreadable.above,
    blockedFor: createBlocks(files, { declaredTo, unreadable, known, of }),
    recommendationsFor: (arn) => recommendations.get(arn) ?? [],
  };
}

/** The findings of a principal that count, about its permissions and about the role itself. */
function countingOf({ witnesses, unusedRole }: PrincipalFindings): Finding[] {
  return [...witnesses.map(({ finding }) => finding), ...(unusedRole === undefined ? [] : [unusedRole])];
}

/** The principals of what counts among some findings, without unpacking any. */
function createPrincipals(
  isClosed: IsClosed,
  declaredTo: ReadonlyMap<string, string | undefined>,
): (
  files: readonly FiledReading[],
  select: (reading: FindingsReading) => Iterable<number>,
  isMeant: (arn: string) => boolean,
) => Principal[] {
  return (files, select, isMeant) => {
    const arns = new Set<string>();
    for (const { file, reading } of files) {
      for (const index of select(reading)) if (!isClosed(reading, index)) arns.add(reading.findings.arn(index) ?? '');
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

/**
 * An archived copy of a finding that is active again, or one without the names of the actions, of a finding that
 * counts.
 */
function isOvertaken({ kind, id }: SetAsideFinding, { witnesses, unusedRole }: PrincipalFindings): boolean {
  if ((kind !== 'closed' && kind !== 'counted') || id === undefined) return false;
  return countingOf({ witnesses, unusedRole }).some((finding) => finding.id === id);
}
