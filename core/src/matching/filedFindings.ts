/** Findings with the files they come from, and the types of the look-ups over all of them. */
import type { Deployment } from '../findings/deployment.ts';
import type { Finding, Principal } from '../findings/model.ts';
import type { FindingsReading } from '../findings/findingsReading.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import type { SetAsideFinding } from '../findings/setAside.ts';
import type { Message } from '../text/message.ts';
import type { Span } from '../text/span.ts';
import type { MaybeNamed } from '../findings/reportMentions.ts';
import type { PolicyFile } from './policyFile.ts';

/** A findings file that was read. `file` is a URI or a path, with `/` between folders, as the caller names files. */
export interface FiledReading {
  readonly file: string;
  readonly reading: FindingsReading;
  /** Why the text of the file could not be read; `reading` is then empty. */
  readonly unreadableText?: Message | undefined;
  /** The file is searched for what was deployed, and not for findings. */
  readonly isDeployed?: true;
}

/** Where a finding is in a file. */
export interface FindingPlace {
  readonly file: string;
  readonly span: Span;
}

/** A finding, joined from its pages if it has several, and where its parts are. */
export interface FiledFinding {
  readonly finding: Finding;
  readonly places: readonly [FindingPlace, ...FindingPlace[]];
}

/** What was deployed together, as a file describes it. */
export interface FiledDeployment {
  readonly file: string;
  readonly deployment: Deployment;
}

/** The findings of one principal that count. */
export interface PrincipalFindings {
  /**
   * The findings about its permissions, the newest first: the newest copy of each finding, and each report. An action
   * is unused only if all of them report it unused. A finding that cannot be understood is included and marked as
   * `incomplete`. If there is none about permissions, this holds the newest finding about the role itself.
   */
  readonly counting: readonly FiledFinding[];
  /** The newest finding that the role itself is unused. */
  readonly unusedRole?: Finding | undefined;
}

/** A finding that does not count, such as a resolved one, and its file. */
export interface SetAside extends SetAsideFinding {
  readonly file: string;
}

/** Looks up the findings of many files by principal. */
export interface FindingsIndex {
  readonly of: (arn: string) => PrincipalFindings;
  /** The principals with this name that have a finding that counts. Sorted by ARN. */
  readonly named: (name: string) => readonly Principal[];
  /**
   * The roles of a permission set that have a finding, whether it counts or not: a role with a closed finding holds the
   * policy as well. Sorted by ARN. The first call is O(findings).
   */
  readonly ofPermissionSet: (name: string) => readonly Principal[];
  /** All principals with a finding that counts. Sorted by ARN. O(findings). */
  readonly principals: () => readonly Principal[];
  /** All principals with a finding, whether it counts or not, or that broken files name. Sorted by ARN. O(findings). */
  readonly everybody: () => readonly Principal[];
  /** The findings in the files of this folder that name no principal. */
  readonly inFolder: (folder: string) => readonly FiledFinding[];
  /** The reports that name no principal, in files that are named after this principal. */
  readonly reportsNamed: (name: string) => readonly FiledFinding[];
  /** The reports that name no principal and may be about a given one. */
  readonly reportsAbout: ReportsAbout;
  /** The deployments that files describe, in the order of the files. */
  readonly deployments: readonly FiledDeployment[];
  /** Why there may be more deployments: a file that should hold some cannot be read. */
  readonly brokenDeployment?: Message | undefined;
  readonly recommendationsFor: (arn: string) => readonly Recommendation[];
  /** The principals with this name for whose policies AWS has a recommendation with the existing text. Sorted by ARN. */
  readonly recommendedNamed: (name: string) => readonly Principal[];
  /** The file that a recommendation is in. */
  readonly fileOf: (recommendation: Recommendation) => string;
  /** The principals with this name that have no finding that counts, but are named in a broken file. Sorted by ARN. */
  readonly namedInBroken: (name: string) => readonly Principal[];
  /** The findings of principals with this name that do not count, without older copies of findings that count. */
  readonly setAside: (name: string) => readonly SetAside[];
  /** Like `setAside`, ignoring letter case: names of principals in an account must differ in more than letter case. */
  readonly setAsideInAnyCase: (name: string) => readonly SetAside[];
  /** Why it is not known which copies of the findings of a principal count: one reason for each finding concerned. */
  readonly unsettled: (arn: string) => readonly Message[];
  /** How many files contain findings, even if they are broken or do not count. */
  readonly files: number;
  /** What the files without usable findings contain instead. A file may contain several things. */
  readonly otherContent: readonly OtherContent[];
  /**
   * Why nothing may be removed from the policies of a principal, whatever its findings say: a broken file names the
   * principal or one of its findings; or the text of a file cannot be read, in a folder where the principal has a
   * finding; or one of its findings cannot be understood.
   */
  readonly blockedFor: (arn: string) => Message | undefined;
  /**
   * Why nothing may be removed from the policies in a folder: the text of a findings file in it or above it cannot be
   * read.
   */
  readonly unreadableAbove: (folder: string) => Message | undefined;
  /**
   * Why there may be findings files that were not read. Nothing is removed from any policy then, because such a file
   * could show that an action is used.
   */
  readonly unsearched?: Message | undefined;
}

/** What a file without usable findings contains, as in “{file} contains {what}”. */
export interface OtherContent {
  readonly file: string;
  readonly what: Message;
  /** The names of the principals that are found in a text that is not valid JSON. */
  readonly names: readonly string[];
}

/** Tells which names are names of known principals. */
export interface KnownNames {
  /**
   * Is it the name of a principal in the document, the configuration or the findings? All policies of a document share
   * this function, so that each folder is searched only once for each document.
   */
  readonly isKnown: (name: string) => boolean;
  /** Is it the name of a holder of the policy? */
  readonly isHolder: (name: string) => boolean;
}

/**
 * The reports that may be about the holder of a policy. Either the file, a folder or a text in the report names the
 * holder, ignoring letter case; or the report is in the folder of the policy, and its file is not named after another
 * known principal.
 */
export type ReportsAbout = (
  holder: MaybeNamed,
  file: Pick<PolicyFile, 'segments' | 'folder'>,
  known: KnownNames,
) => readonly FiledFinding[];
