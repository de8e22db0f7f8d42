/** The size quotas of policies. */
import { createAttached } from '../memo.ts';
import type { Policy } from './model.ts';
import type { PolicyType } from './subject.ts';
import { say, type Message } from '../text/message.ts';

/** The size limit of a kind of policy. */
export interface Quota {
  /** The most characters, as IAM counts them: without white space. */
  readonly most: number;
  /** How messages name the kind: `a managed policy`. */
  readonly of: Message;
}

const managedQuota: Quota = { most: 6144, of: say('a managed policy') };

const inlineQuotas: Readonly<Record<'role' | 'user' | 'group', Quota>> = {
  role: { most: 10_240, of: say('all inline policies of a role') },
  user: { most: 2048, of: say('all inline policies of a user') },
  group: { most: 5120, of: say('all inline policies of a group') },
};

/**
 * The quota of a policy type; for an unknown type, the largest of all. Source: IAM User Guide, "IAM and AWS STS
 * quotas"; AWS Organizations, "Quotas".
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

/** A size. Counting stopped at `enough`. */
interface CountedSize {
  readonly size: number;
  readonly enough: number;
}

const counted = createAttached<Policy, CountedSize>();

/**
 * The size of a policy, at least `enough` if it is larger. It is counted once: a count that was not stopped answers any
 * question.
 */
export function sizeOnce(policy: Policy, enough: number, count: () => number): number {
  const known = counted.get(policy);
  if (known !== undefined && (known.size < known.enough || enough <= known.enough)) return known.size;
  const size = count();
  counted.set(policy, { size, enough });
  return size;
}

/** The policy with the counted size of another one, which has the same text in another place. */
export function withSizeOf(policy: Policy, other: Policy): Policy {
  const known = counted.get(other);
  if (known !== undefined) counted.set(policy, known);
  return policy;
}

/** The characters of a policy, as IAM counts them, before and after a change. */
export interface PolicySizes {
  readonly before: number;
  readonly after: number;
}

/**
 * The quota for a policy of a size. A policy of unknown type that is small enough to be a managed policy is treated as
 * one.
 */
export function quotaFor(type: PolicyType | undefined, size: number): Quota {
  return type === undefined && size <= managedQuota.most ? managedQuota : quotaOf(type);
}

/** The quota that a change would exceed; `undefined` if none. */
export function quotaPassed(type: PolicyType | undefined, { before, after }: PolicySizes): Quota | undefined {
  const quota = quotaFor(type, before);
  return after > quota.most ? quota : undefined;
}
