/**
 * Which finding speaks for a policy on the command line: the configuration, what documents say of themselves, what is
 * stale and kept.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { suite, test } from 'node:test';
import { sample } from '../support/samples.ts';
import { inFolder, run, runAsync } from './run.ts';

const write = (folder: string, file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
};
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const arn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const policy = (...actions: string[]): string =>
  `${JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }, null, 2)}\n`;

const finding = (name: string, actions: readonly string[], fields: object = {}): string =>
  JSON.stringify({
    resource: arn(name),
    id: name,
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    analyzedAt: daysAgo(1),
    findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'sqs', actions } }],
    ...fields,
  });

suite('.iam-refine.json on the command line', () => {
  const setUp = (folder: string, config: object): void => {
    write(
      folder,
      'access/all.ndjson',
      `${finding('A', ['SendMessage', 'ReceiveMessage'])}\n${finding('B', ['SendMessage'])}\n`,
    );
    write(folder, 'roles/x.json', policy('sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'));
    write(folder, '.iam-refine.json', JSON.stringify({ findings: ['access/*.ndjson'], ...config }));
  };
  const mapping = (...names: string[]): object => ({
    policies: [{ files: 'roles/*.json', attachedTo: names.map(arn) }],
  });

  test('says where findings are and whose the policy is', () =>
    inFolder((folder) => {
      setUp(folder, mapping('A'));
      const { code, stdout } = run(folder, 'check', 'roles', '--format', 'json');
      const [file] = (JSON.parse(stdout) as { files: { finding: unknown }[] }).files;
      assert.equal(code, 1);
      assert.deepEqual(file?.finding, {
        principals: [arn('A')],
        id: 'A',
        file: 'access/all.ndjson',
        why: 'by .iam-refine.json, line 1',
      });
    }));

  test('a shared policy keeps what one of the principals uses, and says who', () =>
    inFolder((folder) => {
      setUp(folder, mapping('A', 'B'));
      assert.deepEqual(lines(run(folder, 'check', 'roles').stdout), [
        'roles/x.json:6:9: warning: sqs:SendMessage is unused [action.unused]',
        'roles/x.json: kept: sqs:ReceiveMessage (not reported unused by B)',
        'roles/x.json: kept: sqs:DeleteMessage (as of 2026-08-22, AWS does not track its use, so no finding can name it)',
        '1 policy checked against the action catalogue from 2026-09-26: 1 problem',
      ]);
      assert.equal(
        run(folder, 'fix', 'roles/x.json', '--stdout').stdout,
        policy('sqs:ReceiveMessage', 'sqs:DeleteMessage'),
      );
    }));

  test('somebody without a finding blocks removal: exit 1 for fix, 0 for check, which names it', () =>
    inFolder((folder) => {
      setUp(folder, mapping('A', 'C'));
      const left =
        'roles/x.json: finding.incomplete: shared policy (by .iam-refine.json, line 1): C has no finding, so nothing is removed\n';
      const fixed = run(folder, 'fix', 'roles/x.json');
      assert.deepEqual([fixed.code, fixed.stderr, run(folder, 'check', 'roles/x.json').code], [1, left, 0]);
    }));

  test('keeps what it is told to, and tells of entries that have expired', () =>
    inFolder((folder) => {
      const keep = [
        { actions: ['sqs:Send*'], reason: 'audit' },
        { actions: ['sqs:*'], reason: 'old', until: '2026-01-01' },
      ];
      setUp(folder, { ...mapping('A'), keep });
      const { stdout, stderr } = run(folder, 'check', 'roles');
      assert.deepEqual(
        lines(stdout)[1],
        'roles/x.json: kept: sqs:SendMessage (keep rule in line 1 of .iam-refine.json: audit)',
      );
      assert.equal(stderr, '.iam-refine.json:1: keep.expired: this keep rule expired on 2026-01-01: old\n');
      assert.equal(
        run(folder, 'fix', 'roles/x.json', '--stdout').stdout,
        policy('sqs:SendMessage', 'sqs:DeleteMessage'),
      );
    }));

  test('one that is wrong: exit 2, where, and nothing is done', () =>
    inFolder((folder) => {
      setUp(folder, {});
      write(folder, 'roles/.iam-refine.json', '{\n  "keep": [{"actions": ["sqs:*"]}]\n}');
      const { code, stderr } = run(folder, 'fix', 'roles/x.json');
      const said =
        'roles/x.json: config.unreadable: the configuration roles/.iam-refine.json cannot be used (2:12: reason is missing), so nothing is removed\n';
      assert.deepEqual([code, stderr], [2, said]);
    }));

  test('--config names one for all files', () =>
    inFolder((folder) => {
      setUp(folder, {});
      write(folder, 'ci/refine.json', JSON.stringify(mapping('B')));
      const { stdout } = run(
        folder,
        'fix',
        'roles/x.json',
        '--config',
        'ci/refine.json',
        '--findings',
        'access/all.ndjson',
        '--stdout',
      );
      assert.equal(stdout, policy('sqs:ReceiveMessage', 'sqs:DeleteMessage'));
    }));

  test('a file it names that holds no finding is told', () =>
    inFolder((folder) => {
      setUp(folder, { ...mapping('A'), findings: ['access/*'] });
      write(folder, 'access/notes.json', '{}');
      assert.equal(
        run(folder, 'check', 'roles').stderr,
        'access/notes.json: finding.unreadable: it contains no finding in a known format\n',
      );
    }));
});

suite('stale findings on the command line', () => {
  test('are told, and used', () =>
    inFolder((folder) => {
      const old = daysAgo(100);
      write(folder, 'finding.json', finding('A', ['SendMessage'], { analyzedAt: old }));
      write(folder, 'A.json', policy('sqs:SendMessage', 'sqs:ReceiveMessage'));
      const { code, stdout, stderr } = run(folder, 'fix', 'A.json', '--stdout');
      assert.deepEqual(
        [code, stdout, stderr],
        [
          0,
          policy('sqs:ReceiveMessage'),
          `A.json: finding.stale: the finding for A is from ${old.slice(0, 10)}, 100 days old\n`,
        ],
      );
      assert.match(
        run(folder, 'check', 'A.json').stdout,
        /information: The finding for A .*100 days old.*\[finding\.stale\]/,
      );
    }));
});

suite('documents that hold several policies', () => {
  test('each is checked by its own finding; those without one are named by their line', () =>
    inFolder((folder) => {
      for (const name of ['role', 'user'])
        write(
          folder,
          `${name}.finding.json`,
          sample(`get-finding-v2.unused-permission.${name}.json`).replaceAll('2025-05-20', daysAgo(1).slice(0, 10)),
        );
      write(folder, 'template.json', sample('cloudformation.template.json'));
      const { code, stdout, stderr } = run(folder, 'check', 'template.json', '--format', 'json');
      const [file] = (JSON.parse(stdout) as { files: { policies: { finding: { why: string } | null }[] }[] }).files;
      assert.deepEqual(
        file?.policies.map(({ finding: spoken }) => spoken?.why ?? null),
        [
          'by the RoleName in the template',
          ...Array.from({ length: 3 }, () => 'by its attachment in the template'),
          'by its attachment in the template',
          null,
          null,
          null,
        ],
      );
      assert.equal(code, 1);
      assert.deepEqual(lines(stderr), [
        'template.json:139: no finding applies to this policy: it belongs to the group Devs, whose members the template does not name',
        'template.json:158: no finding applies to this policy: matched to dev (by the UserName in the template), but there is no finding for dev',
        'template.json:179: no finding applies to this policy: it belongs to the group Devs, whose members the template does not name',
      ]);
    }));

  test('fix changes only the policies', () =>
    inFolder((folder) => {
      write(folder, 'role.finding.json', sample('get-finding-v2.unused-permission.role.json'));
      write(folder, 'account.json', sample('iam.get-account-authorization-details.json'));
      run(folder, 'fix', 'account.json');
      const before = JSON.parse(sample('iam.get-account-authorization-details.json')) as { Policies: unknown };
      const after = JSON.parse(readFileSync(path.join(folder, 'account.json'), 'utf8')) as typeof before;
      assert.deepEqual({ ...after, Policies: 0 }, { ...before, Policies: 0 });
      assert.notDeepEqual(after.Policies, before.Policies);
    }));
});

suite('AWS’s own recommendation on the command line', () => {
  test('is compared with what would be done', () =>
    inFolder((folder) => {
      const today = daysAgo(0).slice(0, 10);
      write(
        folder,
        'findings/a.finding.json',
        sample('get-finding-v2.unused-permission.role.json').replaceAll('2025-05-20', today),
      );
      write(folder, 'findings/b.finding.json', sample('get-finding-recommendation.role-two-policies.json'));
      write(folder, 'MyRole/MyRolePolicy.json', sample('policy.MyRole.original.json'));
      write(folder, 'MyRole/QueuesInline.json', sample('policy.inline.QueuesInline.json'));
      write(folder, 'names.json', sample('catalogue.2024-08.s3-lambda.json'));
      const said = lines(run(folder, 'check', 'MyRole', '--catalogue', 'names.json').stdout).filter((line) =>
        line.includes('recommendation'),
      );
      assert.deepEqual(said, [
        'MyRole/MyRolePolicy.json:3:5: hint: AWS recommends the same for this policy [recommendation.compared]',
        'MyRole/QueuesInline.json:3:5: hint: AWS also recommends detaching this policy [recommendation.compared]',
      ]);
      const today2026 = lines(run(folder, 'check', 'MyRole/MyRolePolicy.json').stdout).filter((line) =>
        line.includes('recommendation'),
      );
      assert.deepEqual(today2026, [
        'MyRole/MyRolePolicy.json:3:5: hint: The AWS recommendation for this policy is narrower by 2 actions: s3:GetBucketAbac, s3:GetBucketMetadataTableConfiguration [recommendation.compared]',
      ]);
    }));
});

suite('catalogue update', () => {
  test('from a folder of the service reference; what is not tracked is then told', () =>
    inFolder((folder) => {
      for (const name of ['s3.partial', 'account.partial', 'service-list'])
        write(folder, `reference/${name}.json`, sample(`service-reference.${name}.json`));
      const { code, stdout, stderr } = run(
        folder,
        'catalogue',
        'update',
        '--from',
        'reference',
        '--catalogue',
        'actions.json',
      );
      assert.deepEqual(
        [code, stdout, stderr],
        [0, 'actions.json: 4 actions of 2 services; whether AWS tracks their use is known for 4\n', ''],
      );
      write(folder, 'A/finding.json', JSON.stringify([{ serviceNamespace: 's3', actions: ['ListBucket'] }]));
      write(folder, 'A/p.json', policy('s3:*', 'iam:PassRole'));
      const checked = run(folder, 'check', 'A/p.json', '--catalogue', 'actions.json').stdout;
      assert.ok(
        lines(checked).includes(
          'A/p.json: kept: iam:PassRole, s3:GetObject (AWS does not track their use, so no finding can name them)',
        ),
        checked,
      );
    }));

  test('from an address, which gives the list and the services', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const { port } = server.address() as AddressInfo;
      const list = [{ service: 's3', url: `http://127.0.0.1:${port}/v1/s3/s3.json` }];
      response.end(request.url === '/' ? JSON.stringify(list) : sample('service-reference.s3.partial.json'));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await inFolder(async (folder) => {
        const { code, stdout } = await runAsync(
          folder,
          'catalogue',
          'update',
          '--from',
          `http://127.0.0.1:${port}/`,
          '--catalogue',
          'a.json',
        );
        assert.deepEqual(
          [code, stdout, asked],
          [0, 'a.json: 2 actions of 1 service; whether AWS tracks their use is known for 2\n', ['/', '/v1/s3/s3.json']],
        );
      });
    } finally {
      server.close();
    }
  });

  const wrong: readonly (readonly [args: readonly string[], said: string])[] = [
    [['catalogue'], 'iam-refine: catalogue: expected update (see iam-refine --help)'],
    [['catalogue', 'update'], 'iam-refine: catalogue update: no --from DIR or URL given (see iam-refine --help)'],
    [
      ['catalogue', 'update', '--from', 'x'],
      'iam-refine: catalogue update: no --catalogue FILE to write given (see iam-refine --help)',
    ],
    [
      ['catalogue', 'update', '--from', '.', '--catalogue', 'a.json'],
      'iam-refine: --from .: it contains no file of the AWS service reference',
    ],
    [
      ['catalogue', 'update', '--from', 'http://example.com/', '--catalogue', 'a.json'],
      'iam-refine: --from http://example.com/: an address must start with https://',
    ],
    [['check', '.', '--from', 'x'], 'iam-refine: --from works only with catalogue update (see iam-refine --help)'],
  ];
  for (const [args, said] of wrong)
    test(`refused: ${args.join(' ')}`, () =>
      inFolder((folder) => {
        const { code, stderr } = run(folder, ...args);
        assert.deepEqual([code, stderr], [2, `${said}\n`]);
      }));
});
