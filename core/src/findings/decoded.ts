/** What is read from one value of a findings file, before it is packed. */
import type { Message } from '../text/message.ts';
import type { Finding, Principal } from './model.ts';
import type { Recommendation } from './recommendation.ts';
import type { Said } from './said.ts';
import type { ClosedFinding, SetAsideFinding } from './setAside.ts';

/**
 * A service and the names of its unused actions as the document writes them; `actions` is `undefined` for a service
 * that is unused as a whole.
 */
export interface UnusedEntry {
  readonly service: string;
  readonly actions: readonly string[] | undefined;
}

/** A service and the actions of it that a report shows as used; both are names, as the report spells them. */
export interface UsedEntry {
  readonly service: string;
  readonly actions: readonly string[];
}

/** A finding as it is read, before it is packed: what it lists is as the document writes it. */
export interface DecodedFinding extends Omit<Finding, 'services' | 'used'>, Said {
  /** `Infinity` of one that cannot be read and does not say when: no other copy closes it. */
  readonly saidAt?: number | undefined;
  readonly entries: readonly UnusedEntry[];
  readonly used?: readonly UsedEntry[] | undefined;
  /** Of a report that does not say whose it is: its texts that may name somebody. */
  readonly mentions?: readonly string[];
}

/**
 * An active finding about unused permissions that says how many there are, but not which: from `list-findings-v2`, an
 * EventBridge event or Security Hub. Nothing can be removed on its word; the whole finding has to be fetched.
 */
export type CountedFinding =
  | {
      readonly from: 'access-analyzer';
      readonly id: string;
      /** Where the document names it. */
      readonly analyzer?: string | undefined;
      /** Where the document names it. */
      readonly principal?: Principal | undefined;
    }
  /** In Security Hub's new format (OCSF): fetched is what AWS recommends. `id` is its `metadata.uid`. */
  | { readonly from: 'security-hub'; readonly id: string };

export interface ReadCounted {
  readonly kind: 'counted';
  readonly counted: CountedFinding;
  /** The same as what does not count of its principal, where that is known. */
  readonly setAside?: SetAsideFinding | undefined;
}

/** What one JSON value of a findings file says. */
export type Decoded =
  | { readonly kind: 'finding'; readonly finding: DecodedFinding }
  /** A finding or report of which a part cannot be understood, once for each principal whose it may be. */
  | { readonly kind: 'unreadable'; readonly findings: readonly DecodedFinding[] }
  /** A finding that is archived or resolved: older copies of it do not count any more. */
  | ClosedFinding
  | ReadCounted
  | { readonly kind: 'recommendations'; readonly recommendations: readonly Recommendation[] }
  /**
   * Something of a shape that is known, and not used here: what, as in “the file holds {what}”, and whose it is, where
   * it says so.
   */
  | { readonly kind: 'other'; readonly what: Message; readonly setAside?: SetAsideFinding | undefined }
  | { readonly kind: 'nothing' };
