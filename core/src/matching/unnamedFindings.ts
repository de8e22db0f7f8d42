/** The findings that name no principal: the short form, and reports that do not say whose they are. */
import type { Message } from '../text/message.ts';
import { fileNameOf, folderOf, stems } from './fileNames.ts';
import { groupedBy } from './filesByName.ts';
import { oneOf, rowAt } from './findingCopies.ts';
import type { FiledFinding, FiledReading, FindingsIndex } from './filedFindings.ts';
import { createReportsAbout, type UnnamedReport } from './reportsAbout.ts';

/**
 * `isDeclared`: does the configuration say whose reports a file holds? `blockedIn`: why nothing of a folder may be
 * used.
 */
export function createUnnamed(
  files: readonly FiledReading[],
  isDeclared: (file: string) => boolean,
  blockedIn: (folder: string) => Message | undefined,
): Pick<FindingsIndex, 'inFolder' | 'reportsNamed' | 'reportsAbout'> {
  const nobodys = files.filter(
    ({ file, reading }) => reading.findings.withoutPrincipal.length > 0 && !isDeclared(file),
  );
  const filedOf = ({ file, reading }: FiledReading): FiledFinding[] => {
    const reason = blockedIn(folderOf(file));
    return reading.findings.withoutPrincipal
      .flatMap((index) => oneOf([rowAt(file, reading, index)]))
      .map((filed) => blockedBy(reason, filed));
  };
  const byFolder = groupedBy(nobodys, ({ file }) => [folderOf(file)]);
  const byStem = groupedBy(nobodys, ({ file }) => stems(fileNameOf(file)));
  return {
    inFolder: (folder) => (byFolder.get(folder) ?? []).flatMap(filedOf),
    reportsAbout: createReportsAbout(() => nobodys.flatMap((filed) => reportsIn(filed, filedOf(filed)))),
    reportsNamed: (name) =>
      (byStem.get(name) ?? []).flatMap(filedOf).filter(({ finding }) => finding.kind === 'report'),
  };
}

/** The reports among the findings of a file that name nobody, which are given in its order. */
function reportsIn({ reading: { findings } }: FiledReading, nobodys: readonly FiledFinding[]): UnnamedReport[] {
  return nobodys.flatMap((filed, i) =>
    filed.finding.kind === 'report' ? [{ filed, mentions: findings.mentions(findings.withoutPrincipal[i] ?? 0) }] : [],
  );
}

/** A finding that may not be used alone, whatever it says itself: what blocks those of its folder blocks it. */
function blockedBy(reason: Message | undefined, filed: FiledFinding): FiledFinding {
  return reason === undefined
    ? filed
    : { ...filed, finding: { ...filed.finding, incomplete: filed.finding.incomplete ?? reason } };
}
