import type { PolicyType } from './subject.ts';
import { say, type Message } from '../text/message.ts';

/** How large a policy of some kind may be, in characters as IAM counts them. */
export interface Quota {
  readonly most: number;
  /** As messages name the kind: `a managed policy`. */
  readonly of: Message;
}

export const managedQuota: Quota = { most: 6144, of: say('a managed policy') };

const inlineQuotas: Readonly<Record<'role' | 'user' | 'group', Quota>> = {
  role: { most: 10_240, of: say('all inline policies of a role') },
  user: { most: 2048, of: say('all inline policies of a user') },
  group: { most: 5120, of: say('all inline policies of a group') },
};

/**
 * The quota of a policy type; of one that is not said, the largest. Source: IAM User Guide, "IAM and AWS STS quotas";
 * AWS Organizations, "Quotas".
 */
export function quotaOf(type: PolicyType | undefined): Quota {
  switch (type?.kind) {
    case 'managed':
      return managedQuota;
    case 'inline':
      return inlineQuotas[type.of];
    case 'service-control':
      return { most: 10_240, of: say('a service control policy') };
    case undefined:
      return { most: 10_240, of: say('any IAM policy') };
  }
}

/** Characters of a policy as IAM counts them, and what they become. */
export interface PolicySizes {
  readonly before: number;
  readonly after: number;
}

/**
 * The quota that a change passes; `undefined` where it passes none. A policy of which nobody says the type, and that
 * may be a managed one, is taken for one.
 */
export function quotaPassed(type: PolicyType | undefined, { before, after }: PolicySizes): Quota | undefined {
  const quota = type === undefined && before <= managedQuota.most ? managedQuota : quotaOf(type);
  return after > quota.most ? quota : undefined;
}
