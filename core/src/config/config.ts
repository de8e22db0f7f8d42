import type { Principal } from '../findings/model.ts';
import type { Span } from '../text/span.ts';

/**
 * The name of the workspace file that says which findings there are, whose policies are whose, and what is to be kept.
 */
export const configFileName = '.iam-refine.json';

/**
 * Findings files, and whose they are where the files do not say so themselves. Globs start at the folder of the
 * configuration.
 */
export interface FindingsSource {
  readonly files: string;
  readonly principal?: Principal;
  readonly span: Span;
}

/** Which policies are attached to whom. */
export interface PolicyMapping {
  readonly files: string;
  readonly filesSpan: Span;
  readonly attachedTo: readonly { readonly principal: Principal; readonly span: Span }[];
  /** The line of the entry, from 1. */
  readonly line: number;
}

/** Actions that are never removed, although no one uses them. */
export interface KeepEntry {
  /** Action strings, with or without wildcards. */
  readonly actions: readonly string[];
  /** ARNs of those for whom it holds; absent for everybody. */
  readonly principals?: readonly string[];
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD` (UTC); absent for ever. */
  readonly until?: string;
  readonly span: Span;
  readonly line: number;
}

/** What a `.iam-refine.json` says. */
export interface Config {
  /** Absent: the settings say where findings are. */
  readonly findings?: readonly FindingsSource[];
  /** The first whose glob matches counts. */
  readonly policies: readonly PolicyMapping[];
  readonly keep: readonly KeepEntry[];
}

/** Is the entry past its last day? `now` in milliseconds since 1970. */
export function isExpired({ until }: KeepEntry, now: number): boolean {
  return until !== undefined && isPast(until, now);
}

/** Is a day, `YYYY-MM-DD` (UTC), over? */
export function isPast(day: string, now: number): boolean {
  return new Date(now).toISOString().slice(0, 10) > day;
}
