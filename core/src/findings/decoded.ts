/** The result of reading one value of a findings file, before it is packed. */
import type { Message } from '../text/message.ts';
import type { Finding, Principal } from './model.ts';
import type { Recommendation } from './recommendation.ts';
import type { CopyTimes } from './copyTimes.ts';
import type { ClosedFinding, SetAsideFinding } from './setAside.ts';

/**
 * A service and its unused actions, as the document spells them. `actions` is `undefined` if the service as a whole is
 * unused.
 */
export interface UnusedEntry {
  readonly service: string;
  readonly actions: readonly string[] | undefined;
}

/** A service prefix and the names of its actions that a report shows as used, as the report spells them. */
export interface UsedEntry {
  readonly service: string;
  readonly actions: readonly string[];
}

/** A finding before it is packed. Its entries are spelled as in the document. */
export interface DecodedFinding extends Omit<Finding, 'services' | 'used'>, CopyTimes {
  /** `Infinity` for an unreadable finding without times: no closed copy may then count as newer. */
  readonly asOf?: number | undefined;
  readonly entries: readonly UnusedEntry[];
  readonly used?: readonly UsedEntry[] | undefined;
  /** Only for a report that does not tell its principal: its texts that may name principals. */
  readonly mentions?: readonly string[];
}

/**
 * An active finding that counts the unused permissions without naming them: from `list-findings-v2`, an EventBridge
 * event or Security Hub. It removes nothing; the complete finding has to be fetched.
 */
export type CountedFinding =
  | {
      readonly from: 'access-analyzer';
      readonly id: string;
      /** The ARN of the analyzer, if the document names it. */
      readonly analyzer?: string | undefined;
      /** Absent if the document does not name it. */
      readonly principal?: Principal | undefined;
    }
  /**
   * A finding in Security Hub's OCSF format. `id` is its `metadata.uid`, with which AWS's recommendation is fetched.
   */
  | { readonly from: 'security-hub'; readonly id: string };

export interface ReadCounted {
  readonly kind: 'counted';
  readonly counted: CountedFinding;
  /** The same finding as one that does not count for its principal; absent if the principal is not known. */
  readonly setAside?: SetAsideFinding | undefined;
}

/** What one JSON value of a findings file is. */
export type Decoded =
  | { readonly kind: 'finding'; readonly finding: DecodedFinding }
  /** A finding or report with a part that is not understood, once for each principal it may be about. */
  | { readonly kind: 'unreadable'; readonly findings: readonly DecodedFinding[] }
  /** An archived or resolved finding. Older copies of it no longer count. */
  | ClosedFinding
  | ReadCounted
  | { readonly kind: 'recommendations'; readonly recommendations: readonly Recommendation[] }
  /**
   * A known shape that is not used here. `what` completes “the file holds {what}”. `setAside` is present if the value
   * names its principal.
   */
  | { readonly kind: 'other'; readonly what: Message; readonly setAside?: SetAsideFinding | undefined }
  | { readonly kind: 'nothing' };
