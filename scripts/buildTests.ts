import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { writeBinaries } from './build.ts';

/** The programs that tests start. */
const threads = ['test/cli/toolThread.ts'];

/** Replaces `node:test` in tests, so that they run in every supported Node. */
const anyNodeTest: Plugin = {
  name: 'any-node-test',
  setup(bundler) {
    const ours = path.resolve('test/support/nodeTest.ts');
    bundler.onResolve({ filter: /^node:test$/ }, ({ importer }) => (importer === ours ? undefined : { path: ours }));
  },
};

/** Bundles test files into `out/test`, and returns the files to run. */
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
    plugins: [anyNodeTest],
    sourcemap: true,
    logLevel: 'warning',
  });
  const outputs = files.map((file) => file.replace(/^test/, 'out/test').replace(/\.ts$/, '.mjs'));
  await writeBinaries(['out/test', ...new Set(outputs.map((file) => path.dirname(file)))], { isShipped: false });
  return outputs;
}

/**
 * Writes programs that run several built test files each, one after the other: starting Node and loading the engine
 * takes longer than most files do. Neighbours come into different groups, as they take equally long.
 */
export function groupTests(outputs: readonly string[], count: number): readonly string[] {
  return Array.from({ length: Math.min(count, outputs.length) }, (_, group) => {
    const program = `out/test/group${group}.mjs`;
    const members = outputs.filter((_output, i) => i % count === group);
    writeFileSync(program, members.map((file) => `import './${path.posix.relative('out/test', file)}';\n`).join(''));
    return program;
  });
}

/** Bundles and runs a program of the tests, and returns its exit code. */
export async function runProgram(file: string, args: readonly string[]): Promise<number> {
  const [bundle = ''] = await buildTests([file]);
  return spawnSync(process.execPath, ['--enable-source-maps', bundle, ...args], { stdio: 'inherit' }).status ?? 1;
}
