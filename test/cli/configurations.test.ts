/** Which `.iam-refine.json` holds for a file: the nearest above what is written, from wherever the tool is run. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { inFolder, run, runAsUser } from './run.ts';

const policy = JSON.stringify({
  Statement: [{ Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:ListQueues'], Resource: '*' }],
});
const finding = JSON.stringify([{ serviceNamespace: 'sqs', actions: ['SendMessage', 'ReceiveMessage'] }]);
const keep = (...actions: string[]): string => JSON.stringify({ keep: [{ actions, reason: 'yearly' }] });
const kept = policy.replace('"sqs:ReceiveMessage",', '');
const nothingKept = policy.replace('"sqs:SendMessage","sqs:ReceiveMessage",', '');

type Files = Readonly<Record<string, string>>;

function inFiles(files: Files, use: (folder: string) => void): Promise<void> {
  return inFolder((folder) => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    use(folder);
  });
}

/** What `fix` makes of a file, run in a folder. */
function fixed(
  folder: string,
  file: string,
  ...options: readonly string[]
): readonly [code: number | null, text: string, stderr: string] {
  const { code, stdout, stderr } = run(folder, 'fix', file, '--stdout', ...options);
  return [code, stdout, stderr];
}

suite('the nearest above the file governs', () => {
  const repo: Files = {
    'repo/.iam-refine.json': keep('sqs:SendMessage'),
    'repo/policies/p.json': policy,
    'repo/policies/f.finding.json': finding,
    'repo/..x/p.json': policy,
    'repo/..x/f.finding.json': finding,
    'repo/elsewhere/x': '',
  };
  const cases: readonly (readonly [what: string, from: string, file: string])[] = [
    ['from its folder', 'repo/policies', 'p.json'],
    ['from that of the configuration', 'repo', 'policies/p.json'],
    ['from above', '.', 'repo/policies/p.json'],
    ['from beside it', 'repo/elsewhere', '../policies/p.json'],
    ['in a folder named ..x, from above', 'repo', '..x/p.json'],
    ['in a folder named ..x, from beside it', 'repo/elsewhere', '../..x/p.json'],
    ['in a folder named ..x, from it', 'repo/..x', 'p.json'],
  ];
  for (const [what, from, file] of cases) {
    test(what, () => inFiles(repo, (folder) => assert.deepEqual(fixed(path.join(folder, from), file), [0, kept, ''])));
    test(`${what}, by its absolute path`, () =>
      inFiles(repo, (folder) =>
        assert.deepEqual(fixed(path.join(folder, from), path.join(folder, from, file)), [0, kept, '']),
      ));
  }

  test('of two, the nearer', () =>
    inFiles({ ...repo, 'repo/policies/.iam-refine.json': keep('sqs:Nothing*') }, (folder) =>
      assert.deepEqual(fixed(folder, 'repo/policies/p.json').slice(0, 2), [0, nothingKept]),
    ));

  test('of the cases: keep is not lost beside the current directory', () =>
    inFolder((folder) => {
      cpSync(path.resolve('test/fixtures/cases/hostile/keep-lost-sibling-cwd'), folder, { recursive: true });
      const file = path.join(folder, 'repo/policies/MyRole.json');
      const before = readFileSync(file, 'utf8');
      const { code, stdout } = run(path.join(folder, 'repo/findings'), 'fix', '../policies/MyRole.json');
      assert.deepEqual([code, readFileSync(file, 'utf8')], [0, before], stdout);
    }));

  test('messages name files in a folder ..x from where the tool runs', () =>
    inFiles(repo, (folder) =>
      assert.match(
        run(path.join(folder, 'repo'), 'check', '..x/p.json').stdout,
        /^\.\.x\/p\.json:1:\d+: warning: .*\n\.\.x\/p\.json: kept: /,
      ),
    ));
});

suite('one above the current directory', () => {
  const mapping = JSON.stringify({
    findings: ['secret/*.json'],
    policies: [{ files: 'work/p.json', attachedTo: ['arn:aws:iam::123456789012:role/A'] }],
  });
  const of = (name: string): string =>
    JSON.stringify({
      resource: `arn:aws:iam::123456789012:role/${name}`,
      status: 'ACTIVE',
      findingType: 'UnusedPermission',
      analyzedAt: new Date().toISOString(),
      findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'sqs', actions: ['SendMessage'] } }],
    });

  test('says whose policies are whose, and not where findings are', () =>
    inFiles(
      { '.iam-refine.json': mapping, 'secret/f.json': of('B'), 'work/A.finding.json': of('A'), 'work/p.json': policy },
      (folder) => {
        const { stdout } = run(path.join(folder, 'work'), 'check', 'p.json', '--format', 'json');
        const { files } = JSON.parse(stdout) as { files: { finding: { why: string; file: string } }[] };
        const where = path.join(folder, '.iam-refine.json');
        assert.deepEqual(
          files.map(({ finding: { why, file } }) => [why, file]),
          [[`by ${where}, line 1`, 'A.finding.json']],
        );
      },
    ));

  test('one that --config names says all', () =>
    inFiles({ 'up.json': mapping, 'secret/f.json': of('A'), 'work/p.json': policy }, (folder) => {
      const { code } = run(path.join(folder, 'work'), 'check', 'p.json', '--config', '../up.json');
      assert.equal(code, 1);
    }));
});

