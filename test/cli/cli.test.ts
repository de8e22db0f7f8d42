import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { yesterday } from '../../scripts/examples.ts';
import { sample } from '../support/samples.ts';
import { inExamples, inFolder, run } from './run.ts';

const read = (folder: string, file: string): string => readFileSync(path.join(folder, file), 'utf8');
const write = (folder: string, file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
};
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

const policy = (...actions: string[]): string =>
  `${JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }, null, 2)}\n`;
const short = (service: string, ...actions: string[]): string =>
  JSON.stringify([{ serviceNamespace: service, actions }]);
const silence = `no finding applies to this policy: its finding from ${yesterday().slice(0, 10)} is RESOLVED`;
/** The counts that other programs read, where only these are not zero. */
const summary = (counts: object): object => ({
  policies: 0,
  checked: 0,
  notActionStatements: 0,
  notMatched: 0,
  ambiguous: 0,
  blocked: 0,
  unreadParts: 0,
  notYetParts: 0,
  unreadFiles: 0,
  brokenFindings: 0,
  unreadFindings: 0,
  notYetFiles: {},
  tooLarge: [],
  withoutPolicy: 0,
  ignored: { files: 0, folders: 0 },
  ...counts,
});
const resultOfThePost = sample('policy.MyRole.expected-refined.json');

suite('check', () => {
  const untracked =
    '29 actions, such as lambda:InvokeAsync, lambda:InvokeFunction, lambda:InvokeFunctionUrl (as of 2026-08-22, AWS does not track their use, so no finding can name them)';

  test('says what is unused, where, and with which code: exit 1', () =>
    inExamples((folder) => {
      const { code, stdout, stderr } = run(folder, 'check', 'MyRole.json');
      assert.deepEqual([code, stderr], [1, '']);
      const said = lines(stdout);
      assert.deepEqual(
        [said[0], ...said.slice(-3)],
        [
          'MyRole.json:7:17: warning: lambda:AddPermission is unused [action.unused]',
          'MyRole.json:22:17: warning: 24 of 63 actions of s3:Get* are unused [wildcard.partly-unused]',
          `MyRole.json: kept: ${untracked}`,
          '1 policy checked against the action catalogue from 2026-09-26: 9 problems',
        ],
      );
    }));

  test('a folder: every policy in it, and a line for each to which no finding applies', () =>
    inExamples((folder) => {
      const { code, stdout, stderr } = run(folder, 'check', '.');
      assert.deepEqual(
        [code, lines(stdout).at(-1), lines(stderr)],
        [
          1,
          '3 policies: 2 checked against the action catalogue from 2026-09-26, 1 not matched to a finding; 17 problems',
          [`Auditor.json: ${silence}`],
        ],
      );
    }));

  test('nothing unused: exit 0', () =>
    inExamples((folder) => {
      run(folder, 'fix', 'MyRole.json');
      const { code, stdout } = run(folder, 'check', 'MyRole.json');
      assert.deepEqual(
        [code, lines(stdout)],
        [
          0,
          [
            `MyRole.json: kept: ${untracked}`,
            '1 policy checked against the action catalogue from 2026-09-26: nothing is reported unused',
          ],
        ],
      );
    }));

  test('no finding applies: said, and not taken for nothing unused', () =>
    inExamples((folder) => {
      const { code, stdout, stderr } = run(folder, 'check', 'Auditor.json');
      assert.deepEqual(
        [code, stdout, stderr],
        [0, '1 policy: none checked, 1 not matched to a finding\n', `Auditor.json: ${silence}\n`],
      );
    }));

  test('as JSON, with places and the finding', () =>
    inExamples((folder) => {
      write(
        folder,
        'Small/p.json',
        '{"Statement": [{"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"]}]}',
      );
      write(folder, 'Small/findings.json', short('sqs', 'SendMessage'));
      const { code, stdout } = run(folder, 'check', 'Small/p.json', '--format', 'json');
      assert.equal(code, 1);
      assert.deepEqual(JSON.parse(stdout), {
        catalogue: 'the action catalogue from 2026-09-26',
        trackedOn: '2026-08-22',
        summary: summary({ policies: 1, checked: 1 }),
        files: [
          {
            path: 'Small/p.json',
            finding: { principals: [], id: null, file: 'Small/findings.json', why: 'by its folder' },
            problems: [
              {
                code: 'action.unused',
                severity: 'warning',
                message: 'sqs:SendMessage is unused',
                start: { line: 1, column: 47 },
                end: { line: 1, column: 64 },
              },
            ],
            kept: { notTracked: ['sqs:ReceiveMessage'], trackingUnknown: 0, withheld: [] },
          },
        ],
      });
    }));
});

