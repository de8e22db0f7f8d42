/** What a findings file holds, as plain values. */
import type { Message } from '../text/message.ts';
import type { SyntaxError } from '../text/tree.ts';
import type { CountedFinding } from './decoded.ts';
import type { NamedInText } from './nameScan.ts';
import type { Recommendation } from './recommendation.ts';
import type { SetAsideFinding } from './setAside.ts';
import type { Finding } from './model.ts';
import type { Span } from '../text/span.ts';

/**
 * What a findings file holds. `error` is a syntax error, or that a finding stands where none is read: nothing of such a
 * file is used but the names in its text. A file of valid JSON that holds no finding gives nothing, and `isRecognised`
 * is false.
 */
export interface FindingsReading {
  readonly findings: PackedFindings;
  /**
   * When findings that are archived or resolved were said to be, milliseconds since 1970, by id; `Infinity` where that
   * is not said.
   */
  readonly closed: ReadonlyMap<string, number>;
  /** Findings that do not name the actions: they have to be fetched whole. */
  readonly counted: readonly CountedFinding[];
  /** What AWS itself recommends. */
  readonly recommendations: readonly Recommendation[];
  /** Findings of which is known whose they are, and that do not count or cannot be understood. */
  readonly setAside: readonly SetAsideFinding[];
  /** What else it holds that is known and not used, each once, as in “the file holds {0}”. */
  readonly otherContent: readonly Message[];
  /** Holds something of a shape that is known, used or not. */
  readonly isRecognised: boolean;
  readonly error?: SyntaxError | undefined;
  /** The error is that a finding stands where none is read. */
  readonly isMisplaced?: boolean;
  /** Of a broken file: whom and what its text names. It may close or replace what other files say of them. */
  readonly named?: NamedInText | undefined;
}

/**
 * Many findings in little space: numbers in typed arrays, every name of a service or action once. What a finding says
 * is unpacked when it is asked for. An organisation has a hundred thousand of them, of which a few speak for open
 * policies.
 */
export interface PackedFindings {
  readonly count: number;
  /** The finding at an index; the same object at every call. */
  readonly finding: (index: number) => Finding;
  /** The ARN of its principal, and its id, without unpacking it. */
  readonly arn: (index: number) => string | undefined;
  readonly id: (index: number) => string | undefined;
  /** Where it stands in its file. */
  readonly span: (index: number) => Span;
  /** When it was said, milliseconds since 1970; 0 where it does not say. */
  readonly saidAt: (index: number) => number;
  /** Is there a part of it that cannot be understood? */
  readonly isUnreadable: (index: number) => boolean;
  /** Of a report that does not say whose it is: its texts that may name somebody. */
  readonly mentions: (index: number) => readonly string[];
  /** The indexes of those of which a part cannot be understood, ascending. */
  readonly unreadable: readonly number[];
  /**
   * The indexes of the findings of a principal, by ARN, and of principals of a name, ascending. O(findings of that
   * name).
   */
  readonly ofArn: (arn: string) => readonly number[];
  readonly ofName: (name: string) => readonly number[];
  /** The indexes of the findings that name no principal. */
  readonly ofNobody: readonly number[];
}
