/** Placeholders and directives of Terraform templates. Row: templates-with-placeholders. */
import { catalogue, checked, finding, fixed, left, removed, unmatched, untracked, type Case } from './case.ts';
import { linesFor, putsLeft } from './putsLeft.ts';

const unused = { 'a.finding.json': finding('AppA', { s3: ['PutObject'] }) };

const placed = (json: string) => ({ ...unused, 'AppA.json': `${json}\n` });

const one = (action: string, rest = '"Resource": "*"') =>
  placed(`{"Statement": [{"Effect": "Allow", "Action": ${action}, ${rest}}]}`);

export const placeholders: readonly Case[] = [
  {
    what: 'in place of a value',
    folder: 'templates-with-placeholders',
    runs: [
      {
        args: 'check MyRole.json',
        code: 1,
        stdout: [
          'MyRole.json:6:34: warning: s3:PutObject is unused [action.unused]',
          'MyRole.json:6:50: warning: s3:DeleteObject is unused [action.unused]',
          untracked('MyRole.json'),
          checked(2),
        ],
      },
      fixed(
        'fix MyRole.json',
        removed('MyRole.json', 2, 'MyRole', 1),
        '-      "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],',
        '+      "Action": ["s3:GetObject"],',
      ),
    ],
  },
  {
    what: 'a directive',
    folder: 'templates-with-placeholders',
    runs: [
      unmatched(
        'check directive.tpl',
        'neither the file nor a folder above it is named after a principal with a finding',
      ),
      fixed(
        'fix directive.tpl --findings MyRole.finding.json --principal arn:aws:iam::123456789012:role/MyRole',
        removed('directive.tpl', 2, 'MyRole', 40),
        '-      "Action": ["sqs:SendMessage", "sqs:PurgeQueue"],',
        '-      "Action": "s3:Put*",',
        '+      "Action": ["sqs:SendMessage"],',
        '+      "Action": [',
        ...linesFor('        ', putsLeft),
        '+      ],',
      ),
    ],
  },
  {
    what: 'with braces and quotes in it',
    files: one('["s3:PutObject", "sqs:ListQueues"]', '"Resource": ${jsonencode({ a = "}" })}'),
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-{"Statement": [{"Effect": "Allow", "Action": ["s3:PutObject", "sqs:ListQueues"], "Resource": ${jsonencode({ a = "}" })}}]}',
        '+{"Statement": [{"Effect": "Allow", "Action": ["sqs:ListQueues"], "Resource": ${jsonencode({ a = "}" })}}]}',
      ),
    ],
  },
  {
    what: 'in an action list',
    files: one('["sqs:ListQueues", ${more}, "s3:PutObject"]'),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:1:65: information: Not read: this action is computed when the document is used [policy.unread]',
          'AppA.json:1:74: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json', 'sqs:ListQueues'),
          `1 policy checked against ${catalogue}; 1 part not read; 2 problems`,
        ],
      },
      {
        args: 'fix AppA.json',
        code: 1,
        stdout: [removed('AppA.json', 1, 'AppA', 1)],
        stderr: ['AppA.json: policy.unread: this action is computed when the document is used'],
        changes: {
          'AppA.json': [
            '-{"Statement": [{"Effect": "Allow", "Action": ["sqs:ListQueues", ${more}, "s3:PutObject"], "Resource": "*"}]}',
            '+{"Statement": [{"Effect": "Allow", "Action": ["sqs:ListQueues", ${more}], "Resource": "*"}]}',
          ],
        },
      },
    ],
  },
  {
    what: 'in place of the list',
    files: one('${actions}'),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:1:46: information: Not read: this action is computed when the document is used [policy.unread]',
          `1 policy checked against ${catalogue}; 1 part not read; 1 problem`,
        ],
      },
      left('fix AppA.json', 'policy.unread', 'this action is computed when the document is used'),
    ],
  },
  {
    what: 'in an action, beside one that is unused',
    files: one('["s3:${verb}Object", "s3:PutObject"]'),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:1:47: information: Not read: this action is computed when the document is used [policy.unread]',
          'AppA.json:1:67: warning: s3:PutObject is unused [action.unused]',
          `1 policy checked against ${catalogue}; 1 part not read; 2 problems`,
        ],
      },
      {
        args: 'fix AppA.json',
        code: 1,
        stdout: [removed('AppA.json', 1, 'AppA', 0)],
        stderr: ['AppA.json: policy.unread: this action is computed when the document is used'],
        changes: {
          'AppA.json': [
            '-{"Statement": [{"Effect": "Allow", "Action": ["s3:${verb}Object", "s3:PutObject"], "Resource": "*"}]}',
            '+{"Statement": [{"Effect": "Allow", "Action": ["s3:${verb}Object"], "Resource": "*"}]}',
          ],
        },
      },
    ],
  },
  {
    what: 'a directive in an action list',
    files: one('["sqs:ListQueues"%{ if x }, "s3:PutObject"%{ endif }]'),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:1:74: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json', 'sqs:ListQueues'),
          checked(1),
        ],
      },
      left('fix AppA.json', 'action.unused', 's3:PutObject is kept: without it the list might be empty'),
    ],
  },
  {
    what: 'in place of an Effect',
    files: placed(
      '{"Statement": [{"Effect": "${effect}", "Action": "s3:PutObject", "Resource": "*"}, {"Effect": "Allow", "Action": ["s3:PutObject", "sqs:ListQueues"], "Resource": "*"}]}',
    ),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:1:16: information: Not read: the Effect of this statement is computed when the document is used [policy.unread]',
          'AppA.json:1:115: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json', 'sqs:ListQueues'),
          `1 policy checked against ${catalogue}; 1 part not read; 2 problems`,
        ],
      },
      {
        args: 'fix AppA.json',
        code: 1,
        stdout: [removed('AppA.json', 1, 'AppA', 1)],
        stderr: ['AppA.json: policy.unread: the Effect of this statement is computed when the document is used'],
        changes: {
          'AppA.json': [
            '-{"Statement": [{"Effect": "${effect}", "Action": "s3:PutObject", "Resource": "*"}, {"Effect": "Allow", "Action": ["s3:PutObject", "sqs:ListQueues"], "Resource": "*"}]}',
            '+{"Statement": [{"Effect": "${effect}", "Action": "s3:PutObject", "Resource": "*"}, {"Effect": "Allow", "Action": ["sqs:ListQueues"], "Resource": "*"}]}',
          ],
        },
      },
    ],
  },
  {
    what: 'in place of a statement',
    files: placed('{"Statement": [${more}, {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}]}'),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:1:16: information: Not read: this statement is computed when the document is used [policy.unread]',
          'AppA.json:1:45: warning: Everything this statement allows is reported unused [statement.unused]',
          'AppA.json:1:55: warning: s3:PutObject is unused [action.unused]',
          `1 policy checked against ${catalogue}; 1 part not read; 3 problems`,
        ],
      },
      {
        args: 'fix AppA.json',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: statement.unused: everything this statement allows is reported unused, but without it the policy might have no statements',
          'AppA.json: policy.unread: this statement is computed when the document is used',
        ],
      },
    ],
  },
  {
    what: 'a directive around all but the unused',
    files: placed(
      '{"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}%{ if x }, {"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}%{ endif }]}',
    ),
    runs: [
      left(
        'fix AppA.json',
        'statement.unused',
        'everything this statement allows is reported unused, but without it the policy might have no statements',
      ),
    ],
  },
  {
    what: 'a directive around the whole',
    files: placed(
      '%{ if x }\n{"Statement": [{"Effect": "Allow", "Action": ["s3:PutObject", "sqs:ListQueues"], "Resource": "*"}]}\n%{ endif }',
    ),
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-{"Statement": [{"Effect": "Allow", "Action": ["s3:PutObject", "sqs:ListQueues"], "Resource": "*"}]}',
        '+{"Statement": [{"Effect": "Allow", "Action": ["sqs:ListQueues"], "Resource": "*"}]}',
      ),
    ],
  },
  {
    what: 'one that is not closed: the file is left',
    files: one('["s3:PutObject", "sqs:ListQueues"]', '"Resource": ${arns'),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: ['no policy was read; 1 file could not be read'],
        stderr: ['AppA.json:1:94: invalid symbol'],
      },
      { args: 'fix AppA.json', code: 2, stderr: ['AppA.json:1:94: invalid symbol'] },
    ],
  },
];