suite('fix', () => {
  test('writes the result of the post in place: exit 0', () =>
    inExamples((folder) => {
      const { code, stdout, stderr } = run(folder, 'fix', 'MyRole.json');
      const said =
        'MyRole.json: removed 32 actions unused by MyRole, kept 60 (checked against the action catalogue from 2026-09-26)\n';
      assert.deepEqual([code, stdout, stderr], [0, said, '']);
      assert.equal(read(folder, 'MyRole.json'), resultOfThePost);
      assert.deepEqual(run(folder, 'fix', 'MyRole.json').stdout, 'MyRole.json: nothing to do\n');
    }));

  test('--stdout, --diff and --dry-run write nothing', () =>
    inExamples((folder) => {
      const before = read(folder, 'MyRole.json');
      assert.equal(run(folder, 'fix', 'MyRole.json', '--stdout').stdout, resultOfThePost);
      const diff = run(folder, 'fix', 'MyRole.json', '--diff').stdout;
      assert.match(
        diff,
        /^diff --git a\/MyRole\.json b\/MyRole\.json\n--- a\/MyRole\.json\n\+\+\+ b\/MyRole\.json\n@@ .* @@\n/,
      );
      assert.deepEqual(lines(diff).filter((line) => line.startsWith('+ ')).length, 7);
      assert.match(run(folder, 'fix', 'MyRole.json', '--dry-run').stdout, /^MyRole\.json: would remove 32 actions/);
      assert.equal(read(folder, 'MyRole.json'), before);
    }));

  test('--compact writes the fewest characters; a policy that is too large without it is told', () =>
    inFolder((folder) => {
      const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
      const names = letters.flatMap((letter) => [`Get${letter}Something`, `Get${letter}Somewhere`]);
      const before = JSON.stringify({
        Statement: { Sid: 'a'.repeat(5630), Effect: 'Allow', Action: 's3:Get*', Resource: '*' },
      });
      write(folder, 'policy.json', before);
      write(folder, 'finding.json', short('s3', ...letters.map((letter) => `Get${letter}Somewhere`)));
      write(folder, 'catalogue.json', JSON.stringify({ s3: names }));
      const fix = (...options: readonly string[]): readonly [code: number | null, told: string, action: string] => {
        const { code, stdout, stderr } = run(
          folder,
          'fix',
          'policy.json',
          '--catalogue',
          'catalogue.json',
          '--stdout',
          ...options,
        );
        return [code, stderr.trimEnd(), /"Action":\["([^"]*)"/.exec(stdout)?.[1] ?? stdout];
      };
      const told =
        'policy.json: policy.too-large: After refining: 6,191 characters without white space; the quota for a managed policy is 6,144; the compact form has 6,113';
      assert.deepEqual(
        [fix(), fix('--compact')],
        [
          [0, told, 's3:GetASomething'],
          [0, '', 's3:GetASomet*'],
        ],
      );
    }));

  test('a folder: every policy, as JSON', () =>
    inExamples((folder) => {
      const { code, stdout } = run(folder, 'fix', '.', '--format', 'json');
      assert.equal(code, 0);
      assert.deepEqual(JSON.parse(stdout), {
        catalogue: 'the action catalogue from 2026-09-26',
        summary: summary({ policies: 3, checked: 2, notMatched: 1 }),
        files: [
          { path: 'Auditor.json', changed: false, kept: 0, removed: 0, left: [] },
          { path: 'DataPipeline/policy.json', changed: true, kept: 40, removed: 23, left: [] },
          { path: 'MyRole.json', changed: true, kept: 60, removed: 32, left: [] },
        ],
      });
      assert.deepEqual(
        lines(read(folder, 'DataPipeline/policy.json')).filter((line) => line.includes('Sid')).length,
        4,
      );
    }));

  test('with the names of August 2024 and the finding of the post, gives the post’s policy', () =>
    inExamples((folder) => {
      write(folder, 'post/policy.json', sample('policy.MyRole.original.json'));
      write(folder, 'post/unused.json', sample('seed-blog.unused-shorthand.json'));
      write(folder, 'catalogue.json', sample('catalogue.2024-08.s3-lambda.json'));
      const { stdout } = run(
        folder,
        'fix',
        'post/policy.json',
        '--findings',
        'post/unused.json',
        '--catalogue',
        'catalogue.json',
        '--stdout',
      );
      assert.equal(stdout, resultOfThePost);
    }));

  test('what was left undone: a line each, exit 1', () =>
    inExamples((folder) => {
      write(folder, 'a/p.json', policy('sqs:SendMessage'));
      write(folder, 'a/findings.json', short('sqs', 'SendMessage'));
      write(folder, 'b/p.json', policy('new:*', 'new:Thing', '*'));
      write(folder, 'b/findings.json', short('new', 'Thing'));
      const { code, stderr } = run(folder, 'fix', 'a', 'b');
      assert.deepEqual(
        [code, lines(stderr)],
        [
          1,
          [
            'a/p.json: policy.unused: everything it allows is reported unused, and IAM rejects a policy without statements: detach it, or delete it if it is inline',
            'b/p.json: service.unknown: new:* is kept: the action catalogue from 2026-09-26 does not list the service new, so it is not known what else new:* allows',
            'b/p.json: wildcard.partly-unused: * is kept: replacing it with one entry for each service is done only on the entry itself',
          ],
        ],
      );
      assert.deepEqual(
        [read(folder, 'a/p.json'), read(folder, 'b/p.json')],
        [policy('sqs:SendMessage'), policy('new:*', '*')],
      );
    }));

  test('keeps permissions, byte order mark, line ends, and the link it was reached by', () =>
    inExamples((folder) => {
      const text = `\uFEFF${policy('sqs:SendMessage', 'sqs:ReceiveMessage').replaceAll('\n', '\r\n')}`;
      write(folder, 'a/real.json', text);
      write(folder, 'a/findings.json', short('sqs', 'SendMessage'));
      chmodSync(path.join(folder, 'a/real.json'), 0o640);
      symlinkSync('real.json', path.join(folder, 'a/link.json'));
      assert.equal(run(folder, 'fix', 'a/link.json').code, 0);
      assert.equal(read(folder, 'a/real.json'), text.replace('        "sqs:SendMessage",\r\n', ''));
      assert.equal(statSync(path.join(folder, 'a/real.json')).mode & 0o777, 0o640);
      assert.ok(lstatSync(path.join(folder, 'a/link.json')).isSymbolicLink());
      assert.deepEqual(readdirSync(path.join(folder, 'a')).toSorted(), ['findings.json', 'link.json', 'real.json']);
    }));
});

