/** Our own notification: the outcome of the analysis of a document. */

/** A notification of the server, after it has published the diagnostics of a document. */
export const analysedNotification = 'iamRefine/analysed';

/** The parameters of the notification. */
export interface AnalysedParams {
  readonly uri: string;
  /** The version of the document that was analysed. */
  readonly version: number;
  /** The finding that applies to the policies of the document; absent if none does. */
  readonly finding?: UsedFinding;
  /** The number of diagnostics that were published. */
  readonly problems: number;
  /** The text for the language status; absent if the document has no policy. */
  readonly status?: PolicyStatus;
}

/** What the language status of the editor shows about the policies of a document. */
export interface PolicyStatus {
  /**
   * - `matched`: a finding is used.
   * - `stale`: a finding is used, but it may be out of date, or the policy is too new for it.
   * - `blocked`: no finding is used, for a reason that the user can do something about.
   * - `none`: no finding applies.
   * - `left-alone`: no finding can ever apply, as to a trust policy.
   */
  readonly kind: 'matched' | 'stale' | 'blocked' | 'none' | 'left-alone';
  /** The name of the principal: `MyRole`. Text and detail have at most 60 characters, so that the links stay on the screen. */
  readonly text: string;
  /** What is unused, and which finding says so: `2 of 6 unused · finding of 20 Nov`. */
  readonly detail: string;
  /** Everything about the match, however long: for screen readers. */
  readonly label: string;
}

/** The finding that is used. */
export interface UsedFinding {
  readonly id?: string;
  /** ARNs; empty for the short form, which names no principal. */
  readonly principals: readonly string[];
  /** The URI of the findings file. */
  readonly uri: string;
  /** Why this finding applies: `by its path`. */
  readonly why: string;
}