suite('of a link, the configuration of what is written', () => {
  const files: Files = {
    'here/f.finding.json': finding,
    'here/.iam-refine.json': keep('sqs:Nothing*'),
    'there/.iam-refine.json': keep('sqs:SendMessage'),
    'there/real.json': policy,
  };

  test('a file', () =>
    inFiles(files, (folder) => {
      symlinkSync('../there/real.json', path.join(folder, 'here/p.json'));
      assert.deepEqual(fixed(folder, 'here/p.json').slice(0, 2), [0, kept]);
      assert.equal(run(folder, 'fix', 'here/p.json').code, 0);
      assert.equal(readFileSync(path.join(folder, 'there/real.json'), 'utf8'), kept);
    }));

  test('a folder', () =>
    inFiles(files, (folder) => {
      symlinkSync('../there', path.join(folder, 'here/linked'));
      assert.deepEqual(fixed(folder, 'here/linked/real.json', '--findings', 'here/f.finding.json').slice(0, 2), [
        0,
        kept,
      ]);
    }));

  test('a mapping of what is written', () => {
    const arn = 'arn:aws:iam::123456789012:role/A';
    const report = finding
      .replace(
        '[',
        `{"resource": "${arn}", "status": "ACTIVE", "findingType": "UnusedPermission", "analyzedAt": "${new Date().toISOString()}", "findingDetails": [{"unusedPermissionDetails": `,
      )
      .replace(/\]$/, '}]}');
    const there = JSON.stringify({ policies: [{ files: 'real.json', attachedTo: [arn] }] });
    return inFiles(
      { 'here/a.finding.json': report, 'there/.iam-refine.json': there, 'there/real.json': policy },
      (folder) => {
        symlinkSync('../there/real.json', path.join(folder, 'here/p.json'));
        assert.deepEqual(fixed(folder, 'here/p.json').slice(0, 2), [0, nothingKept]);
      },
    );
  });
});

suite('one that is there and cannot be read blocks its files: exit 2; the others go on', () => {
  const files: Files = {
    'a/p.json': policy,
    'a/f.finding.json': finding,
    'b/p.json': policy,
    'b/f.finding.json': finding,
  };
  const cases: readonly (readonly [what: string, make: (file: string) => void, reason: string])[] = [
    ['a link that leads nowhere', (file) => symlinkSync('nowhere', file), 'no such file or directory'],
    ['a link to itself', (file) => symlinkSync('.iam-refine.json', file), 'too many symbolic links encountered'],
    ['a folder', (file) => mkdirSync(file), 'it is not a regular file'],
    ['a device', (file) => symlinkSync('/dev/zero', file), 'it is not a regular file'],
    ['a pipe', (file) => assert.equal(spawnSync('mkfifo', [file]).status, 0), 'it is not a regular file'],
    ['text that is not UTF-8', (file) => writeFileSync(file, Buffer.from([0x7b, 0xff, 0x7d])), 'the text is not UTF-8'],
    ['broken JSON', (file) => writeFileSync(file, '{\n "keep": [}'), '2:11: value expected'],
    [
      'a wrong member',
      (file) => writeFileSync(file, '{"kept": []}'),
      '1:2: unknown key kept in the configuration; known keys: $schema, findings, policies, accounts, keep',
    ],
    ['one that may not be read', (file) => (writeFileSync(file, '{}'), chmodSync(file, 0)), 'permission denied'],
  ];
  for (const [what, make, reason] of cases)
    test(what, () =>
      inFiles(files, (folder) => {
        make(path.join(folder, 'a/.iam-refine.json'));
        const left = `he configuration a/.iam-refine.json cannot be used (${reason}), so nothing is removed`;
        const checked = runAsUser(folder, 'check', '.');
        assert.deepEqual(
          [
            checked.code,
            checked.stdout.split('\n').filter((line) => line.startsWith('a/')),
            checked.stdout.split('\n').at(-2),
          ],
          [
            2,
            [`a/p.json:1:2: warning: T${left} [config.unreadable]`],
            '2 policies: 1 checked against the action catalogue from 2026-09-26, 1 blocked; 3 problems',
          ],
        );
        const fix = runAsUser(folder, 'fix', '.');
        assert.deepEqual([fix.code, fix.stderr], [2, `a/p.json: config.unreadable: t${left}\n`]);
        assert.deepEqual(
          ['a/p.json', 'b/p.json'].map((file) => readFileSync(path.join(folder, file), 'utf8')),
          [policy, nothingKept],
        );
        rmSync(path.join(folder, 'a/.iam-refine.json'), { recursive: true });
      }),
    );

  test('one that --config names: nothing is done at all', () =>
    inFiles(files, (folder) => {
      symlinkSync('nowhere', path.join(folder, 'c.json'));
      assert.deepEqual(run(folder, 'fix', '.', '--config', 'c.json'), {
        code: 2,
        stdout: '',
        stderr: 'iam-refine: c.json: no such file or directory; its keep rules are not known, so nothing is done\n',
      });
    }));
});
