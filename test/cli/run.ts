import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyExamples } from '../../scripts/examples.ts';

/** What a run of the built command line tool gave. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const tool = path.resolve('dist/cli.cjs');

/** Runs the tool in a folder. */
export function run(folder: string, ...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

/** Calls `use` with a copy of the examples that is removed afterwards. */
export function inExamples(use: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-'));
  try {
    copyExamples(folder);
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
