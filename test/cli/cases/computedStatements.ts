/** Statements, documents and effects that are computed when a template is deployed. Row: fn-if-statement. */
import {
  catalogue,
  checked,
  finding,
  fixed,
  inlineOfAppA,
  left,
  policy,
  removed,
  statement,
  untracked,
  when,
  type Case,
} from './case.ts';

const unused = { 'a.finding.json': finding('AppA', { s3: ['PutObject'], sqs: ['SendMessage'] }) };

const holding = (document: unknown) => ({ ...unused, 't.json': inlineOfAppA(document) });

const deny = { Effect: 'Deny', Action: ['s3:*'], Resource: '*' };

export const computedStatements: readonly Case[] = [
  {
    what: 'a statement that may be left out, beside one that is unused',
    folder: 'fn-if-statement',
    runs: [
      {
        args: 'check template.json',
        code: 1,
        stdout: [
          'template.json:43:25: warning: s3:PutObject is unused [action.unused]',
          'template.json:54:19: warning: Everything this statement allows is reported unused [statement.unused]',
          'template.json:55:21: warning: sqs:SendMessage is unused [action.unused]',
          untracked('template.json'),
          checked(3),
        ],
      },
      {
        args: 'fix template.json',
        code: 1,
        stdout: [removed('template.json', 1, 'AppA', 2)],
        stderr: [
          'template.json: statement.unused: everything this statement allows is reported unused, but without it the policy might have no statements',
        ],
        changes: {
          'template.json': [
            '-                        "s3:GetObject",',
            '-                        "s3:PutObject"',
            '+                        "s3:GetObject"',
          ],
        },
      },
    ],
  },
  {
    what: 'it is the only one',
    folder: 'fn-if-statement',
    runs: [
      {
        args: 'check only-if.json',
        code: 1,
        stdout: [
          'only-if.json:43:25: warning: s3:PutObject is unused [action.unused]',
          untracked('only-if.json'),
          checked(1),
        ],
      },
      fixed(
        'fix only-if.json',
        removed('only-if.json', 1, 'AppA', 1),
        '-                        "s3:GetObject",',
        '-                        "s3:PutObject"',
        '+                        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'an entry of Policies',
    folder: 'fn-if-statement',
    runs: [
      {
        args: 'check policies-if.json',
        code: 1,
        stdout: [
          'policies-if.json:42:25: warning: s3:PutObject is unused [action.unused]',
          untracked('policies-if.json'),
          checked(1, 2),
        ],
      },
      fixed(
        'fix policies-if.json',
        removed('policies-if.json', 1, 'AppA', 1),
        '-                        "s3:PutObject",',
      ),
    ],
  },
  {
    what: 'an Effect',
    folder: 'fn-if-statement',
    runs: [
      {
        args: 'check effect-if.json',
        code: 2,
        stdout: [
          'effect-if.json:36:17: information: Not read: the Effect of this statement is computed when the document is used [policy.unread]',
          'effect-if.json:51:19: warning: Everything this statement allows is reported unused [statement.unused]',
          'effect-if.json:52:21: warning: sqs:SendMessage is unused [action.unused]',
          `1 policy checked against ${catalogue}; 1 part not read; 3 problems`,
        ],
      },
      {
        args: 'fix effect-if.json',
        code: 1,
        stdout: [removed('effect-if.json', 1, 'AppA', 0)],
        stderr: ['effect-if.json: policy.unread: the Effect of this statement is computed when the document is used'],
        changes: {
          'effect-if.json': [
            '-                },',
            '-                {',
            '-                  "Effect": "Allow",',
            '-                  "Action": [',
            '-                    "sqs:SendMessage"',
            '-                  ],',
            '-                  "Resource": "*"',
          ],
        },
      },
    ],
  },
  {
    what: 'an Effect that is the same in both branches',
    files: holding(
      policy({ Effect: when('Allow', 'Allow'), Action: ['s3:PutObject', 'sqs:ListQueues'], Resource: '*' }),
    ),
    runs: [fixed('fix t.json', removed('t.json', 1, 'AppA', 1), '-                    "s3:PutObject",')],
  },
  {
    what: 'a Deny in both branches stays',
    files: holding(policy({ ...deny, Effect: when('Deny', 'Deny') }, statement('sqs:SendMessage'))),
    runs: [
      fixed(
        'fix t.json',
        removed('t.json', 1, 'AppA', 0),
        '-                },',
        '-                {',
        '-                  "Effect": "Allow",',
        '-                  "Action": [',
        '-                    "sqs:SendMessage"',
        '-                  ],',
        '-                  "Resource": "*"',
      ),
    ],
  },
  {
    what: 'an Effect that is a parameter',
    files: holding(
      policy({ Effect: { Ref: 'Effect' }, Action: 's3:PutObject', Resource: '*' }, statement('sqs:SendMessage')),
    ),
    runs: [
      {
        args: 'check t.json',
        code: 2,
        stdout: [
          't.json:14:17: information: Not read: the Effect of this statement is computed when the document is used [policy.unread]',
          't.json:23:19: warning: Everything this statement allows is reported unused [statement.unused]',
          't.json:24:21: warning: sqs:SendMessage is unused [action.unused]',
          `1 policy checked against ${catalogue}; 1 part not read; 3 problems`,
        ],
      },
      {
        args: 'fix t.json',
        code: 1,
        stdout: [removed('t.json', 1, 'AppA', 0)],
        stderr: ['t.json: policy.unread: the Effect of this statement is computed when the document is used'],
        changes: {
          't.json': [
            '-                },',
            '-                {',
            '-                  "Effect": "Allow",',
            '-                  "Action": [',
            '-                    "sqs:SendMessage"',
            '-                  ],',
            '-                  "Resource": "*"',
          ],
        },
      },
    ],
  },
  {
    what: 'an Effect that IAM does not know',
    files: holding(policy({ Effect: 'allow', Action: 's3:PutObject', Resource: '*' }, statement('sqs:ListQueues'))),
    runs: [
      {
        args: 'check t.json',
        code: 2,
        stdout: [
          't.json:14:17: information: Not read: the Effect of this statement is "allow", which IAM spells Allow [policy.unread]',
          untracked('t.json', 'sqs:ListQueues'),
          `1 policy checked against ${catalogue}; 1 part not read; 1 problem`,
        ],
      },
      left('fix t.json', 'policy.unread', 'the Effect of this statement is "allow", which IAM spells Allow'),
    ],
  },
  {
    what: 'the list of statements',
    files: holding({
      Version: '2012-10-17',
      Statement: when([statement('s3:PutObject')], [statement('sqs:ListQueues', 's3:PutObject')]),
    }),
    runs: [
      {
        args: 'check t.json',
        code: 1,
        stdout: [
          't.json:19:23: warning: Everything this statement allows is reported unused [statement.unused]',
          't.json:20:25: warning: s3:PutObject is unused [action.unused]',
          't.json:30:25: warning: s3:PutObject is unused [action.unused]',
          untracked('t.json', 'sqs:ListQueues'),
          checked(3),
        ],
      },
      {
        args: 'fix t.json',
        code: 1,
        stdout: [removed('t.json', 0, 'AppA', 2)],
        stderr: [
          't.json: statement.unused: everything this statement allows is reported unused, but without it the policy might have no statements',
        ],
        changes: {
          't.json': [
            '-                        "sqs:ListQueues",',
            '-                        "s3:PutObject"',
            '+                        "sqs:ListQueues"',
          ],
        },
      },
    ],
  },
  {
    what: 'the document',
    files: holding(when(policy(statement('s3:PutObject', 'sqs:ListQueues')), policy(statement('s3:PutObject')))),
    runs: [
      {
        args: 'check t.json',
        code: 1,
        stdout: [
          't.json:20:25: warning: s3:PutObject is unused [action.unused]',
          't.json:29:19: warning: Everything this policy allows is reported unused: delete it [policy.unused]',
          't.json:33:25: warning: s3:PutObject is unused [action.unused]',
          untracked('t.json', 'sqs:ListQueues'),
          checked(3, 2),
        ],
      },
      {
        args: 'fix t.json',
        code: 1,
        stdout: [removed('t.json', 1, 'AppA', 1)],
        stderr: [
          't.json: policy.unused: everything it allows is reported unused, and IAM rejects a policy without statements: detach it, or delete it if it is inline',
        ],
        changes: { 't.json': ['-                        "s3:PutObject",'] },
      },
    ],
  },
  {
    what: 'conditions in conditions',
    files: holding(policy(when(when(statement('s3:PutObject', 'sqs:ListQueues')), statement('sqs:ListQueues')))),
    runs: [fixed('fix t.json', removed('t.json', 1, 'AppA', 1), '-                            "s3:PutObject",')],
  },
  {
    what: 'one that is found in a map, beside one that is unused',
    files: holding(policy({ 'Fn::FindInMap': ['M', 'a', 'b'] }, statement('sqs:SendMessage'))),
    runs: [
      {
        args: 'check t.json',
        code: 2,
        stdout: [
          't.json:14:17: information: Not read: this statement is computed by Fn::FindInMap when the document is used [policy.unread]',
          't.json:23:19: warning: Everything this statement allows is reported unused [statement.unused]',
          't.json:24:21: warning: sqs:SendMessage is unused [action.unused]',
          `1 policy checked against ${catalogue}; 1 part not read; 3 problems`,
        ],
      },
      {
        args: 'check t.json --allow-unread',
        code: 1,
        stdout: [
          't.json:14:17: information: Not read: this statement is computed by Fn::FindInMap when the document is used [policy.unread]',
          't.json:23:19: warning: Everything this statement allows is reported unused [statement.unused]',
          't.json:24:21: warning: sqs:SendMessage is unused [action.unused]',
          `1 policy checked against ${catalogue}; 1 part not read; 3 problems`,
        ],
      },
      {
        args: 'fix t.json',
        code: 1,
        stdout: ['t.json: left unchanged'],
        stderr: [
          't.json: statement.unused: everything this statement allows is reported unused, but without it the policy might have no statements',
          't.json: policy.unread: this statement is computed by Fn::FindInMap when the document is used',
        ],
      },
    ],
  },
  {
    what: 'all of them are found in a map',
    files: holding({ Version: '2012-10-17', Statement: { 'Fn::FindInMap': ['M', 'a', 'b'] } }),
    runs: [
      {
        args: 'check t.json',
        code: 2,
        stdout: [
          't.json:11:31: information: Not read: a policy is expected here, but this cannot be read as one [policy.unread]',
          'no policy was read; 1 part not read; 1 problem',
        ],
      },
      left('fix t.json', 'policy.unread', 'a policy is expected here, but this cannot be read as one'),
    ],
  },
  {
    what: 'a Deny that may be left out',
    files: holding(policy(statement('s3:PutObject'), when(deny))),
    runs: [
      left(
        'fix t.json',
        'statement.unused',
        'everything this statement allows is reported unused, but without it the policy might have no statements',
      ),
    ],
  },
  {
    what: 'a loop',
    files: holding(policy({ 'Fn::ForEach::S': ['N', ['a'], {}] }, statement('s3:PutObject'))),
    runs: [
      {
        args: 'check t.json',
        code: 2,
        stdout: [
          't.json:14:17: information: Not read: this statement is computed by Fn::ForEach::S when the document is used [policy.unread]',
          't.json:25:19: warning: Everything this statement allows is reported unused [statement.unused]',
          't.json:26:21: warning: s3:PutObject is unused [action.unused]',
          `1 policy checked against ${catalogue}; 1 part not read; 3 problems`,
        ],
      },
      {
        args: 'fix t.json',
        code: 1,
        stdout: ['t.json: left unchanged'],
        stderr: [
          't.json: statement.unused: everything this statement allows is reported unused, but without it the policy might have no statements',
          't.json: policy.unread: this statement is computed by Fn::ForEach::S when the document is used',
        ],
      },
    ],
  },
];
