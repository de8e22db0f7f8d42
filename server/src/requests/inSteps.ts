import { turn } from '../lsp/scheduler.ts';

/**
 * Collects results in steps. Other requests and cancellations are handled between two steps. As soon as the result is
 * not wanted any more, it stops and returns `undefined`.
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
