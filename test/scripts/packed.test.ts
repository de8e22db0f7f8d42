/** The package of the extension names nothing that is not in it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { packedFiles, packedManifest } from '../../scripts/packed.ts';

suite('the packed extension', () => {
  const manifest = packedManifest(readFileSync('package.json', 'utf8'));
  const files = packedFiles().map((file) => path.posix.normalize(file));

  test('holds every file that its manifest names', () => {
    const named = [...manifest.matchAll(/"((?:\.\/)?[\w.-]+\/[\w./-]+\.(?:cjs|js|json|svg|png|md|css))"/g)].map(
      ([, file = '']) => path.posix.normalize(file),
    );
    assert.ok(named.length > 5, named.join());
    assert.deepEqual(
      named.filter((file) => !files.includes(file)),
      [],
    );
  });

  test('says nothing of what only building it needs', () => {
    const names = Object.keys(JSON.parse(manifest) as object);
    assert.deepEqual(
      names.filter((name) => /bin|scripts|ependencies|overrides|allowScripts/.test(name)),
      [],
    );
  });
});
