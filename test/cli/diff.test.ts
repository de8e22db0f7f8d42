/** The diffs that `fix --diff` prints are applied by git, byte by byte, whatever the names and the line ends are. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { unifiedDiff, type ChangedText } from '../../cli/src/unifiedDiff.ts';
import { applyEdits, type TextEdit } from '../../core/src/text/index.ts';
import { seed } from '../support/property.ts';
import { inFolder, run } from './run.ts';

/** Runs git in a folder, without what its user has set up. */
function git(folder: string, input: string, ...args: readonly string[]): readonly [code: number | null, said: string] {
  const env = {
    ...process.env,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CEILING_DIRECTORIES: path.dirname(folder),
  };
  const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8', input, env });
  return [status, stderr];
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

const read = (folder: string, file: string): string => readFileSync(path.join(folder, file), 'utf8');
const finding = JSON.stringify([{ serviceNamespace: 'sqs', actions: ['SendMessage', 'ListQueues'] }]);
const policy = {
  Statement: [{ Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:ListQueues'], Resource: '*' }],
};
const indented = JSON.stringify(policy, null, 2);

/** The diff of a policy at a path, and the text that `fix` writes; git makes the one of the other. */
async function appliesWithGit(file: string, text: string): Promise<string> {
  let printed = '';
  await inFolder((folder) => {
    write(folder, 'f.finding.json', finding);
    write(folder, file, text);
    const options = ['--findings', 'f.finding.json', `./${file}`];
    const { code, stdout, stderr } = run(folder, 'fix', '--diff', ...options);
    assert.deepEqual([code, stderr, read(folder, file)], [0, '', text]);
    assert.deepEqual(git(folder, stdout, 'apply', '--whitespace=nowarn', '-'), [0, '']);
    const patched = read(folder, file);
    assert.notEqual(patched, text);
    write(folder, file, text);
    assert.equal(run(folder, 'fix', '--stdout', ...options).stdout, patched);
    assert.equal(run(folder, 'fix', ...options).code, 0);
    assert.equal(read(folder, file), patched);
    printed = stdout;
  });
  return printed;
}

suite('the diff of a file', () => {
  test('is what git prints', async () => {
    const printed = await appliesWithGit('roles/p.json', `${indented}\n`);
    assert.deepEqual(printed.split('\n'), [
      'diff --git a/roles/p.json b/roles/p.json',
      '--- a/roles/p.json',
      '+++ b/roles/p.json',
      '@@ -3,9 +3,7 @@',
      '     {',
      '       "Effect": "Allow",',
      '       "Action": [',
      '-        "sqs:SendMessage",',
      '-        "sqs:ReceiveMessage",',
      '-        "sqs:ListQueues"',
      '+        "sqs:ReceiveMessage"',
      '       ],',
      '       "Resource": "*"',
      '     }',
      '',
    ]);
  });

  for (const [what, text] of [
    ['on one line', `${JSON.stringify(policy)}\n`],
    ['on one line that nothing ends', JSON.stringify(policy)],
    ['that ends without a line end', indented],
    ['with the line ends of Windows', `${indented}\n`.replaceAll('\n', '\r\n')],
    ['with the line ends of Windows, but for the last', indented.replaceAll('\n', '\r\n')],
    ['with the line ends of old Macs', indented.replaceAll('\n', '\r')],
    ['with a byte order mark', `\uFEFF${indented}\n`],
    ['on one line with a byte order mark', `\uFEFF${JSON.stringify(policy)}`],
    ['that begins with many empty lines', `${'\n'.repeat(20)}${indented}${'\n'.repeat(20)}`],
  ] as const)
    test(`${what} is applied by git`, async () => {
      await appliesWithGit('p.json', text);
    });

  for (const [file, header] of [
    ['my policy.json', '--- a/my policy.json\t'],
    ['with  two blanks/ and one before.json', '--- a/with  two blanks/ and one before.json\t'],
    ['ends with a blank .json ', '--- "a/ends with a blank .json "\t'],
    ['-p1.json', '--- a/-p1.json'],
    ['--diff.json', '--- a/--diff.json'],
    ['a/b/p.json', '--- a/a/b/p.json'],
    ['b/p.json', '--- a/b/p.json'],
    ['..x/p.json', '--- a/..x/p.json'],
    ['dev/null', '--- a/dev/null'],
    ['Rôle/Schlüssel.json', '--- "a/R\\303\\264le/Schl\\303\\274ssel.json"'],
    ['💥 .json', '--- "a/\\360\\237\\222\\245 .json"\t'],
    ['"quoted".json', '--- "a/\\"quoted\\".json"'],
    ["it's.json", "--- a/it's.json"],
    ['back\\slash.json', '--- "a/back\\\\slash.json"'],
    ['tab\t.json', '--- "a/tab\\t.json"'],
    ['line\nend\r.json', '--- "a/line\\nend\\r.json"'],
    ['\x01\x1b[31m\x7f.json', '--- "a/\\001\\033[31m\\177.json"'],
  ] as const)
    test(`${JSON.stringify(file)} is applied by git`, async () => {
      assert.equal((await appliesWithGit(file, `${indented}\n`)).split('\n')[1], header);
    });

  test('is applied in a folder of a repository that is named as the path begins', () =>
    inFolder((root) => {
      git(root, '', 'init', '-q');
      const folder = path.join(root, 'a/b');
      write(folder, 'f.finding.json', finding);
      write(folder, 'b/p.json', indented);
      write(folder, 'p.json', indented);
      const { stdout } = run(folder, 'fix', '--diff', 'b/p.json', '--findings', 'f.finding.json');
      assert.deepEqual(git(folder, stdout, 'apply', '-'), [0, '']);
      assert.deepEqual([read(folder, 'b/p.json') === indented, read(folder, 'p.json') === indented], [false, true]);
    }));

  test('of a link is that of the file it leads to, as `fix` writes it', () =>
    inFolder((folder) => {
      write(folder, 'f.finding.json', finding);
      write(folder, 'real/p.json', indented);
      symlinkSync('real/p.json', path.join(folder, 'link.json'));
      const { stdout } = run(folder, 'fix', '--diff', 'link.json', '--findings', 'f.finding.json');
      assert.equal(stdout.split('\n')[1], '--- a/real/p.json');
    }));

  test('of a file elsewhere is applied at the root', () =>
    inFolder((folder) => {
      write(folder, 'f.finding.json', finding);
      write(folder, 'p.json', indented);
      mkdirSync(path.join(folder, 'here'));
      const { stdout } = run(
        path.join(folder, 'here'),
        'fix',
        '--diff',
        '../p.json',
        '--findings',
        '../f.finding.json',
      );
      assert.match(stdout.split('\n')[1] ?? '', /^--- a\/[^/].*\/p\.json$/);
    }));
});

suite('a byte order mark', () => {
  test('is kept by `--stdout`', () =>
    inFolder((folder) => {
      write(folder, 'f.finding.json', finding);
      write(folder, 'p.json', `\uFEFF${indented}`);
      const { stdout } = run(folder, 'fix', '--stdout', 'p.json');
      assert.deepEqual([stdout.startsWith('\uFEFF{'), stdout.length < indented.length], [true, true]);
    }));
});

/** A text of short lines, and edits of it. */
const changed: fc.Arbitrary<Omit<ChangedText, 'path'>> = fc
  .tuple(
    fc
      .array(fc.constantFrom('a\n', 'b\n', 'b\n', 'c\n', '\n', 'd\r\n', 'e', '\r'), { maxLength: 60 })
      .map((lines) => lines.join('')),
    fc.array(fc.tuple(fc.nat(200), fc.nat(6), fc.constantFrom('', '', 'x', '\n', 'y\nz', 'b\n')), { maxLength: 6 }),
  )
  .map(([before, cuts]) => {
    const edits: TextEdit[] = [];
    let end = 0;
    for (const [gap, length, newText] of cuts) {
      const offset = end + (gap % 40);
      if (offset + length > before.length) break;
      edits.push({ span: { offset, length }, newText });
      end = offset + length + 1;
    }
    return { before, after: applyEdits(before, edits) ?? before, edits };
  })
  // What becomes of an empty file, git takes for one that is made or removed.
  .filter(({ before, after }) => before !== '' && after !== '');

suite('any edits', () => {
  test('come out as a diff that git applies, and takes back', () =>
    inFolder((folder) => {
      const samples = fc.sample(changed, { seed, numRuns: 400 }).map((sample, i) => ({ ...sample, path: `${i}.txt` }));
      for (const { path: file, before } of samples) write(folder, file, before);
      const diff = samples.map(unifiedDiff).join('');
      assert.deepEqual(git(folder, diff, 'apply', '--whitespace=nowarn', '-'), [0, '']);
      for (const { path: file, after } of samples) assert.equal(read(folder, file), after);
      assert.deepEqual(git(folder, diff, 'apply', '--whitespace=nowarn', '-R', '-'), [0, '']);
      for (const { path: file, before } of samples) assert.equal(read(folder, file), before);
    }));

  test('that change nothing come out as nothing', () => {
    const edits = [{ span: { offset: 0, length: 1 }, newText: 'a' }];
    assert.equal(unifiedDiff({ path: 'p', before: 'a\n', after: 'a\n', edits }), '');
  });
});