suite('findings and principals', () => {
  const finding = (name: string, ...actions: string[]): string =>
    JSON.stringify({
      resource: `arn:aws:iam::123456789012:role/${name}`,
      status: 'ACTIVE',
      findingType: 'UnusedPermission',
      findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'sqs', actions } }],
    });
  const arn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

  test('--principal needs no matching; of several, only what all leave unused goes', () =>
    inExamples((folder) => {
      write(folder, 'all.ndjson', `${finding('A', 'SendMessage', 'ReceiveMessage')}\n${finding('B', 'SendMessage')}\n`);
      write(folder, 'shared.json', policy('sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'));
      const both = run(
        folder,
        'fix',
        'shared.json',
        '--findings',
        '*.ndjson',
        '--principal',
        arn('A'),
        '--principal',
        arn('B'),
        '--stdout',
      );
      assert.deepEqual([both.code, both.stdout], [0, policy('sqs:ReceiveMessage', 'sqs:DeleteMessage')]);
      const missing = run(
        folder,
        'fix',
        'shared.json',
        '--findings',
        'all.ndjson',
        '--principal',
        arn('A'),
        '--principal',
        arn('C'),
      );
      assert.deepEqual(
        [missing.code, missing.stderr],
        [2, `iam-refine: no active finding about unused permissions for ${arn('C')}\n`],
      );
    }));

  test('several principals may be meant: left undone, with the names', () =>
    inExamples((folder) => {
      write(folder, 'two.findings.json', `[${finding('A', 'SendMessage')}, ${finding('B', 'SendMessage')}]`);
      write(folder, 'A/B.json', policy('sqs:SendMessage', 'sqs:ReceiveMessage'));
      const left = `A/B.json: finding.ambiguous: several principals match (${arn('A')}, ${arn('B')}): choose one\n`;
      assert.deepEqual(
        [
          run(folder, 'fix', 'A/B.json').code,
          run(folder, 'fix', 'A/B.json').stderr,
          run(folder, 'check', 'A/B.json').code,
        ],
        [1, left, 0],
      );
    }));

  test('findings without the names of actions are answered with the commands that fetch them', () =>
    inExamples((folder) => {
      write(folder, 'list.json', sample('list-findings-v2.json'));
      const { code, stderr } = run(folder, 'check', 'MyRole.json', '--findings', 'list.json');
      const ids = [1, 2].map(
        (n) =>
          `  aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id 0fa3f5a1-0000-4000-8000-00000000000${n}`,
      );
      const resolved = 'MyRole.json: no finding applies to this policy: its finding does not name the actions';
      const said = [resolved, 'list.json: 2 findings without the names of the unused actions; fetch them with', ...ids];
      assert.deepEqual([code, lines(stderr)], [0, said]);
    }));

  test('a finding in the short form, named for a file, speaks for it', () =>
    inExamples((folder) => {
      write(folder, 'elsewhere/unused.json', short('sqs', 'SendMessage'));
      write(folder, 'p.json', policy('sqs:SendMessage', 'sqs:ReceiveMessage'));
      assert.equal(
        run(folder, 'fix', 'p.json', '--findings', 'elsewhere/unused.json', '--stdout').stdout,
        policy('sqs:ReceiveMessage'),
      );
    }));
});

