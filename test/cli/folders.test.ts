/** What the command line tool finds in a folder, what it passes over, and how it says so. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { slow } from '../support/slow.ts';
import { inFolder, run, runAsUser } from './run.ts';

const policy = (...actions: string[]): string =>
  JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Action: actions.length === 0 ? ['sqs:SendMessage', 'sqs:ListQueues'] : actions,
        Resource: '*',
      },
    ],
  });
const finding = (name: string, ...actions: string[]): string =>
  JSON.stringify({
    resource: `arn:aws:iam::123456789012:role/${name}`,
    id: name,
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    analyzedAt: new Date(Date.now() - 86_400_000).toISOString(),
    findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'sqs', actions } }],
  });
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const catalogue = 'the action catalogue from 2026-09-26';

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

interface Said {
  readonly code: number | null;
  /** The last line. */
  readonly summary: string | undefined;
  readonly stderr: readonly string[];
}

function said(folder: string, ...args: readonly string[]): Said {
  const { code, stdout, stderr } = run(folder, ...args);
  return { code, summary: lines(stdout).at(-1), stderr: lines(stderr) };
}

/** The files in which a policy was read. */
function read(folder: string, ...paths: readonly string[]): string[] {
  const { stdout } = run(folder, 'check', ...paths, '--format', 'json');
  return (JSON.parse(stdout) as { files: { path: string }[] }).files.map((file) => file.path);
}

