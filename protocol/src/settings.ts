/** The user's settings. */
import type { ProblemCode, Severity } from '../../core/src/index.ts';

/** The section of our settings in the user's settings. */
export const settingsSection = 'iamRefine';

/** The settings of the server. Wrong values have been replaced by defaults. */
export interface Settings {
  /** Globs relative to the workspace folder. */
  readonly findings: readonly string[];
  /** Globs of files with deployed resources, relative to the workspace folder. */
  readonly deployed: readonly string[];
  readonly severity: Readonly<Partial<Record<ProblemCode, Severity | 'off'>>>;
  /** Where code lenses with counts are shown: above policies, above policies and statements, or nowhere. */
  readonly codeLens: 'policies' | 'statements' | 'off';
  /** Whether inlay hints after wildcards show how many of their actions are unused. */
  readonly inlayHints: boolean;
  /** A finding is stale after this many days. */
  readonly staleAfterDays: number;
  /** A policy or role that is younger than this, in days, is too new for a last-accessed report. */
  readonly minimumAgeDays: number;
  /** Whether refining a whole file extends the `NotAction` of Allow statements by what is unused. */
  readonly refineNotAction: boolean;
  /** The most diagnostics of one document. */
  readonly maxProblems: number;
  /** The path of a catalogue to use instead of the built-in one; empty: the built-in one. */
  readonly catalogue: string;
}
