import type { Span } from '../text/span.ts';

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

/** An action a finding names as unused; `span` is its entry in the findings file. */
export interface UnusedAction {
  readonly name: string;
  readonly span: Span;
}

/** One entry of a finding: a service of which some actions, or all (`actions` absent), are unused. */
export interface UnusedService {
  /** The service prefix, folded. */
  readonly service: string;
  readonly span: Span;
  /** By folded name. Absent: the service as a whole is unused. */
  readonly actions?: ReadonlyMap<string, UnusedAction>;
}

/**
 * An unused-access finding as the product uses it: active, readable, and about unused permissions or an unused role. One without a principal
 * is the short form of the AWS Security post, a bare list of services.
 */
export interface Finding {
  /** `role`: the role itself is unused, and no services are named. */
  readonly about: 'permissions' | 'role';
  readonly principal?: Principal;
  readonly id?: string | undefined;
  /** When Access Analyzer looked, milliseconds since 1970; absent in the short form. */
  readonly analyzedAt?: number | undefined;
  /** Why the list may not be whole (a page of several); nothing is removed on the word of such a finding. */
  readonly incomplete?: string | undefined;
  /** Of an unused role: when it was last used, milliseconds since 1970; absent where it never was. */
  readonly lastAccessed?: number | undefined;
  readonly services: ReadonlyMap<string, UnusedService>;
  /** The finding in its file. */
  readonly span: Span;
}

const arnPattern = /^arn:[\w-]+:iam::(\d{12}):(role|user)\/(?:.+\/)?([^/]+)$/;

/** The principal an IAM ARN names (IAM User Guide, "IAM identifiers"), or `undefined` for any other text. */
export function principalOf(arn: string): Principal | undefined {
  const [, account, type, name] = arnPattern.exec(arn) ?? [];
  if (account === undefined || type === undefined || name === undefined) return undefined;
  return { arn, account, type, name };
}
