import { inWords } from '../../core/src/text/index.ts';
import { kindNames, listed, type NotYetKind } from '../../core/src/index.ts';
import type { NotYetFile } from './candidates.ts';
import type { Counts } from './counts.ts';
import type { Examination } from './examination.ts';
import { counted } from './counted.ts';
import { shown } from './files.ts';

/** The numbers of what was read and what was not. */
export interface Summary extends Omit<Counts, 'blockedByBroken' | 'statements'> {
  /** Files with policies that could not be read at all. */
  readonly unreadFiles: number;
  /** Findings files that could not be read and may be about a principal. */
  readonly brokenFindings: number;
  /** Findings in other files that could not be read and are about a principal. */
  readonly unreadFindings: number;
  /** Files with policies of kinds that are not read yet. */
  readonly notYetFiles: Readonly<Partial<Record<NotYetKind, readonly string[]>>>;
  readonly tooLarge: readonly string[];
  /** Files with statements in which no policy was found. */
  readonly withoutPolicy: number;
  /** What a `.gitignore` excludes. */
  readonly ignored: { readonly files: number; readonly folders: number };
}

export function summarise({
  counts,
  failures,
  broken,
  passedOver,
}: Pick<Examination<unknown>, 'counts' | 'failures' | 'broken' | 'passedOver'>): Summary {
  const { policies, checked, notMatched, ambiguous, blocked, unreadParts, notYetParts, notActionStatements } = counts;
  return {
    policies,
    checked,
    notMatched,
    ambiguous,
    blocked,
    unreadParts,
    notYetParts,
    notActionStatements,
    unreadFiles: failures.length,
    brokenFindings: broken.reduce((sum, one) => (one.findings === undefined ? sum + (one.files ?? 1) : sum), 0),
    unreadFindings: broken.reduce((sum, { findings = 0 }) => sum + findings, 0),
    notYetFiles: byKind(passedOver.notYet),
    tooLarge: passedOver.tooLarge.map(shown),
    withoutPolicy: passedOver.withoutPolicy.length,
    ignored: passedOver.ignored,
  };
}

function byKind(files: readonly NotYetFile[]): Summary['notYetFiles'] {
  const kinds: Partial<Record<NotYetKind, readonly string[]>> = {};
  for (const { kind, path } of files) kinds[kind] = [...(kinds[kind] ?? []), shown(path)];
  return kinds;
}

/** The result of a check. */
export interface CheckResult {
  readonly problems: number;
  /** Does a finding apply to a statement with `Action`? */
  readonly isSomethingChecked: boolean;
  /** Is an action kept although it is reported unused, because of a keep rule or another finding? */
  readonly isSomethingKept: boolean;
}

/** The last line: what was checked, what was not, and the result. It claims nothing about what was not checked. */
export function summaryLine(summary: Summary, checked: CheckResult, catalogue: string): string {
  const notRead = notReadParts(summary);
  const isWhole = notRead.length === 0 && summary.policies > 0 && summary.checked === summary.policies;
  const result = resultOf(summary, checked, isWhole);
  if (isWhole) return `${policiesPart(summary, catalogue)}: ${result}`;
  return [policiesPart(summary, catalogue), ...notRead, ...(result === '' ? [] : [result])].join('; ');
}

function resultOf(
  summary: Summary,
  { problems, isSomethingChecked, isSomethingKept }: CheckResult,
  isWhole: boolean,
): string {
  if (problems > 0) return counted(problems, 'problem');
  if (!isSomethingChecked) return '';
  const where = isWhole ? '' : whereChecked(summary);
  return isSomethingKept
    ? `nothing can be removed${where}, because what is reported unused is kept`
    : `nothing is reported unused${where}`;
}

function whereChecked({ checked, notActionStatements }: Summary): string {
  if (notActionStatements > 0) return ' in the other statements that were checked';
  return ` in the ${checked === 1 ? 'one that was' : `${checked} that were`} checked`;
}

function policiesPart({ policies, checked, notMatched, ambiguous, blocked }: Summary, catalogue: string): string {
  if (policies === 0) return 'no policy was read';
  const all = counted(policies, 'policy', 'policies');
  if (checked === policies) return `${all} checked against ${catalogue}`;
  const parts = [
    checked === 0 ? 'none checked' : `${checked} checked against ${catalogue}`,
    ...(notMatched > 0 ? [`${notMatched} not matched to a finding`] : []),
    ...(ambiguous > 0 ? [`${ambiguous} ambiguous`] : []),
    ...(blocked > 0 ? [`${blocked} blocked`] : []),
  ];
  return `${all}: ${parts.join(', ')}`;
}

function notReadParts(summary: Summary): string[] {
  const { unreadParts, notYetParts, notActionStatements, unreadFiles, brokenFindings, unreadFindings } = summary;
  return [
    ...(unreadParts > 0 ? [`${counted(unreadParts, 'part')} not read`] : []),
    ...(notYetParts > 0 ? [`${counted(notYetParts, 'part')} not supported yet`] : []),
    ...(notActionStatements > 0 ? [`${counted(notActionStatements, 'statement')} with NotAction not checked`] : []),
    ...(unreadFiles > 0 ? [`${counted(unreadFiles, 'file')} could not be read`] : []),
    ...(brokenFindings > 0 ? [`${counted(brokenFindings, 'findings file')} could not be read`] : []),
    ...(unreadFindings > 0 ? [`${counted(unreadFindings, 'finding')} could not be read`] : []),
    ...passedOverParts(summary),
  ];
}

/** Texts about the files that a search of folders found but did not read. */
export function passedOverParts({ notYetFiles, tooLarge, withoutPolicy, ignored }: Summary): string[] {
  const kinds = Object.entries(notYetFiles).map(
    ([kind, files]) => `${files.length} ${nameOf(kind)} (${inWords(listed(files))})`,
  );
  const count = Object.values(notYetFiles).reduce((sum, files) => sum + files.length, 0);
  const hold =
    count === 1
      ? '1 file contains policies in a format that is not supported yet'
      : `${count} files contain policies in formats that are not supported yet`;
  const passed = [
    ...(ignored.files > 0 ? [counted(ignored.files, 'file')] : []),
    ...(ignored.folders > 0 ? [counted(ignored.folders, 'folder')] : []),
  ];
  return [
    ...(count > 0 ? [`${hold}: ${kinds.join(', ')}`] : []),
    ...(tooLarge.length > 0
      ? [`${counted(tooLarge.length, 'file')} too large to search: ${inWords(listed(tooLarge))}`]
      : []),
    ...(withoutPolicy > 0 ? [`${counted(withoutPolicy, 'file')} with statements but no policy`] : []),
    ...(passed.length > 0 ? [`${passed.join(' and ')} skipped because of .gitignore`] : []),
  ];
}

function nameOf(kind: string): string {
  return Object.entries(kindNames).find(([known]) => known === kind)?.[1] ?? kind;
}
