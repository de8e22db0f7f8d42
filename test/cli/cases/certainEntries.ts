/** What keeps a list or a policy from being empty: what is certain to be there, also if its text is not known. */
import { finding, fixed, inlineOfAppA, left, policy, removed, statement, when, type Case } from './case.ts';

const findings = { 'AppA.finding.json': finding('AppA', { s3: ['PutObject', 'DeleteBucket'], sns: ['Publish'] }) };
const computed = 'policy.unread: this action is computed when the document is used';
const mightBeEmpty = (action: string): string => `action.unused: ${action} is kept: without it the list might be empty`;

const document = (body: string): string => `resource "aws_iam_role" "a" {
  name = "AppA"
}

resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.a.name
  policy = ${body}
}
`;

const main = (actions: string): string => `${document('data.aws_iam_policy_document.d.json')}
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ${actions}
    resources = ["*"]
  }
}
`;

/** A list in which the unused action goes, and all that stays is computed. */
const goes = (what: string, actions: string, becomes: string): Case => ({
  what,
  files: { ...findings, 'main.tf': main(actions) },
  runs: [
    {
      args: 'fix main.tf',
      code: 1,
      stdout: [removed('main.tf', 1, 'AppA', 0)],
      stderr: [`main.tf: ${computed}`],
      changes: { 'main.tf': [`-    actions   = ${actions}`, `+    actions   = ${becomes}`] },
    },
  ],
});

const stays = (what: string, actions: string, action: string): Case => ({
  what,
  files: { ...findings, 'main.tf': main(actions) },
  runs: [
    {
      args: 'fix main.tf',
      code: 1,
      stdout: ['main.tf: left unchanged'],
      stderr: [`main.tf: ${mightBeEmpty(action)}`, `main.tf: ${computed}`],
    },
  ],
});

const inTerraform: readonly Case[] = [
  goes('a string with something computed', '["s3:DeleteBucket", "s3:${var.x}"]', '["s3:${var.x}"]'),
  goes('a string of two computed parts', '["s3:PutObject", "${var.x}${var.y}"]', '["${var.x}${var.y}"]'),
  goes(
    'one of two strings',
    '[var.is ? "s3:GetObject" : "s3:ListBucket", "s3:PutObject"]',
    '[var.is ? "s3:GetObject" : "s3:ListBucket"]',
  ),
  goes(
    'one of three strings',
    '[var.is ? "s3:GetObject" : var.or ? "s3:${var.x}" : "s3:List*", "s3:PutObject"]',
    '[var.is ? "s3:GetObject" : var.or ? "s3:${var.x}" : "s3:List*"]',
  ),
  stays('a string or nothing', '[var.is ? "s3:GetObject" : null, "s3:PutObject"]', 's3:PutObject'),
  stays('a value that may be a list', '["${var.x}", "s3:PutObject"]', 's3:PutObject'),
  stays('a condition with braces in a string', '[var.x == "}" ? null : "s3:a", "s3:PutObject"]', 's3:PutObject'),
  stays('a value that may be nothing', '[var.x, "s3:PutObject"]', 's3:PutObject'),
  stays('a list that is joined with one that may be empty', 'concat(["sns:Publish"], var.more)', 'sns:Publish'),
  stays('a list that is joined with a loop', 'concat(["sns:Publish"], [for x in var.y : "s3:${x}"])', 'sns:Publish'),
  stays(
    'a list that is joined with one whose only string may be left out',
    'compact(concat(["sns:Publish"], ["${var.x}${var.y}"]))',
    'sns:Publish',
  ),
  {
    what: 'a list that is joined with another one',
    files: { ...findings, 'main.tf': main('concat(["sns:Publish"], ["s3:GetObject"])') },
    runs: [
      fixed(
        'fix main.tf',
        removed('main.tf', 1, 'AppA', 1),
        '-    actions   = concat(["sns:Publish"], ["s3:GetObject"])',
        '+    actions   = concat([], ["s3:GetObject"])',
      ),
    ],
  },
  {
    what: 'a list of statements that is joined with another one',
    files: {
      ...findings,
      'main.tf': document(`jsonencode({
    Statement = concat(
      [{ Effect = "Allow", Action = "sns:Publish", Resource = "*" }],
      [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }],
    )
  })`),
    },
    runs: [
      fixed(
        'fix main.tf',
        removed('main.tf', 1, 'AppA', 1),
        '-      [{ Effect = "Allow", Action = "sns:Publish", Resource = "*" }],',
        '+      [],',
      ),
    ],
  },
];

