/** What findings files contain about principals besides the findings that count. */
import { byCodeUnits, foldCase } from '../actions/foldCase.ts';
import { principalOf, type Principal } from '../findings/model.ts';
import { nameIn } from '../findings/principalLookUp.ts';
import type { FiledReading, SetAside } from './filedFindings.ts';

/** Looks up findings by principal, whether they count or not. */
export interface KnownFindings {
  readonly setAside: (name: string) => readonly SetAside[];
  /** The same for all principals with this name, ignoring letter case. */
  readonly setAsideInAnyCase: (name: string) => readonly SetAside[];
  readonly asidesOf: (arn: string) => readonly SetAside[];
  /** The ids of all findings of a principal. O(files with many findings + findings of the name). */
  readonly idsOf: (arn: string) => readonly string[];
  /** Has a principal any finding in a file? */
  readonly isIn: (arn: string, file: FiledReading) => boolean;
  /** The principals with this name that broken files name. Sorted by ARN. */
  readonly namedInBroken: (name: string) => readonly Principal[];
  /** All principals with a finding that was set aside, and all that broken files name. O(names). */
  readonly withoutCount: () => readonly Principal[];
}

export function createKnownFindings(
  files: readonly FiledReading[],
  declaredTo: ReadonlyMap<string, string | undefined>,
  filesOf: (name: string) => readonly FiledReading[],
): KnownFindings {
  const byName = new Map<string, SetAside[]>();
  for (const { file, reading } of files)
    for (const aside of reading.setAside) {
      const known = byName.get(aside.principal.name);
      if (known === undefined) byName.set(aside.principal.name, [{ ...aside, file }]);
      else known.push({ ...aside, file });
    }
  const byFolded = new Map<string, SetAside[]>();
  for (const [name, asides] of byName)
    byFolded.set(foldCase(name), [...(byFolded.get(foldCase(name)) ?? []), ...asides]);
  const setAside = (name: string): readonly SetAside[] => byName.get(name) ?? [];
  const ofArn = (arn: string): readonly SetAside[] =>
    setAside(nameIn(arn)).filter(({ principal }) => principal.arn === arn);
  const broken = brokenByName(files, declaredTo);
  return {
    setAside,
    setAsideInAnyCase: (name) => byFolded.get(foldCase(name)) ?? [],
    asidesOf: ofArn,
    namedInBroken: (name) => broken.get(name) ?? [],
    withoutCount: () => [
      ...[...byName.values()].flatMap((asides) => asides.map(({ principal }) => principal)),
      ...[...broken.values()].flat(),
    ],
    idsOf(arn) {
      const ids = filesOf(nameIn(arn)).flatMap(({ reading: { findings } }) =>
        findings.ofArn(arn).map((index) => findings.id(index)),
      );
      return [...ids, ...ofArn(arn).map(({ id }) => id)].filter((id) => id !== undefined);
    },
    isIn: (arn, { file, reading }) =>
      reading.findings.ofArn(arn).length > 0 || ofArn(arn).some((aside) => aside.file === file),
  };
}

/** The principals that broken files name, and those that the configuration declares for these files. */
function brokenByName(
  files: readonly FiledReading[],
  declaredTo: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, Principal[]> {
  const byName = new Map<string, Principal[]>();
  const broken = files.filter(({ reading, unreadableText }) => (unreadableText ?? reading.error) !== undefined);
  const arns = new Set(
    broken.flatMap(({ file, reading }) => [...(reading.named?.arns ?? []), declaredTo.get(file) ?? '']),
  );
  for (const arn of [...arns].toSorted(byCodeUnits)) {
    const principal = principalOf(arn);
    if (principal === undefined) continue;
    const known = byName.get(principal.name);
    if (known === undefined) byName.set(principal.name, [principal]);
    else known.push(principal);
  }
  return byName;
}
