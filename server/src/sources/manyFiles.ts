/** Reading many findings files at once: one progress bar for all, and few words about them. */
import { t } from '../lsp/language.ts';
import { noProgress, type ProgressSource } from '../lsp/progress.ts';

export interface ManyFiles {
  /** One more file was read. */
  readonly isRead: () => void;
  readonly isGivenUp: () => boolean;
  /** May something be said about one of the files by itself? It is said of the first only. */
  readonly mayTell: () => boolean;
  /** To be called once. Gives of how many files there was something to say and nothing was said. */
  readonly end: () => number;
}

/** So many files get a progress bar. */
const many = 500;

/** Of so many files something is said one by one. */
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
