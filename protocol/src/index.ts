/** The names and shapes of our own messages and settings, for both sides of the wire. */
import type { LeftCode, ProblemCode, Severity } from '../../core/src/index.ts';

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

/** Asked by the client: refine the whole document, apply the edit, and say what was done. */
export const refineFileRequest = 'iamRefine/refineFile';

export interface RefineFileParams {
  readonly uri: string;
}

export type RefineFileResult =
  | { readonly kind: 'refined'; readonly kept: number; readonly removed: number; readonly left: readonly LeftUndone[] }
  /** Nothing was done; `left` says what stood in the way, and is empty where nothing is unused. */
  | { readonly kind: 'nothing'; readonly reason: string; readonly left: readonly LeftUndone[] }
  /** The editor did not take the edit: the document changed meanwhile. */
  | { readonly kind: 'not-applied'; readonly reason: string };

export interface LeftUndone {
  readonly code: LeftCode;
  readonly reason: string;
}

/** The section of the user's settings. */
export const settingsSection = 'iamRefine';

/** The settings the server uses, after wrong values were replaced by defaults. */
export interface Settings {
  /** Globs relative to the workspace folder. */
  readonly findings: readonly string[];
  readonly severity: Readonly<Partial<Record<ProblemCode, Severity | 'off'>>>;
  /** Path of a catalogue to use instead of the built-in one; empty for none. */
  readonly catalogue: string;
}