const inTemplate = (what: string, entry: unknown, isCertain: boolean, isRead = false): Case => ({
  what,
  files: { ...findings, 't.json': inlineOfAppA(policy(statement('s3:PutObject', entry))) },
  runs: [
    isCertain
      ? {
          args: 'fix t.json',
          code: isRead ? 0 : 1,
          stdout: [removed('t.json', 1, 'AppA', isRead ? 2 : 0)],
          stderr: isRead ? [] : [`t.json: ${computed}`],
          changes: { 't.json': ['-                    "s3:PutObject",'] },
        }
      : {
          args: 'fix t.json',
          code: 1,
          stdout: ['t.json: left unchanged'],
          stderr: [`t.json: ${mightBeEmpty('s3:PutObject')}`, ...(isRead ? [] : [`t.json: ${computed}`])],
        },
  ],
});

export const certainEntries: readonly Case[] = [
  ...inTerraform,
  inTemplate('Fn::Sub', { 'Fn::Sub': 's3:${Env}Bucket' }, true),
  inTemplate('Fn::Sub of nothing else', { 'Fn::Sub': '${Env}' }, true),
  inTemplate('Fn::Join', { 'Fn::Join': [':', ['s3', { Ref: 'What' }]] }, true),
  inTemplate('a parameter, which may be a list', { Ref: 'Actions' }, false),
  inTemplate('a value of a map, which may be a list', { 'Fn::FindInMap': ['M', 'a', 'b'] }, false),
  inTemplate('one of two strings', when('s3:GetObject', 's3:ListBucket'), true, true),
  inTemplate('a string or nothing', when('s3:GetObject'), false, true),
  inTemplate('one of two strings, or nothing', when('s3:GetObject', when('s3:ListBucket')), false, true),
  {
    what: 'one of two strings, of which one is unused, beside one that is unused',
    files: {
      ...findings,
      't.json': inlineOfAppA(policy(statement('s3:PutObject', when('s3:DeleteBucket', 's3:Get*')))),
    },
    runs: [
      {
        args: 'fix t.json',
        code: 1,
        stdout: ['t.json: left unchanged'],
        stderr: [`t.json: ${mightBeEmpty('s3:PutObject')}`, `t.json: ${mightBeEmpty('s3:DeleteBucket')}`],
      },
    ],
  },
  {
    what: 'one of two statements',
    files: {
      ...findings,
      't.json': inlineOfAppA(
        policy(statement('sns:Publish'), when(statement('s3:ListBucket'), statement('s3:GetObject'))),
      ),
    },
    runs: [
      fixed(
        'fix t.json',
        removed('t.json', 1, 'AppA', 2),
        '-                  "Effect": "Allow",',
        '-                  "Action": [',
        '-                    "sns:Publish"',
        '-                  ],',
        '-                  "Resource": "*"',
        '-                },',
        '-                {',
      ),
    ],
  },
  {
    what: 'one of two statements, or none',
    files: {
      ...findings,
      't.json': inlineOfAppA(policy(statement('sns:Publish'), when(statement('s3:ListBucket')))),
    },
    runs: [
      left(
        'fix t.json',
        'statement.unused',
        'everything this statement allows is reported unused, but without it the policy might have no statements',
      ),
    ],
  },
];
