/** Progress and messages when many findings files are read at once: one progress bar, and few messages. */
import { t } from '../lsp/language.ts';
import { noProgress, type ProgressSource } from '../lsp/progress.ts';

export interface ManyFiles {
  /** One more file was read. */
  readonly isRead: () => void;
  readonly isGivenUp: () => boolean;
  /** May another file be reported by itself? Only the first ones are. */
  readonly mayTell: () => boolean;
  /** Must be called once, at the end. Returns the number of files with a problem that was not reported. */
  readonly end: () => number;
}

/** The number of files from which there is a progress bar. */
const many = 500;

/** The most files that are reported one by one. */
const mostTold = 100;

export async function startReading(files: number, progress: ProgressSource): Promise<ManyFiles> {
  const shown = files < many ? noProgress : await progress(t('Reading {0} findings files', files));
  let read = 0;
  let told = 0;
  return {
    isRead: () => shown.report((100 * ++read) / files),
    isGivenUp: shown.isCancelled,
    mayTell: () => ++told <= mostTold,
    end() {
      shown.done();
      return Math.max(0, told - mostTold);
    },
  };
}
