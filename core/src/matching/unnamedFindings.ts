/** Looks up the findings that name no principal: those in the short form, and some last-accessed reports. */
import type { Message } from '../text/message.ts';
import { fileNameOf, folderOf, stems } from './fileNames.ts';
import { groupedBy } from './filesByName.ts';
import { oneOf, rowAt } from './findingCopies.ts';
import type { FiledFinding, FiledReading, FindingsIndex } from './filedFindings.ts';
import { createReportsAbout, type UnnamedReport } from './reportsAbout.ts';

/**
 * `isDeclared`: does the configuration declare the principal of a file of reports? `blockedIn`: why no finding of a
 * folder may be used.
 */
export function createUnnamedFindings(
  files: readonly FiledReading[],
  isDeclared: (file: string) => boolean,
  blockedIn: (folder: string) => Message | undefined,
): Pick<FindingsIndex, 'inFolder' | 'reportsNamed' | 'reportsAbout'> {
  const unnamed = files.filter(
    ({ file, reading }) => reading.findings.withoutPrincipal.length > 0 && !isDeclared(file),
  );
  const filedOf = ({ file, reading }: FiledReading): FiledFinding[] => {
    const reason = blockedIn(folderOf(file));
    return reading.findings.withoutPrincipal
      .flatMap((index) => oneOf([rowAt(file, reading, index)]))
      .map((filed) => blockedBy(reason, filed));
  };
  const byFolder = groupedBy(unnamed, ({ file }) => [folderOf(file)]);
  const byStem = groupedBy(unnamed, ({ file }) => stems(fileNameOf(file)));
  return {
    inFolder: (folder) => (byFolder.get(folder) ?? []).flatMap(filedOf),
    reportsAbout: createReportsAbout(() => unnamed.flatMap((filed) => reportsIn(filed, filedOf(filed)))),
    reportsNamed: (name) =>
      (byStem.get(name) ?? []).flatMap(filedOf).filter(({ finding }) => finding.kind === 'report'),
  };
}

/**
 * The reports among the findings of a file that name no principal. `unnamed`: these findings, in the order of the file.
 */
function reportsIn({ reading: { findings } }: FiledReading, unnamed: readonly FiledFinding[]): UnnamedReport[] {
  return unnamed.flatMap((filed, i) =>
    filed.finding.kind === 'report' ? [{ filed, mentions: findings.mentions(findings.withoutPrincipal[i] ?? 0) }] : [],
  );
}

/** Marks a finding as incomplete if no finding of its folder may be used. */
function blockedBy(reason: Message | undefined, filed: FiledFinding): FiledFinding {
  return reason === undefined
    ? filed
    : { ...filed, finding: { ...filed.finding, incomplete: filed.finding.incomplete ?? reason } };
}
