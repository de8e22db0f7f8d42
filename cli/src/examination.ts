/** The result of examining files. */
import type { ActionCatalogue } from '../../core/src/actions/index.ts';
import type { Analysis, Engine } from '../../core/src/index.ts';
import type { PassedOver } from './candidates.ts';
import type { TextFile } from './files.ts';
import type { BrokenEvidence } from './findings.ts';

/** An analysed file with policies. */
export interface ExaminedFile {
  readonly path: string;
  readonly file: TextFile;
  readonly analysis: Analysis;
}

export interface Examination {
  readonly catalogue: ActionCatalogue;
  readonly engine: Engine;
  readonly files: readonly ExaminedFile[];
  /** Notes on files that were skipped, one line each. */
  readonly notes: readonly string[];
  /** Files that could not be read or are broken, one line each. */
  readonly failures: readonly string[];
  /** Findings and findings files that could not be read and may be about a principal. */
  readonly broken: readonly BrokenEvidence[];
  /** Is a policy blocked because a findings file or a configuration could not be read? */
  readonly isBlockedByBroken: boolean;
  /** The files that a search of folders found but did not read. */
  readonly passedOver: PassedOver;
}