suite('a folder is searched by content', () => {
  test('whatever the files are called', () => {
    const names = [
      'a.json',
      'b.jsonc',
      'c.template',
      'd.tpl',
      'e.tftpl',
      'f.policy',
      'g',
      'h.json.bak',
      '.hidden',
      'deep/er/i.txt',
    ];
    const files = Object.fromEntries(names.map((name) => [`A/${name}`, policy()]));
    return inFiles({ 'A.finding.json': finding('A', 'SendMessage'), ...files }, (folder) => {
      assert.deepEqual(read(folder, '.'), names.map((name) => `A/${name}`).toSorted());
      assert.deepEqual(said(folder, 'check', '.'), {
        code: 1,
        summary: `10 policies checked against ${catalogue}: 10 problems`,
        stderr: [],
      });
    });
  });

  test('what holds no policy is passed over without a word, whatever it is', () =>
    inFiles(
      {
        'A.finding.json': finding('A', 'SendMessage'),
        'A.json': policy(),
        'package.json': '{"name": "x"}',
        'broken.json': '{"a": ',
        'notes.txt': 'Statement of the effect',
        'README.md': '# Readme',
        'image.bin': '\0{"Statement": [{"Effect": "Allow"}]}',
        'node_modules/x/A.json': policy(),
        '.git/A.json': policy(),
        'sub/.iam-refine.json': '{"keep": [{"actions": ["s3:*"], "reason": "a statement of effect"}]}',
        'empty.json': '',
      },
      (folder) =>
        assert.deepEqual(said(folder, 'check', '.'), {
          code: 1,
          summary: `1 policy checked against ${catalogue}: 1 problem`,
          stderr: [],
        }),
    ));

  test('findings are no policies, though what AWS recommends stands in them', () => {
    const recommendation = JSON.stringify({
      resourceArn: 'arn:aws:iam::123456789012:role/A',
      recommendationType: 'UNUSED_PERMISSION_RECOMMENDATION',
      status: 'SUCCEEDED',
      recommendedSteps: [
        { unusedPermissionsRecommendedStep: { recommendedAction: 'CREATE_POLICY', recommendedPolicy: policy() } },
      ],
    });
    const files = {
      'A.finding.json': finding('A', 'SendMessage'),
      'r.finding.json': recommendation,
      'A.json': policy(),
    };
    return inFiles(files, (folder) => assert.deepEqual(read(folder, '.'), ['A.json']));
  });

  test('a policy whose name says finding is a policy all the same', () =>
    inFiles({ 'A.finding.json': finding('A', 'SendMessage'), 'A/findings-bucket.json': policy() }, (folder) =>
      assert.deepEqual(read(folder, '.'), ['A/findings-bucket.json']),
    ));

  test('a document that looks like a policy and is broken is a failure with its place, and counted', () =>
    inFiles(
      { 'A.finding.json': finding('A', 'SendMessage'), 'A.json': policy(), 'A/x.tpl': '{"Statement": [{"Effect": ]}' },
      (folder) =>
        assert.deepEqual(said(folder, 'check', '.'), {
          code: 2,
          summary: `1 policy checked against ${catalogue}; 1 file could not be read; 1 problem`,
          stderr: ['A/x.tpl:1:27: value expected'],
        }),
    ));

  test('one that has statements and gives no policy is named', () =>
    inFiles(
      {
        'A.finding.json': finding('A', 'ReceiveMessage'),
        'A.json': policy(),
        'p.json': '{"Statement": [{"Effect": "Allow", "Resource": "*"}]}',
      },
      (folder) =>
        assert.deepEqual(said(folder, 'check', '.'), {
          code: 2,
          summary: `1 policy checked against ${catalogue}; 1 part not read; 1 problem`,
          stderr: [],
        }),
    ));

  test('policies of resources are none of a user, group or role, wherever they stand', () => {
    const trust = '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}';
    const files = {
      'trust.json': trust,
      'role.json': `{"AssumeRolePolicyDocument": ${trust}}`,
      'all.json': `[{"Trust": ${trust}}]`,
    };
    return inFiles({ 'A.finding.json': finding('A', 'ReceiveMessage'), 'A.json': policy(), ...files }, (folder) =>
      assert.deepEqual(said(folder, 'check', '.'), {
        code: 0,
        summary: `1 policy checked against ${catalogue}: nothing is reported unused`,
        stderr: [],
      }),
    );
  });

  slow('a file over 5 MB is not looked into, and named where it may be JSON', () => {
    const large = policy().padEnd(5 * 1024 * 1024 + 1);
    const files = {
      'A.finding.json': finding('A', 'ReceiveMessage'),
      'A.json': policy(),
      'big.json': large,
      'big.bin': large,
    };
    return inFiles(files, (folder) => {
      assert.deepEqual(said(folder, 'check', '.'), {
        code: 0,
        summary: `1 policy checked against ${catalogue}; 1 file too large to search: big.json; nothing is reported unused in the one that was checked`,
        stderr: [],
      });
      assert.deepEqual(read(folder, 'big.json'), ['big.json']);
    });
  });

  slow('more files than may be open at a time', () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`A/${i}`, policy()]));
    return inFiles({ 'A.finding.json': finding('A', 'SendMessage'), ...files }, (folder) => {
      const command = 'ulimit -n 150; "$0" "$1" check .';
      const tool = path.resolve('dist/cli.cjs');
      const { status, stdout } = spawnSync('bash', ['-c', command, process.execPath, tool], {
        cwd: folder,
        encoding: 'utf8',
      });
      assert.deepEqual([status, lines(stdout).at(-1)], [1, `300 policies checked against ${catalogue}: 300 problems`]);
    });
  });

  test('text that is not UTF-8 and looks like a policy is a failure', () =>
    inFiles({ 'A.finding.json': finding('A', 'SendMessage'), 'A/ok': policy() }, (folder) => {
      const text = policy().replace('"Statement"', '"Id": "\u00e4", "Statement"');
      writeFileSync(path.join(folder, 'A/latin'), Buffer.from(text, 'latin1'));
      writeFileSync(path.join(folder, 'A/utf16.json'), Buffer.from(`\uFEFF${policy()}`, 'utf16le'));
      assert.deepEqual(said(folder, 'check', '.'), {
        code: 2,
        summary: `1 policy checked against ${catalogue}; 2 files could not be read; 1 problem`,
        stderr: ['A/latin: the text is not UTF-8', 'A/utf16.json: the text is not UTF-8'],
      });
    }));
});

