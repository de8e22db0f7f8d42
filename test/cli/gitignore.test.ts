/** A `.gitignore` comes with the folder, so it is somebody else's: none of its rules may keep us busy. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { searchFolder } from '../../platform/src/node/searchFolder.ts';
import { inFolder, run } from './run.ts';

const everywhere = ['A/b/x.json', 'A/b/y.json', 'A/x.json', 'A/y.json'];

function write(folder: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

suite('rules of a .gitignore that are much to match', () => {
  const cases: readonly (readonly [what: string, rules: readonly string[], left: readonly string[]])[] = [
    [
      'with three ** are passed over',
      [`${'**/A/'.repeat(3)}**`, '**/**/**/y.json', 'x.json'],
      ['A/b/y.json', 'A/y.json'],
    ],
    [
      'of 100,000 characters are passed over',
      ['**/a'.repeat(25_000), 'x'.repeat(1001), 'x.json'],
      ['A/b/y.json', 'A/y.json'],
    ],
    ['are not those with two ** and one at the end', ['**/A/**/y.json', '**/b/**'], ['A/x.json']],
    ['and take something back pass over all', ['x.json', '!**/**/**/x.json'], everywhere],
    [
      'because they are too many say nothing',
      [...Array.from({ length: 2000 }, (_, i) => `${i}`), 'x.json'],
      everywhere,
    ],
    ['are not 2,000', [...Array.from({ length: 1999 }, (_, i) => `${i}`), 'x.json'], ['A/b/y.json', 'A/y.json']],
    ['with two ** are 20 at most', ['x.json', ...Array.from({ length: 21 }, () => '**/a/**/b')], everywhere],
  ];
  for (const [what, rules, left] of cases)
    test(what, () =>
      inFolder(async (folder) => {
        for (const file of everywhere) write(folder, file, '{}');
        write(folder, '.gitignore', rules.join('\n'));
        const { files } = await searchFolder(folder, folder);
        const found = files.map((file) => path.relative(folder, file).replaceAll('\\', '/'));
        assert.deepEqual(
          found.filter((file) => file !== '.gitignore'),
          left,
        );
      }),
    );

  test('make no deep folder take long', () =>
    inFolder((folder) => {
      write(
        folder,
        `${'a/'.repeat(60)}p.json`,
        '{"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}]}',
      );
      cpSync('examples/findings/MyRole.finding.json', path.join(folder, 'MyRole.finding.json'));
      write(folder, '.gitignore', `${'**/a/'.repeat(20)}b\n`);
      assert.equal(
        run(folder, 'check', '.').stdout.split('\n').at(-2),
        '1 policy: none checked, 1 not matched to a finding',
      );
    }));

  test('and are deeper than 100 folders say nothing there', () =>
    inFolder(async (folder) => {
      for (const depth of [99, 100]) write(folder, `${'a/'.repeat(depth)}x.json`, '{}');
      write(folder, '.gitignore', 'x.json\n');
      const { files, ignored } = await searchFolder(folder, folder);
      assert.deepEqual([files.length, ignored.files], [2, 1]);
    }));
});
