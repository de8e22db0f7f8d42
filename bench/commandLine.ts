/** Measures a cold start of the command line tool. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyExamples } from '../scripts/examples.ts';
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
