/** What was decided about a document, and what can be made of it. */
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

/** A statement with what was decided about each entry of its `Action`; `entries` is empty where it is not refinable. */
export interface DecidedStatement {
  readonly statement: Statement;
  readonly entries: readonly DecidedEntry[];
  /** What the whole statement becomes, and the verdict on it; absent where nothing changes. */
  readonly change?: StatementChangePlan;
}

/** An entry that stays because the document has no place for what it would become. */
export interface HeldEntry {
  readonly entry: number;
  readonly reason: Message;
}

/** A change of one statement, proven or not. */
export interface StatementChangePlan {
  readonly outcomes: readonly EntryOutcome[];
  /** The action strings after it; `null` for an entry that is no string. Empty: the statement goes. */
  readonly after: readonly (string | null)[];
  /** What would go or become several, and stays. */
  readonly held: readonly HeldEntry[];
  readonly verdict: Verdict;
}

export interface DecidedPolicy {
  readonly policy: Policy;
  /** The findings that apply to it. */
  readonly match: FindingMatch;
  /** What those leave unused: it was decided against that. */
  readonly unused: Unused;
  /** Decides its entries and proves changes to it. */
  readonly decider: PolicyDecider;
  readonly statements: readonly DecidedStatement[];
  /** It holds nothing but Allows of which everything is reported unused: it can only be detached, because IAM rejects a policy without statements. */
  readonly isWhollyUnused: boolean;
}

export interface DecidedDocument {
  readonly text: string;
  readonly reading: DocumentReading;
  readonly policies: readonly DecidedPolicy[];
}

/** How much to refine. */
export type Scope = (
  | {
      readonly kind: 'file';
      /** Policies to leave out, by index. */
      readonly except?: ReadonlySet<number>;
      /**
       * Write the fewest characters, for policies that come near their quota, instead of prefixes that end with a word.
       */
      readonly isCompact?: boolean;
    }
  | ({ readonly kind: 'statement' } & PolicyPlace)
  | ({ readonly kind: 'entry' } & Required<PolicyPlace>)
) & {
  /** Remove with a whole service also what its entry says nothing about: `iam:PassRole`. */
  readonly includesUntracked?: boolean;
};

/** Something that a refinement had to leave as it is. */
export interface Left {
  readonly code: LeftCode;
  readonly place?: PolicyPlace;
  readonly reason: Message;
}

export type LeftCode =
  | 'policy.unused'
  /** It would go, and the document has no place for what remains. */
  | 'action.unused'
  | 'statement.unused'
  /** The document holds it in a way that is not written yet, or a statement has a key twice. */
  | 'policy.unread'
  | 'service.unknown'
  | 'wildcard.partly-unused'
  /** The proof failed: a defect of this program. */
  | 'refinement.unproven'
  /** The proof would take too much work. */
  | 'refinement.too-much-work'
  /** The document has a syntax error. */
  | 'document.broken';

/**
 * The edits of a refinement, empty where there is nothing to do, and what was left. `kept` and `removed` count actions,
 * statement by statement.
 */
export interface Refinement {
  readonly edits: readonly TextEdit[];
  readonly kept: number;
  readonly removed: number;
  readonly left: readonly Left[];
  /**
   * The actions that the edits write because the policy names them, and neither the catalogue nor the finding does;
   * absent where there are none.
   */
  readonly onlyInPolicy?: readonly string[];
}

/**
 * What a refinement would do, proven; its text edits are made when somebody wants them. Nothing is changed where `left`
 * says why not.
 */
export interface Proposal {
  readonly changes: readonly ProposedChange[];
  readonly left: readonly Left[];
}

/** What becomes of the entries of a statement. */
export interface ProposedChange {
  readonly place: PolicyPlace;
  readonly entries: readonly { readonly text?: string | undefined; readonly outcome: EntryOutcome }[];
}