suite('what cannot be done: exit 2, one line, nothing written', () => {
  const cases: readonly (readonly [
    what: string,
    files: Readonly<Record<string, string>>,
    args: readonly string[],
    stderr: string,
  ])[] = [
    ['no command', {}, [], 'iam-refine: no command given (see iam-refine --help)'],
    ['an unknown command', {}, ['frob'], "iam-refine: unknown command 'frob' (see iam-refine --help)"],
    ['an unknown option', {}, ['check', '.', '--frob'], "iam-refine: Unknown option '--frob' (see iam-refine --help)"],
    ['no path', {}, ['fix'], 'iam-refine: fix: no PATH given (see iam-refine --help)'],
    [
      'an unknown format',
      {},
      ['check', '.', '--format', 'xml'],
      "iam-refine: --format: expected text, json, sarif or github, not 'xml' (see iam-refine --help)",
    ],
    [
      'options that exclude one another',
      {},
      ['fix', '.', '--diff', '--stdout'],
      'iam-refine: --diff and --stdout cannot be combined (see iam-refine --help)',
    ],
    [
      'an option of the other command',
      {},
      ['check', '.', '--diff'],
      'iam-refine: --diff works only with fix (see iam-refine --help)',
    ],
    [
      'a format of the other command',
      {},
      ['fix', '.', '--format', 'sarif'],
      'iam-refine: --format sarif works only with check (see iam-refine --help)',
    ],
    ['no pattern', {}, ['explain'], 'iam-refine: explain: no PATTERN given (see iam-refine --help)'],
    ['what is no pattern', {}, ['explain', 's3'], 'iam-refine: s3: an action needs a service prefix and a colon'],
    [
      'a pattern, and findings of several',
      {},
      ['explain', 's3:*'],
      'iam-refine: there are findings for arn:aws:iam::123456789012:role/DataPipeline, arn:aws:iam::123456789012:role/MyRole: choose one with --principal',
    ],
    [
      '--compact of the other command',
      {},
      ['check', '.', '--compact'],
      'iam-refine: --compact works only with fix (see iam-refine --help)',
    ],
    ['--stdout for several files', {}, ['fix', '.', '--stdout'], 'iam-refine: --stdout takes one file'],
    ['a path that is not there', {}, ['fix', 'nope.json'], 'iam-refine: nope.json: no such file or directory'],
    [
      'a broken policy',
      { 'MyRole/x.json': '{\n  "Statement": [}' },
      ['fix', 'MyRole/x.json'],
      'MyRole/x.json:2:17: value expected',
    ],
    [
      'a broken policy in a folder',
      { 'MyRole/x.json': '{"Statement": [{"Effect": "Allow", "Action": "s3:*" "x"}]}' },
      ['fix', 'MyRole'],
      'MyRole/x.json:1:53: comma expected',
    ],
    [
      'a broken findings file that was named',
      { 'f.json': '[{"a":\n}]' },
      ['fix', 'MyRole.json', '--findings', 'f.json'],
      'iam-refine: f.json:2:1: value expected; no finding in this file can be used',
    ],
    [
      'no findings file',
      {},
      ['fix', 'MyRole.json', '--findings', 'none/*.json'],
      'iam-refine: --findings none/*.json: no such file',
    ],
    [
      'a broken catalogue',
      { 'c.json': '{"s3": 1}' },
      ['fix', 'MyRole.json', '--catalogue', 'c.json'],
      'iam-refine: c.json:1:8: expected a list of action names for s3',
    ],
    ['no policy', { 'only/notes.json': '{}' }, ['check', 'only'], 'iam-refine: no IAM policy in only'],
    [
      'a named file that is no policy',
      { 'notes.json': '{}' },
      ['check', 'notes.json'],
      'iam-refine: notes.json: not an IAM policy; skipped\niam-refine: no IAM policy in notes.json',
    ],
  ];
  for (const [what, files, args, expected] of cases) {
    test(what, () =>
      inExamples((folder) => {
        for (const [file, text] of Object.entries(files)) write(folder, file, text);
        const before = read(folder, 'MyRole.json');
        const { code, stdout, stderr } = run(folder, ...args);
        assert.deepEqual([code, stderr.trimEnd()], [2, expected], stdout);
        assert.equal(read(folder, 'MyRole.json'), before);
      }),
    );
  }

  test('text that is not UTF-8 is refused, because writing it back would damage it', () =>
    inExamples((folder) => {
      const bytes = Buffer.concat([
        Buffer.from('{"Statement": [{"Sid": "'),
        Buffer.from([0xe4]),
        Buffer.from('", "Effect": "Allow", "Action": ["lambda:GetFunction", "s3:List*"]}]}'),
      ]);
      mkdirSync(path.join(folder, 'MyRole'));
      writeFileSync(path.join(folder, 'MyRole/p.json'), bytes);
      const { code, stderr } = run(folder, 'fix', 'MyRole/p.json');
      assert.deepEqual([code, stderr], [2, 'MyRole/p.json: the text is not UTF-8\n']);
      assert.deepEqual(readFileSync(path.join(folder, 'MyRole/p.json')), bytes);
    }));

  test('a file that cannot be written is left as it is, and nothing is left beside it', () =>
    inExamples((folder) => {
      // There is no room for the longer name of the temporary file.
      const file = `${'x'.repeat(245)}.json`;
      write(folder, `MyRole/${file}`, policy('lambda:GetFunction', 'lambda:Invoke*'));
      const { code, stdout, stderr } = run(folder, 'fix', 'MyRole');
      assert.deepEqual([code, stdout, stderr], [2, '', `MyRole/${file}: name too long; it was left unchanged\n`]);
      assert.deepEqual(readdirSync(path.join(folder, 'MyRole')), [file]);
    }));

  test('other files of a folder are refined though one is broken', () =>
    inExamples((folder) => {
      write(folder, 'DataPipeline/broken.json', '{"Statement": [{"Effect": "Allow", "Action": "s3:*"');
      const { code, stderr } = run(folder, 'fix', 'DataPipeline', 'MyRole.json');
      assert.deepEqual([code, read(folder, 'MyRole.json')], [2, resultOfThePost]);
      assert.match(stderr, /^DataPipeline\/broken\.json:1:52: /);
    }));
});

test('help and version', () =>
  inExamples((folder) => {
    assert.match(run(folder, '--help').stdout, /^Usage: iam-refine check PATH…\n/);
    assert.match(run(folder, '--version').stdout, /^\d+\.\d+\.\d+\n$/);
  }));
