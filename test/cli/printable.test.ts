/** What comes from files that somebody else may have written is shown, and does nothing. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { printable } from '../../cli/src/printable.ts';
import { holds } from '../support/property.ts';
import { inFolder, run, type Run } from './run.ts';

suite('a line for people', () => {
  for (const [line, shown] of [
    ['MyRole.json:7:17: warning: s3:Get* is unused', 'MyRole.json:7:17: warning: s3:Get* is unused'],
    ['Rôle/💥.json', 'Rôle/💥.json'],
    ['a\nb\r\nc', 'a\\u000ab\\u000d\\u000ac'],
    ['\x1b[2Jx\x07\x7f\x9b', '\\u001b[2Jx\\u0007\\u007f\\u009b'],
    ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['evil\u202Enosj.txt', 'evil\\u202enosj.txt'],
    ['half \uD83D of a character', 'half \\ud83d of a character'],
    ['::error::x', '\\u003a:error::x'],
    ['  ::set-output name=x::y', '  \\u003a:set-output name=x::y'],
    ['kept: arn:aws:iam::1:role/x', 'kept: arn:aws:iam::1:role/x'],
    ['x ##[set-env name=x]y', 'x \\u0023#[set-env name=x]y'],
    ['##vso[task.setvariable variable=x]y', '\\u0023#vso[task.setvariable variable=x]y'],
    ['# a ## b', '# a ## b'],
  ] as const)
    test(JSON.stringify(line), () => assert.equal(printable(line), shown));

  test('is one line without commands, whatever is in it', () => {
    const parts = fc.array(
      fc.constantFrom('::', ':', '##[', '#', '[', 'a', ' ', '\n', '\r', '\x1b', '\u2028', '\u202e', '\ufeff', '\t'),
    );
    holds(parts, (given) => {
      const line = printable(given.join(''));
      assert.doesNotMatch(line, /^\s*::|##\w*\[|[\p{Cc}\u2028\u2029\u202e\ufeff]/u);
    });
  });
});

const name = '::error file=x::\x1b[31m\r\n::error::y##[error]z.json';
const odd = '\n::error::reason\x1b[31m';
const finding = JSON.stringify([{ serviceNamespace: 'sqs', actions: ['SendMessage', 'ListQueues'] }]);
const policy = JSON.stringify({
  Statement: [
    { Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:ListQueues', `sqs:Foo${odd}`, `bar${odd}:*`], Resource: '*' },
  ],
});

/** A folder in which all that can be named is named to harm. */
function inHostile(use: (folder: string) => void): Promise<void> {
  return inFolder((folder) => {
    writeFileSync(path.join(folder, 'finding.json'), finding);
    writeFileSync(path.join(folder, name), policy);
    writeFileSync(path.join(folder, `${name} broken.json`), policy.replace(':', ''));
    const keep = { actions: ['sqs:ListQueues'], reason: `needed${odd}` };
    const expired = { actions: ['sqs:PurgeQueue'], reason: `was needed${odd}`, until: '2020-01-01' };
    writeFileSync(path.join(folder, '.iam-refine.json'), JSON.stringify({ keep: [keep, expired] }));
    mkdirSync(path.join(folder, `none${odd}`));
    use(folder);
  });
}

function isHarmless({ stdout, stderr }: Run): void {
  for (const line of [...stdout.split('\n'), ...stderr.split('\n')])
    assert.doesNotMatch(line, /^\s*::|##\w*\[|[\p{Cc}\u2028\u2029]/u);
}

suite('hostile names of files, actions and reasons', () => {
  for (const args of [
    ['check', '.'],
    ['check', name],
    ['check', `none${odd}`],
    ['check', `nowhere${odd}`],
    ['check', '.', `--fo${odd}`],
    ['check', '.', '--format', `x${odd}`],
    ['check', '.', '--findings', `none${odd}`],
    ['check', '.', '--principal', `arn:aws:iam::111122223333:role/x${odd}`],
    ['fix', '.', '--dry-run'],
    ['fix', '.'],
    ['explain', `sqs:S*${odd}`],
    ['explain', `sqs${odd}`],
    [`frob${odd}`],
  ])
    test(JSON.stringify(args), () =>
      inHostile((folder) => {
        const result = run(folder, ...args);
        assert.notEqual(result.stdout + result.stderr, '');
        isHarmless(result);
      }),
    );

  test('annotations of GitHub Actions are those of `check`, a line each, and no others', () =>
    inHostile((folder) => {
      const { stdout, stderr } = run(folder, 'check', '.', '--format', 'github');
      const file = '%3A%3Aerror file=x%3A%3A\\u001b[31m%0D%0A%3A%3Aerror%3A%3Ay\\u0023#[error]z.json';
      const at = (col: number, endColumn: number): string =>
        `::warning file=${file},line=1,endLine=1,col=${col},endColumn=${endColumn}`;
      const rejected = (text: string): string => `IAM rejects "${text}": an action must not contain white space`;
      assert.deepEqual(stdout.split('\n'), [
        `${at(43, 60)},title=action.unused::sqs:SendMessage is unused`,
        `${at(78, 114)},title=action.malformed::${rejected('sqs:Foo\\n::error::reason\\u001b[31m')}`,
        `${at(115, 149)},title=action.malformed::${rejected('bar\\n::error::reason\\u001b[31m:*')}`,
        '',
      ]);
      isHarmless({ code: 2, stdout: '', stderr });
    }));

  test('JSON has them as they are', () =>
    inHostile((folder) => {
      const { stdout } = run(folder, 'check', '.', '--format', 'json');
      const { files } = JSON.parse(stdout) as { files: { path: string }[] };
      assert.deepEqual(
        files.map((file) => file.path),
        [name],
      );
    }));
});
