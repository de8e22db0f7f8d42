/** The contents of a `.iam-refine.json`: findings files, policy mappings, accounts and keep rules. */
import type { Principal } from '../findings/model.ts';
import type { Span } from '../text/span.ts';

/** The name of the configuration file, which holds findings files, policy mappings, accounts and keep rules. */
export const configFileName = '.iam-refine.json';

/** An entry of `findings`: where findings files are. */
export interface FindingsSource {
  /** A glob, relative to the folder of the configuration. */
  readonly files: string;
  /** The principal of these files, for those that do not name one. */
  readonly principal?: Principal;
  readonly span: Span;
}

/** An entry of `policies`: the principals that the policies of some files are attached to. */
export interface PolicyMapping {
  /** A glob, relative to the folder of the configuration. */
  readonly files: string;
  readonly filesSpan: Span;
  /**
   * The resource of these files that is meant: a policy, or a role or user, by its logical id or address. Absent: all
   * policies of the files.
   */
  readonly resource?: string;
  readonly attachedTo: readonly { readonly principal: Principal; readonly span: Span }[];
  /** The line of the entry, from 1. */
  readonly line: number;
}

/** An entry of `accounts`: the account that the policies of some files belong to. */
export interface AccountOfFiles {
  /** A glob, relative to the folder of the configuration. */
  readonly files: string;
  readonly filesSpan: Span;
  /** 12 digits. */
  readonly account: string;
  /** The line of the entry, from 1. */
  readonly line: number;
}

/** A keep rule, an entry of `keep`: actions that are never removed, even if they are reported unused. */
export interface KeepEntry {
  /** Action strings, with or without wildcards. */
  readonly actions: readonly string[];
  /** ARNs of the principals that the rule applies to; absent: all principals. */
  readonly principals?: readonly string[];
  readonly reason: string;
  /** The last day on which the rule applies, `YYYY-MM-DD` (UTC); absent: it never expires. */
  readonly until?: string;
  readonly span: Span;
  /** The line of the entry, from 1. */
  readonly line: number;
}

/** A `.iam-refine.json` that was read. */
export interface Config {
  /** Absent: the settings name the findings files. */
  readonly findings?: readonly FindingsSource[];
  /** The first mapping whose glob matches a file applies to it. */
  readonly policies: readonly PolicyMapping[];
  /** The first entry whose glob matches a file applies to it: principals of other accounts do not hold its policies. */
  readonly accounts: readonly AccountOfFiles[];
  readonly keep: readonly KeepEntry[];
}

/** Has the keep rule expired? `now` in milliseconds since 1970. */
export function isExpired({ until }: KeepEntry, now: number): boolean {
  return until !== undefined && isPast(until, now);
}

/** Is a day (`YYYY-MM-DD`, UTC) over? `now` in milliseconds since 1970. */
export function isPast(day: string, now: number): boolean {
  return new Date(now).toISOString().slice(0, 10) > day;
}
