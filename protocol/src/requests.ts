/** Our own requests: the parameters and the result of each. */
import type { LeftCode, ShownPrefixTree } from '../../core/src/index.ts';
import type {
  reviewRequest,
  reviewedTextRequest,
  ReviewedTextParams,
  ReviewedTextResult,
  ReviewResult,
  TickedEditsParams,
  tickedEditsRequest,
  TickedEditsResult,
} from './review.ts';
import type { unusedAccessRequest, UnusedAccess } from './unusedAccess.ts';

/** A request of the client: refine the whole document, and apply the edit. */
export const refineFileRequest = 'iamRefine/refineFile';

export type RefineFileResult =
  | { readonly kind: 'refined'; readonly kept: number; readonly removed: number; readonly left: readonly LeftUndone[] }
  /** Nothing was changed; `left` tells what was left, and why. */
  | { readonly kind: 'nothing'; readonly reason: string; readonly left: readonly LeftUndone[] }
  /** The editor refused the edit, because the document has changed. */
  | { readonly kind: 'not-applied'; readonly reason: string }
  /**
   * Nothing was changed yet, because these findings are doubtful (stale, for example). Ask the user, and send the
   * request again with these findings in `confirmed`.
   */
  | { readonly kind: 'confirm'; readonly reason: string; readonly findings: readonly string[] }
  /**
   * Nothing was changed, because the result would differ from `shown`: the file, the finding or the configuration has
   * changed since the preview.
   */
  | { readonly kind: 'differs' };

/** Something that was left as it is, although it has unused actions. */
export interface LeftUndone {
  readonly code: LeftCode;
  readonly reason: string;
}

/**
 * A request of the client: apply the edit of a code action, after the user confirmed its doubtful finding. The result is
 * like that of {@link refineFileRequest}.
 */
export const applyFixRequest = 'iamRefine/applyFix';

export interface ApplyFixParams extends Confirmable {
  /** The `data` of the code action. */
  readonly fix: unknown;
}

/** A request of the client: what refining the whole document would give. It changes nothing. */
export const previewRequest = 'iamRefine/preview';

export type PreviewResult =
  | {
      readonly kind: 'preview';
      readonly refined: string;
      readonly kept: number;
      readonly removed: number;
      /** A sentence about actions that are written although the catalogue lacks them, because the policy names them. */
      readonly onlyInPolicy?: string;
      /** A sentence about what would be left as it is, and why. */
      readonly left?: string;
      /** The size in characters as IAM counts them; absent unless the document has exactly one policy. */
      readonly size?: { readonly before: number; readonly after: number };
      /** The refined text with the fewest characters; absent unless `refined` is too large for a managed policy. */
      readonly compact?: { readonly text: string; readonly size: number };
      /** The document with AWS's own recommendations in place of its policies; absent if there are none. */
      readonly recommended?: string;
    }
  | { readonly kind: 'nothing'; readonly reason: string };

/** A request of the client: the principals whose findings can be chosen for a document. */
export const findingChoicesRequest = 'iamRefine/findingChoices';

/** A document, and which of its policies is meant: by its index, or by a position (from 0) in it. */
export interface FindingChoicesParams extends DocumentParams {
  readonly policy?: number;
  readonly position?: { readonly line: number; readonly character: number };
}

export type FindingChoices =
  | {
      readonly kind: 'choices';
      readonly choices: readonly FindingChoice[];
      /** How many choices are left out of the list. */
      readonly more: number;
      /** Why no finding is used at present; absent if one is. */
      readonly why?: string;
      /** The resource of the document whose policies the choice is for; absent: the only policy of the document. */
      readonly resource?: string;
    }
  | { readonly kind: 'none'; readonly reason: string };

/** A principal that can be chosen. */
export interface FindingChoice {
  readonly arn: string;
  readonly name: string;
  readonly detail: string;
  /** The principal is one of several that match at present. */
  readonly isMeant: boolean;
  /** Its finding is used at present. */
  readonly isUsed: boolean;
}

/** A request of the client: write the principals of a document's policies into `.iam-refine.json`. */
export const chooseFindingRequest = 'iamRefine/chooseFinding';

export interface ChooseFindingParams {
  readonly uri: string;
  /** ARNs. */
  readonly principals: readonly string[];
  /** As in {@link FindingChoices}. */
  readonly resource?: string;
}

/** The accounts that principals of one name are in, of which one must be chosen. */
export interface AccountChoices {
  /** The URI of the `.iam-refine.json` that the choice is written into. */
  readonly config: string;
  /** The glob of the files that the choice is for, below the folder of this configuration. */
  readonly files: string;
  /** Account ids of 12 digits, sorted. */
  readonly accounts: readonly string[];
}

/** A request of the client: write into `.iam-refine.json` to which account the policies of some files belong. */
export const useAccountRequest = 'iamRefine/useAccount';

export interface UseAccountParams {
  /** A document among these files, whose `.iam-refine.json` is changed. */
  readonly uri: string;
  /** A glob, as in {@link AccountChoices}. */
  readonly files: string;
  /** 12 digits. */
  readonly account: string;
}

