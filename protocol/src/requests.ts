/** Our own requests: what is sent with each, and what is answered. */
import type { AccessLevel } from '../../core/src/actions/index.ts';
import type { LeftCode, ShownPrefixTree } from '../../core/src/index.ts';

/** Asked by the client: refine the whole document, apply the edit, and say what was done. */
export const refineFileRequest = 'iamRefine/refineFile';

export type RefineFileResult =
  | { readonly kind: 'refined'; readonly kept: number; readonly removed: number; readonly left: readonly LeftUndone[] }
  /** Nothing was done; `left` says what stood in the way. */
  | { readonly kind: 'nothing'; readonly reason: string; readonly left: readonly LeftUndone[] }
  /** The editor did not take the edit: the document changed meanwhile. */
  | { readonly kind: 'not-applied'; readonly reason: string }
  /**
   * Nothing was done yet, because these findings are doubtful: somebody has to be asked, and the request sent again
   * with these `confirmed`.
   */
  | { readonly kind: 'confirm'; readonly reason: string; readonly findings: readonly string[] }
  /**
   * Nothing was done, because it would not give what `shown` shows: the file, the finding or the configuration changed
   * since.
   */
  | { readonly kind: 'differs' };

export interface LeftUndone {
  readonly code: LeftCode;
  readonly reason: string;
}

/**
 * Asked by the client: make the edit of a code action that rests on a doubtful finding. Answered like {@link
 * refineFileRequest}.
 */
export const applyFixRequest = 'iamRefine/applyFix';

export interface ApplyFixParams extends Confirmable {
  /** What the code action carried. */
  readonly fix: unknown;
}

/** Asked by the client: what refining the whole document would give. Nothing is changed. */
export const previewRequest = 'iamRefine/preview';

export type PreviewResult =
  | {
      readonly kind: 'preview';
      readonly refined: string;
      readonly kept: number;
      readonly removed: number;
      /** A sentence about what is written because the policy names it, and the catalogue lacks it. */
      readonly onlyInPolicy?: string;
      /** A sentence about what would be left as it is, and why. */
      readonly left?: string;
      /** Characters as IAM counts them, where the document holds one policy. */
      readonly size?: { readonly before: number; readonly after: number };
      /** In the fewest characters, where the other one has more than a managed policy may. */
      readonly compact?: { readonly text: string; readonly size: number };
      /** The document with what AWS itself recommends for its policies. */
      readonly recommended?: string;
    }
  | { readonly kind: 'nothing'; readonly reason: string };

/** Asked by the client: whose findings may be chosen for a document. */
export const findingChoicesRequest = 'iamRefine/findingChoices';

export type FindingChoices =
  | {
      readonly kind: 'choices';
      readonly choices: readonly FindingChoice[];
      /** How many are left off. */
      readonly more: number;
      /** Why no finding applies as things are; absent where one does. */
      readonly why?: string;
    }
  | { readonly kind: 'none'; readonly reason: string };

export interface FindingChoice {
  readonly arn: string;
  readonly name: string;
  readonly detail: string;
  /** May be meant, as things are. */
  readonly isMeant: boolean;
  /** Is used, as things are. */
  readonly isUsed: boolean;
}

/** Asked by the client: write into `.iam-refine.json` to whom the policies of a document are attached. */
export const chooseFindingRequest = 'iamRefine/chooseFinding';

export interface ChooseFindingParams {
  readonly uri: string;
  /** ARNs. */
  readonly principals: readonly string[];
}

