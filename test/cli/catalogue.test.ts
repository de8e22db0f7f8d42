/**
 * What the catalogue knows of actions, what it does not, and what is never a request: as the command line tool says it.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { sample } from '../support/samples.ts';
import { inFolder, run } from './run.ts';

const arn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

function write(folder: string, file: string, value: unknown): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, typeof value === 'string' ? value : JSON.stringify(value));
}

const read = (folder: string, file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const policy = (...actions: readonly string[]): object => ({
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

/** `null`: the service as a whole. */
function finding(services: Readonly<Record<string, readonly string[] | null>>, name = 'A'): object {
  const details = Object.entries(services).map(([serviceNamespace, actions]) => ({
    unusedPermissionDetails: {
      serviceNamespace,
      ...(actions === null ? {} : { actions: actions.map((action) => ({ action })) }),
    },
  }));
  return {
    id: name,
    resource: arn(name),
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    analyzedAt: new Date().toISOString(),
    findingDetails: details,
  };
}

const passRole = 'it is never requested on its own, so an unused service iam does not mean that it is unused';

suite('iam:PassRole where the whole service iam is unused', () => {
  const withPassRole = (use: (folder: string) => void): Promise<void> =>
    inFolder((folder) => {
      write(folder, 'a.finding.json', finding({ iam: null }));
      write(folder, 'A.json', policy('iam:*', 'iam:PassRole', 'iam:GetRole', 's3:GetBucketAcl'));
      use(folder);
    });

  test('stays, and fix says why', () =>
    withPassRole((folder) => {
      const { code, stderr } = run(folder, 'fix', 'A.json');
      assert.deepEqual(
        [code, lines(stderr), read(folder, 'A.json')],
        [
          0,
          [`A.json: kept iam:PassRole: ${passRole} (--include-untracked removes it)`],
          policy('iam:PassRole', 's3:GetBucketAcl'),
        ],
      );
    }));

  test('is told by fix where nothing else is to do, too', () =>
    inFolder((folder) => {
      write(folder, 'a.finding.json', finding({ iam: null }));
      write(folder, 'A.json', policy('iam:PassRole', 's3:GetBucketAcl'));
      const { code, stdout, stderr } = run(folder, 'fix', 'A.json');
      assert.deepEqual(
        [code, stdout, lines(stderr)],
        [0, 'A.json: nothing to do\n', [`A.json: kept iam:PassRole: ${passRole} (--include-untracked removes it)`]],
      );
    }));

  test('is told once by check', () =>
    withPassRole((folder) => {
      const { code, stdout } = run(folder, 'check', 'A.json');
      assert.equal(code, 1);
      assert.deepEqual(
        lines(stdout).filter((line) => line.includes(': kept: ')),
        [`A.json: kept: iam:PassRole (${passRole})`],
      );
    }));

  test('is in the JSON of check, with the day of what is known of tracking', () =>
    withPassRole((folder) => {
      const { trackedOn, files } = JSON.parse(run(folder, 'check', 'A.json', '--format', 'json').stdout) as {
        readonly trackedOn: string;
        readonly files: readonly { readonly kept: unknown }[];
      };
      assert.deepEqual(
        [trackedOn, files.map(({ kept }) => kept)],
        [
          '2026-08-22',
          [
            {
              notTracked: ['iam:PassRole'],
              trackingUnknown: 0,
              withheld: [{ reason: passRole, actions: ['iam:PassRole'] }],
            },
          ],
        ],
      );
    }));

  test('goes with --include-untracked', () =>
    withPassRole((folder) => {
      const { code, stderr } = run(folder, 'fix', '--include-untracked', 'A.json');
      assert.deepEqual([code, stderr, read(folder, 'A.json')], [0, '', policy('s3:GetBucketAcl')]);
    }));

  test('stays by the short form, too', () =>
    inFolder((folder) => {
      write(folder, 'finding.json', [{ serviceNamespace: 'iam' }]);
      write(folder, 'p.json', policy('iam:*', 's3:GetBucketAcl'));
      assert.equal(run(folder, 'fix', 'p.json').code, 0);
      assert.deepEqual(read(folder, 'p.json'), policy('iam:PassRole', 's3:GetBucketAcl'));
    }));

  test('stays by a report that never saw the service', () =>
    inFolder((folder) => {
      write(folder, 'A.finding.json', {
        JobStatus: 'COMPLETED',
        JobCreationDate: new Date().toISOString(),
        ServicesLastAccessed: [{ ServiceNamespace: 'iam' }],
      });
      write(folder, 'A.json', policy('iam:*', 's3:GetBucketAcl'));
      assert.equal(run(folder, 'fix', 'A.json').code, 0);
      assert.deepEqual(read(folder, 'A.json'), policy('iam:PassRole', 's3:GetBucketAcl'));
    }));

  test('is explained', () =>
    withPassRole((folder) => {
      const { stdout } = run(folder, 'explain', 'iam:Pass*');
      assert.deepEqual(lines(stdout).slice(0, 4), [
        'iam:Pass*: 1 action: kept',
        'becomes',
        '  iam:PassRole',
        `kept: iam:PassRole (${passRole})`,
      ]);
    }));

  test('--include-untracked belongs to fix', () =>
    inFolder((folder) => {
      const { code, stderr } = run(folder, 'check', '--include-untracked', '.');
      assert.deepEqual(
        [code, stderr],
        [2, 'iam-refine: --include-untracked works only with fix (see iam-refine --help)\n'],
      );
    }));
});