suite('.gitignore', () => {
  const findings = { 'A.finding.json': finding('A', 'SendMessage') };
  const everywhere = { 'A/x.json': policy(), 'A/y.json': policy(), 'A/b/x.json': policy(), 'A/b/y.json': policy() };
  const cases: readonly (readonly [what: string, files: Files, left: readonly string[]])[] = [
    ['a file', { '.gitignore': 'x.json\n' }, ['A/b/y.json', 'A/y.json']],
    ['a folder with all that is in it', { '.gitignore': '/A/b/\n!x.json\n' }, ['A/x.json', 'A/y.json']],
    ['what is taken back', { '.gitignore': '*.json\n!/A/b/*.json\n' }, ['A/b/x.json', 'A/b/y.json']],
    [
      'a nearer file counts more',
      { '.gitignore': 'x.json', 'A/b/.gitignore': '!x.json' },
      ['A/b/x.json', 'A/b/y.json', 'A/y.json'],
    ],
    [
      'a folder that a nearer file takes back',
      { '.gitignore': 'b/', 'A/.gitignore': '!b/\r\n' },
      Object.keys(everywhere).toSorted(),
    ],
    ['comments and blank lines', { '.gitignore': '# x.json\n\n \n\\#x.json' }, Object.keys(everywhere).toSorted()],
    [
      'a repository inside has rules of its own',
      { '.gitignore': 'x.json', 'A/b/.git/HEAD': '' },
      ['A/b/x.json', 'A/b/y.json', 'A/y.json'],
    ],
    [
      'a rule that would take for ever is ignored',
      { '.gitignore': `${'*a'.repeat(20)}*b` },
      Object.keys(everywhere).toSorted(),
    ],
  ];
  for (const [what, files, left] of cases)
    test(what, () =>
      inFiles({ ...findings, ...everywhere, ...files }, (folder) => assert.deepEqual(read(folder, '.'), left)),
    );

  test('what is passed over is counted; findings, configurations and files that are named are never', () =>
    inFiles(
      {
        '.gitignore': 'access/\nout/\n*.secret\n.iam-refine.json\n',
        '.iam-refine.json': '{"keep": [{"actions": ["sqs:ListQueues"], "reason": "x"}]}',
        'access/A.finding.json': finding('A', 'SendMessage', 'ListQueues'),
        'A.json': policy(),
        'A.secret': policy(),
        'out/A/p.json': policy(),
      },
      (folder) => {
        assert.deepEqual(said(folder, 'check', '.'), {
          code: 1,
          summary: `1 policy checked against ${catalogue}; 2 files and 2 folders skipped because of .gitignore; 1 problem`,
          stderr: [],
        });
        assert.deepEqual(
          [read(folder, 'A.secret'), read(folder, 'out'), read(folder, 'out/A/p.json')],
          [['A.secret'], ['out/A/p.json'], ['out/A/p.json']],
        );
      },
    ));

  test('rules above the folder that is named hold, too', () =>
    inFiles({ ...findings, ...everywhere, '.gitignore': 'x.json' }, (folder) => {
      assert.deepEqual(read(folder, 'A/b'), ['A/b/y.json']);
      mkdirSync(path.join(folder, '.git'));
      assert.deepEqual(read(path.join(folder, 'A'), 'b', '--findings', '../A.finding.json'), ['b/y.json']);
    }));

  test('a link of that name says nothing', () =>
    inFiles({ ...findings, ...everywhere, rules: '*' }, (folder) => {
      symlinkSync('rules', path.join(folder, '.gitignore'));
      assert.deepEqual(read(folder, '.'), Object.keys(everywhere).toSorted());
    }));
});

