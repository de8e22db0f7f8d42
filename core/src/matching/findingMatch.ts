/** The findings that apply to a policy, or the reason why none does. */
import type { KeepEntry } from '../config/config.ts';
import type { Finding, Principal, Unused } from '../findings/model.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import { nothingUsed } from '../findings/withoutUsed.ts';
import type { Message } from '../text/message.ts';
import type { FiledFinding } from './filedFindings.ts';
import type { Unconfirmed } from './match.ts';

export type FindingMatch =
  /** These findings apply to the policy. Actions that all of them report unused may be removed. */
  | MatchedFindings
  /** The findings cannot be relied on, so nothing is removed. */
  | {
      readonly kind: 'blocked';
      readonly code: 'finding.ambiguous' | 'finding.incomplete' | 'finding.unreadable' | 'config.unreadable';
      readonly reason: Message;
      /** Only for `finding.ambiguous`: the principals that may hold the policy. */
      readonly candidates?: readonly Principal[];
      /** A finding for the policy could not be read, or is incomplete. */
      readonly isBroken?: true;
    }
  | NoFindingMatch;

export interface NoFindingMatch {
  readonly kind: 'unmatched';
  readonly reason: Message;
  /** There is a finding that does not count, such as a resolved one. The reason names it. */
  readonly isSetAside?: true;
}

export interface MatchedFindings {
  readonly kind: 'matched';
  /** The findings of each principal, of one or several analyzers, and its last-accessed reports. */
  readonly findings: readonly FiledFinding[];
  /** How the policy was matched, such as `by its path`. */
  readonly why: Message;
  readonly unused: Unused;
  /** The actions that one of the findings shows as used, `service:Name`. The proof checks that they stay allowed. */
  readonly used: readonly string[];
  /** The keep rules that apply to one of the principals. */
  readonly keepRules: readonly KeepEntry[];
  /** Why the findings may be out of date. Fixes are then offered, but never marked as preferred. */
  readonly stale?: Message | undefined;
  /** Why the policy is too new for the report. Fixes are then offered, but never marked as preferred. */
  readonly tooNew?: Message | undefined;
  /** The holders were matched by generated names. Fixes are then offered, but never marked as preferred. */
  readonly unconfirmed?: Unconfirmed | undefined;
  /** The finding that the role itself is unused. */
  readonly unusedRole?: Finding | undefined;
  /** AWS's own recommendation for this policy. */
  readonly recommendation?: Recommendation | undefined;
  /** The document names other holders, but the user wants the policy treated as the claimed principal's. */
  readonly isAssumed?: true;
}

/** Why the user should be asked before anything is removed; `undefined` if there is no doubt. */
export function doubtOf(match: FindingMatch | undefined): Message | undefined {
  return match?.kind === 'matched' ? (match.unconfirmed?.reason ?? match.stale ?? match.tooNew) : undefined;
}

/** The actions that may be removed by these findings. */
export function unusedBy(match: FindingMatch): Unused {
  return match.kind === 'matched' ? match.unused : nothingUnused;
}

/** One object for all unmatched policies, so that they share the work of an engine. */
const nothingUnused: Unused = new Map();

/** The actions that these findings show as used. */
export function usedBy(match: FindingMatch): readonly string[] {
  return match.kind === 'matched' ? match.used : nothingUsed;
}