test('check says in one line what AWS does not track, however much it is', () =>
  inFolder((folder) => {
    write(folder, 'a.finding.json', finding({ s3: ['GetBucketAcl'] }));
    write(folder, 'A.json', policy('s3:*', 's3:GetObject'));
    const { stdout } = run(folder, 'check', 'A.json');
    assert.deepEqual(
      lines(stdout).filter((line) => line.includes(': kept: ')),
      [
        'A.json: kept: 67 actions, such as s3:AbortMultipartUpload, s3:AllowVendedLogDeliveryForResource, s3:BypassGovernanceRetention (as of 2026-08-22, AWS does not track their use, so no finding can name them)',
      ],
    );
    write(folder, 'A.json', policy('s3:GetObject', 's3:GetBucketAcl'));
    assert.ok(
      lines(run(folder, 'check', 'A.json').stdout).includes(
        'A.json: kept: s3:GetObject (as of 2026-08-22, AWS does not track its use, so no finding can name it)',
      ),
    );
  }));

test('fix says which actions it wrote because the policy, and not the catalogue, knows them', () =>
  inFolder((folder) => {
    write(folder, 'a.finding.json', finding({ s3: ['PutObject'] }));
    const statement = (Action: unknown): object => ({ Effect: 'Allow', Action, Resource: '*' });
    write(folder, 'A.json', { Statement: [statement('s3:HeadBucket'), statement(['s3:*'])] });
    const { code, stderr } = run(folder, 'fix', 'A.json');
    assert.deepEqual(
      [code, lines(stderr)],
      [0, ['A.json: kept s3:HeadBucket, which the policy names and the action catalogue from 2026-09-26 does not']],
    );
    const { Statement } = read(folder, 'A.json') as {
      readonly Statement: readonly { readonly Action: readonly string[] }[];
    };
    assert.ok(Statement[1]?.Action.includes('s3:HeadBucket'));
    assert.deepEqual([run(folder, 'fix', 'A.json').code, run(folder, 'fix', 'A.json').stderr], [0, '']);
  }));

test('a finding that names actions which the catalogue lacks is told by check and by fix', () =>
  inFolder((folder) => {
    write(folder, 'a.finding.json', finding({ s3: ['GetBucketAcl', 'GetBucketFutureThing'] }));
    write(folder, 'A.json', policy('s3:GetBucketA*'));
    const older = 'the action catalogue from 2026-09-26 is older than the finding';
    assert.ok(run(folder, 'check', 'A.json').stdout.includes(`1 of 2 actions of s3:GetBucketA* is unused; ${older}`));
    const { code, stderr } = run(folder, 'fix', 'A.json');
    assert.deepEqual(
      [code, lines(stderr)],
      [0, [`A.json: s3:GetBucketA*: ${older}, which names s3:GetBucketFutureThing`]],
    );
  }));

