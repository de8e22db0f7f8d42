import type { Principal } from '../findings/model.ts';
import type { FiledReading, SetAside } from './findingsIndex.ts';

/** What is known of principals, whether it counts or not. */
export interface KnownFindings {
  readonly setAside: (name: string) => readonly SetAside[];
  /** Those with a finding that does not count. */
  readonly setAsidePrincipals: () => readonly Principal[];
  /** The ids of all findings of a principal. O(files + findings of the name). */
  readonly idsOf: (arn: string) => readonly string[];
  /** Has a principal any finding in a file? */
  readonly isIn: (arn: string, file: FiledReading) => boolean;
}

export function knownOf(files: readonly FiledReading[]): KnownFindings {
  const byName = new Map<string, SetAside[]>();
  for (const { file, reading } of files)
    for (const aside of reading.setAside) {
      const known = byName.get(aside.principal.name);
      if (known === undefined) byName.set(aside.principal.name, [{ ...aside, file }]);
      else known.push({ ...aside, file });
    }
  const setAside = (name: string): readonly SetAside[] => byName.get(name) ?? [];
  const ofArn = (arn: string): readonly SetAside[] =>
    setAside(arn.slice(arn.lastIndexOf('/') + 1)).filter(({ principal }) => principal.arn === arn);
  return {
    setAside,
    setAsidePrincipals: () => [...byName.values()].flat().map(({ principal }) => principal),
    idsOf(arn) {
      const ids = files.flatMap(({ reading: { findings } }) => findings.ofArn(arn).map((index) => findings.id(index)));
      return [...ids, ...ofArn(arn).map(({ id }) => id)].filter((id) => id !== undefined);
    },
    isIn: (arn, { file, reading }) => reading.findings.ofArn(arn).length > 0 || ofArn(arn).some((aside) => aside.file === file),
  };
}
