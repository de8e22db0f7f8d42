/** Files are found by globs as tinyglobby finds them. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import * as fc from 'fast-check';
import { glob } from 'tinyglobby';
import { findFiles, type SearchOptions } from '../../platform/src/node/findFiles.ts';
import { slow } from '../support/slow.ts';

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

  const filesIn = async (patterns: readonly string[], options: SearchOptions = {}): Promise<readonly string[]> => {
    const { files, end } = await findFiles(root, patterns, options);
    assert.equal(end, undefined);
    return files;
  };

  const name = fc.constantFrom('a', 'b', '.c', '**', '*', '{a,b}', '{a,b/a}', '?', '[ab]');
  const file = fc.constantFrom(
    'a.json',
    '*.json',
    '*',
    '*.{json,txt}',
    '.b.json',
    'c d.txt',
    '*d*',
    String.raw`\\[e\\].json`,
    '**',
  );
  const pattern = fc
    .tuple(fc.array(name, { maxLength: 3 }), file)
    .map(([folders, last]) => [...folders, last].join('/'));

  slow('below a folder, where links are not followed', () =>
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
        assert.deepEqual(await filesIn(patterns), slower.map((one) => path.resolve(one)).toSorted());
      }),
      { numRuns: 300 },
    ),
  );

  test('right in a folder', async () => {
    assert.deepEqual(await filesIn(['**/*.{json,txt}'], { isDeep: false }), [
      path.join(root, 'a.json'),
      path.join(root, 'b.txt'),
    ]);
  });

  test('a glob that starts in this folder, and one that leaves it', async () => {
    assert.deepEqual(await filesIn(['./a.json', '../**']), [path.join(root, 'a.json')]);
  });

  test('links that match, where they are asked for', async () => {
    const found = await filesIn(['{linked,a}.json', 'linked/**'], { withLinks: true });
    assert.deepEqual(found, [path.join(root, 'a.json'), path.join(root, 'linked.json')]);
  });

  test('what is behind a link is not found by its name either', async () => {
    assert.deepEqual(await filesIn(['linked/**', 'linked.json']), []);
  });

  suite('end early, and say so,', () => {
    const bounds = { entries: 10_000, files: 10_000 };
    const many = 1000;
    before(() => {
      mkdirSync(path.join(root, 'many'));
      for (let i = 0; i < many; i++) writeFileSync(path.join(root, 'many', `${i}.json`), '');
    });

    test('where more files match than are asked for', async () => {
      const { files, end } = await findFiles(root, ['**'], { bounds: { ...bounds, files: 5 } });
      assert.deepEqual({ files: files.length, end }, { files: 5, end: 'files' });
    });

    test('but not where just so many match', async () => {
      const { files } = await findFiles(root, ['many/*']);
      assert.equal(files.length, many);
      assert.deepEqual(await findFiles(root, ['many/*'], { bounds: { ...bounds, files: many } }), {
        files,
        end: undefined,
      });
    });

    test('where there are more files and folders than it looks at', async () => {
      const { files, end } = await findFiles(path.join(root, 'many'), ['**'], { bounds: { ...bounds, entries: 300 } });
      assert.deepEqual({ files: files.length, end }, { files: 300, end: 'entries' });
    });

    test('where somebody gives it up', async () => {
      const { files, end } = await findFiles(path.join(root, 'many'), ['**'], { goesOn: async (seen) => seen < 500 });
      assert.deepEqual({ files: files.length, end }, { files: 511, end: 'given-up' });
    });
  });
});