test('a string that IAM rejects is a warning, and changes no exit code', () =>
  inFolder((folder) => {
    write(folder, 'a.finding.json', finding({ s3: ['PutObject'] }));
    write(folder, 'A.json', policy('s3*:Get*', 's3:GetBucketAcl'));
    const { code, stdout } = run(folder, 'check', 'A.json');
    assert.equal(code, 0);
    assert.ok(
      stdout.includes(
        'warning: IAM rejects "s3*:Get*": a service prefix must not contain wildcards [action.malformed]',
      ),
      stdout,
    );
  }));

suite('keep rules that may keep nothing', () => {
  const keep = [
    { actions: ['s3:PutObject'], principals: [arn('MyRole')], reason: 'the path is missing' },
    { actions: ['s3:PutObjekt'], reason: 'misspelt' },
    { actions: ['s3:Put*'], reason: 'all right' },
  ];
  const config = `{"keep": [\n${keep.map((rule) => JSON.stringify(rule)).join(',\n')}\n]}`;

  test('are told as warnings', () =>
    inFolder((folder) => {
      write(folder, 'MyRole.finding.json', finding({ s3: ['PutObject'] }, 'team/MyRole'));
      write(folder, 'MyRole.json', policy('s3:PutObject'));
      write(folder, '.iam-refine.json', config);
      const { stderr } = run(folder, 'check', 'MyRole.json');
      const told = [
        `.iam-refine.json:2: action.unknown: No finding names ${arn('MyRole')}, so this keep rule may have no effect; did you mean ${arn('team/MyRole')}?`,
        '.iam-refine.json:3: action.misspelled: s3:PutObjekt is not a known action, so this keep rule may have no effect: did you mean s3:PutObject?',
      ];
      assert.deepEqual(lines(stderr), told);
      assert.deepEqual(
        lines(run(folder, 'check', 'MyRole.json', '--findings', 'MyRole.finding.json').stderr),
        told.slice(1),
      );
    }));
});

suite('catalogue update takes all or nothing', () => {
  const cases: readonly (readonly [what: string, file: string, value: unknown, said: string])[] = [
    [
      'a file of another shape',
      'package.json',
      { name: 'x' },
      'not a service of the AWS service reference: it has no Name',
    ],
    [
      'a list of another shape',
      'list.json',
      [{ service: 's3' }],
      'not a service of the AWS service reference: it has no Name',
    ],
    ['a service without a list of actions', 'sqs.json', { Name: 'sqs' }, 'the service sqs has no list of Actions'],
    [
      'an action without a name',
      'sqs.json',
      { Name: 'sqs', Actions: [{ Name: 'Send' }, { name: 'x' }] },
      'entry 2 in Actions of sqs has no Name',
    ],
    [
      'an action that is none',
      'sqs.json',
      { Name: 'sqs', Actions: [{ Name: 'Send*' }] },
      'entry 1 in Actions of sqs is not an action: "Send*"',
    ],
    [
      'a service that is there twice',
      'again/s3.json',
      { Name: 'S3', Actions: [] },
      'the service s3 is also in reference/s3.json',
    ],
  ];
  for (const [what, file, value, said] of cases)
    test(what, () =>
      inFolder((folder) => {
        write(folder, 'reference/s3.json', sample('service-reference.s3.partial.json'));
        write(folder, 'reference/service-list.json', sample('service-reference.service-list.json'));
        write(folder, `reference/${file}`, value);
        const { code, stdout, stderr } = run(
          folder,
          'catalogue',
          'update',
          '--from',
          'reference',
          '--catalogue',
          'actions.json',
        );
        assert.deepEqual([code, stdout], [2, '']);
        assert.match(stderr, new RegExp(`reference/(?:again/)?[\\w-]+\\.json: .*; nothing is written\n$`));
        assert.ok(
          stderr.includes(said) || stderr.includes('the service s3 is also in reference/again/s3.json'),
          stderr,
        );
        assert.equal(existsSync(path.join(folder, 'actions.json')), false);
      }),
    );
});
