/** The result of matching a policy to principals, and what it depends on. */
import type { Attachment, UnnamedHolder } from '../policy/subject.ts';
import type { Deployments } from './deployedNames.ts';
import type { FiledConfig, PolicyFile } from './policyFile.ts';
import type { FiledFinding, FindingsIndex } from './filedFindings.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import { type Message } from '../text/message.ts';
import type { Principal } from '../findings/model.ts';

/** The names of holders that were guessed, and that the user should confirm. */
export interface Unconfirmed {
  readonly reason: Message;
  /** Who each resource is taken for: ARNs. */
  readonly names: readonly { readonly resource: string; readonly arns: readonly string[] }[];
  /** Some are from a state that may be of another module, not only generated names: somebody has to confirm them. */
  readonly isOfOtherModule?: true;
}

/** The principals that hold a policy, and how that was decided. */
export type Match =
  /** These principals hold the policy, whether they have findings or not. */
  | {
      readonly kind: 'principals';
      readonly principals: readonly MatchedPrincipal[];
      readonly why: Message;
      readonly unconfirmed?: Unconfirmed | undefined;
    }
  /** A finding that names no principal applies to the policy. `name`: the principal after whom its file is named. */
  | { readonly kind: 'bare'; readonly finding: FiledFinding; readonly why: Message; readonly name?: string }
  /** The holders are unclear, so nothing is removed. `candidates`: the principals that may hold the policy. */
  | {
      readonly kind: 'blocked';
      readonly code: 'finding.ambiguous' | 'finding.incomplete' | 'finding.unreadable';
      readonly reason: Message;
      readonly candidates?: readonly Principal[];
    }
  /** `isSetAside`: there is a finding that does not count, and the reason names it. */
  | { readonly kind: 'unmatched'; readonly reason: Message; readonly isSetAside?: true };

export interface MatchInput {
  readonly file: PolicyFile;
  readonly config?: FiledConfig | undefined;
  readonly attachment: Attachment;
  /** The resource of the document that the policy is a part of. */
  readonly resource?: string | undefined;
  /** All such resources, if there may be several. */
  readonly resources?: readonly string[] | undefined;
  /** The deployments of the document. */
  readonly deployments?: Deployments;
  /** The principals whose names may have been generated for a holder. */
  readonly generatedFor?: (holder: UnnamedHolder) => readonly Principal[];
  /** The principals whose names are as the document computes that of a holder. */
  readonly computedFor?: (holder: UnnamedHolder) => readonly Principal[];
  readonly index: FindingsIndex;
}
