/**
 * What stays, and what IAM rejects. Of the situations that are not files: a Deny beside unused Allows, strings that IAM
 * rejects.
 */
import { catalogue, checked, finding, fixed, left, policy, removed, statement, untracked, type Case } from './case.ts';

const unused = { 'a.finding.json': finding('AppA', { s3: ['PutObject'] }) };
const holding = (...statements: readonly unknown[]) => ({ ...unused, 'AppA.json': policy(...statements) });
const deny = { Effect: 'Deny', Action: ['s3:*'], Resource: '*' };

export const denyStays: readonly Case[] = [
  {
    what: 'a Deny remains',
    files: holding(statement('s3:PutObject'), deny),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:6:7: warning: Everything this statement allows is reported unused [statement.unused]',
          'AppA.json:7:9: warning: s3:PutObject is unused [action.unused]',
          checked(2),
        ],
      },
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 0),
        '-      "Effect": "Allow",',
        '-        "s3:PutObject"',
        '-    },',
        '-    {',
        '-      "Action": [',
        '-      ],',
        '-      "Resource": "*"',
      ),
    ],
  },
  {
    what: 'a Deny first, two Allows',
    files: holding(deny, statement('s3:PutObject'), statement('s3:putobject')),
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 0),
        '-    },',
        '-    {',
        '-      "Effect": "Allow",',
        '-      "Action": [',
        '-        "s3:PutObject"',
        '-      ],',
        '-      "Resource": "*"',
        '-    },',
        '-    {',
        '-      "Effect": "Allow",',
        '-      "Action": [',
        '-        "s3:putobject"',
        '-      ],',
        '-      "Resource": "*"',
      ),
    ],
  },
  {
    what: 'only Allows that are unused',
    files: holding(statement('s3:PutObject'), statement('s3:PutObject')),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:3:3: warning: Everything this policy allows is reported unused: detach it, or delete it if it is inline [policy.unused]',
          'AppA.json:7:9: warning: s3:PutObject is unused [action.unused]',
          'AppA.json:14:9: warning: s3:PutObject is unused [action.unused]',
          checked(3),
        ],
      },
      left(
        'fix AppA.json',
        'policy.unused',
        'everything it allows is reported unused, and IAM rejects a policy without statements: detach it, or delete it if it is inline',
      ),
    ],
  },
  {
    what: 'a Deny alone',
    files: holding(deny),
    runs: [
      { args: 'check AppA.json', code: 0, stdout: [checked(0)] },
      { args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] },
    ],
  },
  {
    what: 'an Allow that is not unused',
    files: holding(statement('s3:PutObject'), statement('sqs:ListQueues')),
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-        "s3:PutObject"',
        '-    },',
        '-    {',
        '-      "Effect": "Allow",',
        '-      "Action": [',
        '-      ],',
        '-      "Resource": "*"',
      ),
    ],
  },
  {
    what: 'a NotAction remains',
    files: holding(statement('s3:PutObject'), { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:6:7: warning: Everything this statement allows is reported unused [statement.unused]',
          'AppA.json:7:9: warning: s3:PutObject is unused [action.unused]',
          `1 policy checked against ${catalogue}; 1 statement with NotAction not checked; 2 problems`,
        ],
      },
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 0),
        '-      "Action": [',
        '-        "s3:PutObject"',
        '-      ],',
        '-    },',
        '-    {',
        '-      "Effect": "Allow",',
        '-      "Resource": "*"',
      ),
    ],
  },
];

export const malformed: readonly Case[] = [
  {
    what: 'a wildcard in the prefix',
    files: holding(statement('s3*:Get*', 's3:PutObject', 'sqs:ListQueues')),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:7:9: warning: IAM rejects "s3*:Get*": a service prefix must not contain wildcards [action.malformed]',
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json', 'sqs:ListQueues'),
          checked(2),
        ],
      },
      fixed('fix AppA.json', removed('AppA.json', 1, 'AppA', 1), '-        "s3:PutObject",'),
    ],
  },
  {
    what: 'other wildcards in the prefix',
    files: holding(statement('?3:PutObject', '*:PutObject')),
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [
          'AppA.json:7:9: warning: IAM rejects "?3:PutObject": a service prefix must not contain wildcards [action.malformed]',
          'AppA.json:8:9: warning: IAM rejects "*:PutObject": a service prefix must not contain wildcards [action.malformed]',
          checked(2),
        ],
      },
    ],
  },
  {
    what: 'no colon, two colons, nothing',
    files: holding(statement('s3', 's3:Put:Object', '')),
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [
          'AppA.json:7:9: warning: IAM rejects "s3": an action needs a service prefix and a colon [action.malformed]',
          'AppA.json:8:9: warning: IAM rejects "s3:Put:Object": an action can contain only one colon [action.malformed]',
          'AppA.json:9:9: warning: IAM rejects "": an action cannot be empty [action.malformed]',
          checked(3),
        ],
      },
    ],
  },
  {
    what: 'blanks',
    files: holding(statement(' s3:PutObject', 's3:Put Object')),
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [
          'AppA.json:7:9: warning: IAM rejects " s3:PutObject": an action must not contain white space [action.malformed]',
          'AppA.json:8:9: warning: IAM rejects "s3:Put Object": an action must not contain white space [action.malformed]',
          checked(2),
        ],
      },
      { args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] },
    ],
  },
  {
    what: '*:* reads as *',
    files: holding(statement('*:*')),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:7:9: warning: 1 of 22,091 actions of *:* is unused [wildcard.partly-unused]',
          'AppA.json: kept: 11,854 actions, such as a2c:GetContainerizationJobDetails, a2c:GetDeploymentJobDetails, a2c:StartContainerizationJob (as of 2026-08-22, AWS does not track their use, so no finding can name them)',
          checked(1),
        ],
      },
      left(
        'fix AppA.json',
        'wildcard.partly-unused',
        '*:* is kept: replacing it with one entry for each service is done only on the entry itself',
      ),
    ],
  },
];
