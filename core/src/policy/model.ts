import type { Span } from '../text/span.ts';
import type { PolicySubject } from './subject.ts';
import type { Message } from '../text/message.ts';

/** A list in a document, and its elements. */
export interface List {
  readonly span: Span;
  readonly elements: readonly Span[];
  /** A directive of a template stands in it: which of its elements will be there is not known. */
  readonly isOpen?: true;
}

/**
 * How a value stands in its document, and so what can become of it.
 *
 * - `element`: of a list, by the index of the list and in it. It can go, and several can take its place.
 * - `branch`: a branch of an `Fn::If` that is an element of a list. Another value can take its place, or
 *   `AWS::NoValue`.
 * - `value`: it is all there is, or all of a branch. It can become a list, and it cannot go.
 */
export type Slot =
  | { readonly kind: 'element'; readonly list: number; readonly index: number }
  | { readonly kind: 'branch'; readonly list: number }
  | { readonly kind: 'value' };

/** One element of an `Action` or `NotAction`. */
export interface ActionEntry {
  readonly span: Span;
  /** Absent where it cannot be read (an intrinsic function, a number): it is left alone. */
  readonly text?: string;
  /** Why there is no `text`. */
  readonly unread?: Message;
  readonly slot: Slot;
  /**
   * Where it stands in a branch of `Fn::If`, the offset of that branch: entries of other branches may be there without
   * it.
   */
  readonly branch?: number;
}

/** The `Action` or `NotAction` element of a statement. */
export interface ActionElement {
  readonly element: 'Action' | 'NotAction';
  readonly keySpan: Span;
  readonly valueSpan: Span;
  /** The lists that hold the entries: the value itself, or branches of `Fn::If` in its place. */
  readonly lists: readonly List[];
  readonly entries: readonly ActionEntry[];
}

export interface Statement {
  readonly span: Span;
  readonly action?: ActionElement;
  readonly slot: Slot;
  /** May its actions be refined? */
  readonly role: StatementRole;
  /**
   * It is computed, or lacks an Effect that IAM takes or actions: with it alone, the policy may come out without
   * statements.
   */
  readonly mayBeNone?: true;
}

/**
 * What a statement is to the refinement.
 *
 * - `refinable`: an Allow with an `Action`.
 * - `grants`: an Allow that is left alone, with the reason; it keeps the policy from being empty.
 * - `ambiguous`: a key is there twice, so that nobody can say what the statement allows; it is left alone, and that is
 *   said.
 * - `unread`: what it says is computed when the document is used; it may allow anything.
 * - `other`: a Deny, or something else IAM would reject.
 */
export type StatementRole =
  | { readonly kind: 'refinable' }
  | { readonly kind: 'grants'; readonly reason: Message }
  | { readonly kind: 'ambiguous'; readonly reason: Message }
  | { readonly kind: 'unread'; readonly reason: Message }
  | { readonly kind: 'other'; readonly reason: Message };

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
  readonly valueSpan: Span;
  /** The lists that hold the statements: the value itself, or branches of `Fn::If` in its place. */
  readonly lists: readonly List[];
  readonly statements: readonly Statement[];
  /** What of it was not read: it may allow anything, so the policy is never called wholly unused. */
  readonly unread: readonly UnreadPart[];
  /** The string that holds it as text, in a document that keeps policies so; absent where it is a value of its own. */
  readonly textSpan?: Span;
  /** Why nothing may be written into it, where that is so. */
  readonly readOnly?: Message;
}

/** Where in a policy a problem or an edit belongs: indexes into the analysis, `entry` absent when the whole statement is meant. */
export interface PolicyPlace {
  readonly policy: number;
  readonly statement: number;
  readonly entry?: number;
}
