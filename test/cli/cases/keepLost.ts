/** Keep rules hold. Rows: hostile/keep-lost-*. */
import {
  allKept,
  checked,
  finding,
  fixed,
  getAndPut,
  policy,
  removed,
  report,
  roleArn,
  statement,
  untracked,
  type Case,
} from './case.ts';

const keeping = (principals: readonly string[] | undefined, ...actions: readonly string[]) => ({
  keep: [{ actions, ...(principals === undefined ? {} : { principals }), reason: 'once a year' }],
});

const neverUsed = { LastAuthenticated: null, LastAuthenticatedEntity: null, TotalAuthenticatedEntities: 0 };

const nobodys = report('x', [], neverUsed);

const shortForm = [{ serviceNamespace: 's3', actions: ['PutObject'] }];

export const keepLost: readonly Case[] = [
  {
    what: 'the configuration declares whose report it is',
    folder: 'hostile/keep-lost-declared-report',
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'ci/p.json:8:9: warning: s3:PutObject is unused [action.unused]',
          'ci/p.json: kept: s3:GetObject (keep rule in line 17 of .iam-refine.json: disaster recovery, once a year)',
          checked(1),
        ],
      },
      fixed('fix ci/p.json', removed('ci/p.json', 1, 'its principal', 2), '-        "s3:PutObject",'),
    ],
  },
  {
    what: 'the report is named after the role',
    folder: 'hostile/keep-lost-report-by-name',
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'MyRole.json:8:9: warning: s3:PutObject is unused [action.unused]',
          'MyRole.json: kept: s3:GetObject (keep rule in line 11 of .iam-refine.json: dr)',
          checked(1),
        ],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: [removed('MyRole.json', 1, 'its principal', 2)],
        changes: { 'MyRole.json': ['-        "s3:PutObject",'] },
      },
    ],
  },
  {
    what: 'run beside the repository',
    folder: 'hostile/keep-lost-sibling-cwd',
    runs: [
      {
        args: 'check repo',
        code: 0,
        stdout: [
          'repo/policies/MyRole.json: kept: s3:PutObject (keep rule in line 3 of .iam-refine.json: yearly)',
          untracked('repo/policies/MyRole.json'),
          allKept,
        ],
      },
      { args: 'fix repo/policies/MyRole.json', code: 0, stdout: ['repo/policies/MyRole.json: nothing to do'] },
      { args: 'fix MyRole.json', cwd: 'repo/policies', code: 0, stdout: ['MyRole.json: nothing to do'] },
      {
        args: 'fix ../policies/MyRole.json',
        cwd: 'repo/findings',
        code: 0,
        stdout: ['FOLDER/repo/policies/MyRole.json: nothing to do'],
      },
    ],
  },
  {
    what: 'whose it is nobody knows: every rule holds',
    files: {
      'r.finding.json': shortForm,
      '.iam-refine.json': keeping([roleArn('AppA')], 's3:PutObject'),
      'x.json': getAndPut,
    },
    runs: [
      {
        args: 'check x.json',
        code: 0,
        stdout: [
          'x.json: kept: s3:PutObject (keep rule in line 3 of .iam-refine.json: once a year)',
          untracked('x.json'),
          allKept,
        ],
      },
      { args: 'fix x.json', code: 0, stdout: ['x.json: nothing to do'] },
    ],
  },
  {
    what: 'the option says whose it is',
    files: {
      'r.json': nobodys,
      '.iam-refine.json': keeping([roleArn('AppA')], 's3:PutObject'),
      'x.json': policy(statement('s3:GetObject', 's3:PutObject', 'sqs:ListQueues')),
    },
    runs: [
      fixed(
        'fix x.json --findings r.json --principal arn:aws:iam::111122223333:role/AppA',
        removed('x.json', 1, 'its principal', 2),
        '-        "s3:GetObject",',
      ),
    ],
  },
  {
    what: 'a rule for one of several holders',
    files: {
      'f.finding.json': [finding('AppA'), finding('AppB')],
      '.iam-refine.json': {
        ...keeping([roleArn('AppB')], 's3:PutObject'),
        policies: [{ files: 'x.json', attachedTo: [roleArn('AppA'), roleArn('AppB')] }],
      },
      'x.json': getAndPut,
    },
    runs: [
      {
        args: 'check x.json',
        code: 0,
        stdout: [
          'x.json: kept: s3:PutObject (keep rule in line 3 of .iam-refine.json: once a year)',
          untracked('x.json'),
          allKept,
        ],
      },
      { args: 'fix x.json', code: 0, stdout: ['x.json: nothing to do'] },
    ],
  },
  {
    what: 'a rule for somebody else',
    files: {
      'f.finding.json': [finding('AppA'), finding('AppB')],
      '.iam-refine.json': keeping([roleArn('AppB')], 's3:PutObject'),
      'AppA.json': getAndPut,
    },
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a folder with two dots in its name',
    files: {
      '.iam-refine.json': keeping(undefined, 's3:PutObject'),
      '..x/AppA.json': getAndPut,
      '..x/a.finding.json': finding('AppA'),
    },
    runs: [
      { args: 'fix ..x', code: 0, stdout: ['..x/AppA.json: nothing to do'] },
      { args: 'fix AppA.json', cwd: '..x', code: 0, stdout: ['AppA.json: nothing to do'] },
    ],
  },
  {
    what: 'the nearest configuration governs',
    files: {
      '.iam-refine.json': keeping(undefined, 's3:PutObject'),
      'deep/.iam-refine.json': keeping(undefined, 's3:GetObject'),
      'a.finding.json': finding('AppA'),
      'deep/AppA.json': getAndPut,
      'AppA.json': getAndPut,
    },
    runs: [
      {
        args: 'fix .',
        code: 0,
        stdout: ['AppA.json: nothing to do', removed('deep/AppA.json', 1, 'AppA', 1)],
        changes: {
          'deep/AppA.json': ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'],
        },
      },
    ],
  },
  {
    what: 'one that cannot be read',
    files: { '.iam-refine.json': '{"keep": [', 'a.finding.json': finding('AppA'), 'AppA.json': getAndPut },
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA.json:3:3: warning: The configuration .iam-refine.json cannot be used (1:11: close bracket expected), so nothing is removed [config.unreadable]',
          '1 policy: none checked, 1 blocked; 1 problem',
        ],
      },
      {
        args: 'fix .',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: config.unreadable: the configuration .iam-refine.json cannot be used (1:11: close bracket expected), so nothing is removed',
        ],
      },
    ],
  },
];
