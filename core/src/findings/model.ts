/** Findings and what they report as unused, as plain values. */
import type { Message } from '../text/message.ts';

/** The IAM user or role that a finding is about. */
export interface Principal {
  readonly arn: string;
  /** The twelve digits in the ARN. */
  readonly account: string;
  /** The part of the ARN between the last colon and the first slash: `role` or `user`. */
  readonly type: string;
  /** The part of the ARN after the last slash: the name without its path. */
  readonly name: string;
}

/**
 * What is unused of one service: the listed actions, or the service as a whole. An empty list means that nothing is
 * unused; the entry then only adds known names.
 */
export interface UnusedService {
  /** The service prefix, folded. */
  readonly service: string;
  /** The unused actions as the finding spells them, by folded name. Absent: the service as a whole is unused. */
  readonly actions?: ReadonlyMap<string, string>;
  /**
   * Actions, by folded name, that AWS does not track. They are known names, and not unused.
   *
   * - Of a service that is unused as a whole: the actions about which that says nothing. Absent: the usual exception,
   *   `iam:PassRole`.
   * - Of a list: the actions that are missing from it only because they are not tracked.
   */
  readonly untracked?: ReadonlyMap<string, string>;
  /**
   * Known names that are not unused, even if the catalogue lacks them: another holder of the policy does not leave them
   * unused, a report shows them as used, or a keep rule keeps them.
   */
  readonly notUnused?: readonly string[];
  /** Known names that are not unused, because a keep rule of the configuration names them. */
  readonly keptByRule?: readonly string[];
}

/** What is unused, by folded service prefix. */
export type Unused = ReadonlyMap<string, UnusedService>;

/**
 * The kinds of evidence.
 *
 * - `permissions`: a finding that permissions are unused (`UnusedPermission`).
 * - `role`: a finding that the role itself is unused (`UnusedIAMRole`). It names no services.
 * - `report`: a last-accessed report (`iam get-service-last-accessed-details`). What was never accessed in its tracking
 *   period is unused.
 * - `recommendation`: AWS's recommendation for a policy, with the existing and the recommended text, and no finding. What
 *   only the existing one allows is unused.
 * - `short form`: a bare list of services with their unused actions, as in the AWS Security Blog post.
 */
export type FindingKind = 'permissions' | 'role' | 'report' | 'short form' | 'recommendation';

/** A finding, a report, or a list in the short form, as the engine uses it: active, and about permissions or a role. */
export interface Finding {
  readonly kind: FindingKind;
  /** Absent in the short form, and in a report that does not tell its principal. */
  readonly principal?: Principal | undefined;
  readonly id?: string | undefined;
  /** When AWS analysed the access, in milliseconds since 1970; absent in the short form. */
  readonly analyzedAt?: number | undefined;
  /**
   * When AWS last changed the finding, in milliseconds since 1970; if it does not tell, when AWS analysed the access.
   */
  readonly changedAt?: number | undefined;
  /** Why the finding may be incomplete (one page of several). An incomplete finding blocks every removal. */
  readonly incomplete?: Message | undefined;
  /** Only for `role`: when the role was last used, in milliseconds since 1970; absent if never. */
  readonly lastAccessed?: number | undefined;
  /** A part of the finding is not understood; `incomplete` tells which. */
  readonly isUnreadable?: true | undefined;
  /** What is unused. A service with no unused action may be here, too, for its known names (`notUnused`). */
  readonly services: Unused;
  /**
   * Only for `report`: every action that it shows as used, as it spells them (`service:Name`). Empty for findings:
   * their `lastAccessed` is an access before the period that they are about, which does not count as use.
   */
  readonly used: readonly string[];
}

const arnPattern = /^arn:[\w-]+:iam::(\d{12}):(role|user)\/(?:[!-~]+\/)?([\w+=,.@-]+)$/;

/**
 * The principal that the ARN of an IAM role or user names; `undefined` for any other text. Only the characters that IAM
 * allows in names and paths are accepted (IAM User Guide, "IAM identifiers"), so no blanks or control characters get
 * into messages.
 */
export function principalOf(arn: string): Principal | undefined {
  const [, account, type, name] = arnPattern.exec(arn) ?? [];
  if (account === undefined || type === undefined || name === undefined) return undefined;
  return { arn, account, type, name };
}
