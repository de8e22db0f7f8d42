/** A policy of Terraform, in each of the forms in which people write it, goes through every feature. */
import { suite } from 'node:test';
import { readDocument } from '../../core/src/index.ts';
import { everyFeature } from '../support/everyFeature.ts';
import { hclSyntax } from '../support/hclSyntax.ts';

/** What changes a text, in order. */
type Changes = readonly (readonly [before: string, after: string])[];

const changed = (text: string, ...changes: Changes): string =>
  changes.reduce((all, [from, to]) => all.replace(from, () => to), text);

const document = `# The worker
data "aws_iam_policy_document" "worker" {
  statement {
    actions   = ["s3:Get*", "s3:PutObject", "sqs:SendMessage"] # read and write
    resources = ["\${aws_s3_bucket.data.arn}/*"]
  }

  statement {
    actions = [
      "sqs:*",
    ]
    resources = ["*"]
  }

  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
}
`;

suite('a data source', () =>
  everyFeature({
    file: 'main.tf',
    text: document,
    read: (source, before) => readDocument(source, before, hclSyntax),
    refined: {
      file: changed(
        document,
        ['"s3:Get*", "s3:PutObject", "sqs:SendMessage"', '"s3:GetObject*", "s3:PutObject"'],
        ['\n  statement {\n    actions = [\n      "sqs:*",\n    ]\n    resources = ["*"]\n  }\n', ''],
        ['["s3:*"]', '["s3:GetObject*", "s3:PutObject"]'],
      ),
      entry: changed(document, [', "sqs:SendMessage"', '']),
      statement: changed(document, [
        '\n  statement {\n    actions = [\n      "sqs:*",\n    ]\n    resources = ["*"]\n  }\n',
        '',
      ]),
    },
    written: (action) => `"${action}"`,
    key: 'actions',
  }),
);

const encoded = `resource "aws_iam_role_policy" "worker" {
  role = aws_iam_role.worker.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:Get*", "s3:PutObject", "sqs:SendMessage"]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "sqs:*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "s3:*"
        Resource = "*"
      }
    ]
  })
}
`;
const encodedStatement = [
  '      {\n        Effect   = "Allow"\n        Action   = "sqs:*"\n        Resource = "*"\n      },\n',
  '',
] as const;

suite('jsonencode', () =>
  everyFeature({
    file: 'main.tf',
    text: encoded,
    read: (source, before) => readDocument(source, before, hclSyntax),
    refined: {
      file: changed(
        encoded,
        ['"s3:Get*", "s3:PutObject", "sqs:SendMessage"', '"s3:GetObject*", "s3:PutObject"'],
        encodedStatement,
        ['"s3:*"', '[\n          "s3:GetObject*",\n          "s3:PutObject"\n        ]'],
      ),
      entry: changed(encoded, [', "sqs:SendMessage"', '']),
      statement: changed(encoded, encodedStatement),
    },
    written: (action) => `"${action}"`,
    key: 'Action',
  }),
);

const heredoc = `resource "aws_iam_role_policy" "worker" {
  role   = "Worker"
  policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        { "Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject", "sqs:SendMessage"], "Resource": "\${var.arns["a"]}/$\${aws:username}" },
        { "Effect": "Allow", "Action": "sqs:*", "Resource": \${jsonencode(var.queues)} },
        { "Effect": "Allow", "Action": "s3:*", "Resource": "*" }
      ]
    }
  POLICY
}
`;
const heredocStatement = [
  '        { "Effect": "Allow", "Action": "sqs:*", "Resource": ${jsonencode(var.queues)} },\n',
  '',
] as const;

suite('a heredoc', () =>
  everyFeature({
    file: 'main.tf',
    text: heredoc,
    read: (source, before) => readDocument(source, before, hclSyntax),
    refined: {
      file: changed(
        heredoc,
        ['"s3:Get*", "s3:PutObject", "sqs:SendMessage"', '"s3:GetObject*", "s3:PutObject"'],
        heredocStatement,
        ['"s3:*"', '["s3:GetObject*", "s3:PutObject"]'],
      ),
      entry: changed(heredoc, [', "sqs:SendMessage"', '']),
      statement: changed(heredoc, heredocStatement),
    },
    written: (action) => `"${action}"`,
    key: '"Action"',
  }),
);
