/**
 * Runs the tests: `npm test` all of them behind `npm run check`, `npm run test:unit` the quick ones without an editor,
 * `npm run test:lowest` those of the engine and the command line tool in the lowest Node that the tool runs on, `npm
 * run test:laws` the laws on random input and the slow tests, `npm run test:editor` those in a real VS Code, which is
 * installed where it is missing, `npm run test:desktop` the editor suite in a VS Code that is downloaded from
 * Microsoft.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism, constants, setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { globSync } from 'tinyglobby';
import { buildBundles } from './build.ts';
import { buildTests, groupTests } from './buildTests.ts';
import { fuzz } from './fuzz.ts';
import { installLowestNode } from './lowestNode.ts';
import { inMemory } from './memoryFolder.ts';
import { packageExtension } from './package.ts';
import { slowMark, slowVariable } from './slowTests.ts';
import { installForEditor } from './vscode/install.ts';

const unitFolders = ['core', 'server', 'client', 'cli', 'syntaxes', 'scripts'];

async function main(kind: string): Promise<number> {
  rmSync('out/test', { recursive: true, force: true });
  await buildBundles({ isShipped: !['unit', 'lowest', 'laws'].includes(kind) });
  if (kind === 'unit') return unitTests();
  if (kind === 'lowest') return lowestTests();
  if (kind === 'laws') return lawTests();
  if (kind === 'editor') return editorTests();
  if (kind === 'desktop') return desktopTests();
  const installed = installEditors();
  return (
    check() ||
    (await unitTests()) ||
    (await lowestTests()) ||
    (await lawTests()) ||
    (await fuzzSlice()) ||
    (await installed) ||
    (await editorTests())
  );
}

/** Checks format, lint and types. */
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
  return runGroups(process.execPath, unitFiles(unitFolders));
}

/** The lowest Node of `engines` is a promise of the command line tool: its users have one, those of the editor do not. */
async function lowestTests(): Promise<number> {
  return runGroups(installLowestNode(), unitFiles(['core', 'cli']));
}

/**
 * Runs the quick tests in as many groups as there are cores: starting Node and loading the engine takes longer than
 * most files do. A group is no run of `node --test`: that takes a third process, and in the lowest Node, it does not
 * understand every name of a test.
 */
async function runGroups(node: string, files: readonly string[]): Promise<number> {
  const programs = groupTests(await buildTests(files), availableParallelism());
  const env = { ...process.env, ...inMemory(), [slowVariable]: 'no' };
  const codes = programs.map(async (program) => {
    const args = ['--enable-source-maps', '--max-semi-space-size=64', '--test-reporter=spec', program];
    const run = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await Promise.all([text(run.stdout), once(run, 'close')]);
    // A test that ends its process leaves out the tests behind it, and the sum, and its exit code may be 0.
    const sum = said.lastIndexOf('\nℹ tests');
    process.stdout.write(run.exitCode === 0 && sum >= 0 ? said.slice(sum) : said);
    if (sum >= 0) return run.exitCode ?? 1;
    console.error(`${program} ended before its tests had`);
    return 1;
  });
  return Math.max(...(await Promise.all(codes)));
}

async function lawTests(): Promise<number> {
  const [laws, slow] = [
    await buildTests(globSync('test/laws/*.test.ts')),
    await buildTests(unitFiles(unitFolders).filter((file) => readFileSync(file, 'utf8').includes('/slow.ts'))),
  ];
  const bySlowMark = `--test-name-pattern=${slowMark.replaceAll(/[()]/g, '[$&]')}$`;
  return (await runNode(['--test', ...onAllCores, ...laws])) || runNode(['--test', ...onAllCores, bySlowMark, ...slow]);
}

/** A minute of random input, the same at every run: other input is for `npm run fuzz -- --seed`. */
async function fuzzSlice(): Promise<number> {
  return fuzz(['--seconds', '60']);
}

/** Installs what the editor tests need, which waits for the network, while other tests run. */
async function installEditors(): Promise<number> {
  const run = spawn(process.execPath, ['scripts/vscode/install.ts'], { stdio: 'inherit' });
  setPriority(run.pid ?? 0, constants.priority.PRIORITY_LOW);
  await once(run, 'close');
  return run.exitCode ?? 1;
}

async function editorTests(): Promise<number> {
  installForEditor();
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
  return runNode(['--test', ...options, ...(await buildTests(files))]);
}

async function runNode(args: readonly string[]): Promise<number> {
  const run = spawn(process.execPath, ['--enable-source-maps', ...args], { stdio: 'inherit' });
  await once(run, 'close');
  return run.exitCode ?? 1;
}

process.exitCode = await main(process.argv[2] ?? 'all');
