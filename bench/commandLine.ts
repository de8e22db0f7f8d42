/** Measures the command line tool: a cold start, and a document with a whole account. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../scripts/build.ts';
import { copyExamples } from '../scripts/examples.ts';
import { accountDump } from './accountDump.ts';
import { catalogue } from './documents.ts';
import { compare, ms, type Figure } from './measure.ts';

export async function checkFigure(): Promise<Figure> {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-bench-'));
  copyExamples(folder);
  const tool = path.resolve('dist/cli.cjs');
  const { ratio, milliseconds } = await compare(
    25,
    { run: () => spawnSync(process.execPath, [tool, 'check', 'MyRole.json'], { cwd: folder }) },
    { run: () => spawnSync(process.execPath, ['-e', '0'], { cwd: folder }) },
  );
  rmSync(folder, { recursive: true, force: true });
  return {
    what: 'iam-refine check of one file, cold',
    against: 'node -e 0',
    ratio,
    aim: { most: 2 },
    took: ms(milliseconds),
  };
}

/**
 * Compares an account and one with ten times the roles: the ratio to `JSON.parse` of the same files should be equal.
 */
export async function accountFigures(): Promise<Figure[]> {
  const checkFile = await bundledCheck();
  const one = await accountFigure(checkFile, 30, 9);
  const ten = await accountFigure(checkFile, 300, 5);
  return [one.figure, ten.figure, growthFigure(one.milliseconds, ten.milliseconds)];
}

function growthFigure(one: number, ten: number): Figure {
  return {
    what: 'check of account details, 300 roles',
    against: '30 roles',
    ratio: ten / one,
    aim: { most: 11 },
    took: ms(ten),
  };
}

type CheckFile = (file: string, findings: string) => Promise<number>;

async function bundledCheck(): Promise<CheckFile> {
  const outfile = path.resolve('out/bench/checkFile.cjs');
  await build({ ...bundling, entryPoints: ['bench/checkFile.ts'], outfile, metafile: false });
  return (createRequire(outfile)(outfile) as { readonly checkFile: CheckFile }).checkFile;
}

interface AccountFigure {
  readonly figure: Figure;
  readonly milliseconds: number;
}

async function accountFigure(checkFile: CheckFile, roles: number, rounds: number): Promise<AccountFigure> {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-bench-'));
  const files = [path.join(folder, 'account.json'), path.join(folder, 'findings.json')] as const;
  const { details, findings } = accountDump(catalogue, roles);
  writeFileSync(files[0], details);
  writeFileSync(files[1], findings);
  const { ratio, milliseconds } = await compare(
    rounds,
    { run: () => checkFile(...files) },
    { run: () => files.map((file): unknown => JSON.parse(readFileSync(file, 'utf8'))) },
  );
  rmSync(folder, { recursive: true, force: true });
  const what = `check of account details, ${roles} roles, ${(details.length / 1e6).toFixed(1)} MB`;
  return {
    figure: { what, against: 'JSON.parse of the same files', ratio, aim: { most: 80 }, took: ms(milliseconds) },
    milliseconds,
  };
}
