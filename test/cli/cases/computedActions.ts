/** Actions that are computed when a template is deployed. Row: fn-if-action. */
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

const acting = (...actions: readonly unknown[]) =>
  holding(policy({ Effect: 'Allow', Action: actions, Resource: '*' }, statement('sqs:ListQueues')));

export const computedActions: readonly Case[] = [
  {
    what: 'an action that may be left out, beside one that is unused',
    folder: 'fn-if-action',
    runs: [
      {
        args: 'check template.json',
        code: 1,
        stdout: [
          'template.json:39:21: warning: s3:PutObject is unused [action.unused]',
          'template.json: kept: 59 actions, such as ec2:AssociateApplicationStatusCheck, ec2:AssociateVerifiedAccessInstanceWebAcl, ec2:AttachApplianceToNatGateway (as of 2026-08-22, AWS does not track their use, so no finding can name them)',
          checked(1),
        ],
      },
      left('fix template.json', 'action.unused', 's3:PutObject is kept: without it the list might be empty'),
    ],
  },
  {
    what: 'something is sure to stay',
    files: acting('s3:PutObject', when('ec2:*'), 'sqs:ListQueues'),
    runs: [fixed('fix t.json', removed('t.json', 1, 'AppA', 827), '-                    "s3:PutObject",')],
  },
  {
    what: 'one in each branch stays, so one is sure to',
    files: acting('s3:PutObject', when('ec2:*', 'sqs:ListQueues')),
    runs: [fixed('fix t.json', removed('t.json', 1, 'AppA', 827), '-                    "s3:PutObject",')],
  },
  {
    what: 'one branch is unused',
    files: acting('sqs:ListQueues', when('s3:PutObject', 'ec2:RunInstances')),
    runs: [
      fixed(
        'fix t.json',
        removed('t.json', 1, 'AppA', 2),
        '-                        "s3:PutObject",',
        '+                        { "Ref": "AWS::NoValue" },',
      ),
    ],
  },
  {
    what: 'the list, in both branches',
    files: holding(
      policy({ Effect: 'Allow', Action: when(['s3:PutObject', 'sqs:ListQueues'], ['s3:PutObject']), Resource: '*' }),
    ),
    runs: [
      {
        args: 'check t.json',
        code: 1,
        stdout: [
          't.json:20:25: warning: s3:PutObject is unused [action.unused]',
          't.json:24:25: warning: s3:PutObject is unused [action.unused]',
          untracked('t.json', 'sqs:ListQueues'),
          checked(2),
        ],
      },
      {
        args: 'fix t.json',
        code: 1,
        stdout: [removed('t.json', 0, 'AppA', 2)],
        stderr: ['t.json: action.unused: s3:PutObject is kept: without it the list might be empty'],
        changes: { 't.json': ['-                        "s3:PutObject",'] },
      },
    ],
  },
  {
    what: 'Fn::Sub',
    files: acting('s3:PutObject', { 'Fn::Sub': '${Service}:Get*' }),
    runs: [
      {
        args: 'check t.json',
        code: 2,
        stdout: [
          't.json:18:21: information: Not read: this action is computed when the document is used [policy.unread]',
          't.json:17:21: warning: s3:PutObject is unused [action.unused]',
          untracked('t.json', 'sqs:ListQueues'),
          `1 policy checked against ${catalogue}; 1 part not read; 2 problems`,
        ],
      },
      {
        args: 'fix t.json',
        code: 1,
        stdout: [removed('t.json', 1, 'AppA', 1)],
        stderr: ['t.json: policy.unread: this action is computed when the document is used'],
        changes: { 't.json': ['-                    "s3:PutObject",'] },
      },
    ],
  },
  {
    what: 'a parameter',
    files: acting('s3:PutObject', { Ref: 'Actions' }),
    runs: [
      {
        args: 'fix t.json',
        code: 1,
        stdout: ['t.json: left unchanged'],
        stderr: [
          't.json: action.unused: s3:PutObject is kept: without it the list might be empty',
          't.json: policy.unread: this action is computed when the document is used',
        ],
      },
    ],
  },
  {
    what: 'Fn::Join',
    files: holding(policy({ Effect: 'Allow', Action: { 'Fn::Join': [':', ['s3', 'PutObject']] }, Resource: '*' })),
    runs: [
      {
        args: 'check t.json',
        code: 2,
        stdout: [
          't.json:16:29: information: Not read: this action is computed when the document is used [policy.unread]',
          `1 policy checked against ${catalogue}; 1 part not read; 1 problem`,
        ],
      },
      left('fix t.json', 'policy.unread', 'this action is computed when the document is used'),
    ],
  },
];
