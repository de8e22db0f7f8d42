/** No code but Node's, the editor's and our own runs, whatever lies in the folders in which Node looks for modules. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { foreignLoads } from '../../scripts/loads.ts';

suite('what a bundle must not load is found in its text', () => {
  for (const text of [
    'require("picomatch")',
    'require(name)',
    'const load = require; load("picomatch")',
    '[require].map(load)',
    'const { createRequire } = require("node:module"); createRequire(__filename)("picomatch")',
    'module.createRequire(__filename)',
    'require("module")._load("picomatch")',
    'require("module")["_load"]("picomatch")',
    'module.require("picomatch")',
    'module["createRequire"](__filename)',
    'process.mainModule.require("picomatch")',
    'eval("require")("picomatch")',
    'new Function("return import(1)")()',
    'Function("return import(1)")()',
    'import("picomatch")',
    'import(name)',
  ])
    test(text, () => assert.notEqual(foreignLoads(text).length, 0));

  for (const text of [
    'require("fs")',
    'require("node:fs/promises")',
    'import("node:zlib")',
    'x.require("y")',
    '"require(1)"',
    'require("vscode")',
  ])
    test(`${text} is allowed`, () => assert.deepEqual(foreignLoads(text, ['vscode']), []));
});

suite('modules in the folders around a bundle are left alone', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'iam-refine-traps-'));
  const dist = path.join(root, 'extension', 'dist');
  const workspace = path.join(root, 'workspace');
  const searched = [root, path.dirname(dist), dist, workspace].map((folder) => path.join(folder, 'node_modules'));
  before(() => {
    cpSync('dist', dist, { recursive: true });
    for (const folder of [...searched, path.join(root, '.node_modules'), path.join(root, '.node_libraries')])
      setTraps(folder);
    writeFileSync(path.join(dist, 'trapped.cjs'), "require('picomatch');");
  });
  after(() => rmSync(root, { recursive: true }));

  const trap = path.join(dist, 'node_modules', 'picomatch', 'index.js');
  for (const { bundle, args, status, loaded } of [
    { bundle: 'cli.cjs', args: (file: string) => [file, 'explain', 's3:GetObject'], status: 0, loaded: [] },
    // A server that nobody talks to ends by itself, and says so.
    { bundle: 'server.cjs', args: (file: string) => [file, '--stdio'], status: 1, loaded: [] },
    { bundle: 'client.cjs', args: (file: string) => ['--require', file, '--eval', ''], status: 0, loaded: [] },
    { bundle: 'languageClient.cjs', args: (file: string) => ['--require', file, '--eval', ''], status: 0, loaded: [] },
    { bundle: 'trapped.cjs', args: (file: string) => [file], status: 99, loaded: [`loaded: ${trap}`] },
  ])
    test(bundle, () => {
      const ran = spawnSync(process.execPath, args(path.join(dist, bundle)), {
        cwd: workspace,
        env: { ...process.env, HOME: root, USERPROFILE: root, NODE_PATH: path.join(root, 'node_modules') },
        encoding: 'utf8',
        input: '',
      });
      const said = ran.stderr.split('\n').filter((line) => line.startsWith('loaded: '));
      assert.deepEqual({ status: ran.status, loaded: said }, { status, loaded });
    });
});

/**
 * A module for every package that the project knows, each of which tells that it was loaded and ends the program.
 * `vscode` is a stand-in.
 */
function setTraps(folder: string): void {
  for (const name of packages()) {
    mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, name, 'index.js'), 'console.error(`loaded: ${__filename}`); process.exit(99);');
  }
  mkdirSync(path.join(folder, 'vscode'));
  writeFileSync(
    path.join(folder, 'vscode', 'index.js'),
    'class Stub {} Stub.EventEmitter = Stub; module.exports = new Proxy(Stub, { get: (given, name) => given[name] ?? Stub });',
  );
}

function packages(): string[] {
  return readdirSync('node_modules').flatMap((name) => {
    if (name.startsWith('.')) return [];
    return name.startsWith('@')
      ? readdirSync(path.join('node_modules', name)).map((part) => `${name}/${part}`)
      : [name];
  });
}
