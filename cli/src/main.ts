/** The command line tool as a process. */
import { fstatSync, writeSync } from 'node:fs';
import { runWith } from './run.ts';

async function main(): Promise<void> {
  const { stdout, stderr, exitCode } = await runWith(process.argv.slice(2));
  write(1, stdout);
  write(2, stderr);
  process.exitCode = exitCode;
}

/**
 * Writes to standard output (1) or standard error (2). Files and pipes are written directly, because loading Node's
 * streams takes several milliseconds. Whatever cannot be written in that way is left to the stream.
 */
function write(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  const written = writtenDirectly(descriptor, bytes);
  if (written === bytes.length) return;
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  stream.on('error', (error) => cannotWrite(descriptor, error));
  stream.write(bytes.subarray(written));
}

/** A reader that wants no more, like `head`, is no failure. */
function cannotWrite(descriptor: 1 | 2, error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.exitCode = 2;
  if (descriptor === 1) write(2, `iam-refine: the output cannot be written: ${error.message}\n`);
}

/** Writes as much as possible, and returns the number of bytes. A terminal of Windows would not show UTF-8 bytes. */
function writtenDirectly(descriptor: number, bytes: Uint8Array): number {
  let written = 0;
  try {
    if (fstatSync(descriptor).isCharacterDevice()) return 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch {
    // A pipe that is full and does not block, or that nobody reads: the stream waits, or reports it.
  }
  return written;
}

void main();
