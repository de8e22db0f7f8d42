/** What a syntax, such as JSON, must be able to do. */
import type { ActionElement, ActionEntry, List, Statement } from '../policy/model.ts';
import type { EntryOutcome } from '../policy/outcome.ts';
import type { Span } from '../text/span.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { SyntaxError, TreeNode } from '../text/tree.ts';

/**
 * A syntax of documents, independent of their content. The content (`shapes/`) is read from the tree that the syntax
 * returns, and does not depend on the characters of the text.
 */
export interface Syntax {
  readonly name: string;
  /** All documents are configurations of Terraform, whatever they contain. */
  readonly isConfiguration?: true;
  /**
   * May an error of a text hide a policy, so that it is reported as a part that was not read? Absent for a syntax whose
   * errors every editor reports.
   */
  readonly tellsErrors?: (text: string) => boolean;
  /** Never throws. For a text with errors, the tree contains what could be read. */
  readonly parse: (text: string) => SyntaxReading;
  /**
   * Parses a text that is exactly one value. `undefined` if it is not, or if replacing a value with it could change how
   * the text around is read.
   */
  readonly parseAlone: (text: string) => TreeNode | undefined;
  /** The unescaped text of a string in a document; `undefined` if the value is not written as a string. */
  readonly textIn: (text: string, node: TreeNode) => MappedText | undefined;
  /** Escapes a piece of text for the string at a span: the inverse of `textIn`. */
  readonly writeInString: (piece: string, text: string, at: Span) => string;
  /** Edits of a text without errors. Lists of edits are sorted and disjoint. */
  readonly edit: SyntaxEdits;
  /** The part of the text between a key and its value that must not change when the value changes. */
  readonly betweenKeyAndValue: (text: string) => string;
  /** The same for the text after a value: a comment there may belong to the value. */
  readonly afterValue: (text: string) => string;
  /**
   * The tree of a text and its comments, sorted, for a check of the edited text. Absent for a syntax in which brackets,
   * and not lines and columns, tell what a value and a comment belong to.
   */
  readonly inspect?: (text: string) => { readonly root: TreeNode | undefined; readonly comments: readonly Span[] };
  /** The span of an action without its quotes. */
  readonly innerSpan: (text: string, action: Span) => Span;
  /**
   * The characters of a policy as IAM counts them, without white space between tokens. Stops at `enough`. O(length).
   */
  readonly size: (text: string, policy: Span, enough?: number) => number;
  /** The most characters of a policy as IAM counts them, for each character of its text. */
  readonly mostPerCharacter: number;
  /** A policy in JSON, formatted to replace the value at a span; `undefined` if `policy` is not a JSON object. */
  readonly write: (policy: string, text: string, at: Span) => string | undefined;
}

export interface SyntaxReading {
  readonly root: TreeNode | undefined;
  readonly errors: readonly SyntaxError[];
  /**
   * The offsets of template directives, sorted. They decide when the template is rendered which elements a list has.
   */
  readonly directives: readonly number[];
  /** Placeholders were masked. Where they end can only be told from the whole text, so no part can be read alone. */
  readonly isMasked?: true;
}

export interface SyntaxEdits {
  /** Removes elements from a list, and nothing else. At least one element stays. */
  readonly removeElements: (text: string, list: List, isRemoved: (index: number) => boolean) => readonly TextEdit[];
  /** Replaces an entry with one or more actions. */
  readonly replaceEntry: (text: string, entry: PlacedEntry, actions: readonly string[]) => TextEdit;
  /** Rewrites a whole list if its new entries do not fit its layout; `undefined` if they do. */
  readonly rewriteList: (
    text: string,
    action: ActionElement,
    list: number,
    outcomes: readonly EntryOutcome[],
  ) => TextEdit | undefined;
  /** Replaces a branch of a condition with the empty value. */
  readonly emptyBranch: (text: string, branch: Span) => TextEdit;
}

/** An entry with its statement and action element. */
export interface PlacedEntry {
  readonly statement: Statement;
  readonly action: ActionElement;
  readonly entry: ActionEntry;
}

/** A text with the offset in the document of each of its characters, and one more offset for its end. */
export interface MappedText {
  readonly text: string;
  readonly offsets: Int32Array;
}
