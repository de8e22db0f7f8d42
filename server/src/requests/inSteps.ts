import { turn } from '../lsp/scheduler.ts';

/**
 * Collects what comes in steps. Between two of them other requests have their turn, a cancellation among them: nothing
 * is collected any more, and `undefined` given, as soon as it is not wanted.
 */
export async function inSteps<T>(steps: Iterable<readonly T[]>, isWanted: () => boolean): Promise<T[] | undefined> {
  const all: T[] = [];
  for (const some of steps) {
    for (const one of some) all.push(one);
    await turn();
    if (!isWanted()) return undefined;
  }
  return all;
}
