/** The numbers of what was examined in a file, and in all files together. */
import { matchesOf, type FindingMatch, type Statement } from '../../core/src/index.ts';
import type { ExaminedFile } from './examination.ts';

export interface Counts {
  readonly policies: number;
  /** The policies to which a finding applies. */
  readonly checked: number;
  readonly notMatched: number;
  readonly ambiguous: number;
  /** The policies from which nothing is removed for another reason. */
  readonly blocked: number;
  /** The policies that are blocked because evidence or a configuration could not be read. */
  readonly blockedByBroken: number;
  /** Parts of documents that could not be read. */
  readonly unreadParts: number;
  /** Parts of documents of kinds that are not read yet. */
  readonly notYetParts: number;
  /** The statements whose unused actions are determined, in policies to which a finding applies. */
  readonly statements: number;
  /**
   * The statements with `NotAction` in policies to which a finding applies. Their unused actions are not determined.
   */
  readonly notActionStatements: number;
}

export function countsOf(file: ExaminedFile): Counts {
  const matches = matchesOf(file.analysis);
  const { unread } = file.analysis.reading;
  const statements = statementsChecked(file);
  const count = (isMeant: (match: FindingMatch) => boolean): number => matches.filter(isMeant).length;
  const notYetParts = unread.filter(({ isNotYet }) => isNotYet === true).length;
  const notActionStatements = statements.filter(isNotAction).length;
  return {
    policies: matches.length,
    checked: count(({ kind }) => kind === 'matched'),
    notMatched: count(({ kind }) => kind === 'unmatched'),
    ambiguous: count((match) => match.kind === 'blocked' && match.code === 'finding.ambiguous'),
    blocked: count((match) => match.kind === 'blocked' && match.code !== 'finding.ambiguous'),
    blockedByBroken: count(isBroken),
    unreadParts: unread.length - notYetParts,
    notYetParts,
    statements: statements.length - notActionStatements,
    notActionStatements,
  };
}

export function sumOf(all: readonly Counts[]): Counts {
  const sum = (of: keyof Counts): number => all.reduce((total, counts) => total + counts[of], 0);
  return {
    policies: sum('policies'),
    checked: sum('checked'),
    notMatched: sum('notMatched'),
    ambiguous: sum('ambiguous'),
    blocked: sum('blocked'),
    blockedByBroken: sum('blockedByBroken'),
    unreadParts: sum('unreadParts'),
    notYetParts: sum('notYetParts'),
    statements: sum('statements'),
    notActionStatements: sum('notActionStatements'),
  };
}

/** Is a policy blocked because evidence could not be read? A finding with missing pages counts as well. */
export function isBroken(match: FindingMatch): match is Extract<FindingMatch, { kind: 'blocked' }> {
  return (
    match.kind === 'blocked' &&
    (match.isBroken === true || match.code === 'config.unreadable' || match.code === 'finding.unreadable')
  );
}

/** Does a finding apply to a statement with `NotAction`? */
export function hasNotAction(file: ExaminedFile): boolean {
  return statementsChecked(file).some(isNotAction);
}

function statementsChecked({ analysis }: ExaminedFile): readonly Statement[] {
  return analysis.policies.filter(({ match }) => match.kind === 'matched').flatMap(({ policy }) => policy.statements);
}

/** Does a statement have `NotAction`? Its unused actions are not determined. */
function isNotAction({ role }: Statement): boolean {
  return role.kind === 'grants';
}
