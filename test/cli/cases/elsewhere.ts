/** More places and shapes of policies. Row: not-read-silently. */
import {
  catalogue,
  checked,
  finding,
  fixed,
  getAndPut,
  policy,
  removed,
  statement,
  untracked,
  type Case,
} from './case.ts';

const oneFinding = { 'a.finding.json': finding('AppA') };

const text = JSON.stringify(getAndPut);

export const oddPlaces: readonly Case[] = [
  {
    what: 'only in a format that is not supported yet, whosever it is said to be',
    files: { ...oneFinding, 'terragrunt.hcl': 'data "aws_iam_policy_document" "p" {}\n' },
    runs: [
      {
        args: 'check terragrunt.hcl --principal arn:aws:iam::111122223333:role/AppA',
        code: 2,
        stdout: ['no policy was read; 1 file could not be read'],
        stderr: ['terragrunt.hcl: HCL other than the configuration of Terraform is not supported yet'],
      },
    ],
  },
  {
    what: 'deep inside, the only one',
    files: { ...oneFinding, 'AppA.json': { a: [{ b: { POLICY: getAndPut } }] } },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'AppA.json:12:17: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(1),
        ],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 1)],
        changes: {
          'AppA.json': [
            '-                "s3:GetObject",',
            '-                "s3:PutObject"',
            '+                "s3:GetObject"',
          ],
        },
      },
    ],
  },
  {
    what: 'one, and one as a text',
    files: { ...oneFinding, 'AppA.json': { a: getAndPut, b: text } },
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: [
          'AppA.json:4:5: information: The document contains several policies and does not say which principal each belongs to, so nothing is removed [finding.ambiguous]',
          'AppA.json:15:37: information: The document contains several policies and does not say which principal each belongs to, so nothing is removed [finding.ambiguous]',
          '2 policies: none checked, 2 ambiguous; 2 problems',
        ],
      },
      {
        args: 'fix .',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: finding.ambiguous: the document contains several policies and does not say which principal each belongs to, so nothing is removed',
          'AppA.json: finding.ambiguous: the document contains several policies and does not say which principal each belongs to, so nothing is removed',
        ],
      },
    ],
  },
  {
    what: 'percent-encoded',
    files: { ...oneFinding, 'AppA.json': { PolicyDocument: encodeURIComponent(text) } },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'AppA.json:2:60: information: This policy is read-only: percent-encoded, as the IAM API returns it: decode it to refine it [policy.unread]',
          'AppA.json:2:154: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(2),
        ],
      },
      {
        args: 'fix .',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: ['AppA.json: policy.unread: percent-encoded, as the IAM API returns it: decode it to refine it'],
      },
    ],
  },
  {
    what: 'one that a mapping gives to somebody',
    files: {
      ...oneFinding,
      '.iam-refine.json': { policies: [{ files: 'x.json', attachedTo: ['arn:aws:iam::111122223333:role/AppA'] }] },
      'x.json': { policy: getAndPut },
    },
    runs: [
      fixed(
        'fix x.json',
        removed('x.json', 1, 'AppA', 1),
        '-          "s3:GetObject",',
        '-          "s3:PutObject"',
        '+          "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a text that is cut off',
    files: { ...oneFinding, 'AppA.json': { PolicyDocument: text.slice(0, -3) }, 'AppA/plain.json': getAndPut },
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA.json:2:21: information: Not read: this string may contain a policy, but cannot be read as one [policy.unread]',
          'AppA/plain.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA/plain.json'),
          `1 policy checked against ${catalogue}; 1 part not read; 2 problems`,
        ],
      },
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:2:21: information: Not read: this string may contain a policy, but cannot be read as one [policy.unread]',
          'no policy was read; 1 part not read; 1 problem',
        ],
      },
    ],
  },
  {
    what: 'a text in a text',
    files: { ...oneFinding, 'AppA.json': { x: JSON.stringify(text) }, 'AppA/plain.json': getAndPut },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'AppA/plain.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA/plain.json'),
          `1 policy checked against ${catalogue}; 1 file with statements but no policy; 1 problem`,
        ],
        stderr: ['AppA.json: it contains statements, but no identity-based policy was read from it'],
      },
    ],
  },
  {
    what: 'something that is no statement among them',
    files: {
      ...oneFinding,
      'AppA.json': policy(statement('s3:PutObject'), 'oops', { effect: 'Allow', action: 's3:*' }),
    },
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA.json:11:5: information: Not read: this is not a statement [policy.unread]',
          'AppA.json:12:5: information: Not read: IAM spells this key Effect, not effect [policy.unread]',
          'AppA.json:6:7: warning: Everything this statement allows is reported unused [statement.unused]',
          'AppA.json:7:9: warning: s3:PutObject is unused [action.unused]',
          `1 policy checked against ${catalogue}; 2 parts not read; 4 problems`,
        ],
      },
      {
        args: 'fix .',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: statement.unused: everything this statement allows is reported unused, but without it the policy might have no statements',
          'AppA.json: policy.unread: this is not a statement',
          'AppA.json: policy.unread: IAM spells this key Effect, not effect',
        ],
      },
    ],
  },
  {
    what: 'a key that is there twice',
    files: {
      ...oneFinding,
      'AppA.json':
        '{"Statement": [{"Effect": "Deny", "Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"], "Resource": "*"}]}\n',
    },
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA.json:1:16: information: Not read: duplicate key Effect in the statement: IAM does not define which one applies [policy.unread]',
          `1 policy checked against ${catalogue}; 1 part not read; 1 problem`,
        ],
      },
      {
        args: 'fix .',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: policy.unread: duplicate key Effect in the statement: IAM does not define which one applies',
        ],
      },
    ],
  },
  {
    what: 'Action and NotAction together',
    files: {
      ...oneFinding,
      'AppA.json': policy(
        { Effect: 'Allow', Action: 's3:PutObject', NotAction: 's3:*', Resource: '*' },
        statement('sqs:ListQueues'),
      ),
    },
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA.json:4:5: information: Not read: this statement has both Action and NotAction, but IAM accepts only one of them [policy.unread]',
          untracked('AppA.json', 'sqs:ListQueues'),
          `1 policy checked against ${catalogue}; 1 part not read; 1 problem`,
        ],
      },
      {
        args: 'fix .',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: policy.unread: this statement has both Action and NotAction, but IAM accepts only one of them',
        ],
      },
    ],
  },
  {
    what: 'a trust policy is none of a role',
    files: {
      ...oneFinding,
      'AppA.json': { trust: policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }), policy: getAndPut },
    },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'AppA.json:19:11: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(1),
        ],
      },
    ],
  },
];
