/** What the command looked at, and what came of it. */
import type { ActionCatalogue } from '../../core/src/actions/index.ts';
import type { Analysis, Engine } from '../../core/src/index.ts';
import type { PassedOver } from './candidates.ts';
import type { TextFile } from './files.ts';
import type { BrokenEvidence } from './findings.ts';

/** A file with policies, analysed. */
export interface ExaminedFile {
  readonly path: string;
  readonly file: TextFile;
  readonly analysis: Analysis;
}

export interface Examination {
  readonly catalogue: ActionCatalogue;
  readonly engine: Engine;
  readonly files: readonly ExaminedFile[];
  /** Remarks on files that were passed over, a line each. */
  readonly notes: readonly string[];
  /** Files that could not be read or are broken, a line each. */
  readonly failures: readonly string[];
  /** Findings, and files of them, that could not be read and may be about somebody. */
  readonly broken: readonly BrokenEvidence[];
  /** A policy is blocked because a findings file or a configuration could not be read. */
  readonly isBlockedByBroken: boolean;
  /** What a search of folders found and did not read. */
  readonly passedOver: PassedOver;
}
