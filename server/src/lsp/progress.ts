import type { Connection } from 'vscode-languageserver';
import { plainTitle } from './plainTitle.ts';

/** A progress bar that the user can cancel. */
export interface Progress {
  /** Percent. */
  readonly report: (percentage: number) => void;
  readonly isCancelled: () => boolean;
  readonly done: () => void;
}

/** Shows a progress bar with a title. */
export type ProgressSource = (title: string) => Promise<Progress>;

/**
 * Progress of the protocol (`window/workDoneProgress`). Without support by the client, nothing is shown or cancelled.
 */
export function createProgressSource(connection: Connection, isSupported: boolean): ProgressSource {
  return async (title) => {
    if (!isSupported) return noProgress;
    const shown = await connection.window.createWorkDoneProgress();
    shown.begin(plainTitle(title), 0, undefined, true);
    let last = 0;
    return {
      report(percentage) {
        if (Math.floor(percentage) <= last) return;
        last = Math.floor(percentage);
        shown.report(last);
      },
      isCancelled: () => shown.token.isCancellationRequested,
      done: () => shown.done(),
    };
  };
}

/** Progress for work that takes no time. */
export const noProgress: Progress = { report: () => undefined, isCancelled: () => false, done: () => undefined };
