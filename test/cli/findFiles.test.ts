/** Files are found by globs as tinyglobby finds them. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import * as fc from 'fast-check';
import { glob } from 'tinyglobby';
import { findFiles } from '../../platform/src/node/findFiles.ts';

suite('files found by globs', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'iam-refine-globs-'));
  const names = ['a', 'b', '.c', 'node_modules'];
  before(() => {
    for (const one of names)
      for (const two of names) {
        const folder = path.join(root, one, two);
        mkdirSync(folder, { recursive: true });
        for (const file of ['a.json', '.b.json', 'c d.txt', '[e].json']) writeFileSync(path.join(folder, file), '');
      }
    for (const file of ['a.json', 'b.txt']) writeFileSync(path.join(root, file), '');
    symlinkSync(path.join(root, 'a'), path.join(root, 'linked'));
    symlinkSync(path.join(root, 'a.json'), path.join(root, 'linked.json'));
  });
  after(() => rmSync(root, { recursive: true }));

  const name = fc.constantFrom('a', 'b', '.c', '**', '*', '{a,b}', '{a,b/a}', '?', '[ab]');
  const file = fc.constantFrom('a.json', '*.json', '*', '*.{json,txt}', '.b.json', 'c d.txt', '*d*', String.raw`\\[e\\].json`, '**');
  const pattern = fc.tuple(fc.array(name, { maxLength: 3 }), file).map(([folders, last]) => [...folders, last].join('/'));

  test('below a folder, where links are not followed', () =>
    fc.assert(
      fc.asyncProperty(fc.array(pattern, { minLength: 1, maxLength: 3 }), async (patterns) => {
        const slower = await glob(patterns, {
          cwd: root,
          ignore: ['**/node_modules/**'],
          absolute: true,
          dot: true,
          followSymbolicLinks: false,
          expandDirectories: false,
        });
        assert.deepEqual(await findFiles(root, patterns), slower.map((one) => path.resolve(one)).toSorted());
      }),
      { numRuns: 300 },
    ));

  test('right in a folder', async () => {
    assert.deepEqual(await findFiles(root, ['**/*.{json,txt}'], false), [path.join(root, 'a.json'), path.join(root, 'b.txt')]);
  });

  test('a glob that starts in this folder, and one that leaves it', async () => {
    assert.deepEqual(await findFiles(root, ['./a.json', '../**']), [path.join(root, 'a.json')]);
  });

  test('what is behind a link is not found by its name either', async () => {
    assert.deepEqual(await findFiles(root, ['linked/**', 'linked.json']), []);
  });
});
