import type { Message } from '../text/message.ts';

/** The IAM user or role a finding speaks for. */
export interface Principal {
  readonly arn: string;
  /** The twelve digits in the ARN. */
  readonly account: string;
  /** What stands between the last colon and the first slash: `role`, `user`. */
  readonly type: string;
  /** The part of the ARN after the last slash: the name without its path. */
  readonly name: string;
}

/**
 * A service of which some actions, or all (`actions` absent), are unused; of one that is here only for its known names,
 * none.
 */
export interface UnusedService {
  /** The service prefix, folded. */
  readonly service: string;
  /** The names as the finding spells them, by folded name. Absent: the service as a whole is unused. */
  readonly actions?: ReadonlyMap<string, string>;
  /**
   * Of a service that is unused as a whole: the names, by folded name, about which that says nothing; they are not
   * unused, and known. Absent: the actions that are never a request of their own, `iam:PassRole`. Of a list: those that
   * stay for this reason alone.
   */
  readonly except?: ReadonlyMap<string, string>;
  /**
   * Names that are known and stay, whether the catalogue lists them or not, because somebody else uses them or the
   * finding names them.
   */
  readonly kept?: readonly string[];
  /** Names that stay and are known from the configuration alone, which wants them kept. */
  readonly keptByRule?: readonly string[];
}

/** What is unused, by folded service prefix. */
export type Unused = ReadonlyMap<string, UnusedService>;

/**
 * What a document says.
 *
 * - `permissions`: a finding that permissions are unused.
 * - `role`: a finding that the role itself is unused; it names no services.
 * - `report`: a last-accessed report (`iam get-service-last-accessed-details`). Unused is what was never accessed in
 *   its tracking period.
 * - `short form`: the bare list of services of the AWS Security post.
 */
export type FindingKind = 'permissions' | 'role' | 'report' | 'short form';

/** Evidence of unused access as the product uses it: active, readable, and about permissions or a role. */
export interface Finding {
  readonly kind: FindingKind;
  /** Absent in the short form, and in a report that does not say whose it is. */
  readonly principal?: Principal | undefined;
  readonly id?: string | undefined;
  /** When AWS looked, milliseconds since 1970; absent in the short form. */
  readonly analyzedAt?: number | undefined;
  /** When AWS last changed what it says, milliseconds since 1970, where it tells; else when AWS looked. */
  readonly changedAt?: number | undefined;
  /** Why the list may not be whole (a page of several); nothing is removed on the word of such a finding. */
  readonly incomplete?: Message | undefined;
  /** Of an unused role: when it was last used, milliseconds since 1970; absent where it never was. */
  readonly lastAccessed?: number | undefined;
  /** A part of it says something that is not understood; `incomplete` says what. */
  readonly isUnreadable?: true | undefined;
  /** What is unused, and names that are known (`kept`): also of services of which nothing is unused. */
  readonly services: Unused;
  /**
   * Every action that a report shows as used, `service:Name` as it spells them. Of other kinds none: that an action was
   * accessed before the period of a finding (`lastAccessed`) is no use of it.
   */
  readonly used: readonly string[];
}

const arnPattern = /^arn:[\w-]+:iam::(\d{12}):(role|user)\/(?:[!-~]+\/)?([\w+=,.@-]+)$/;

/**
 * The principal an IAM ARN names, or `undefined` for any other text. Names and paths are of the characters that IAM
 * takes (IAM User Guide, "IAM identifiers"): so neither blanks nor control characters get into what is printed.
 */
export function principalOf(arn: string): Principal | undefined {
  const [, account, type, name] = arnPattern.exec(arn) ?? [];
  if (account === undefined || type === undefined || name === undefined) return undefined;
  return { arn, account, type, name };
}
