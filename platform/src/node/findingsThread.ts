/** A thread that reads one part of a findings file, and answers with what it holds. */
import { parentPort, workerData } from 'node:worker_threads';
import { readRange } from './readRange.ts';
import type { ThreadWork } from './rangeThread.ts';

const { fd, range, most, bytesRead } = workerData as ThreadWork;
const part = readRange(fd, range, most, (count) => Atomics.add(bytesRead, 0, count));
parentPort?.postMessage(part, part === undefined ? [] : buffersIn(part.findings.table));

/** The memory of the typed arrays in a value, which is handed over instead of copied. */
function buffersIn(value: object): ArrayBuffer[] {
  if (value instanceof Map || value instanceof Set) return [];
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (Array.isArray(value)) return [];
  return Object.values(value).flatMap((member: unknown) =>
    typeof member === 'object' && member !== null ? buffersIn(member) : [],
  );
}
