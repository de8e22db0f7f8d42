import { inWords } from '../../core/src/text/index.ts';
import {
  kindNames,
  listed,
  type FindingMatch,
  type NotYetKind,
  type Statement,
  matchesOf,
} from '../../core/src/index.ts';
import type { NotYetFile } from './candidates.ts';
import type { Examination, ExaminedFile } from './examination.ts';
import { counted } from './counted.ts';
import { shown } from './files.ts';

/** What was read and what was not, counted. */
export interface Summary {
  readonly policies: number;
  /** Those to which a finding applies. */
  readonly checked: number;
  readonly notMatched: number;
  readonly ambiguous: number;
  /** Those of which nothing is removed for another reason. */
  readonly blocked: number;
  /** Parts of documents that could not be read. */
  readonly unreadParts: number;
  /** Parts of documents of kinds that are not read yet. */
  readonly notYetParts: number;
  /**
   * Statements that allow all but what they name, in policies to which a finding applies: what of it is unused is not
   * looked into.
   */
  readonly notActionStatements: number;
  /** Files with policies that could not be read at all. */
  readonly unreadFiles: number;
  /** Findings files that could not be read, and may name somebody. */
  readonly brokenFindings: number;
  /** Findings of other files that could not be read, and are about somebody. */
  readonly unreadFindings: number;
  /** Files with policies of kinds that are not read yet. */
  readonly notYetFiles: Readonly<Partial<Record<NotYetKind, readonly string[]>>>;
  readonly tooLarge: readonly string[];
  /** Files that hold statements, and in which no policy was found. */
  readonly withoutPolicy: number;
  /** What a `.gitignore` says to pass over. */
  readonly ignored: { readonly files: number; readonly folders: number };
}

export function summarise({
  files,
  failures,
  broken,
  passedOver,
}: Pick<Examination, 'files' | 'failures' | 'broken' | 'passedOver'>): Summary {
  const matches = files.flatMap(({ analysis }) => matchesOf(analysis));
  const unread = files.flatMap(({ analysis }) => analysis.reading.unread);
  const count = (isMeant: (match: FindingMatch) => boolean): number => matches.filter(isMeant).length;
  return {
    policies: matches.length,
    checked: count(({ kind }) => kind === 'matched'),
    notMatched: count(({ kind }) => kind === 'unmatched'),
    ambiguous: count((match) => match.kind === 'blocked' && match.code === 'finding.ambiguous'),
    blocked: count((match) => match.kind === 'blocked' && match.code !== 'finding.ambiguous'),
    unreadParts: unread.filter(({ isNotYet }) => isNotYet !== true).length,
    notYetParts: unread.filter(({ isNotYet }) => isNotYet === true).length,
    notActionStatements: files.flatMap(statementsChecked).filter(isNotAction).length,
    unreadFiles: failures.length,
    brokenFindings: broken.reduce((sum, one) => (one.findings === undefined ? sum + (one.files ?? 1) : sum), 0),
    unreadFindings: broken.reduce((sum, { findings = 0 }) => sum + findings, 0),
    notYetFiles: byKind(passedOver.notYet),
    tooLarge: passedOver.tooLarge.map(shown),
    withoutPolicy: passedOver.withoutPolicy.length,
    ignored: passedOver.ignored,
  };
}

/** Does a finding apply to a statement of which it can be told what is unused? */
export function isAnyStatementChecked(files: readonly ExaminedFile[]): boolean {
  return files.some((file) => statementsChecked(file).some((one) => !isNotAction(one)));
}

function statementsChecked({ analysis }: ExaminedFile): readonly Statement[] {
  return analysis.policies.filter(({ match }) => match.kind === 'matched').flatMap(({ policy }) => policy.statements);
}

/** Does a finding apply to a statement that allows all but what it names? */
export function holdsNotAction(file: ExaminedFile): boolean {
  return statementsChecked(file).some(isNotAction);
}

/** What of a NotAction is unused is not looked into. */
function isNotAction({ role }: Statement): boolean {
  return role.kind === 'grants';
}

function byKind(files: readonly NotYetFile[]): Summary['notYetFiles'] {
  const kinds: Partial<Record<NotYetKind, readonly string[]>> = {};
  for (const { kind, path } of files) kinds[kind] = [...(kinds[kind] ?? []), shown(path)];
  return kinds;
}

/** What came of a check. */
export interface CheckResult {
  readonly problems: number;
  /** A finding applies to a statement that names what it allows. */
  readonly isSomethingChecked: boolean;
  /** Something is reported unused and kept all the same: a rule wants that, or other evidence does not report it. */
  readonly isSomethingKept: boolean;
}

/**
 * The line below the problems: what was checked, what was not, and what came of it. Of what was not checked, nothing is
 * claimed.
 */
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

/** What a search of folders found and did not read. */
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
