/** A policy in a document, as a plain value with the span of each part. */
import type { Span } from '../text/span.ts';
import type { PolicySubject } from './subject.ts';
import type { Message } from '../text/message.ts';

/** The span of a list in a document, and of each of its elements. */
export interface List {
  readonly span: Span;
  readonly elements: readonly Span[];
  /** A template directive is in the list, so it is not known which elements the list will have. */
  readonly isOpen?: true;
  /** Lists with the same number are joined when the document is used, so that some of them may be empty. */
  readonly joined?: number;
}

/**
 * The position of a value in its document, which decides how it can be edited.
 *
 * - `element`: an element of a list, by the index of the list and its index in it. It can be removed, and replaced by
 *   several values.
 * - `branch`: a branch of an `Fn::If` that is an element of a list. It can be replaced by one value, or by
 *   `AWS::NoValue`. `alwaysOneOf`: the index of the element, if no branch of it leaves it out.
 * - `value`: the only value, or the whole branch of an `Fn::If`. It can become a list, but cannot be removed.
 */
export type Slot =
  | { readonly kind: 'element'; readonly list: number; readonly index: number }
  | { readonly kind: 'branch'; readonly list: number; readonly alwaysOneOf?: number }
  | { readonly kind: 'value' };

/** One element of an `Action` or `NotAction`. */
export interface ActionEntry {
  readonly span: Span;
  /** The action string. Absent if the entry cannot be read (an intrinsic function, a number); it is then left alone. */
  readonly pattern?: string;
  /** Why there is no `pattern`. */
  readonly unread?: Message;
  /** The entry is one string when the document is used, although it is not known which. */
  readonly isString?: true;
  readonly slot: Slot;
  /**
   * In a branch of an `Fn::If`, the offset of that branch. Entries of other branches may be in effect without this one.
   * Absent outside of conditions.
   */
  readonly branch?: number;
}

/** The `Action` or `NotAction` element of a statement. */
export interface ActionElement {
  readonly element: 'Action' | 'NotAction';
  readonly keySpan: Span;
  readonly valueSpan: Span;
  /** The lists with the entries: the value itself, or branches of an `Fn::If` in its place. */
  readonly lists: readonly List[];
  readonly entries: readonly ActionEntry[];
}

/** A statement of a policy. */
export interface Statement {
  readonly span: Span;
  readonly action?: ActionElement;
  readonly slot: Slot;
  /** Whether the actions may be refined. */
  readonly role: StatementRole;
  /**
   * The statement may be missing when the document is used: it is computed, or lacks actions or a valid Effect. It does
   * not keep a policy from being left without statements.
   */
  readonly mayBeNone?: true;
  /** It has a `Sid`, by which it may replace a statement of another document that is combined with the policy. */
  readonly hasSid?: true;
}

/**
 * How the refinement treats a statement.
 *
 * - `refinable`: an Allow with an `Action`. Its actions may be removed and replaced.
 * - `grants`: an Allow that is left alone, for this reason. The policy still grants something with it.
 * - `ambiguous`: it has a duplicate key, so what it allows is not defined. It is left alone, with a message.
 * - `unread`: it is computed when the document is used, or cannot be read. It may allow anything, and is left alone.
 * - `other`: a Deny. It is left alone.
 */
export type StatementRole =
  | { readonly kind: 'refinable' }
  | { readonly kind: 'grants'; readonly reason: Message }
  | { readonly kind: 'ambiguous'; readonly reason: Message }
  | { readonly kind: 'unread'; readonly reason: Message }
  | { readonly kind: 'other'; readonly reason: Message };

/** A part of a document that holds or may hold permissions, and was not read. */
export interface UnreadPart {
  readonly span: Span;
  readonly reason: Message;
  /** The part is of a kind that is not supported yet, such as a SAM policy template: reported, but not a failure. */
  readonly isNotYet?: true;
}

/** An identity-based policy in a document. */
export interface Policy {
  readonly span: Span;
  /** What the document around it tells about the policy. */
  readonly subject: PolicySubject;
  /** The `Statement` key. */
  readonly keySpan: Span;
  readonly valueSpan: Span;
  /** The lists with the statements: the value itself, or branches of an `Fn::If` in its place. */
  readonly lists: readonly List[];
  readonly statements: readonly Statement[];
  /** What stands between the statements, if anything but a comma can. */
  readonly besides?: readonly Span[];
  /**
   * The parts that were not read. They may allow anything, so a policy with such parts is never called wholly unused.
   */
  readonly unread: readonly UnreadPart[];
  /**
   * The string that holds the policy, in a document with policies in strings; absent if the policy is a plain value.
   */
  readonly textSpan?: Span;
  /** Why the policy must not be edited; absent if it may be. */
  readonly readOnly?: Message;
}

/**
 * Where in a policy a problem or an edit belongs: indexes into the analysis, `entry` absent when the whole statement is
 * meant.
 */
export interface PolicyPlace {
  readonly policy: number;
  readonly statement: number;
  readonly entry?: number;
}
