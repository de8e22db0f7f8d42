import { outcomeOf } from '../../cli/src/check.ts';
import { checkFile } from '../../cli/src/checkFile.ts';
import { countsOf } from '../../cli/src/counts.ts';
import type { Examination, ExaminedFile } from '../../cli/src/examination.ts';
import type { Options } from '../../cli/src/options.ts';
import type { Outcome } from '../../cli/src/outcome.ts';
import type { ActionCatalogue } from '../../core/src/actions/index.ts';
import type { Engine } from '../../core/src/index.ts';

/** The examination of one file, as the command line makes it. */
export function examinationOf(
  file: ExaminedFile,
  { engine, catalogue }: { readonly engine: Engine; readonly catalogue: ActionCatalogue },
): Examination<ExaminedFile> {
  return {
    catalogue,
    engine,
    files: [file],
    counts: countsOf(file),
    notes: [],
    failures: [],
    broken: [],
    passedOver: { notYet: [], tooLarge: [], withoutPolicy: [], ignored: { files: 0, folders: 0 } },
  };
}

/** What `check` says about it. */
export function checkOf(
  examination: Examination<ExaminedFile>,
  options: Pick<Options, 'format' | 'allowUnread'>,
): Outcome {
  const { engine } = examination;
  const files = examination.files.map((file) => checkFile(file, { engine, options }));
  return outcomeOf({ ...examination, files }, options);
}
