/** Starts threads that examine files for `check`. */
import { existsSync } from 'node:fs';
import { startWorkThread } from '../../platform/src/node/workThread.ts';
import type { CheckedFile } from './checkFile.ts';
import type { FileOutcome } from './examineFile.ts';
import type { Batch, FileThreads } from './work.ts';

export interface ThreadOptions {
  /** The bundle of `checkThread.ts`. The build writes it into the folder of the tool. */
  readonly file?: URL;
  /** The least characters of files for each thread. In less time than it takes to examine them, it hardly starts. */
  readonly leastSize?: number;
  /** The number of processors; absent: those that this process may use. */
  readonly processors?: number;
  /** See {@link FileThreads}. Examining so many takes about 20 ms. */
  readonly batchSize?: number;
}

/** The most threads with this one. Each holds the findings once more. */
const mostThreads = 4;

/** One thread for each processor, as far as there is work. Without the bundle, as in tests, there are none. */
export function createCheckThreads({
  file = new URL('checkThread.cjs', import.meta.url),
  leastSize = 512 * 1024,
  processors,
  batchSize = 16_384,
}: ThreadOptions = {}): FileThreads<CheckedFile> {
  return {
    batchSize,
    async start(data, size) {
      const worth = Math.floor(size / leastSize);
      if (worth < 2 || !existsSync(file)) return [];
      const others = Math.min(mostThreads, worth, processors ?? (await availableProcessors())) - 1;
      if (others < 1) return [];
      const given = data();
      const start = () => startWorkThread<Batch, readonly FileOutcome<CheckedFile>[]>(file, given);
      return Promise.all(Array.from({ length: others }, start));
    },
  };
}

async function availableProcessors(): Promise<number> {
  // Like threads, loaded only for many files.
  const { availableParallelism } = await import('node:os');
  return availableParallelism();
}
