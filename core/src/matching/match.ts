/** Whose policy it is, as a plain value, and what decides it. */
import type { Attachment } from '../policy/subject.ts';
import type { FiledConfig, PolicyFile } from './policyFile.ts';
import type { FiledFinding, FindingsIndex } from './filedFindings.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import { type Message } from '../text/message.ts';
import type { Principal } from '../findings/model.ts';

/** Whose policy it is, and how that was decided. */
export type Match =
  /** These hold it. Those without a finding have an empty one. */
  | { readonly kind: 'principals'; readonly principals: readonly MatchedPrincipal[]; readonly why: Message }
  /** A finding that names no principal applies to it. `name`: whose report it is by the name of its file. */
  | { readonly kind: 'bare'; readonly finding: FiledFinding; readonly why: Message; readonly name?: string }
  /** Something stands in the way. `candidates`: one of these is meant, and nothing says which. */
  | {
      readonly kind: 'blocked';
      readonly code: 'finding.ambiguous' | 'finding.incomplete' | 'finding.unreadable';
      readonly reason: Message;
      readonly candidates?: readonly Principal[];
    }
  /** `isSetAside`: there is something about it that does not count, and the reason names it. */
  | { readonly kind: 'unmatched'; readonly reason: Message; readonly isSetAside?: true };

export interface MatchInput {
  readonly file: PolicyFile;
  readonly config?: FiledConfig | undefined;
  readonly attachment: Attachment;
  readonly index: FindingsIndex;
}
