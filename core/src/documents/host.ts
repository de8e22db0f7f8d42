import type { Policy, UnreadPart } from '../policy/model.ts';
import type { SyntaxError } from '../text/tree.ts';

/** What a document holds. */
export interface HostReading {
  /** The identity-based policies, in the order of the document. */
  readonly policies: readonly Policy[];
  /** Syntax errors. The policies were read as far as they go; nothing may be written into such a document. */
  readonly errors: readonly SyntaxError[];
  /** True when the document holds a policy, but a resource-based one, for which no finding about a principal speaks. */
  readonly isResourceBased: boolean;
  /** What was not read, in the policies and around them, in the order of the document. */
  readonly unread: readonly UnreadPart[];
  /** What its statements say beside their actions may decide who holds which policy, or what is said of holders names lines. */
  readonly isTemplate: boolean;
  /** Placeholders outside of its strings were passed over: where one that is written anew ends, the whole text tells. */
  readonly isMasked?: true;
}

/** A text and what a host read from it. */
export interface ReadText {
  readonly text: string;
  readonly reading: HostReading;
}

/**
 * The kind of document policies stand in. This is the seam for others than the plain one (AWS CLI output, CloudFormation, Terraform, YAML):
 * a host finds the policies with the spans of their parts in the document's own text, and encodes the strings that are put back.
 */
export interface Host {
  /** Never throws. `before`: an earlier text of the same document and what was read from it, which may spare most of the work. */
  readonly read: (text: string, before?: ReadText) => HostReading;
  /** An action as it is written in the document, quotes and escapes included. */
  readonly encode: (action: string) => string;
  /** What stands in a branch of a condition so that nothing is there. */
  readonly noValue: string;
}