/** What came of a request to write into `.iam-refine.json`. */
export type ConfigWriteResult =
  /** In the editor, not yet on disk. `file` is how messages name it. */
  | { readonly kind: 'written'; readonly file: string; readonly uri: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Asked by the client: where the findings stand that speak for a document. */
export const findingPlacesRequest = 'iamRefine/findingPlaces';

export interface FindingPlacesParams extends DocumentParams {
  /** `service:Name`: where the finding names it, or its service. */
  readonly action?: string;
}

export interface FindingPlace {
  readonly uri: string;
  /** As in the Language Server Protocol. */
  readonly position: { readonly line: number; readonly character: number };
  /** Whose it is. */
  readonly label: string;
}

/**
 * Asked by the client: write into `.iam-refine.json` that actions are kept for the principals of a document's policies.
 */
export const keepRequest = 'iamRefine/keep';

export interface KeepParams {
  readonly uri: string;
  /** Action strings. */
  readonly actions: readonly string[];
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly until?: string;
}

/** Asked by the client: which files of the workspace hold policies with something unused. */
export const unusedAccessRequest = 'iamRefine/unusedAccess';

export interface UnusedAccess {
  readonly policies: readonly UnusedPolicy[];
  /** Files that hold a policy, or may hold one, of which nothing can be said, or not of all of it, with the reason. */
  readonly silent: readonly { readonly uri: string; readonly file: string; readonly reason: string }[];
  /** How many files and folders were passed over because a `.gitignore` says so. */
  readonly ignored: { readonly files: number; readonly folders: number };
  /** Findings of the workspace, whosever. */
  readonly findings: number;
}

/** A policy with unused actions. */
export interface UnusedPolicy {
  readonly uri: string;
  /** How people name the file: its path in the workspace folder. */
  readonly file: string;
  /** Names of the principals; empty for a finding that names none. */
  readonly principals: readonly string[];
  /** `2 months ago`; absent where the finding does not say. */
  readonly age?: string;
  readonly services: readonly { readonly service: string; readonly actions: readonly UnusedAction[] }[];
}

/** The access levels of the Service Authorization Reference, what is most dangerous to leave first. */
export const levelsByDanger: readonly AccessLevel[] = ['Permissions management', 'Write', 'Tagging', 'Read', 'List'];

export interface UnusedAction {
  readonly action: string;
  /** Of the Service Authorization Reference; absent where the catalogue does not say. */
  readonly level?: AccessLevel;
  /** The action string that allows it, and where that stands. */
  readonly text: string;
  readonly line: number;
  readonly character: number;
}

/**
 * Asked by the client, which has opened these files: refine them all, after the user has confirmed it in the editor's
 * preview.
 */
export const refineWorkspaceRequest = 'iamRefine/refineWorkspace';

export interface RefineWorkspaceParams {
  readonly uris: readonly string[];
}

export type RefineWorkspaceResult =
  /** The edit was made, of these files in those that the user ticked: which these are, only the client can tell. */
  | { readonly kind: 'refined'; readonly files: readonly RefinedFile[]; readonly skipped: readonly SkippedFile[] }
  | { readonly kind: 'nothing'; readonly reason: string; readonly skipped: readonly SkippedFile[] }
  | { readonly kind: 'not-applied'; readonly reason: string };

export interface RefinedFile {
  readonly uri: string;
  readonly kept: number;
  readonly removed: number;
}

export interface SkippedFile {
  readonly uri: string;
  readonly reason: string;
}

/** Asked by the client: the prefix tree of the wildcard at a position. */
export const prefixTreeRequest = 'iamRefine/prefixTree';

export interface PrefixTreeParams {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

export type PrefixTreeResult =
  /** `noFinding`: why no finding says which of its actions are unused; then nothing is known of their use. */
  | { readonly kind: 'prefixTree'; readonly prefixTree: ShownPrefixTree; readonly noFinding?: string }
  | { readonly kind: 'none'; readonly reason: string };

/** What requests about one document carry. */
export interface DocumentParams {
  readonly uri: string;
}

export interface RefineFileParams extends DocumentParams, Confirmable {
  /** In the fewest characters. */
  readonly isCompact?: boolean;
  /** The refined text that the user was shown: nothing else is to come out. */
  readonly shown?: string;
}

/** A request that removes something. */
export interface Confirmable {
  /** The doubtful findings, as the answer `confirm` names them, on whose word the user wants it nevertheless. */
  readonly confirmed?: readonly string[];
}

/** Our requests, all asked by the client: what is sent with each, and what is answered. */
export interface OwnRequests {
  readonly [refineFileRequest]: { readonly params: RefineFileParams; readonly result: RefineFileResult };
  readonly [applyFixRequest]: { readonly params: ApplyFixParams; readonly result: RefineFileResult };
  readonly [previewRequest]: { readonly params: DocumentParams; readonly result: PreviewResult };
  readonly [findingChoicesRequest]: { readonly params: DocumentParams; readonly result: FindingChoices };
  readonly [chooseFindingRequest]: { readonly params: ChooseFindingParams; readonly result: ConfigWriteResult };
  readonly [findingPlacesRequest]: { readonly params: FindingPlacesParams; readonly result: FindingPlace[] };
  readonly [keepRequest]: { readonly params: KeepParams; readonly result: ConfigWriteResult };
  readonly [unusedAccessRequest]: { readonly params: NoParams; readonly result: UnusedAccess };
  readonly [refineWorkspaceRequest]: { readonly params: RefineWorkspaceParams; readonly result: RefineWorkspaceResult };
  readonly [prefixTreeRequest]: { readonly params: PrefixTreeParams; readonly result: PrefixTreeResult };
}

/** Nothing is sent. */
export type NoParams = Readonly<Record<string, never>>;

/** The name of one of our requests. */
export type OwnRequest = keyof OwnRequests;
