/**
 * Runs the tests: `npm test` all of them behind `npm run check`, `npm run test:unit` those without an editor and random
 * input, `npm run test:laws` those that try the laws on random input, `npm run test:editor` those in a real VS Code,
 * which is installed where it is missing, `npm run test:desktop` the editor suite in a VS Code that is downloaded from
 * Microsoft.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { build } from 'esbuild';
import { globSync } from 'tinyglobby';
import { buildBundles } from './build.ts';
import { buildTests } from './buildTests.ts';
import { fuzz } from './fuzz.ts';
import { packageExtension } from './package.ts';
import { installChromium, installVsCode, releases } from './vscode/install.ts';

const unitFolders = ['core', 'server', 'client', 'cli', 'syntaxes', 'scripts'];

async function main(kind: string): Promise<number> {
  rmSync('out/test', { recursive: true, force: true });
  await buildBundles();
  if (kind === 'unit') return unitTests();
  if (kind === 'laws') return lawTests();
  if (kind === 'editor') return editorTests();
  if (kind === 'desktop') return desktopTests();
  return check() || (await unitTests()) || (await lawTests()) || (await fuzzSlice()) || (await editorTests());
}

/** Format, lint and types. */
function check(): number {
  return (
    spawnSync('npm', ['run', '--silent', 'check'], { stdio: 'inherit', shell: process.platform === 'win32' }).status ??
    1
  );
}

// Node leaves one core idle.
const onAllCores = [`--test-concurrency=${availableParallelism()}`];

async function unitTests(): Promise<number> {
  return runNodeTests(
    unitFolders.flatMap((folder) => globSync(`test/${folder}/**/*.test.ts`)),
    onAllCores,
  );
}

async function lawTests(): Promise<number> {
  return runNodeTests(globSync('test/laws/*.test.ts'), onAllCores);
}

/** A minute of random input, the same at every run: other input is for `npm run fuzz -- --seed`. */
async function fuzzSlice(): Promise<number> {
  return fuzz(['--seconds', '60']);
}

async function editorTests(): Promise<number> {
  installChromium();
  Object.values(releases).forEach(installVsCode);
  await bundleEditorSuite();
  packageExtension();
  return runNodeTests(globSync('test/editor/*.test.ts'), ['--test-concurrency=1']);
}

async function desktopTests(): Promise<number> {
  await bundleEditorSuite();
  return runNodeTests(globSync('test/editor/desktop/*.test.ts'), ['--test-concurrency=1']);
}

/** The mocha suite that runs inside VS Code's extension host. */
async function bundleEditorSuite(): Promise<void> {
  await build({
    entryPoints: ['test/editor/suite/index.ts'],
    outfile: 'out/test/editor/suite/index.cjs',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

async function runNodeTests(files: readonly string[], options: readonly string[]): Promise<number> {
  const outputs = await buildTests(files);
  return (
    spawnSync(process.execPath, ['--enable-source-maps', '--test', ...options, ...outputs], { stdio: 'inherit' })
      .status ?? 1
  );
}

process.exitCode = await main(process.argv[2] ?? 'all');
