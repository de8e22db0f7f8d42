/** The analysis of a document: what was decided about each entry, and the problems. */
import type { DecidedDocument, DecidedPolicy, DecidedStatement } from '../edit/decided.ts';
import type { ReadDocument } from '../documents/reading.ts';
import type { FindingMatch } from '../matching/findingMatch.ts';
import type { Decision } from '../refine/decision.ts';
import type { Problem } from './problem.ts';

/** A statement with the decision and the notes for each entry of its `Action`. */
export interface StatementAnalysis extends DecidedStatement {
  /** The folded service prefixes of its entries; `*` if one of them allows all services. */
  readonly services: ReadonlySet<string>;
  /** The plain actions in it that the catalogue lacks. */
  readonly own: readonly string[];
  readonly notes: readonly Note[];
}

/** A problem of one entry of a statement, independent of where the statement is in the text. */
export interface Note {
  readonly entry: number;
  readonly problem: EntryProblem;
}

/** A problem without its place. */
export type EntryProblem = Omit<Problem, 'span' | 'place'>;

/** A policy, the findings that apply to it, and what was decided about each of its statements. */
export interface PolicyAnalysis extends Omit<DecidedPolicy, 'decider'> {
  readonly statements: readonly StatementAnalysis[];
}

/** A policy with what stays inside the engine: its decider, and what decides whether its results can be reused. */
export interface PolicyInWork extends PolicyAnalysis, Pick<DecidedPolicy, 'decider'> {
  /** The actions that the findings show as used, `service:Name`. */
  readonly used: readonly string[];
  /** The plain action names of all statements that the catalogue lacks, each once. */
  readonly own: readonly string[];
}

/** The decisions about one text, with their deciders and without the problems. */
export interface DocumentInWork extends DecidedDocument {
  readonly policies: readonly PolicyInWork[];
  /** Failed proofs, to be logged: defects of this program. The changes concerned are not offered. */
  readonly defects: readonly string[];
}

/** The analysis of one text, as plain data. */
export interface Analysis extends ReadDocument {
  /** In the order of the document. */
  readonly policies: readonly PolicyAnalysis[];
  readonly problems: readonly Problem[];
  /** Failed proofs, to be logged: defects of this program. The changes concerned are not offered. */
  readonly defects: readonly string[];
}

/** The findings that apply to each policy, in the order of the document. */
export function matchesOf({ policies }: Pick<Analysis, 'policies'>): readonly FindingMatch[] {
  return policies.map(({ match }) => match);
}

/** The action strings of the refinable statements among some. */
export function refinablePatterns(statements: readonly Pick<StatementAnalysis, 'entries'>[]): string[] {
  return statements.flatMap(({ entries }) => entries.flatMap(({ pattern }) => pattern ?? []));
}

/** Does the entry with this decision allow an unused action? */
export function allowsUnused(decision: Decision | undefined): boolean {
  switch (decision?.kind) {
    case 'drop':
    case 'narrow':
    case 'narrow-all':
    case 'cannot-narrow':
      return true;
    case 'keep':
    case 'malformed':
    case undefined:
      return false;
  }
}