/** The result of a request that writes into `.iam-refine.json`. */
export type ConfigWriteResult =
  /** Written in the editor, but not saved. `file` is how messages name the file. */
  | { readonly kind: 'written'; readonly file: string; readonly uri: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** A request of the client: the places of the findings that apply to a document. */
export const findingPlacesRequest = 'iamRefine/findingPlaces';

export interface FindingPlacesParams extends DocumentParams {
  /**
   * `service:Name`. If given, the place is the entry of this action or its service; otherwise the start of the finding.
   */
  readonly action?: string;
  /** The index of a policy of the document. If given, only the findings that apply to this policy are meant. */
  readonly policy?: number;
}

/** The place of a finding in its file. */
export interface FindingPlace {
  readonly uri: string;
  /** A position of the Language Server Protocol, from 0. */
  readonly position: { readonly line: number; readonly character: number };
  /** The principal, as a label. */
  readonly label: string;
}

/** A request of the client: write a keep rule for the principals of a document's policies into `.iam-refine.json`. */
export const keepRequest = 'iamRefine/keep';

export interface KeepParams {
  readonly uri: string;
  /** Action strings. */
  readonly actions: readonly string[];
  readonly reason: string;
  /** The last day on which the rule applies, `YYYY-MM-DD` (UTC); absent: it never expires. */
  readonly until?: string;
}

/** A request of the client: take actions out of the keep rules in `.iam-refine.json` that apply to a document. */
export const stopKeepingRequest = 'iamRefine/stopKeeping';

export interface StopKeepingParams {
  readonly uri: string;
  /** Action strings as the keep rules write them; letter case does not matter. One that no rule writes is refused. */
  readonly actions: readonly string[];
  /** The offset of a keep rule in the configuration. If given, only this rule is changed. */
  readonly rule?: number;
}

/** A request of the client: the prefix tree of the wildcard at a position. */
export const prefixTreeRequest = 'iamRefine/prefixTree';

export interface PrefixTreeParams {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

export type PrefixTreeResult =
  | {
      readonly kind: 'prefixTree';
      readonly prefixTree: ShownPrefixTree;
      /** Why no finding applies, so that nothing is known about the use of the actions; absent if one does. */
      readonly noFinding?: string;
      readonly replacement: Replacement;
    }
  | { readonly kind: 'none'; readonly reason: string };

/** What can be done with the wildcard of a prefix tree: the same as in the light bulb. */
export type Replacement =
  /** The title and the `data` of the code action, which {@link applyFixRequest} applies. */
  | { readonly kind: 'possible'; readonly title: string; readonly fix: unknown }
  /** There is no proven change, for this reason. */
  | { readonly kind: 'none'; readonly reason: string };

/** The parameters of requests about one document. */
export interface DocumentParams {
  readonly uri: string;
}

export interface RefineFileParams extends DocumentParams, Confirmable {
  /** Write the fewest characters. */
  readonly isCompact?: boolean;
  /** The refined text that the user was shown. If the result would differ, nothing is changed. */
  readonly shown?: string;
  /** Refine only this part; absent: the whole document. */
  readonly part?: PolicyPart;
}

/** A policy of a document, or some of its unused actions. */
export interface PolicyPart {
  /** Its index in the document. */
  readonly policy: number;
  /** The mark of its text, as it was when it was shown: if the policy has changed since, nothing is refined. */
  readonly mark: string;
  /** `service:Name`; only these are removed. Absent: all that are unused. */
  readonly actions?: readonly string[];
}

/** A request that removes something. */
export interface Confirmable {
  /** The doubtful findings that the user has confirmed, as named by the result `confirm`. */
  readonly confirmed?: readonly string[];
}

/** The parameters and the result of each of our requests. The client sends them all. */
export interface OwnRequests {
  readonly [refineFileRequest]: { readonly params: RefineFileParams; readonly result: RefineFileResult };
  readonly [applyFixRequest]: { readonly params: ApplyFixParams; readonly result: RefineFileResult };
  readonly [previewRequest]: { readonly params: DocumentParams; readonly result: PreviewResult };
  readonly [findingChoicesRequest]: { readonly params: FindingChoicesParams; readonly result: FindingChoices };
  readonly [chooseFindingRequest]: { readonly params: ChooseFindingParams; readonly result: ConfigWriteResult };
  readonly [useAccountRequest]: { readonly params: UseAccountParams; readonly result: ConfigWriteResult };
  readonly [findingPlacesRequest]: { readonly params: FindingPlacesParams; readonly result: FindingPlace[] };
  readonly [keepRequest]: { readonly params: KeepParams; readonly result: ConfigWriteResult };
  readonly [stopKeepingRequest]: { readonly params: StopKeepingParams; readonly result: ConfigWriteResult };
  readonly [unusedAccessRequest]: { readonly params: NoParams; readonly result: UnusedAccess };
  readonly [reviewRequest]: { readonly params: NoParams; readonly result: ReviewResult };
  readonly [reviewedTextRequest]: { readonly params: ReviewedTextParams; readonly result: ReviewedTextResult };
  readonly [tickedEditsRequest]: { readonly params: TickedEditsParams; readonly result: TickedEditsResult };
  readonly [prefixTreeRequest]: { readonly params: PrefixTreeParams; readonly result: PrefixTreeResult };
}

/** No parameters. */
export type NoParams = Readonly<Record<string, never>>;

/** The name of one of our requests. */
export type OwnRequest = keyof OwnRequests;
