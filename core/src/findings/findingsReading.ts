/** The contents of a findings file, as plain values. */
import type { Message } from '../text/message.ts';
import type { SyntaxError } from '../text/tree.ts';
import type { CountedFinding } from './decoded.ts';
import type { Deployment } from './deployment.ts';
import type { NamedInText } from './nameScan.ts';
import type { Recommendation } from './recommendation.ts';
import type { SetAsideFinding } from './setAside.ts';
import type { Finding } from './model.ts';
import type { TableInFile } from './packedFindings.ts';
import type { Span } from '../text/span.ts';

/**
 * The contents of a findings file. A file with an `error` is broken: only the names in its text are used. In a file of
 * valid JSON without any known shape, everything is empty and `isRecognised` is false.
 */
export interface FindingsReading {
  readonly findings: PackedFindings;
  /**
   * Archived and resolved findings by id: the later of their analysis and update times, in milliseconds since 1970;
   * `Infinity` if unknown.
   */
  readonly closed: ReadonlyMap<string, number>;
  /** Findings that do not name the actions. They have to be fetched completely. */
  readonly counted: readonly CountedFinding[];
  /** Recommendations made by AWS. */
  readonly recommendations: readonly Recommendation[];
  /** What was deployed, which gives the names of principals. It is no finding: a file may hold only that. */
  readonly deployed?: readonly Deployment[] | undefined;
  /** Findings of known principals that do not count or are not understood, with the reason. */
  readonly setAside: readonly SetAsideFinding[];
  /** Known shapes that are not used, each once. They complete “the file holds {0}”. */
  readonly otherContent: readonly Message[];
  /** Does the file hold anything of a known shape, used or not? */
  readonly isRecognised: boolean;
  /** The first syntax error, or the first finding in a place where none is read. */
  readonly error?: SyntaxError | undefined;
  /** Is the error a finding in a place where none is read? */
  readonly isMisplaced?: boolean;
  /** The principals and ids that a broken file names. It may close or replace findings of other files for them. */
  readonly named?: NamedInText | undefined;
}

/**
 * Findings in typed arrays, with each name stored once. A finding is unpacked when it is asked for: an organisation has
 * a hundred thousand findings, and few of them apply to open policies.
 */
export interface PackedFindings {
  readonly count: number;
  /** The finding at an index. Every call returns the same object. */
  readonly finding: (index: number) => Finding;
  /** The ARN of the principal, and the id, without unpacking the finding. */
  readonly arn: (index: number) => string | undefined;
  readonly id: (index: number) => string | undefined;
  /** The span of the finding in its file. */
  readonly span: (index: number) => Span;
  /** When the finding was analysed or updated, whichever is later, in milliseconds since 1970; 0 if unknown. */
  readonly asOf: (index: number) => number;
  /** Is a part of the finding not understood? */
  readonly isUnreadable: (index: number) => boolean;
  /** The texts that may name principals, of a report that does not tell its principal; empty for any other finding. */
  readonly mentions: (index: number) => readonly string[];
  /** The ascending indexes of the findings with a part that is not understood. */
  readonly unreadable: readonly number[];
  /**
   * The ascending indexes of the findings of one principal, or of all principals of a name. O(findings of that name).
   */
  readonly ofArn: (arn: string) => readonly number[];
  readonly ofName: (name: string) => readonly number[];
  /** The ascending indexes of the findings that name no principal. */
  readonly withoutPrincipal: readonly number[];
  /** All findings as plain values, which can be sent to another thread. */
  readonly tables: readonly TableInFile[];
}
