/** Our own notification: what came of a document. */

/** Sent by the server each time it has published the diagnostics of a document. */
export const analysedNotification = 'iamRefine/analysed';

export interface AnalysedParams {
  readonly uri: string;
  /** The version of the document that was analysed. */
  readonly version: number;
  /** The finding that speaks for the policy; absent where none does. */
  readonly finding?: SpokenFinding;
  /** How many diagnostics were published. */
  readonly problems: number;
  /** What is said of the policies, and why; absent where the document holds none. */
  readonly status?: PolicyStatus;
}

/** For the status of the editor. */
export interface PolicyStatus {
  /**
   * `speaks`: a finding is used. `stale`: one that may be out of date, or is too young for the policy, is. `blocked`:
   * none is, and something has to be done about it.
   */
  readonly kind: 'matched' | 'stale' | 'blocked' | 'none';
  /** Whose finding: `MyRole`. */
  readonly text: string;
  /** Of when, and why this one: `finding of 2026-11-20, by its path`. */
  readonly detail: string;
}

export interface SpokenFinding {
  readonly id?: string;
  /** ARNs; empty for findings in the short form, which name no principal. */
  readonly principals: readonly string[];
  /** The findings file. */
  readonly uri: string;
  /** Why this finding: `by its path`. */
  readonly why: string;
}
