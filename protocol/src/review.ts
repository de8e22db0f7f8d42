/** Refine Workspace: the review of all that would be changed, and applying what is ticked in it. */
import type { Risk } from '../../core/src/actions/index.ts';
import type { PolicyAt, ShownPrincipal } from './unusedAccess.ts';

/** A request of the client: everything that can be refined in the workspace, for a review. It changes nothing. */
export const reviewRequest = 'iamRefine/review';

export type ReviewResult =
  ({ readonly kind: 'review' } & WorkspaceReview) | { readonly kind: 'none'; readonly reason: string };

export interface WorkspaceReview {
  /** The files with a policy that can be refined, the riskiest changes first. */
  readonly files: readonly ReviewedFile[];
  readonly skipped: readonly SkippedFile[];
  /** How many files and folders `.gitignore` files exclude. */
  readonly ignored: { readonly files: number; readonly folders: number };
  /** As in `UnusedAccess`. */
  readonly findings: number;
}

export interface ReviewedFile {
  readonly uri: string;
  /** The path of the file in the workspace folder, for people. */
  readonly file: string;
  /** Stands for the text of the file and all proposed changes: nothing is shown or applied once it has changed. */
  readonly mark: string;
  /** In the order of the file; never empty. */
  readonly policies: readonly ReviewedPolicy[];
}

export interface ReviewedPolicy extends Pick<PolicyAt, 'policy' | 'name' | 'line' | 'character'> {
  /** Empty if the finding names none. */
  readonly principals: readonly ShownPrincipal[];
  /** The age of the finding (`2 months ago`); absent if it has no time. */
  readonly age?: string;
  /** The actions that the policy keeps and loses, each counted once. */
  readonly kept: number;
  readonly removed: number;
  /** The worst that the removed actions put at risk, and how many of them do; absent if nothing is known of any. */
  readonly risk?: { readonly risk: Risk; readonly actions: number };
  /** The action strings that change, each with what replaces it; nothing: it is removed. */
  readonly entries: readonly { readonly text: string; readonly to: readonly string[] }[];
}

/** A file, or a part of it, that is left as it is. */
export interface SkippedFile {
  readonly uri: string;
  readonly file: string;
  readonly reason: string;
  readonly remedy: Remedy;
  /** Other parts of the file are refined. */
  readonly isPartly?: true;
}

/**
 * What the user can do about a skipped file: refine it alone, which asks whether the doubtful finding is to be used;
 * choose the principals; or open it, because the reason tells what to change.
 */
export type Remedy = 'confirm' | 'choose-finding' | 'open';

/** The policies of a file that are ticked. */
export interface TickedFile {
  readonly uri: string;
  /** The `mark` of the file in the review. */
  readonly mark: string;
  /** Indexes. */
  readonly policies: readonly number[];
}

/** A request of the client: the text of an open file with exactly the ticked policies refined. It changes nothing. */
export const reviewedTextRequest = 'iamRefine/reviewedText';

export interface ReviewedTextParams extends TickedFile {
  /** The index of the policy whose place is asked for, ticked or not. */
  readonly shown: number;
}

export type ReviewedTextResult =
  /** `line`: where that policy is in the text, from 0. */
  | { readonly kind: 'refined'; readonly refined: string; readonly line: number }
  /** The file is not as it was reviewed. */
  | { readonly kind: 'differs'; readonly reason: string };

/**
 * A request of the client: the edits that refine the ticked policies. Everything is decided and proven again, from the
 * files as they are now; a file that is not as it was reviewed is refused. The client applies all edits at once.
 */
export const tickedEditsRequest = 'iamRefine/tickedEdits';

export interface TickedEditsParams {
  readonly files: readonly TickedFile[];
}

export type TickedEditsResult =
  | { readonly kind: 'edits'; readonly files: readonly FileEdits[]; readonly refused: readonly SkippedFile[] }
  | { readonly kind: 'none'; readonly reason: string };

/** The edits of one file, with the counts of its actions. */
export interface FileEdits {
  readonly uri: string;
  readonly file: string;
  /** The digest of the text that the edits are for (`digestOfLines`): they are for no other text. */
  readonly digest: string;
  readonly edits: readonly PlainEdit[];
  readonly kept: number;
  readonly removed: number;
}

/** A `TextEdit` of the Language Server Protocol. */
export interface PlainEdit {
  readonly range: { readonly start: PlainPosition; readonly end: PlainPosition };
  readonly newText: string;
}

interface PlainPosition {
  readonly line: number;
  readonly character: number;
}
