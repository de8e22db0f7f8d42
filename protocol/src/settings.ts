/** The user's settings. */
import type { ProblemCode, Severity } from '../../core/src/index.ts';

/** The section of the user's settings. */
export const settingsSection = 'iamRefine';

/** The settings the server uses, after wrong values were replaced by defaults. */
export interface Settings {
  /** Globs relative to the workspace folder. */
  readonly findings: readonly string[];
  readonly severity: Readonly<Partial<Record<ProblemCode, Severity | 'off'>>>;
  /** Where lines with the counts are shown: over policies, over their statements too, or nowhere. */
  readonly codeLens: 'policies' | 'statements' | 'off';
  /** Whether wildcards are followed by how much of them is unused. */
  readonly inlayHints: boolean;
  /** A finding older than this is called stale. */
  readonly staleAfterDays: number;
  /** A policy or role younger than this against a last-accessed report is too new for it. */
  readonly minimumAgeDays: number;
  /** Path of a catalogue to use instead of the built-in one; empty for none. */
  readonly catalogue: string;
}
