/**
 * Runs the tests: `npm test` all of them behind `npm run check`, `npm run test:unit` the quick ones without an editor,
 * `npm run test:lowest` those of the engine and the command line tool in the lowest Node that the tool runs on,
 * `npm run test:laws` the laws on random input and the slow tests, `npm run test:editor` those in a real VS Code, which
 * is installed where it is missing, `npm run test:desktop` the editor suite in a VS Code that is downloaded from
 * Microsoft.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { build } from 'esbuild';
import { globSync } from 'tinyglobby';
import { buildBundles } from './build.ts';
import { buildTests, groupTests } from './buildTests.ts';
import { fuzz } from './fuzz.ts';
import { installLowestNode } from './lowestNode.ts';
import { packageExtension } from './package.ts';
import { slowMark, slowVariable } from './slowTests.ts';
import { installChromium, installVsCode, releases } from './vscode/install.ts';

const unitFolders = ['core', 'server', 'client', 'cli', 'syntaxes', 'scripts'];

async function main(kind: string): Promise<number> {
  rmSync('out/test', { recursive: true, force: true });
  await buildBundles();
  if (kind === 'unit') return unitTests();
  if (kind === 'lowest') return lowestTests();
  if (kind === 'laws') return lawTests();
  if (kind === 'editor') return editorTests();
  if (kind === 'desktop') return desktopTests();
  return (
    check() ||
    (await unitTests()) ||
    (await lowestTests()) ||
    (await lawTests()) ||
    (await fuzzSlice()) ||
    (await editorTests())
  );
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

function unitFiles(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => globSync(`test/${folder}/**/*.test.ts`).toSorted());
}

async function unitTests(): Promise<number> {
  return runQuickTests(unitFolders);
}

/** The lowest Node of `engines` is a promise of the command line tool: its users have one, those of the editor do not. */
async function lowestTests(): Promise<number> {
  return runQuickTests(['core', 'cli'], installLowestNode());
}

/** Few groups start Node seldom; more than cores keep all cores busy to the end. */
const groups = 2 * availableParallelism();

async function runQuickTests(folders: readonly string[], node: string = process.execPath): Promise<number> {
  const programs = groupTests(await buildTests(unitFiles(folders)), groups);
  return runNode(node, programs, onAllCores, { [slowVariable]: 'no' });
}

async function lawTests(): Promise<number> {
  const slow = unitFiles(unitFolders).filter((file) => readFileSync(file, 'utf8').includes('/slow.ts'));
  const laws = await runNodeTests(globSync('test/laws/*.test.ts'), onAllCores);
  if (laws !== 0) return laws;
  return runNodeTests(slow, [...onAllCores, `--test-name-pattern=${slowMark.replaceAll(/[()]/g, '[$&]')}$`]);
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
  return runNode(process.execPath, await buildTests(files), options);
}

function runNode(
  node: string,
  programs: readonly string[],
  options: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): number {
  const env = { ...process.env, ...variables };
  const args = ['--enable-source-maps', '--test', ...options, ...programs];
  return spawnSync(node, args, { stdio: 'inherit', env }).status ?? 1;
}

process.exitCode = await main(process.argv[2] ?? 'all');
