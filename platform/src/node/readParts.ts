/**
 * Reads a findings file in parts, by several threads. This thread reads from the start. Where another thread's part
 * starts, it takes that part as read if it would have read the text in the same way, and otherwise it goes on reading.
 * So the result is always that of reading the file as one, and a thread that fails costs only time.
 */
import { encodingOf } from '../../../core/src/text/index.ts';
import type { Piece } from '../platform.ts';
import { closeFile, openFit, piecesOf, readAt, type OpenFile, type ReadLimits } from './readFile.ts';
import { createRangeThreads, type RangeThread, type RangeThreads } from './rangeThread.ts';
import type { ByteRange } from './readRange.ts';

export interface PartsOptions {
  /** Is everything before the place that was reached whole lines with whole values, for the reader of the pieces? */
  readonly isBetweenLines: () => boolean;
  readonly threads?: RangeThreads | undefined;
  /** The least bytes of a part. In less time than it takes to read so many, a thread hardly starts. */
  readonly leastPart?: number;
}

const megabyte = 1024 * 1024;
const threadsOfProcess: RangeThreads = createRangeThreads();

/**
 * Reads the text of a file in pieces, like `readPieces`. In a large file of lines (NDJSON), some pieces are parts that
 * other threads have read.
 */
export async function* readParts(
  file: string,
  limits: ReadLimits,
  { isBetweenLines, threads = threadsOfProcess, leastPart = 8 * megabyte }: PartsOptions,
): AsyncIterable<Piece> {
  const opened = await openFit(file, limits);
  const started: RangeThread[] = [];
  try {
    const ranges = await rangesOf(opened, await countOf(opened, threads, leastPart));
    if (ranges.length < 2) return yield* piecesOf(opened, limits);
    const bytesRead = new Int32Array(new SharedArrayBuffer(4));
    for (const range of ranges)
      started.push(await threads.start({ fd: opened.fd, range, most: limits.most, bytesRead }));
    let done = 0;
    const { size: total } = opened;
    const progress = (): Pick<Piece, 'done' | 'total'> => ({
      done: Math.min(done + Number(bytesRead[0]), total),
      total,
    });
    async function* read(range: ByteRange): AsyncIterable<Piece> {
      for await (const piece of piecesOf(opened, limits, range)) {
        done += piece.count;
        yield { ...piece, ...progress() };
      }
    }
    for (const [i, range] of ranges.entries()) {
      const thread = started[i];
      // While this thread has nothing to do, its reader can still show progress, and be cancelled.
      let part = isBetweenLines() ? await firstOf(thread) : undefined;
      for (; part === 'not yet'; part = await firstOf(thread)) yield { text: '', ...progress() };
      if (part === undefined) yield* read(range);
      else yield { text: '', part, end: part.marks.at(-1)?.byte, ...progress() };
    }
  } finally {
    // Threads read by the number of the open file, which may stand for another one as soon as it is closed.
    await Promise.all(started.map(({ stop }) => stop()));
    await closeFile(opened);
  }
}

/** The number of parts that are worth a thread. */
async function countOf({ size }: OpenFile, threads: RangeThreads, leastPart: number): Promise<number> {
  return size < 2 * leastPart ? 1 : Math.min(await threads.most(), Math.floor(size / leastPart));
}

/** The part of a thread, unless it takes long. */
async function firstOf(thread: RangeThread | undefined) {
  let timer: NodeJS.Timeout | undefined;
  const later = new Promise<'not yet'>((resolve) => {
    timer = setTimeout(() => resolve('not yet'), 100);
  });
  try {
    return await Promise.race([thread?.part, later]);
  } finally {
    clearTimeout(timer);
  }
}

/** The most bytes in which the end of a line is looked for. A finding with every action of AWS has about as many. */
const longestLine = megabyte;

/** Cuts a file of lines into at most so many parts of equal size, at ends of lines. Any other file is one part. */
async function rangesOf(opened: OpenFile, most: number): Promise<readonly ByteRange[]> {
  if (most < 2 || !(await startsWithLine(opened))) return [{ from: 0 }];
  const { size } = opened;
  const starts = [0];
  for (let i = 1; i < most; i++) {
    const from = Math.floor((size * i) / most);
    const at = (await readAt(opened, from, longestLine)).indexOf('\n');
    const start = from + at + 1;
    if (at >= 0 && start < size && start > (starts.at(-1) ?? 0)) starts.push(start);
  }
  return starts.map((from, i) => ({ from, to: starts[i + 1] }));
}

/** Is the first line of the file an object in UTF-8, by its first and last character? */
async function startsWithLine(opened: OpenFile): Promise<boolean> {
  const bytes = await readAt(opened, 0, longestLine);
  const end = bytes.indexOf('\n');
  if (end < 0 || encodingOf(bytes) !== 'utf8') return false;
  const line = bytes.toString('utf8', 0, end).trimEnd();
  return line.startsWith('{') && line.endsWith('}');
}
