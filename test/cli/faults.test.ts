/** What goes wrong around the command line tool: full disks, links, pipes, files of other encodings. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { inFolder, run, tool } from './run.ts';

const policy = (...actions: string[]): string =>
  `${JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }, null, 2)}\n`;
const finding = JSON.stringify([{ serviceNamespace: 'sqs', actions: ['SendMessage'] }]);
const unrefined = policy('sqs:SendMessage', 'sqs:ReceiveMessage');
const refined = policy('sqs:ReceiveMessage');

/** A folder with a policy and the finding that speaks for it. */
function inWorkspace(use: (folder: string) => void): Promise<void> {
  return inFolder((folder) => {
    writeFileSync(path.join(folder, 'f.finding.json'), finding);
    writeFileSync(path.join(folder, 'p.json'), unrefined);
    use(folder);
  });
}

suite('fix', () => {
  test('a disk that is full while the file is written: it is left as it is, and nothing is left beside it', () =>
    inWorkspace((folder) => {
      const large = policy('sqs:SendMessage', ...Array.from({ length: 500 }, (_, i) => `sqs:Unheard${i}`));
      writeFileSync(path.join(folder, 'p.json'), large);
      // No file may grow beyond 8 KB: the write fails in the middle, as it does on a full disk.
      const { status, stderr } = spawnSync(
        'bash',
        ['-c', 'ulimit -f 8; exec "$@"', 'bash', process.execPath, tool, 'fix', 'p.json'],
        {
          cwd: folder,
          encoding: 'utf8',
        },
      );
      assert.deepEqual([status, stderr], [2, 'p.json: file too large; it was left unchanged\n']);
      assert.equal(readFileSync(path.join(folder, 'p.json'), 'utf8'), large);
      assert.deepEqual(readdirSync(folder).toSorted(), ['f.finding.json', 'p.json']);
    }));

  test('a link in a folder is not followed; one that is named is', () =>
    inFolder((folder) => {
      mkdirSync(path.join(folder, 'w'));
      writeFileSync(path.join(folder, 'w/f.finding.json'), finding);
      writeFileSync(path.join(folder, 'outside.json'), unrefined);
      symlinkSync('../outside.json', path.join(folder, 'w/p.json'));
      const below = run(path.join(folder, 'w'), 'fix', '.');
      assert.deepEqual(
        [below.code, below.stderr, readFileSync(path.join(folder, 'outside.json'), 'utf8')],
        [2, 'iam-refine: no IAM policy in .\n', unrefined],
      );
      const named = run(path.join(folder, 'w'), 'fix', 'p.json');
      assert.deepEqual([named.code, readFileSync(path.join(folder, 'outside.json'), 'utf8')], [0, refined]);
    }));

  test('a key that is there twice is left undone, with the reason', () =>
    inWorkspace((folder) => {
      const twice = '{"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Action": "sqs:*"}]}';
      writeFileSync(path.join(folder, 'p.json'), twice);
      const { code, stderr } = run(folder, 'fix', 'p.json');
      const said =
        'p.json: policy.unread: duplicate key Action in the statement: IAM does not define which one applies\n';
      assert.deepEqual([code, stderr, readFileSync(path.join(folder, 'p.json'), 'utf8')], [1, said, twice]);
    }));
});

suite('files that are no files, or of other encodings', () => {
  test('pipes and devices in a folder are passed over', () =>
    inWorkspace((folder) => {
      symlinkSync('/dev/zero', path.join(folder, 'zero.json'));
      symlinkSync('/dev/zero', path.join(folder, 'zero.finding.json'));
      symlinkSync('nowhere', path.join(folder, 'nowhere.json'));
      assert.equal(spawnSync('mkfifo', [path.join(folder, 'pipe.finding.json')]).status, 0);
      const { code, stdout, stderr } = run(folder, 'check', '.');
      const said = [
        'p.json:6:9: warning: sqs:SendMessage is unused [action.unused]',
        'p.json: kept: sqs:ReceiveMessage (as of 2026-08-22, AWS does not track its use, so no finding can name it)',
        '1 policy checked against the action catalogue from 2026-09-26: 1 problem',
        '',
      ];
      // What would have been evidence is named.
      const ignored = 'zero.finding.json: it is a link that leads out of the workspace; it is ignored\n';
      assert.deepEqual([code, stdout.split('\n'), stderr], [1, said, ignored]);
    }));

  test('findings from a pipe that is named', () =>
    inWorkspace((folder) => {
      const command = '"$0" "$1" fix p.json --stdout --findings <(cat f.finding.json)';
      const { stdout } = spawnSync('bash', ['-c', command, process.execPath, tool], { cwd: folder, encoding: 'utf8' });
      assert.equal(stdout, refined);
    }));

  test('findings as PowerShell writes them, in UTF-16; and where they are broken', () =>
    inWorkspace((folder) => {
      writeFileSync(path.join(folder, 'f.finding.json'), `\uFEFF${finding}`, 'utf16le');
      assert.equal(run(folder, 'fix', 'p.json', '--stdout').stdout, refined);
      writeFileSync(path.join(folder, 'f.finding.json'), '\uFEFF[\n{"a" 1}]', 'utf16le');
      assert.equal(
        run(folder, 'check', 'p.json').stderr.split('\n')[0],
        'f.finding.json:2:6: colon expected; no finding in this file is used',
      );
    }));

  test('a policy in UTF-16 is refused, because it would be written back as UTF-8', () =>
    inWorkspace((folder) => {
      const bytes = Buffer.from(`\uFEFF${unrefined}`, 'utf16le');
      writeFileSync(path.join(folder, 'p.json'), bytes);
      const { code, stderr } = run(folder, 'fix', 'p.json');
      assert.deepEqual(
        [code, stderr, readFileSync(path.join(folder, 'p.json'))],
        [2, 'p.json: the text is not UTF-8\n', bytes],
      );
    }));
});
