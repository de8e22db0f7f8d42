import { execFile } from 'node:child_process';
import { lchownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyExamples } from '../../scripts/examples.ts';
import { everythingBelow } from './below.ts';
import { runInThread } from './inThread.ts';
import { asNobody, nobody } from './nobody.ts';

/** What a run of the built command line tool gave. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const tool: string = path.resolve('dist/cli.cjs');

/** Runs the tool in a folder. */
export function run(folder: string, ...args: readonly string[]): Run {
  return runInThread(folder, args);
}

/** As {@link run}, with something on standard input. */
export function runWithInput(folder: string, input: string | Buffer, ...args: readonly string[]): Run {
  return runInThread(folder, args, { input });
}

/**
 * As {@link run}, by a user whom permissions hold: root reads and writes whatever they say, so that `nobody` gets the
 * folder then.
 */
export function runAsUser(folder: string, ...args: readonly string[]): Run {
  if (process.getuid?.() !== 0) return run(folder, ...args);
  giveAway(folder);
  return runInThread(folder, args, { around: asNobody });
}

/** Makes a folder and all that is in it `nobody`'s. */
function giveAway(folder: string): void {
  for (const file of ['', ...everythingBelow(folder)]) lchownSync(path.join(folder, file), nobody, nobody);
}

/** As {@link run}, while this process goes on: for a tool that asks it something. */
export function runAsync(folder: string, ...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, [tool, ...args], { cwd: folder, encoding: 'utf8' }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

/** Calls `use` with an empty folder that is removed afterwards. */
export async function inFolder(use: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls `use` with a copy of the examples that is removed afterwards. */
export function inExamples(use: (folder: string) => void): Promise<void> {
  return inFolder((folder) => {
    copyExamples(folder);
    use(folder);
  });
}
