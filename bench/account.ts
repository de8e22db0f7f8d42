/** Measures the command line tool on account details with many roles, each run as a process of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../scripts/build.ts';
import { accountDump } from './accountDump.ts';
import { catalogue } from './documents.ts';
import { compare, ms, type Figure, type Work } from './measure.ts';

/** Reports the peak memory of a process, in kilobytes, on its descriptor 3. */
const reportPeak = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));",
)}`;

/** Runs a script to its end, and returns its peak memory in megabytes. */
function runProcess(args: readonly string[], cwd: string): number {
  const { output, status, error } = spawnSync(process.execPath, ['--import', reportPeak, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  if (error !== undefined || status === null || status > 1) throw new Error(`${args.join(' ')} ended with ${status}`);
  return Number(String(output[3])) / 1000;
}

interface Account {
  readonly folder: string;
  readonly roles: number;
  readonly details: string;
  /** Millions of characters of both files. */
  readonly size: number;
}

function makeAccount(roles: number): Account {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-bench-'));
  const { details, findings } = accountDump(catalogue, roles);
  writeFileSync(path.join(folder, 'account.json'), details);
  writeFileSync(path.join(folder, 'findings.json'), findings);
  return { folder, roles, details, size: (details.length + findings.length) / 1e6 };
}

const formats = ['text', 'json', 'sarif'] as const;

/** Compares both accounts with parsing their files; and one with the other, which has ten times the roles. */
export async function accountFigures(): Promise<Figure[]> {
  const parse = path.resolve('out/bench/parseFiles.cjs');
  await build({ ...bundling, entryPoints: ['bench/references/parseFiles.ts'], outfile: parse, metafile: false });
  const figures: Figure[] = [];
  const times = new Map<string, number>();
  for (const [roles, rounds] of [
    [300, 3],
    [3000, 1],
  ] as const) {
    const account = makeAccount(roles);
    const what = `account details, ${roles.toLocaleString('en')} roles, ${account.size.toFixed(0)} MB`;
    const peaks: number[] = [];
    for (const [how, work] of worksOn(account, peaks)) {
      const reference = { run: () => runProcess([parse, 'account.json', 'findings.json'], account.folder) };
      const { ratio, milliseconds } = await compare(rounds, work, reference);
      const against = 'JSON.parse + parseTree, cold';
      figures.push({ what: `${how} of ${what}`, against, ratio, aim: { most: 3 }, took: ms(milliseconds) });
      const before = times.get(how);
      times.set(how, milliseconds);
      if (before !== undefined) figures.push(growth(how, milliseconds, before));
    }
    figures.push(memoryFigure(what, Math.max(...peaks) - runProcess(['-e', '0'], account.folder), account));
    rmSync(account.folder, { recursive: true, force: true });
  }
  return figures;
}

/** `check` in each format, and `fix`. `peaks` gets the peak memory of each run, in megabytes. */
function worksOn({ folder, details }: Account, peaks: number[]): [how: string, work: Work<void>][] {
  const tool = path.resolve('dist/cli.cjs');
  const run = (...args: readonly string[]): unknown =>
    peaks.push(runProcess([tool, ...args, '--findings', 'findings.json', 'account.json'], folder));
  const fresh = (): void => writeFileSync(path.join(folder, 'account.json'), details);
  return [
    ...formats.map((format): [string, Work<void>] => [
      `check, ${format},`,
      { run: () => run('check', '--format', format) },
    ]),
    ['fix', { prepare: fresh, run: () => run('fix') }],
  ];
}

function growth(how: string, milliseconds: number, before: number): Figure {
  return {
    what: `${how} of 3,000 roles`,
    against: '300 roles',
    ratio: milliseconds / before,
    aim: { most: 11 },
    took: ms(milliseconds),
  };
}

function memoryFigure(what: string, peak: number, { size }: Account): Figure {
  return {
    what: `${what}: peak memory above an empty process`,
    against: 'the files',
    ratio: peak / size,
    aim: { most: 6 },
    took: `${peak.toFixed(0)} MB`,
  };
}
