/** Texts that a terminal or a log would obey. Rows: hostile/config-text-injection, hostile/arn-with-newline. */
import {
  allKept,
  checked,
  finding,
  getAndPut,
  policy,
  removed,
  roleArn,
  statement,
  untracked,
  type Case,
} from './case.ts';

const odd = 'x\n::error::pwned\u001B[31m\u202E\u0085';

const unreadArn = 'x.finding.json:1:1: the finding for My cannot be read (resource is not an ARN)';

export const oddTexts: readonly Case[] = [
  {
    what: 'the reason of a rule',
    folder: 'hostile/config-text-injection',
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: [
          'MyRole.json: kept: s3:PutObject (keep rule in line 10 of .iam-refine.json: y\\u000a::warning::pwned2)',
          untracked('MyRole.json'),
          allKept,
        ],
        stderr: [
          '.iam-refine.json:3: keep.expired: this keep rule expired on 2026-01-01: x\\u000a::error file=a.ts,line=1::pwned\\u000a::stop-commands::tok\\u001b[31m',
        ],
      },
      {
        args: 'check . --format github',
        code: 0,
        stderr: [
          '.iam-refine.json:3: keep.expired: this keep rule expired on 2026-01-01: x\\u000a::error file=a.ts,line=1::pwned\\u000a::stop-commands::tok\\u001b[31m',
          allKept,
        ],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: ['MyRole.json: nothing to do'],
        stderr: [
          '.iam-refine.json:3: keep.expired: this keep rule expired on 2026-01-01: x\\u000a::error file=a.ts,line=1::pwned\\u000a::stop-commands::tok\\u001b[31m',
        ],
      },
    ],
  },
  {
    what: 'an ARN in the configuration',
    folder: 'hostile/arn-with-newline',
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'p.json:3:3: warning: The configuration .iam-refine.json cannot be used (6:9: arn:aws:iam::123456789012:role/My\\u000a::error::pwned\\u001b[31mRole is not the ARN of an IAM role or user), so nothing is removed [config.unreadable]',
          '1 policy: none checked, 1 blocked; 1 finding could not be read; 1 problem',
        ],
        stderr: [unreadArn],
      },
      {
        args: 'check . --format github',
        code: 2,
        stdout: [
          '::warning file=p.json,line=3,endLine=3,col=3,endColumn=14,title=config.unreadable::The configuration .iam-refine.json cannot be used (6:9: arn:aws:iam::123456789012:role/My\\u000a::error::pwned\\u001b[31mRole is not the ARN of an IAM role or user), so nothing is removed',
        ],
        stderr: [unreadArn, '1 policy: none checked, 1 blocked; 1 finding could not be read; 1 problem'],
      },
      {
        args: 'fix .',
        code: 2,
        stdout: ['p.json: left unchanged'],
        stderr: [
          'p.json: config.unreadable: the configuration .iam-refine.json cannot be used (6:9: arn:aws:iam::123456789012:role/My\\u000a::error::pwned\\u001b[31mRole is not the ARN of an IAM role or user), so nothing is removed',
          unreadArn,
        ],
      },
    ],
  },
  {
    what: 'an ARN in a finding is none',
    folder: 'hostile/arn-with-newline',
    files: { '.iam-refine.json': null },
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: ['1 policy: none checked, 1 not matched to a finding; 1 finding could not be read'],
        stderr: [
          'p.json: no finding applies to this policy: neither the file nor a folder above it is named after a principal with a finding',
          unreadArn,
        ],
      },
    ],
  },
  {
    what: 'an action and a Sid',
    files: {
      'a.finding.json': finding('AppA'),
      'AppA.json': policy({ Sid: odd, ...statement('s3:PutObject', `s3:${odd}`, 's3:GetObject') }),
    },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          'AppA.json:9:9: warning: IAM rejects "s3:x\\n::error::pwned\\u001b[31m\\u202e\\u0085": an action must not contain white space [action.malformed]',
          untracked('AppA.json'),
          checked(2),
        ],
      },
      {
        args: 'check . --format github',
        code: 1,
        stdout: [
          '::warning file=AppA.json,line=8,endLine=8,col=9,endColumn=23,title=action.unused::s3:PutObject is unused',
          '::warning file=AppA.json,line=9,endLine=9,col=9,endColumn=43,title=action.malformed::IAM rejects "s3:x\\n::error::pwned\\u001b[31m\\u202e\\u0085": an action must not contain white space',
        ],
        stderr: [checked(2)],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 1)],
        changes: { 'AppA.json': ['-        "s3:PutObject",'] },
      },
    ],
  },
  {
    what: 'the id of a finding, the status, the type',
    files: {
      'f.finding.json': [finding('AppA', {}, { status: odd }), finding('AppB', {}, { findingType: odd }), listed(odd)],
      'AppA.json': getAndPut,
      'AppB.json': getAndPut,
      'AppC.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: The finding in f.finding.json cannot be read: its status is not understood: x\\u000a::error::pwned\\u001b[31m\\u202e\\u0085 [finding.unreadable]',
          'AppB.json:3:3: information: The finding in f.finding.json cannot be read: its findingType is not understood: x\\u000a::error::pwned\\u001b[31m\\u202e\\u0085 [finding.unreadable]',
          '3 policies: none checked, 1 not matched to a finding, 2 blocked; 2 findings could not be read; 2 problems',
        ],
        stderr: [
          'AppC.json: no finding applies to this policy: its finding does not name the actions',
          'f.finding.json:2:3: the finding for AppA cannot be read (its status is not understood: x\\u000a::error::pwned\\u001b[31m\\u202e\\u0085)',
          'f.finding.json:14:3: the finding for AppB cannot be read (its findingType is not understood: x\\u000a::error::pwned\\u001b[31m\\u202e\\u0085)',
        ],
      },
    ],
  },
  {
    what: 'the name of a file',
    files: { 'a.finding.json': finding('AppA'), [`AppA/${odd.slice(0, -2)}.json`]: getAndPut },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'AppA/x\\u000a::error::pwned\\u001b[31m.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA/x\\u000a::error::pwned\\u001b[31m.json'),
          checked(1),
        ],
      },
      {
        args: 'check . --format github',
        code: 1,
        stdout: [
          '::warning file=AppA/x%0A%3A%3Aerror%3A%3Apwned\\u001b[31m.json,line=8,endLine=8,col=9,endColumn=23,title=action.unused::s3:PutObject is unused',
        ],
        stderr: [checked(1)],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: [removed('AppA/x\\u000a::error::pwned\\u001b[31m.json', 1, 'AppA', 1)],
        changes: {
          'AppA/x\n::error::pwned\u001b[31m.json': [
            '-        "s3:GetObject",',
            '-        "s3:PutObject"',
            '+        "s3:GetObject"',
          ],
        },
      },
    ],
  },
];

function listed(id: string): object {
  return { id, findingType: 'UnusedPermission', resource: roleArn('AppC'), status: 'ACTIVE' };
}
