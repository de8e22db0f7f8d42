/** What is said where there is nothing to do, or nothing to read: as it is, and no more. */
import { allKept, catalogue, finding, getAndPut, policy, roleArn, statement, untracked, type Case } from './case.ts';

const unused = { 'a.finding.json': finding('AppA') };

const passedOver = (what: string, document: unknown, said: string, where: string): Case => ({
  what,
  files: { ...unused, 'AppA.json': document },
  runs: [
    {
      args: 'check AppA.json',
      code: 2,
      stderr: [`iam-refine: AppA.json: ${said}; skipped`, `iam-refine: ${where} in AppA.json`],
    },
    { args: 'check .', code: 2, stderr: [`iam-refine: ${where} in .`] },
  ],
});

const trust = (Action: unknown) => policy({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action });
const withPrincipal =
  'a trust policy or resource-based policy (it has a Principal), to which no finding about unused permissions applies';
const ofNobody = 'no identity-based policy';

const noArn = (given: string): Case => ({
  what: `--principal ${given}`,
  files: { ...unused, 'AppA.json': getAndPut },
  runs: ['check AppA.json', 'fix AppA.json', 'explain s3:Put*'].map((command) => ({
    args: `${command} --principal ${given}`,
    code: 2,
    stderr: [`iam-refine: --principal: '${given}' is not the ARN of an IAM role or user (see iam-refine --help)`],
  })),
});

const empty = (what: string, text: string): Case => ({
  what,
  files: { ...unused, 'AppA.json': text },
  runs: [
    {
      args: 'check AppA.json',
      code: 2,
      stdout: ['no policy was read; 1 file could not be read'],
      stderr: ['AppA.json: the file is empty'],
    },
    { args: 'fix AppA.json', code: 2, stderr: ['AppA.json: the file is empty'] },
  ],
});

const notAction = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
const keepsPut = { keep: [{ actions: ['s3:PutObject'], reason: 'once a year' }] };
const kept = 'AppA.json: kept: s3:PutObject (keep rule in line 3 of .iam-refine.json: once a year)';

export const saidPlainly: readonly Case[] = [
  passedOver('a trust policy', trust('sts:AssumeRole'), withPrincipal, ofNobody),
  passedOver(
    'a trust policy for a session',
    trust(['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']),
    withPrincipal,
    ofNobody,
  ),
  passedOver(
    'a policy of a bucket',
    policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }),
    withPrincipal,
    ofNobody,
  ),
  passedOver('no policy', {}, 'not an IAM policy', 'no IAM policy'),
  ...['A', 'role/AppA', 'arn:aws:iam::111122223333:group/Devs', 'arn:aws:sts::111122223333:assumed-role/AppA/i'].map(
    noArn,
  ),
  empty('an empty file', ''),
  empty('a file of blanks', ' \n'),
  {
    what: 'all that is reported unused is kept by a rule',
    files: { ...unused, 'AppA.json': getAndPut, '.iam-refine.json': keepsPut },
    runs: [{ args: 'check AppA.json', code: 0, stdout: [kept, untracked('AppA.json'), allKept] }],
  },
  {
    what: '…beside a NotAction',
    files: {
      ...unused,
      'AppA.json': policy(statement('s3:PutObject', 's3:GetObject'), notAction),
      '.iam-refine.json': keepsPut,
    },
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [
          kept,
          untracked('AppA.json'),
          `1 policy checked against ${catalogue}; 1 statement with NotAction not checked; nothing can be removed in the other statements that were checked, because what is reported unused is kept`,
        ],
      },
      { args: 'fix AppA.json', code: 0, stdout: ['AppA.json: left unchanged'] },
    ],
  },
  {
    what: 'that a role is unused says of no action that it is, or is not',
    files: {
      'a.finding.json': finding(
        'AppA',
        {},
        { findingType: 'UnusedIAMRole', findingDetails: [{ unusedIamRoleDetails: {} }] },
      ),
    },
    runs: [
      {
        args: 'explain s3:PutObject',
        code: 0,
        stdout: [
          's3:PutObject: 1 action',
          '',
          'AppA itself is unused (never used in the tracking period): consider deleting it',
          '',
          '  Write  s3:PutObject',
          '',
          `according to ${catalogue}`,
        ],
      },
      {
        args: 'explain s3:PutObject --format json',
        code: 0,
        stdout: JSON.stringify(
          {
            catalogue,
            principals: [roleArn('AppA')],
            patterns: [
              {
                pattern: 's3:PutObject',
                decision: 'keep',
                becomes: ['s3:PutObject'],
                prefixes: [],
                actions: [{ action: 's3:PutObject', accessLevel: 'Write', unused: null }],
              },
            ],
          },
          null,
          2,
        ).split('\n'),
      },
    ],
  },
];
