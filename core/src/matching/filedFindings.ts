/** Findings with the files in which they stand, and the look-ups over all of them. */
import type { Finding, Principal } from '../findings/model.ts';
import type { FindingsReading } from '../findings/findingsReading.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import type { SetAsideFinding } from '../findings/setAside.ts';
import type { Message } from '../text/message.ts';
import type { Span } from '../text/span.ts';
import type { MaybeNamed } from '../findings/reportMentions.ts';
import type { PolicyFile } from './policyFile.ts';

/** A findings file as it was read, named as the caller names files: a URI or a path, with `/` between folders. */
export interface FiledReading {
  readonly file: string;
  readonly reading: FindingsReading;
  /** Why not even the text of the file could be read, so that nothing is known of it; `reading` is then empty. */
  readonly isTextUnreadable?: Message | undefined;
}

/** Where a finding stands. */
export interface FindingPlace {
  readonly file: string;
  readonly span: Span;
}

/** A finding, or the pieces of one put together, and where they stand. */
export interface FiledFinding {
  readonly finding: Finding;
  readonly places: readonly [FindingPlace, ...FindingPlace[]];
}

/** What counts of all that is known of one principal. */
export interface PrincipalFindings {
  /**
   * What is known of its permissions, the newest first: of each finding the newest copy, and each report. All of them
   * count: only what all leave unused is unused. One that cannot be understood is among them, and says so
   * (`incomplete`). Where there is none, the newest finding about the role itself.
   */
  readonly counting: readonly FiledFinding[];
  /** The newest that says the role itself is unused. */
  readonly unusedRole?: Finding | undefined;
}

/** A finding that is known and does not count, and its file. */
export interface SetAside extends SetAsideFinding {
  readonly file: string;
}

/** Findings of many files, looked up by whose they are. */
export interface FindingsIndex {
  readonly of: (arn: string) => PrincipalFindings;
  /** The principals of a name that have a finding that counts, by ARN. */
  readonly named: (name: string) => readonly Principal[];
  /**
   * The roles that were made for a permission set and have a finding, whether it counts or not: a role of which the
   * finding is closed holds the policy, too. By ARN. The first call is O(findings).
   */
  readonly ofPermissionSet: (name: string) => readonly Principal[];
  /** All principals with a finding that counts, by ARN. O(findings). */
  readonly principals: () => readonly Principal[];
  /** The findings that name no principal, and whose file is in this folder. */
  readonly inFolder: (folder: string) => readonly FiledFinding[];
  /** The reports that do not say whose they are, of files that are named so. */
  readonly reportsNamed: (name: string) => readonly FiledFinding[];
  /** The reports that do not say whose they are, and may be about somebody, each with what that rests on. */
  readonly reportsAbout: ReportsAbout;
  readonly recommendationsFor: (arn: string) => readonly Recommendation[];
  /**
   * The principals of a name that have no finding that counts, and that a file names of which nothing can be used, by
   * ARN.
   */
  readonly namedInBroken: (name: string) => readonly Principal[];
  /** What is known about principals of a name and does not count. Not: older copies of findings that count. */
  readonly setAside: (name: string) => readonly SetAside[];
  /** As `setAside`, in any letter case: IAM knows no two principals of an account that differ in nothing else. */
  readonly setAsideInAnyCase: (name: string) => readonly SetAside[];
  /**
   * Why it is not known what counts of the findings of a principal, a reason for each finding concerned; none where it
   * is known.
   */
  readonly unsettled: (arn: string) => readonly Message[];
  /** Of files of which nothing can be used: what they hold. A file may hold several things. */
  readonly otherContent: readonly OtherContent[];
  /**
   * Why nothing may be removed of the policies of a principal, whatever its findings say: a file that cannot be read as
   * JSON names it, or one of its findings; or the text of a file cannot be read, in a folder where it has a finding; or
   * a finding of it cannot be understood.
   */
  readonly blockedFor: (arn: string) => Message | undefined;
  /**
   * Why nothing may be removed of the policies in a folder: the text of a findings file there, or in a folder above,
   * cannot be read.
   */
  readonly unreadableAbove: (folder: string) => Message | undefined;
  /**
   * Why there may be findings files that were not read. Nothing is removed of any policy then: what was not read might
   * speak against it.
   */
  readonly unsearched?: Message | undefined;
}

/** What a file of which nothing can be used holds, as in “{file} holds {what}”. */
export interface OtherContent {
  readonly file: string;
  readonly what: Message;
  /** The names of the principals that a text names which cannot be read. */
  readonly names: readonly string[];
}

/** Who is known, by name. */
export interface KnownNames {
  /**
   * Whoever holds the policy. The same function for all policies of a document: a folder is looked through once for
   * each.
   */
  readonly anyway: (name: string) => boolean;
  /** Because it holds the policy. */
  readonly asHolder: (name: string) => boolean;
}

/**
 * The reports that may be about the holder of a policy: the file or a folder is named after it, or a text names it,
 * letter case aside; or the report stands in the folder of the policy, and its file is named after nobody else who is
 * known.
 */
export type ReportsAbout = (
  holder: MaybeNamed,
  file: Pick<PolicyFile, 'segments' | 'folder'>,
  known: KnownNames,
) => readonly FiledFinding[];
