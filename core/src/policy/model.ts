import type { Span } from '../text/span.ts';
import type { PolicySubject } from './subject.ts';
import type { Message } from '../text/message.ts';

/** One element of an `Action` or `NotAction`. `text` is absent where it is no string (an intrinsic function, a number): it is left alone. */
export interface ActionEntry {
  readonly span: Span;
  readonly text?: string;
}

/** The `Action` or `NotAction` element of a statement. */
export interface ActionElement {
  readonly element: 'Action' | 'NotAction';
  readonly keySpan: Span;
  readonly valueSpan: Span;
  /** Written as a list, or as a single string. */
  readonly form: 'list' | 'single';
  readonly entries: readonly ActionEntry[];
}

export interface Statement {
  readonly span: Span;
  readonly action?: ActionElement;
  /** May its actions be refined? */
  readonly role: StatementRole;
}

/**
 * What a statement is to the refinement.
 *
 * - `refinable`: an Allow with an `Action`.
 * - `grants`: an Allow that is left alone, with the reason; it keeps the policy from being empty.
 * - `ambiguous`: a key is there twice, so that nobody can say what the statement allows; it is left alone, and that is said.
 * - `other`: a Deny, or something else IAM would reject.
 */
export type StatementRole =
  | { readonly kind: 'refinable' }
  | { readonly kind: 'grants'; readonly reason: Message }
  | { readonly kind: 'ambiguous'; readonly reason: Message }
  | { readonly kind: 'other'; readonly reason: Message };

/** Does a statement keep its policy from being empty, as one without any Allow would be? */
export function isAllow({ kind }: StatementRole): boolean {
  return kind === 'refinable' || kind === 'grants';
}

/** A part of a document that holds permissions, or may hold some, and was not read. */
export interface UnreadPart {
  readonly span: Span;
  readonly reason: Message;
  /** It is of a kind that is not read yet, such as a policy template of SAM: it is said, and is no failure. */
  readonly isNotYet?: true;
}

/** An identity-based policy in a document. */
export interface Policy {
  readonly span: Span;
  /** What the document says of it. */
  readonly subject: PolicySubject;
  /** The `Statement` key. */
  readonly keySpan: Span;
  /** The value of `Statement` where it is a list; absent where it is a single object. */
  readonly listSpan?: Span;
  readonly statements: readonly Statement[];
  /** What of it was not read: it may allow anything, so the policy is never called wholly unused. */
  readonly unread: readonly UnreadPart[];
  /** Why nothing may be written into it, where that is so. */
  readonly readOnly?: Message;
}
