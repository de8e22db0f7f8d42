import type { DecidedDocument, DecidedPolicy, DecidedStatement } from '../edit/decided.ts';
import type { ReadDocument } from '../documents/reading.ts';
import type { FindingMatch } from '../matching/findingMatch.ts';
import type { Decision } from '../refine/decision.ts';
import type { Problem } from './problem.ts';

/** A statement with what was decided about each entry of its `Action`, and what there is to say of them. */
export interface StatementAnalysis extends DecidedStatement {
  /** The services, folded, that its entries name; `*` where one allows all. */
  readonly services: ReadonlySet<string>;
  /** The plain actions it names that the catalogue lacks. */
  readonly own: readonly string[];
  readonly notes: readonly Note[];
}

/** A problem of the entry at an index of a statement, wherever the statement stands. */
export interface Note {
  readonly entry: number;
  readonly said: EntryProblem;
}

/** A problem without its place. */
export type EntryProblem = Omit<Problem, 'span' | 'place'>;

/** A policy, the findings that apply to it, and what was decided about each of its statements. */
export interface PolicyAnalysis extends Omit<DecidedPolicy, 'decider'> {
  readonly statements: readonly StatementAnalysis[];
}

/** A policy with what decided about it, which stays inside the engine. */
export type PolicyInWork = PolicyAnalysis & Pick<DecidedPolicy, 'decider'>;

/** What was decided about one text, with what decided, and without the problems. */
export interface DocumentInWork extends DecidedDocument {
  readonly policies: readonly PolicyInWork[];
  /** Failed proofs: defects of this program, to be logged. What they are about is not offered. */
  readonly defects: readonly string[];
}

/** All there is to say about one text: plain data. */
export interface Analysis extends ReadDocument {
  /** In the order of the document. */
  readonly policies: readonly PolicyAnalysis[];
  readonly problems: readonly Problem[];
  /** Failed proofs: defects of this program, to be logged. What they are about is not offered. */
  readonly defects: readonly string[];
}

/** The findings that apply to each policy, in the order of the document. */
export function matchesOf({ policies }: Pick<Analysis, 'policies'>): readonly FindingMatch[] {
  return policies.map(({ match }) => match);
}

/** Does the decision say that an unused action is allowed? */
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
