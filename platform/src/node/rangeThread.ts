/** Starts threads that read parts of findings files. */
import { existsSync } from 'node:fs';
import type { ByteRange, ReadPart } from './readRange.ts';

/** What a thread is given. */
export interface ThreadWork {
  /** The file, which this thread keeps open while others read it. */
  readonly fd: number;
  readonly range: ByteRange;
  /** The most bytes of the file. */
  readonly most: number;
  /** Counts the bytes that threads have read, in its first element. */
  readonly bytesRead: Int32Array<SharedArrayBuffer>;
}

/** A thread that reads a part of a file. */
export interface RangeThread {
  /** `undefined` if the part cannot be read by itself, or the thread has failed. It never rejects. */
  readonly part: Promise<ReadPart | undefined>;
  /** Ends the thread. The file must not be closed before. */
  readonly stop: () => Promise<unknown>;
}

export interface RangeThreads {
  /** The most threads that may be started now, with this one. */
  readonly most: () => number | Promise<number>;
  readonly start: (work: ThreadWork) => RangeThread | Promise<RangeThread>;
}

/** The bundle of `findingsThread.ts`. The build writes it into the folder of the other bundles. */
const threadFile = 'findingsThread.cjs';

/**
 * The most memory for new values of a thread, in MB. They are given up with every line, and would otherwise fill a part
 * of the memory that is larger than the findings.
 */
const youngGeneration = 6;

/** The most threads of one file. Each needs memory of its own, and more of them read hardly faster. */
const mostThreads = 4;

/** The threads of this process, one for each processor. Without the bundle, as in tests, there are none. */
export function createRangeThreads(file: URL = new URL(threadFile, import.meta.url)): RangeThreads {
  let running = 0;
  let isThere: boolean | undefined;
  const threadIsThere = (): boolean => {
    isThere ??= existsSync(file);
    return isThere;
  };
  return {
    async most() {
      if (!threadIsThere()) return 1;
      // Like threads, loaded only for large files.
      const { availableParallelism } = await import('node:os');
      return Math.min(mostThreads, availableParallelism() - running);
    },
    async start(work) {
      running++;
      const thread = await startThread(file, work).catch(() => noThread);
      void thread.ended.then(() => running--);
      return thread;
    },
  };
}

interface StartedThread extends RangeThread {
  /** Settles when the thread has ended. */
  readonly ended: Promise<unknown>;
}

/** Stands for a thread that could not be started. */
const noThread: StartedThread = {
  part: Promise.resolve(undefined),
  stop: () => Promise.resolve(),
  ended: Promise.resolve(),
};

async function startThread(file: URL, work: ThreadWork): Promise<StartedThread> {
  // Loaded only now, because most processes start no thread.
  const { Worker } = await import('node:worker_threads');
  const limits = { maxYoungGenerationSizeMb: youngGeneration };
  const thread = new Worker(file, { workerData: work, execArgv: [], resourceLimits: limits });
  const part = new Promise<ReadPart | undefined>((resolve) => {
    thread.once('message', resolve);
    for (const failure of ['messageerror', 'error', 'exit']) thread.once(failure, () => resolve(undefined));
  });
  const ended = new Promise((resolve) => void thread.once('exit', resolve));
  return { part, stop: () => thread.terminate(), ended };
}
