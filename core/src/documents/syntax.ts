import type { ActionElement, ActionEntry, List, Statement } from '../policy/model.ts';
import type { EntryOutcome } from '../policy/outcome.ts';
import type { Span } from '../text/span.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { SyntaxError, TreeNode } from '../text/tree.ts';

/**
 * How a document is written, whatever it holds. What a document holds (`shapes/`) is read from the tree that its syntax
 * gives, and knows no character of the text.
 */
export interface Syntax {
  readonly name: string;
  /** The languages of the Language Server Protocol that are written in it. */
  readonly languages: readonly string[];
  /** Never throws. Of a text with errors, the tree goes as far as it can be read. */
  readonly parse: (text: string) => SyntaxReading;
  /**
   * The value that a text is, and nothing beside it. `undefined` where it is none, or where another value in its place
   * could change how what stands around it is read.
   */
  readonly parseAlone: (text: string) => TreeNode | undefined;
  /** The text that a string of a document means; `undefined` for a value that is no string as it is written. */
  readonly textIn: (text: string, node: TreeNode) => MappedText | undefined;
  /** A piece of a text as it is written in a string of a document: the way back of `textIn`. */
  readonly writeInString: (piece: string) => string;
  /** Edits of a text without errors; each list of them is ordered and disjoint. */
  readonly edit: SyntaxEdits;
  /** Of the text between a key and its value, what stays whatever the value becomes. */
  readonly betweenKeyAndValue: (text: string) => string;
  /** The part of an action's span that is the action, without quotes. */
  readonly innerSpan: (text: string, action: Span) => Span;
  /**
   * Characters of a policy as IAM counts them, without white space between the parts. Ends at `enough`, where that is
   * given. O(length).
   */
  readonly size: (text: string, policy: Span, enough?: number) => number;
  /** A policy in JSON as it is written in the place of another; `undefined` where it is no JSON. */
  readonly write: (policy: string, text: string, at: Span) => string | undefined;
}

export interface SyntaxReading {
  readonly root: TreeNode | undefined;
  readonly errors: readonly SyntaxError[];
  /** Offsets, ascending, of what decides when the document is used which elements a list has. */
  readonly directives: readonly number[];
  /** Something was passed over that only the whole text tells the end of: no part of the text can be read alone. */
  readonly isMasked?: true;
}

export interface SyntaxEdits {
  /** Takes elements out of a list, and nothing else; at least one stays. */
  readonly removeElements: (text: string, list: List, isRemoved: (index: number) => boolean) => readonly TextEdit[];
  /** Puts one or more actions in the place of an entry. */
  readonly replaceEntry: (text: string, entry: PlacedEntry, actions: readonly string[]) => TextEdit;
  /**
   * A whole list anew, where what becomes of its entries would not fit into the way it is written; else `undefined`.
   */
  readonly rewriteList: (
    text: string,
    action: ActionElement,
    list: number,
    outcomes: readonly EntryOutcome[],
  ) => TextEdit | undefined;
  /** Puts nothing in the place of a branch of a condition. */
  readonly emptyBranch: (text: string, branch: Span) => TextEdit;
}

/** An entry, and where it stands. */
export interface PlacedEntry {
  readonly statement: Statement;
  readonly action: ActionElement;
  readonly entry: ActionEntry;
}

/** A text, and where each of its characters begins in the document; one more for the end. */
export interface MappedText {
  readonly text: string;
  readonly offsets: Int32Array;
}
