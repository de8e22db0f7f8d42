import { spanEnd, type Span } from '../text/span.ts';
import type { PolicySubject } from './subject.ts';
import { say, type Message } from '../text/message.ts';

/** How large a policy of some kind may be, in characters as IAM counts them. */
export interface Quota {
  readonly most: number;
  /** As messages name the kind: `a managed policy`. */
  readonly of: Message;
}

/**
 * The quota that holds for a policy by what its document says of it (IAM User Guide, "IAM and AWS STS quotas"): a managed policy has an ARN; of what is
 * not said, the largest. Inline policies of one principal share their quota, of which the document shows one part.
 */
export function quotaOf({ policyId, attachment }: PolicySubject): Quota {
  if (policyId?.startsWith('arn:') === true) return managedQuota;
  const owner = attachment.kind === 'attached' && attachment.to.length === 1 ? attachment.to[0] : undefined;
  if (owner?.type === 'user') return { most: 2048, of: say('the inline policies of a user together') };
  if (owner?.type === 'role') return { most: 10_240, of: say('the inline policies of a role together') };
  return { most: 10_240, of: say('any policy of IAM') };
}

export const managedQuota: Quota = { most: 6144, of: say('a managed policy') };

/**
 * How many characters a policy has as IAM counts them: without white space. White space in strings is counted, because it is not documented that it is
 * not. Ends at `enough`, where that is given. O(length).
 */
export function sizeOf(text: string, span: Span, enough: number = Infinity): number {
  let size = 0;
  let isInString = false;
  for (let i = span.offset; i < spanEnd(span) && size < enough; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) isInString = !isInString;
    else if (isInString && code === 92) {
      size++;
      i++;
    }
    if (isInString || !isWhiteSpace(code)) size++;
  }
  return size;
}

function isWhiteSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
