/** The result of examining files. */
import type { ActionCatalogue } from '../../core/src/actions/index.ts';
import type { Analysis, Engine } from '../../core/src/index.ts';
import type { PassedOver } from './candidates.ts';
import type { Counts } from './counts.ts';
import type { TextFile } from './files.ts';
import type { BrokenEvidence } from './findings.ts';

/** An analysed file with policies. */
export interface ExaminedFile {
  readonly path: string;
  readonly file: TextFile;
  readonly analysis: Analysis;
}

/** `T`: what a command needs of each file with policies. */
export interface Examination<T> {
  readonly catalogue: ActionCatalogue;
  readonly engine: Engine;
  readonly files: readonly T[];
  /** Of all files. */
  readonly counts: Counts;
  /** Notes on files that were skipped, one line each. */
  readonly notes: readonly string[];
  /** Files that could not be read or are broken, one line each. */
  readonly failures: readonly string[];
  /** Findings and findings files that could not be read and may be about a principal. */
  readonly broken: readonly BrokenEvidence[];
  /** The files that a search of folders found but did not read. */
  readonly passedOver: PassedOver;
}
