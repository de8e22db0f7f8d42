/** What may be said of a policy on the word of findings. */
import type { KeepEntry } from '../config/config.ts';
import type { Finding, Principal, Unused } from '../findings/model.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import { nothingUsed } from '../findings/withoutUsed.ts';
import type { Message } from '../text/message.ts';
import type { FiledFinding } from './filedFindings.ts';

export type FindingMatch =
  /** These findings apply to it; what all of them report unused may be removed. */
  | MatchedFindings
  /** Something stands in the way, so nothing is removed. */
  | {
      readonly kind: 'blocked';
      readonly code: 'finding.ambiguous' | 'finding.incomplete' | 'finding.unreadable' | 'config.unreadable';
      readonly reason: Message;
      /** Of an ambiguous finding: who may be meant. */
      readonly candidates?: readonly Principal[];
      /** A finding of it could not be read, or not whole. */
      readonly isBroken?: true;
    }
  | NoFindingMatch;

export interface NoFindingMatch {
  readonly kind: 'unmatched';
  readonly reason: Message;
  /** There is something about it that does not count, as a finding that is resolved: the reason names it. */
  readonly isSetAside?: true;
}

export interface MatchedFindings {
  readonly kind: 'matched';
  /** The findings of each principal, of one analyzer or several, and its last-accessed reports. */
  readonly findings: readonly FiledFinding[];
  /** How it was decided that these speak: `by its path`. */
  readonly why: Message;
  readonly unused: Unused;
  /** The actions that one of the findings shows as used, `service:Name`. The proof holds every change against them. */
  readonly used: readonly string[];
  /** The entries of `keep` that hold for one of the principals. */
  readonly kept: readonly KeepEntry[];
  /** Why the finding may be out of date. What follows from it is offered, never preferred. */
  readonly stale?: Message | undefined;
  /** Why the policy is too young for the report. What follows from it is offered, never preferred. */
  readonly tooNew?: Message | undefined;
  /** The finding that the role itself is unused. */
  readonly unusedRole?: Finding | undefined;
  /** What AWS itself recommends for this policy. */
  readonly recommendation?: Recommendation | undefined;
  /** The document gives the policy to somebody else, and the user wants it treated as if it did not. */
  readonly isAssumed?: true;
}

/**
 * Why somebody should be asked before anything is removed on the word of this; `undefined` where nothing speaks against
 * it.
 */
export function doubtOf(evidence: FindingMatch | undefined): Message | undefined {
  return evidence?.kind === 'matched' ? (evidence.stale ?? evidence.tooNew) : undefined;
}

/** What may go on the word of it. */
export function unusedBy(evidence: FindingMatch): Unused {
  return evidence.kind === 'matched' ? evidence.unused : nothingUnused;
}

/** The same object for all, so that policies to which no finding applies share an engine's work. */
const nothingUnused: Unused = new Map();

/** Which actions it shows as used. */
export function usedBy(evidence: FindingMatch): readonly string[] {
  return evidence.kind === 'matched' ? evidence.used : nothingUsed;
}
