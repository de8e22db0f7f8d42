import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, lchownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyExamples } from '../../scripts/examples.ts';

/** What a run of the built command line tool gave. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const tool: string = path.resolve('dist/cli.cjs');

/** A tool that waits for something for ever fails a test, and does not hold up the others. */
const bounded = { encoding: 'utf8', timeout: 120_000 } as const;

/** Runs the tool in a folder. */
export function run(folder: string, ...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, ...args], { cwd: folder, ...bounded });
  return { code: status, stdout, stderr };
}

/** As {@link run}, with something on standard input. */
export function runWithInput(folder: string, input: string | Buffer, ...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, ...args], { cwd: folder, ...bounded, input });
  return { code: status, stdout, stderr };
}

/** No user has this id: `nobody`, as Linux calls it. */
const nobody = { uid: 65_534, gid: 65_534 };

/**
 * As {@link run}, by a user whom permissions hold: root reads and writes whatever they say, so `nobody` gets the folder
 * then, and runs a copy of the tool, as the checkout may stand where only root looks.
 */
export function runAsUser(folder: string, ...args: readonly string[]): Run {
  if (process.getuid?.() !== 0) return run(folder, ...args);
  const copied = mkdtempSync(path.join(tmpdir(), 'iam-refine-tool-'));
  try {
    chmodSync(copied, 0o755);
    copyFileSync(tool, path.join(copied, 'cli.cjs'));
    giveAway(folder);
    const command = [path.join(copied, 'cli.cjs'), ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, ...bounded, ...nobody });
    return { code: status, stdout, stderr };
  } finally {
    rmSync(copied, { recursive: true, force: true });
  }
}

/** Makes a folder and all that is in it `nobody`'s. */
function giveAway(folder: string): void {
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of ['', ...below]) lchownSync(path.join(folder, file), nobody.uid, nobody.gid);
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
