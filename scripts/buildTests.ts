import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

/** What tests start beside themselves. */
const threads = ['test/cli/toolThread.ts'];

/** Bundles test files into `out/test`; gives the files to run. */
export async function buildTests(files: readonly string[]): Promise<readonly string[]> {
  await build({
    entryPoints: [...files, ...threads],
    outdir: 'out/test',
    outbase: 'test',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    loader: { '.txt': 'text', '.md': 'text' },
    sourcemap: true,
    logLevel: 'warning',
  });
  return files.map((file) => file.replace(/^test/, 'out/test').replace(/\.ts$/, '.mjs'));
}

/** Bundles a program among the tests and runs it; gives its exit code. */
export async function runProgram(file: string, args: readonly string[]): Promise<number> {
  const [bundle = ''] = await buildTests([file]);
  return spawnSync(process.execPath, ['--enable-source-maps', bundle, ...args], { stdio: 'inherit' }).status ?? 1;
}