suite('kinds that are not read yet', () => {
  const files: Files = {
    'A.finding.json': finding('A', 'ReceiveMessage'),
    'A.json': policy(),
    'a/main.hcl': 'data "aws_iam_policy_document" "d" {\n statement {\n actions = ["s3:*"]\n }\n}',
    'a/x.tfvars': policy(),
    'a/plain.hcl': 'resource "aws_s3_bucket" "b" {}',
    'README.md': policy(),
    'stack.py': policy(),
    'all.txt': `Like so: ${policy()}`,
  };
  const passedOver =
    '5 files contain policies in formats that are not supported yet: 1 Markdown (README.md), 2 HCL (a/main.hcl, a/x.tfvars), 1 other text (all.txt), 1 source code (stack.py)';

  test('are counted in the summary, and change no exit code', () =>
    inFiles(files, (folder) => {
      assert.deepEqual(said(folder, 'check', '.'), {
        code: 0,
        summary: `1 policy checked against ${catalogue}; ${passedOver}; nothing is reported unused in the one that was checked`,
        stderr: [],
      });
      assert.deepEqual(said(folder, 'fix', '.'), { code: 0, summary: 'A.json: nothing to do', stderr: [passedOver] });
      const { summary } = JSON.parse(run(folder, 'check', '.', '--format', 'json').stdout) as {
        summary: { notYetFiles: unknown };
      };
      assert.deepEqual(summary.notYetFiles, {
        markdown: ['README.md'],
        hcl: ['a/main.hcl', 'a/x.tfvars'],
        other: ['all.txt'],
        source: ['stack.py'],
      });
      assert.ok(run(folder, 'check', '.', '--format', 'sarif').stderr.includes(passedOver));
    }));

  test('a file that is named: one clear line, exit 2', () =>
    inFiles({ ...files, 'b.bin': '\0' }, (folder) => {
      const named = ['a/main.hcl', 'a/plain.hcl', 'a/x.tfvars', 'README.md', 'stack.py', 'all.txt', 'b.bin'];
      const tellings = named.map((file) => {
        const { code, stderr } = said(folder, 'check', file);
        return [code, ...stderr];
      });
      assert.deepEqual(tellings, [
        [2, 'a/main.hcl: HCL other than the configuration of Terraform is not supported yet'],
        [2, 'a/plain.hcl: HCL other than the configuration of Terraform is not supported yet'],
        [2, 'a/x.tfvars: HCL other than the configuration of Terraform is not supported yet'],
        [2, 'README.md: Markdown is not supported yet'],
        [2, 'stack.py: Source code is not supported yet'],
        [2, 'all.txt: This kind of file is not supported yet'],
        [2, 'b.bin: This kind of file is not supported yet'],
      ]);
    }));

  test('where there is nothing else', () =>
    inFolder((folder) => {
      cpSync(path.resolve('test/fixtures/cases/not-yet-read'), folder, { recursive: true });
      rmSync(path.join(folder, 'template.yaml'));
      renameSync(path.join(folder, 'MyRole.tf'), path.join(folder, 'MyRole.hcl'));
      assert.deepEqual(said(folder, 'check', '.'), {
        code: 2,
        summary: undefined,
        stderr: [
          'iam-refine: no policy was read in .: 1 file contains policies in a format that is not supported yet: 1 HCL (MyRole.hcl)',
        ],
      });
    }));
});

suite('what was not checked is counted, and never called unused or not', () => {
  const shared = JSON.stringify({
    policies: [
      { files: 'shared.json', attachedTo: ['A', 'C'].map((name) => `arn:aws:iam::123456789012:role/${name}`) },
    ],
  });

  test('policies without a finding, ambiguous and blocked ones: named, exit as by the others', () =>
    inFiles(
      {
        'all.finding.json': `${finding('A', 'ReceiveMessage')}\n${finding('B', 'ReceiveMessage')}`,
        '.iam-refine.json': shared,
        'A.json': policy(),
        'A/B.json': policy(),
        'Other.json': policy(),
        'shared.json': policy(),
      },
      (folder) => {
        const { code, summary } = said(folder, 'check', '.');
        assert.deepEqual(
          [code, summary],
          [
            0,
            `4 policies: 1 checked against ${catalogue}, 1 not matched to a finding, 1 ambiguous, 1 blocked; 2 problems`,
          ],
        );
        assert.deepEqual(
          said(folder, 'check', 'A.json', 'Other.json').summary,
          `2 policies: 1 checked against ${catalogue}, 1 not matched to a finding; nothing is reported unused in the one that was checked`,
        );
        assert.deepEqual(said(folder, 'fix', 'Other.json').summary, 'Other.json: left unchanged');
      },
    ));
});

