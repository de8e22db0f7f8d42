/** AWS's recommendation in the place of a policy in Terraform. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument, syntaxOf } from '../../core/src/index.ts';
import { applyEdits } from '../../core/src/text/index.ts';
import { hclSyntax } from '../support/hclSyntax.ts';

const recommended = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'A', Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' },
    {
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: ['arn:aws:sqs:*:*:${aws:username}'],
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    },
  ],
});

/** The text with the policy of it replaced; `undefined` if it cannot be. */
function written(text: string, policy: string = recommended): string | undefined {
  const reading = readDocument(text, undefined, hclSyntax);
  assert.deepEqual(reading.errors, []);
  const [first = assert.fail()] = reading.policies;
  const newText = syntaxOf({ text, reading }, first).write(policy, text, first.span);
  return newText === undefined ? undefined : applyEdits(text, [{ span: first.span, newText }]);
}

/** What the policies of a text allow. */
function allows(text: string | undefined): readonly unknown[] {
  const { policies, errors } = readDocument(text ?? '', undefined, hclSyntax);
  assert.deepEqual(errors, []);
  return policies.flatMap(({ statements }) =>
    statements.map(({ action }) => action?.entries.map(({ pattern }) => pattern)),
  );
}

const actions = [['s3:GetObject', 's3:PutObject'], ['sqs:SendMessage']];
const around = (policy: string): string => `resource "aws_iam_policy" "p" {\n  policy = ${policy}\n}\n`;
const data = (body: string): string => `data "aws_iam_policy_document" "p" {\n${body}}\n`;

suite("AWS's recommendation in Terraform", () => {
  test('as the object that jsonencode takes', () => {
    const text = written(around('jsonencode({\n    Statement = [{ Effect = "Allow", Action = "s3:*" }]\n  })'));
    assert.deepEqual(allows(text), actions);
    assert.equal(
      text,
      around(`jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "A"
        Effect = "Allow"
        Action = [
          "s3:GetObject",
          "s3:PutObject",
        ]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = ["arn:aws:sqs:*:*:$\${aws:username}"]
        Condition = {
          Bool = {
            "aws:SecureTransport" = "true"
          }
        }
      },
    ]
  })`),
    );
  });
  test('as an object with colons, tabs and CRLF', () => {
    const inStyle = (text: string): string =>
      text.replaceAll(/^(?: {2})+/gm, (blanks) => '\t'.repeat(blanks.length / 2)).replaceAll('\n', '\r\n');
    const text = written(
      inStyle(around('jsonencode({\n    "Statement": [{"Effect": "Allow", "Action": "s3:*"}]\n  })')),
      '{"Statement": [{"Effect": "Allow", "Action": ["s3:A", "s3:B"]}]}',
    );
    assert.equal(
      text,
      inStyle(
        around(`jsonencode({
    "Statement": [
      {
        "Effect": "Allow",
        "Action": [
          "s3:A",
          "s3:B",
        ]
      },
    ]
  })`),
      ),
    );
  });
  test('as a policy document', () => {
    const text = written(data('  version = "2012-10-17"\n\n  statement {\n    actions = ["s3:*"]\n  }\n'));
    assert.deepEqual(allows(text), actions);
    assert.equal(
      text,
      data(`  version = "2012-10-17"

  statement {
    sid    = "A"
    effect = "Allow"
    actions = [
      "s3:GetObject",
      "s3:PutObject",
    ]
    resources = ["*"]
  }

  statement {
    effect    = "Allow"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:*:*:$\${aws:username}"]

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }
`),
    );
  });
  test('in JSON in a heredoc', () =>
    assert.deepEqual(
      allows(written(around('<<EOF\n{"Statement": [{"Effect": "Allow", "Action": "s3:*"}]}\nEOF'))),
      actions,
    ));
  for (const [what, text, policy] of [
    [
      'of a document that others are combined with',
      data('  source_policy_documents = [var.x]\n  statement {\n    actions = ["s3:*"]\n  }\n'),
      recommended,
    ],
    [
      'with what a document has no words for',
      data('  statement {\n    actions = ["s3:*"]\n  }\n'),
      '{"Statement": [{"Effect": "Allow", "Action": "s3:A", "Other": 1}]}',
    ],
    ['that is no object', around('jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*" }] })'), '[]'],
    ['that is no JSON', around('jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*" }] })'), '{'],
  ] as const)
    test(`is not written: ${what}`, () => assert.equal(written(text, policy), undefined));
});
