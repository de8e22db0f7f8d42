/** The index of all findings files: which findings of each principal count. */
import { byCodeUnits } from '../actions/foldCase.ts';
import { principalOf, type Finding, type Principal } from '../findings/model.ts';
import type { FindingsReading } from '../findings/findingsReading.ts';
import type { SetAsideFinding } from '../findings/setAside.ts';
import { nameIn } from '../findings/principalLookUp.ts';
import { memoise } from '../memo.ts';
import { say, type Message } from '../text/message.ts';
import { createBlocks, unreadableFolders } from './brokenFindings.ts';
import { createClosings, type IsClosed } from './closings.ts';
import { fileNameOf } from './fileNames.ts';
import { createFilesByName, groupedBy } from './filesByName.ts';
import { countingFindings, rowAt, type Row } from './findingCopies.ts';
import { createKnownFindings } from './knownFindings.ts';
import { contentOf } from './otherContent.ts';
import { createPermissionSets } from './permissionSet.ts';
import { createUnnamedFindings } from './unnamedFindings.ts';
import { unsettled } from './unsettled.ts';
import type { FiledReading, FindingsIndex, PrincipalFindings, SetAside } from './filedFindings.ts';

/**
 * Makes the index. `declared` gives the ARN of the principal that a file of reports is about, if the configuration
 * declares it. `now`: milliseconds since 1970; a copy with a time in the future is not newer than another.
 *
 * Which findings count: an archived or resolved finding closes the copies of it that are not newer; the pages of a
 * finding (same id and analysis) are joined; of several copies, the one with the newest `analyzedAt` counts, or all of
 * them if the newest cannot be determined. A look-up costs O(files with many findings + findings of the name).
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
        declaredTo.get(file) === arn ? [...findings.ofArn(arn), ...findings.withoutPrincipal] : findings.ofArn(arn);
      return indices.filter((index) => !isClosed(reading, index)).map((index) => rowAt(file, reading, index));
    });
  const of = memoise((arn) => countingFindings(rowsOf(arn), now));
  const unreadable = unreadableFolders(files);
  const known = createKnownFindings(files, declaredTo, filesOf);
  const notOvertaken = (asides: readonly SetAside[]): SetAside[] =>
    asides.filter((aside) => !isOvertaken(aside, of(aside.principal.arn)));
  const activeOf = (arn: string): Finding[] =>
    filesOf(nameIn(arn)).flatMap(({ reading: { findings } }) => findings.ofArn(arn).map(findings.finding));
  const principalsOf = createPrincipals(isClosed, declaredTo);
  const recommendations = groupedBy(
    files.flatMap(({ reading }) => reading.recommendations),
    ({ principal }) => [principal.arn],
  );
  const recommendedByName = once(() =>
    groupedBy(
      distinct(
        [...recommendations.values()].flat().flatMap((one) => (one.existing === undefined ? [] : [one.principal])),
      ),
      ({ name }) => [name],
    ),
  );
  const principals = (): Principal[] => principalsOf(files, allOf, () => true);
  const everybody = once(() => distinct([...principals(), ...known.withoutCount()]));
  const ofPermissionSet = createPermissionSets(everybody);
  const named = memoise((name) =>
    principalsOf(
      filesOf(name),
      ({ findings }) => findings.ofName(name),
      (arn) => principalOf(arn)?.name === name,
    ),
  );
  return {
    of,
    ofPermissionSet,
    named,
    namedInBroken: (name) => without(known.namedInBroken(name), () => named(name)),
    principals,
    everybody,
    ...createUnnamedFindings(files, (file) => declaredTo.get(file) !== undefined, unreadable.in),
    setAside: (name) => notOvertaken(known.setAside(name)),
    setAsideInAnyCase: (name) => notOvertaken(known.setAsideInAnyCase(name)),
    unsettled: memoise((arn) =>
      unsettled({ asides: known.asidesOf(arn), active: () => activeOf(arn), counting: () => countingOf(of(arn)), now }),
    ),
    files: files.filter(holdsFindings).length,
    otherContent: files.flatMap(contentOf),
    unreadableAbove: unreadable.above,
    blockedFor: createBlocks(files, { declaredTo, unreadable, known, of }),
    ...deployedIn(files),
    recommendedNamed: (name) => recommendedByName().get(name) ?? [],
    fileOf: (recommendation) =>
      files.find(({ reading }) => reading.recommendations.includes(recommendation))?.file ?? '',
    recommendationsFor: (arn) => recommendations.get(arn) ?? [],
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function deployedIn(files: readonly FiledReading[]): Pick<FindingsIndex, 'deployments' | 'brokenDeployment'> {
  const deployments = files.flatMap(({ file, reading: { deployed = [] } }) =>
    deployed.map((deployment) => ({ file, deployment })),
  );
  return { deployments, brokenDeployment: brokenDeployment(files) };
}

/** Why not all deployments are known: a file with them cannot be read. */
function brokenDeployment(files: readonly FiledReading[]): Message | undefined {
  for (const { file, reading, unreadableText, isDeployed } of files) {
    const reason = unreadableText ?? reading.error?.message;
    if (isDeployed === true && reason !== undefined) return say('{0} cannot be read ({1})', fileNameOf(file), reason);
  }
  return undefined;
}

function holdsFindings({ reading, unreadableText }: FiledReading): boolean {
  return reading.isRecognised || reading.error !== undefined || unreadableText !== undefined;
}

/** The findings of a principal that count, about its permissions and about the role itself. */
function countingOf({ counting, unusedRole }: PrincipalFindings): Finding[] {
  return [...counting.map(({ finding }) => finding), ...(unusedRole === undefined ? [] : [unusedRole])];
}

/** Collects the principals of findings that are not closed, without unpacking any finding. */
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
      if (arn !== undefined && reading.findings.withoutPrincipal.length > 0 && isMeant(arn)) arns.add(arn);
    }
    return [...arns].toSorted(byCodeUnits).flatMap((arn) => principalOf(arn) ?? []);
  };
}

/** The principals that are not among `others`. `others` is called only if there are principals. */
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

/** Is it a copy of a finding that counts: an archived copy of one that is active again, or one without action names? */
function isOvertaken({ kind, id }: SetAsideFinding, { counting, unusedRole }: PrincipalFindings): boolean {
  if ((kind !== 'closed' && kind !== 'counted') || id === undefined) return false;
  return countingOf({ counting, unusedRole }).some((finding) => finding.id === id);
}
