/** Files that hold something else, or are broken. Rows: not-a-report, broken-in-folder. */
import {
  catalogue,
  checked,
  finding,
  fixed,
  getAndPut,
  listedFinding,
  policy,
  removed,
  report,
  roleArn,
  statement,
  unmatched,
  untracked,
  type Case,
} from './case.ts';

const oneReport = report('AppA', [
  { ActionName: 'PutObject' },
  { ActionName: 'GetObject', LastAccessedTime: '2026-11-24T10:00:00Z' },
]);

const by = (found: unknown) => ({ 'a.finding.json': found, 'AppA.json': getAndPut });

export const otherReports: readonly Case[] = [
  {
    what: 'which entities used a service',
    folder: 'not-a-report/entities',
    runs: [
      unmatched('check TestRole.json', 'entities.finding.json contains a report of the entities that used a service'),
      unmatched('fix TestRole.json', 'entities.finding.json contains a report of the entities that used a service'),
    ],
  },
  {
    what: 'external access',
    folder: 'not-a-report/external',
    runs: [
      unmatched('check TestRole.json', 'the principal has an external access finding'),
      unmatched('fix TestRole.json', 'the principal has an external access finding'),
    ],
  },
  {
    what: 'a report about an organization',
    folder: 'not-a-report/orgreport',
    runs: [
      unmatched('check TestRole.json', 'org.finding.json contains an organizations access report'),
      unmatched('fix TestRole.json', 'org.finding.json contains an organizations access report'),
    ],
  },
  {
    what: 'internal access',
    files: by(finding('AppA', {}, { findingType: 'InternalAccess' })),
    runs: [unmatched('check AppA.json', 'the principal has an internal access finding')],
  },
  {
    what: 'a type that nobody knows',
    files: by(finding('AppA', { s3: ['PutObject'] }, { findingType: 'UnusedThing' })),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: The finding in a.finding.json cannot be read: its findingType is not understood: UnusedThing [finding.unreadable]',
          '1 policy: none checked, 1 blocked; 1 finding could not be read; 1 problem',
        ],
        stderr: [
          'a.finding.json:1:1: the finding for AppA cannot be read (its findingType is not understood: UnusedThing)',
        ],
      },
    ],
  },
  {
    what: 'no type',
    files: by(finding('AppA', { s3: ['PutObject'] }, { findingType: undefined })),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: The finding in a.finding.json cannot be read: it has no findingType [finding.unreadable]',
          '1 policy: none checked, 1 blocked; 1 finding could not be read; 1 problem',
        ],
        stderr: ['a.finding.json:1:1: the finding for AppA cannot be read (it has no findingType)'],
      },
    ],
  },
  {
    what: 'a report that is not done',
    files: by({ ...oneReport, JobStatus: 'IN_PROGRESS' }),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: The last-accessed report for AppA is incomplete (its JobStatus is IN_PROGRESS), so nothing is removed [finding.incomplete]',
          '1 policy: none checked, 1 blocked; 1 problem',
        ],
      },
    ],
  },
  {
    what: 'the service list is something else',
    files: by({ JobStatus: 'COMPLETED', ServicesLastAccessed: 'x' }),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: The last-accessed report for its principal cannot be read (ServicesLastAccessed is not a list), so nothing is removed [finding.unreadable]',
          '1 policy: none checked, 1 blocked; 1 problem',
        ],
        stderr: [
          'a.finding.json:1:1: the last-accessed report for its principal cannot be read (ServicesLastAccessed is not a list)',
        ],
      },
    ],
  },
  {
    what: 'a policy that Access Analyzer made',
    files: by({
      jobDetails: { status: 'SUCCEEDED' },
      generatedPolicyResult: { properties: { principalArn: roleArn('AppA') } },
    }),
    runs: [unmatched('check AppA.json', 'a.finding.json contains no finding in a known format')],
  },
  {
    what: 'a list without the names of the actions',
    files: by(listedFinding('AppA', 'x')),
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: ['1 policy: none checked, 1 not matched to a finding'],
        stderr: [
          'AppA.json: no finding applies to this policy: its finding does not name the actions',
          'a.finding.json: 1 finding without the names of the unused actions; fetch it with',
          '  aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id x',
        ],
      },
    ],
  },
  {
    what: 'nothing',
    files: by(''),
    runs: [unmatched('check AppA.json', 'a.finding.json contains no finding in a known format')],
  },
  {
    what: 'among findings that are read',
    files: by([finding('AppA'), finding('AppA', {}, { id: 'x', findingType: 'ExternalAccess' })]),
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
];

const broken = '{"Statement": [{"Effect": "Allow", "Action": ["s3:PutObject"';

export const brokenFiles: readonly Case[] = [
  {
    what: 'the broken file of today is a Terraform template, and is read',
    folder: 'broken-in-folder',
    runs: [
      {
        args: 'check p',
        code: 0,
        stdout: ['2 policies: none checked, 2 not matched to a finding'],
        stderr: [
          'p/good.json: no finding applies to this policy: neither the file nor a folder above it is named after a principal with a finding',
          'p/template.json: no finding applies to this policy: neither the file nor a folder above it is named after a principal with a finding',
        ],
      },
      {
        args: 'check p --findings A.finding.json --principal arn:aws:iam::123456789012:role/MyRole',
        code: 1,
        stdout: [
          'p/good.json:1:91: warning: s3:PutObject is unused [action.unused]',
          'p/template.json:1:91: warning: s3:PutObject is unused [action.unused]',
          untracked('p/good.json'),
          untracked('p/template.json'),
          checked(2, 2),
        ],
      },
      {
        args: 'fix p --findings A.finding.json --principal arn:aws:iam::123456789012:role/MyRole',
        code: 0,
        stdout: [removed('p/good.json', 1, 'MyRole', 1), removed('p/template.json', 1, 'MyRole', 1)],
        changes: {
          'p/good.json': [
            '-{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*" } ] }',
            '+{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*" } ] }',
          ],
          'p/template.json': [
            '-{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": ${bucket_arns} } ] }',
            '+{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ${bucket_arns} } ] }',
          ],
        },
      },
    ],
  },
  {
    what: 'one file that is cut off',
    files: { 'a.finding.json': finding('AppA'), 'AppA/good.json': getAndPut, 'AppA/bad.json': broken },
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA/good.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA/good.json'),
          `1 policy checked against ${catalogue}; 1 file could not be read; 1 problem`,
        ],
        stderr: ['AppA/bad.json:1:61: close bracket expected'],
      },
      {
        args: 'fix .',
        code: 2,
        stdout: [removed('AppA/good.json', 1, 'AppA', 1)],
        stderr: ['AppA/bad.json:1:61: close bracket expected'],
        changes: {
          'AppA/good.json': ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'],
        },
      },
    ],
  },
  {
    what: 'one that has nothing of a policy is passed over',
    files: {
      'a.finding.json': finding('AppA'),
      'AppA/good.json': policy(statement('s3:PutObject', 'sqs:ListQueues')),
      'tsconfig.json': '{"a": ',
    },
    runs: [
      {
        args: 'fix .',
        code: 0,
        stdout: [removed('AppA/good.json', 1, 'AppA', 1)],
        changes: { 'AppA/good.json': ['-        "s3:PutObject",'] },
      },
    ],
  },
];
