/** Rules that hold for nothing, and for too much. Rows: hostile/keep-that-keeps-nothing, hostile/choose-negated. */
import {
  allKept,
  catalogue,
  checked,
  finding,
  getAndPut,
  permissionSetRole,
  removed,
  roleArn,
  untracked,
  type Case,
} from './case.ts';

const keeping = (principals: readonly string[] | undefined, ...actions: readonly string[]) => ({
  keep: [{ actions, ...(principals === undefined ? {} : { principals }), reason: 'once a year' }],
});

export const idleRules: readonly Case[] = [
  {
    what: 'a principal without its path, an action that is misspelled',
    folder: 'hostile/keep-that-keeps-nothing',
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'MyRole.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('MyRole.json'),
          checked(1),
        ],
        stderr: [
          '.iam-refine.json:3: action.unknown: No finding names arn:aws:iam::123456789012:role/MyRole, so this keep rule may have no effect; did you mean arn:aws:iam::123456789012:role/team/MyRole?',
          `.iam-refine.json:12: action.misspelled: s3:PutObjekt is not a known action, so this keep rule may have no effect: did you mean s3:PutObject?`,
        ],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: [removed('MyRole.json', 1, 'MyRole', 1)],
        stderr: [
          '.iam-refine.json:3: action.unknown: No finding names arn:aws:iam::123456789012:role/MyRole, so this keep rule may have no effect; did you mean arn:aws:iam::123456789012:role/team/MyRole?',
          `.iam-refine.json:12: action.misspelled: s3:PutObjekt is not a known action, so this keep rule may have no effect: did you mean s3:PutObject?`,
        ],
        changes: { 'MyRole.json': ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'] },
      },
    ],
  },
  {
    what: 'a principal that no finding names',
    files: {
      '.iam-refine.json': keeping([roleArn('Nobody')], 's3:PutObject'),
      'a.finding.json': finding('AppA'),
      'AppA.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: ['AppA.json:8:9: warning: s3:PutObject is unused [action.unused]', untracked('AppA.json'), checked(1)],
        stderr: [
          '.iam-refine.json:3: action.unknown: No finding names arn:aws:iam::111122223333:role/Nobody, so this keep rule may have no effect',
        ],
      },
    ],
  },
  {
    what: 'a service and a pattern that nobody knows',
    files: {
      '.iam-refine.json': keeping(undefined, 's4:PutObject', 's3:Putt*'),
      'a.finding.json': finding('AppA'),
      'AppA.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: ['AppA.json:8:9: warning: s3:PutObject is unused [action.unused]', untracked('AppA.json'), checked(1)],
        stderr: [
          `.iam-refine.json:3: action.unknown: s4:PutObject is not in ${catalogue}, so this keep rule may have no effect`,
          `.iam-refine.json:3: action.unknown: s3:Putt* matches no action in ${catalogue}, so this keep rule may have no effect`,
        ],
      },
    ],
  },
  {
    what: 'a role of a permission set in another account',
    files: {
      '.iam-refine.json': keeping([permissionSetRole('Dev', '222222222222')], 's3:PutObject'),
      'a.finding.json': finding(permissionSetRole('Dev')),
      'Dev.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: [
          'Dev.json: kept: s3:PutObject (keep rule in line 3 of .iam-refine.json: once a year)',
          untracked('Dev.json'),
          allKept,
        ],
        stderr: [
          '.iam-refine.json:3: action.unknown: No finding names arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef, so this keep rule may have no effect; did you mean arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef?',
        ],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: ['Dev.json: nothing to do'],
        stderr: [
          '.iam-refine.json:3: action.unknown: No finding names arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef, so this keep rule may have no effect; did you mean arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef?',
        ],
      },
    ],
  },
  {
    what: 'one that keeps something',
    files: {
      '.iam-refine.json': keeping([roleArn('AppA')], 's3:PutObject'),
      'a.finding.json': finding('AppA'),
      'AppA.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: [
          'AppA.json: kept: s3:PutObject (keep rule in line 3 of .iam-refine.json: once a year)',
          untracked('AppA.json'),
          allKept,
        ],
      },
    ],
  },
];

const other = { 'f/c.finding.json': null, 'Other.json': getAndPut };

export const negated: readonly Case[] = [
  {
    what: 'a glob that begins with !',
    folder: 'hostile/choose-negated',
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          '!old/MyRole.json:8:9: warning: s3:PutObject is unused [action.unused]',
          'Other.json:7:9: warning: s3:GetObject is unused [action.unused]',
          untracked('!old/MyRole.json'),
          untracked('Other.json', 's3:PutObject'),
          checked(2, 2),
        ],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: [removed('!old/MyRole.json', 1, 'MyRole', 1), removed('Other.json', 1, 'Other', 1)],
        changes: {
          '!old/MyRole.json': ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'],
          'Other.json': ['-        "s3:GetObject",'],
        },
      },
    ],
  },
  {
    what: 'nobody else is mapped by it',
    folder: 'hostile/choose-negated',
    files: other,
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          '!old/MyRole.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('!old/MyRole.json'),
          `2 policies: 1 checked against ${catalogue}, 1 not matched to a finding; 1 problem`,
        ],
        stderr: [
          'Other.json: no finding applies to this policy: neither the file nor a folder above it is named after a principal with a finding',
        ],
      },
    ],
  },
  {
    what: 'a glob that begins with !, without a file of that name',
    files: {
      'f.finding.json': [finding('AppA'), finding('AppB')],
      '.iam-refine.json': { policies: [{ files: '!*.json', attachedTo: [roleArn('AppA')] }] },
      'x.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: ['1 policy: none checked, 1 not matched to a finding'],
        stderr: [
          'x.json: no finding applies to this policy: neither the file nor a folder above it is named after a principal with a finding',
        ],
      },
    ],
  },
  {
    what: 'what the editor writes for other odd names',
    files: {
      'f.finding.json': [finding('AppA'), finding('AppB')],
      '.iam-refine.json': { policies: [{ files: '[[]a[\\]][{]b,c[}][*].json', attachedTo: [roleArn('AppA')] }] },
      '[a]{b,c}*.json': getAndPut,
      'ab.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          '[a]{b,c}*.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('[a]{b,c}*.json'),
          `2 policies: 1 checked against ${catalogue}, 1 not matched to a finding; 1 problem`,
        ],
        stderr: [
          'ab.json: no finding applies to this policy: neither the file nor a folder above it is named after a principal with a finding',
        ],
      },
    ],
  },
];