suite('findings files that cannot be read', () => {
  test('the only one is broken, and names somebody: exit 2, and SARIF tells that the run failed', () =>
    inFiles({ 'A.finding.json': finding('A', 'SendMessage').slice(0, -3), 'A.json': policy() }, (folder) => {
      const { code, summary, stderr } = said(folder, 'check', 'A.json');
      const broken = stderr.find((line) => line.startsWith('A.finding.json:1:'));
      assert.equal(code, 2);
      assert.doesNotMatch(String(summary), /unused/);
      const sarif = run(folder, 'check', 'A.json', '--format', 'sarif');
      const { runs } = JSON.parse(sarif.stdout) as { runs: { invocations: unknown }[] };
      const blocked = 'A.json: A.finding.json names A but cannot be read (close brace expected)';
      const toolExecutionNotifications = [broken, blocked].map((text) => ({ level: 'error', message: { text } }));
      assert.deepEqual(
        [sarif.code, runs[0]?.invocations],
        [2, [{ executionSuccessful: false, toolExecutionNotifications }]],
      );
    }));

  test('one that names nobody blocks nothing', () =>
    inFiles(
      { 'A.finding.json': finding('A', 'SendMessage'), 'B.finding.json': '[{"a" 1}]', 'A.json': policy() },
      (folder) =>
        assert.deepEqual(said(folder, 'check', 'A.json'), {
          code: 1,
          summary: `1 policy checked against ${catalogue}: 1 problem`,
          stderr: ['B.finding.json:1:7: colon expected; no finding in this file is used'],
        }),
    ));

  test('a page of several without the others is half of one', () =>
    inFolder((folder) => {
      cpSync(path.resolve('test/fixtures/cases/hostile/check-exit-with-broken-findings'), folder, { recursive: true });
      const { code, summary } = said(folder, 'check', 'MyRole.json');
      assert.deepEqual([code, summary], [2, '1 policy: none checked, 1 blocked; 1 problem']);
    }));

  test('of the cases: the newer copy is cut off', () =>
    inFolder((folder) => {
      cpSync(path.resolve('test/fixtures/cases/hostile/broken-newer-finding'), folder, { recursive: true });
      assert.equal(said(folder, 'check', 'policies/MyRole.json').code, 2);
    }));

  test('letter case of the default glob and of --findings does not count', () =>
    inFolder((folder) => {
      cpSync(path.resolve('test/fixtures/cases/findings-name-case'), folder, { recursive: true });
      mkdirSync(path.join(folder, 'Deep'));
      cpSync(path.join(folder, 'UnusedAccessFindings.json'), path.join(folder, 'Deep/f[1].json'));
      const summary = `1 policy checked against ${catalogue}: 1 problem`;
      const globs = [
        'UNUSED*.json',
        'deep/F*.json',
        'Deep/F*.json',
        path.join(folder, 'Deep/F*.json'),
        `${folder}/deep/f*`,
        'Deep/f[1].json',
      ];
      for (const options of [[], ...globs.map((glob) => ['--findings', glob])])
        assert.equal(said(folder, 'check', 'AppA.json', ...options).summary, summary, options.join(' '));
    }));
});

test('a folder or file that may not be read is told', () =>
  inFiles(
    { 'A.finding.json': finding('A', 'SendMessage'), 'A.json': policy(), 'x/p.json': policy(), 'y.json': policy() },
    (folder) => {
      chmodSync(path.join(folder, 'x'), 0);
      chmodSync(path.join(folder, 'y.json'), 0);
      const { code, stdout, stderr } = runAsUser(folder, 'check', '.');
      chmodSync(path.join(folder, 'x'), 0o700);
      assert.deepEqual(
        [code, lines(stdout).at(-1), lines(stderr)],
        [
          2,
          `1 policy checked against ${catalogue}; 2 files could not be read; 1 problem`,
          ['x: permission denied', 'y.json: permission denied'],
        ],
      );
    },
  ));

test('a findings file that may not be read blocks what it may speak of; it may be a policy, too', () =>
  inFiles(
    {
      'A.finding.json': finding('A', 'SendMessage'),
      'x/B.finding.json': finding('B'),
      'A.json': policy(),
      'x/A.json': policy(),
    },
    (folder) => {
      chmodSync(path.join(folder, 'x/B.finding.json'), 0);
      const { code, stdout, stderr } = runAsUser(folder, 'check', '.');
      assert.deepEqual(
        [code, lines(stdout), lines(stderr)],
        [
          2,
          [
            'A.json:1:43: warning: sqs:SendMessage is unused [action.unused]',
            'x/A.json:1:2: information: B.finding.json cannot be read (permission denied) [finding.unreadable]',
            'A.json: kept: sqs:ListQueues (as of 2026-08-22, AWS does not track its use, so no finding can name it)',
            `2 policies: 1 checked against ${catalogue}, 1 blocked; 1 file could not be read; 1 findings file could not be read; 2 problems`,
          ],
          [
            'x/B.finding.json: permission denied; no finding in this file is used',
            'x/B.finding.json: permission denied',
          ],
        ],
      );
    },
  ));
