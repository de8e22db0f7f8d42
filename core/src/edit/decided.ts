/** The decisions about a document, and the refinements that follow from them. */
import type { DocumentReading } from '../documents/reading.ts';
import type { Unused } from '../findings/model.ts';
import type { FindingMatch } from '../matching/findingMatch.ts';
import type { Policy, Statement, PolicyPlace } from '../policy/model.ts';
import type { Verdict } from '../proof/prover.ts';
import type { PolicyDecider } from '../refine/policyDecider.ts';
import type { DecidedEntry } from '../refine/refineStatement.ts';
import type { EntryOutcome } from '../policy/outcome.ts';
import type { Message } from '../text/message.ts';
import type { TextEdit } from '../text/textEdit.ts';

/** A statement with the decision about each entry of its `Action`; `entries` is empty if it is not refinable. */
export interface DecidedStatement {
  readonly statement: Statement;
  readonly entries: readonly DecidedEntry[];
  /** The change of the whole statement with the verdict on it; absent if nothing changes. */
  readonly change?: StatementChangePlan;
}

/** An entry that should be removed or replaced, but stays because the structure of the document does not allow it. */
export interface HeldEntry {
  readonly entry: number;
  readonly reason: Message;
}

/** A change of one statement, proven or not. */
export interface StatementChangePlan {
  readonly outcomes: readonly EntryOutcome[];
  /** The action strings after the change; `null` for an entry that is not a string. Empty: the statement is removed. */
  readonly after: readonly (string | null)[];
  /** The entries that stay although they should be removed or replaced. */
  readonly held: readonly HeldEntry[];
  readonly verdict: Verdict;
}

export interface DecidedPolicy {
  readonly policy: Policy;
  /** The findings that apply to it. */
  readonly match: FindingMatch;
  /** The unused actions of these findings, on which the decisions are based. */
  readonly unused: Unused;
  /** Decides its entries and proves changes to it. Made when it is asked for: thousands of them fill the memory. */
  readonly decider: () => PolicyDecider;
  readonly statements: readonly DecidedStatement[];
  /**
   * Everything that the policy allows is reported unused, and it has only Allow statements. It can only be detached or
   * deleted, because IAM rejects a policy without statements.
   */
  readonly isWhollyUnused: boolean;
}

export interface DecidedDocument {
  readonly text: string;
  readonly reading: DocumentReading;
  readonly policies: readonly DecidedPolicy[];
}

/** The part of a document to refine. */
export type Scope = (
  | {
      readonly kind: 'file';
      /** Policies to leave out, by index. */
      readonly except?: ReadonlySet<number>;
      /** Write the shortest form, for policies near their quota, instead of prefixes that end at words. */
      readonly isCompact?: boolean;
    }
  | ({ readonly kind: 'statement' } & PolicyPlace)
  | ({ readonly kind: 'entry' } & Required<PolicyPlace>)
) & {
  /** If a whole service is unused, remove also the actions that its entry says nothing about: `iam:PassRole`. */
  readonly includesUntracked?: boolean;
  /** Extend the `NotAction` of Allow statements by what is unused. */
  readonly extendsNotAction?: boolean;
  /** Remove only these actions, `service:Name`: what else is unused stays. */
  readonly only?: readonly string[];
};

/** A place that a refinement had to leave unchanged, with the reason. */
export interface Left {
  readonly code: LeftCode;
  readonly place?: PolicyPlace;
  readonly reason: Message;
}

export type LeftCode =
  | 'policy.unused'
  /** The action should be removed, but the structure of the document does not allow it. */
  | 'action.unused'
  | 'statement.unused'
  /** The policy is in a form that cannot be edited yet, or a statement has a duplicate key. */
  | 'policy.unread'
  | 'service.unknown'
  | 'wildcard.partly-unused'
  /** The proof failed: a defect of this program. */
  | 'refinement.unproven'
  /** The proof would take too much work. */
  | 'refinement.too-much-work'
  /** The document has a syntax error. */
  | 'document.broken';

/** The edits of a refinement, and what was left unchanged. */
export interface Refinement {
  readonly edits: readonly TextEdit[];
  /** What the edits carry out. */
  readonly changes: readonly ProposedChange[];
  readonly left: readonly Left[];
  /**
   * The actions that the edits write although only the policy names them, and neither the catalogue nor the finding
   * does; absent if there are none.
   */
  readonly onlyInPolicy?: readonly string[];
}

/** The proven changes that a refinement would make, without text edits, and what it would leave unchanged. */
export interface Proposal {
  readonly changes: readonly ProposedChange[];
  readonly left: readonly Left[];
}

/** The outcome for each entry of a statement. */
export interface ProposedChange {
  readonly place: PolicyPlace;
  readonly entries: readonly { readonly text?: string | undefined; readonly outcome: EntryOutcome }[];
  /**
   * Only for a `NotAction` that is extended: how many known actions the statement then still allows, and how many it no
   * longer allows.
   */
  readonly excludes?: { readonly stillAllowed: number; readonly removed: number };
}
