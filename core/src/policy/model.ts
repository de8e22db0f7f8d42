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
}
