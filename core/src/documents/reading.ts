/** What a document holds, as plain values. */
import type { Policy, UnreadPart } from '../policy/model.ts';
import type { SyntaxError } from '../text/tree.ts';
import type { Syntax } from './syntax.ts';

/** What a document holds. */
export interface DocumentReading {
  /** How it is written. */
  readonly syntax: Syntax;
  /** The identity-based policies, in the order of the document. */
  readonly policies: readonly Policy[];
  /** Syntax errors. The policies were read as far as they go; nothing may be written into such a document. */
  readonly errors: readonly SyntaxError[];
  /** True when the document holds a policy, but a resource-based one, for which no finding about a principal speaks. */
  readonly isResourceBased: boolean;
  /** What was not read, in the policies and around them, in the order of the document. */
  readonly unread: readonly UnreadPart[];
  /**
   * What its statements say beside their actions may decide who holds which policy, or what is said of holders names
   * lines.
   */
  readonly isTemplate: boolean;
  /** Something was passed over that only the whole text tells the end of. */
  readonly isMasked?: true;
}

/** A text and what was read from it. */
export interface ReadDocument {
  readonly text: string;
  readonly reading: DocumentReading;
}
