import type { DecidedDocument, DecidedPolicy, DecidedStatement } from '../edit/decided.ts';
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
export type Note = Omit<Problem, 'span' | 'place'> & { readonly entry: number };

export interface PolicyAnalysis extends DecidedPolicy {
  readonly statements: readonly StatementAnalysis[];
}

/** What was decided about one text, without what there is to say of it. */
export interface Decided extends DecidedDocument {
  readonly policies: readonly PolicyAnalysis[];
  /** Failed proofs: defects of this program, to be logged. What they are about is not offered. */
  readonly defects: readonly string[];
}

/** All there is to say about one text. */
export interface Analysis extends Decided {
  readonly problems: readonly Problem[];
}

/** What may be said of each policy, in the order of the document. */
export function evidenceOf({ policies }: Decided): readonly FindingMatch[] {
  return policies.map(({ evidence }) => evidence);
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
