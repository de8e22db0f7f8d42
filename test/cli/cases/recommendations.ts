/** AWS's recommendation as evidence: the existing and the recommended policy, as Security Hub gives them. */
import {
  catalogue,
  finding,
  getAndPut,
  inlineOfAppA,
  left,
  policy,
  removed,
  roleArn,
  statement,
  unmatched,
  type Case,
} from './case.ts';

const existing = policy(statement('s3:Get*', 'sqs:SendMessage'), statement('sqs:SendMessage', 'sqs:ListQueues'));
const recommended = policy(statement('s3:GetObject*'), statement('sqs:SendMessage'));

/** The output of `securityhub get-recommended-policy-v2`. */
const step = (before: object, after: object | undefined, fields: object = {}): object => ({
  RecommendationType: 'UNUSED_PERMISSION_RECOMMENDATION',
  RecommendationSteps: [
    {
      UnusedPermissions: {
        RecommendedAction: after === undefined ? 'DETACH_POLICY' : 'CREATE_POLICY',
        ExistingPolicy: JSON.stringify(before),
        ExistingPolicyId: 'p',
        ...(after === undefined ? {} : { RecommendedPolicy: JSON.stringify(after) }),
      },
    },
  ],
  Status: 'SUCCEEDED',
  ResourceArn: roleArn('AppA'),
  ...fields,
});

const text = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": ["sqs:sendmessage", "s3:Get*"], "Resource": "*" }, // other order
    {
      "Resource": "*",
      "Effect": "Allow",
      "Action": [
        "sqs:ListQueues", // goes
        "sqs:SendMessage" // stays
      ]
    }
  ]
}
`;
/** The policy as Terraform has it, of the same role. */
const inTerraform = (name: string, value: string, more = ''): string => `${more}resource "aws_iam_role_policy" "p" {
  name   = "${name}"
  role   = "AppA"
  policy = ${value}
}
`;
const encoded = inTerraform(
  'p',
  `jsonencode({
    Statement = [
      { Effect = "Allow", Action = ["s3:Get*", "sqs:SendMessage"], Resource = "*" }, # one
      {
        Effect = "Allow"
        Action = [
          "sqs:SendMessage", # stays
          "sqs:ListQueues",  # goes
        ]
        Resource = "*"
      },
    ]
  })`,
);
const document = inTerraform(
  'p',
  'data.aws_iam_policy_document.d.json',
  `data "aws_iam_policy_document" "d" {
  # first
  statement {
    actions   = ["s3:Get*", "sqs:SendMessage"] # one
    resources = ["*"]
  }

  statement {
    actions   = ["sqs:SendMessage", "sqs:ListQueues"]
    resources = ["*"]
  }
}

`,
);

const noFinding = 'matched to AppA (by its path), but there is no finding for AppA';
const nobody = 'neither the file nor a folder above it is named after a principal with a finding';

export const recommendations: readonly Case[] = [
  {
    what: 'without a finding, what only the existing policy allows goes; comments and order stay',
    files: { 'r.finding.json': step(existing, recommended), 'AppA.jsonc': text },
    runs: [
      {
        args: 'fix AppA.jsonc',
        code: 0,
        stdout: [removed('AppA.jsonc', 48, 'AppA', 17)],
        stderr: ['AppA.jsonc: finding.stale: the AWS recommendation for AppA does not say when it was created'],
        changes: {
          'AppA.jsonc': [
            '-    { "Effect": "Allow", "Action": ["sqs:sendmessage", "s3:Get*"], "Resource": "*" }, // other order',
            '-        "sqs:ListQueues", // goes',
            '+    { "Effect": "Allow", "Action": ["sqs:sendmessage", "s3:GetObject*"], "Resource": "*" }, // other order',
          ],
        },
      },
    ],
  },
  {
    what: 'in Terraform, too',
    files: { 'r.finding.json': step(existing, recommended), 'encoded/main.tf': encoded, 'document/main.tf': document },
    runs: [
      {
        args: 'fix encoded/main.tf',
        code: 0,
        stdout: [removed('encoded/main.tf', 48, 'AppA', 17)],
        stderr: ['encoded/main.tf: finding.stale: the AWS recommendation for AppA does not say when it was created'],
        changes: {
          'encoded/main.tf': [
            '-      { Effect = "Allow", Action = ["s3:Get*", "sqs:SendMessage"], Resource = "*" }, # one',
            '-          "sqs:ListQueues",  # goes',
            '+      { Effect = "Allow", Action = ["s3:GetObject*", "sqs:SendMessage"], Resource = "*" }, # one',
          ],
        },
      },
      {
        args: 'fix document/main.tf',
        code: 0,
        stdout: [removed('document/main.tf', 48, 'AppA', 17)],
        stderr: ['document/main.tf: finding.stale: the AWS recommendation for AppA does not say when it was created'],
        changes: {
          'document/main.tf': [
            '-    actions   = ["s3:Get*", "sqs:SendMessage"] # one',
            '-    actions   = ["sqs:SendMessage", "sqs:ListQueues"]',
            '+    actions   = ["s3:GetObject*", "sqs:SendMessage"] # one',
            '+    actions   = ["sqs:SendMessage"]',
          ],
        },
      },
    ],
  },
  {
    what: 'in a template that names the role, too',
    files: {
      'r.finding.json': step(policy(statement('s3:GetObject', 's3:PutObject')), policy(statement('s3:GetObject'))),
      't.json': inlineOfAppA(policy(statement('s3:GetObject', 's3:PutObject'))),
    },
    runs: [
      {
        args: 'fix t.json',
        code: 0,
        stdout: [removed('t.json', 1, 'AppA', 1)],
        stderr: ['t.json: finding.stale: the AWS recommendation for AppA does not say when it was created'],
        changes: {
          't.json': [
            '-                    "s3:GetObject",',
            '-                    "s3:PutObject"',
            '+                    "s3:GetObject"',
          ],
        },
      },
    ],
  },
  {
    what: 'a name that several accounts have stands for none of them',
    files: {
      'r.finding.json': step(getAndPut, policy(statement('s3:GetObject'))),
      's.finding.json': step(getAndPut, policy(statement('s3:GetObject')), {
        ResourceArn: roleArn('AppA', '444455556666'),
      }),
      't.json': inlineOfAppA(getAndPut),
    },
    runs: [
      left(
        'fix t.json',
        'finding.ambiguous',
        `several principals match (${roleArn('AppA')}, ${roleArn('AppA', '444455556666')}): choose one`,
      ),
    ],
  },
  {
    what: 'the existing policy allows something else than the one in the file',
    files: {
      'r.finding.json': step(policy(statement('s3:Get*')), policy(statement('s3:GetObject'))),
      'AppA.json': policy(statement('s3:Get*', 's3:ListBucket')),
    },
    runs: [unmatched('fix AppA.json', noFinding)],
  },
  {
    what: 'the existing policy has another resource',
    files: {
      'r.finding.json': step(
        policy({ ...statement('s3:Get*'), Resource: 'x' }),
        policy({ ...statement('s3:GetObject'), Resource: 'x' }),
      ),
      'AppA.json': policy(statement('s3:Get*')),
    },
    runs: [unmatched('fix AppA.json', noFinding)],
  },
  {
    what: 'the recommended policy differs in more than actions',
    files: {
      'r.finding.json': step(policy(statement('s3:Get*')), policy({ ...statement('s3:GetObject'), Resource: 'x' })),
      'AppA.json': policy(statement('s3:Get*')),
    },
    runs: [unmatched('fix AppA.json', noFinding)],
  },
  {
    what: 'a finding of the principal counts instead',
    files: {
      'r.finding.json': step(policy(statement('s3:GetObject', 's3:PutObject')), policy(statement('s3:PutObject'))),
      'f.finding.json': finding('AppA'),
      'AppA.json': policy(statement('s3:GetObject', 's3:PutObject')),
    },
    runs: [
      {
        args: 'fix AppA.json --dry-run',
        code: 0,
        stdout: [`AppA.json: would remove 1 action unused by AppA, keep 1 (checked against ${catalogue})`],
      },
    ],
  },
  {
    what: 'an archived finding of the principal: the recommendation is not used either',
    files: {
      'r.finding.json': step(policy(statement('s3:Get*')), policy(statement('s3:GetObject'))),
      'f.finding.json': finding('AppA', {}, { status: 'ARCHIVED' }),
      'AppA.json': policy(statement('s3:Get*')),
    },
    runs: [unmatched('fix AppA.json', 'its finding from 2026-11-20 is ARCHIVED')],
  },
  {
    what: 'AWS recommends to detach it: everything is unused',
    files: {
      'r.finding.json': step(policy(statement('s3:GetObject')), undefined),
      'AppA.json': policy(statement('s3:GetObject')),
    },
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:3:3: information: The AWS recommendation for AppA does not say when it was created: fetch it again before removing anything [finding.stale]',
          'AppA.json:3:3: hint: AWS also recommends detaching this policy [recommendation.compared]',
          'AppA.json:3:3: warning: Everything this policy allows is reported unused: detach it, or delete it if it is inline [policy.unused]',
          'AppA.json:7:9: warning: s3:GetObject is unused [action.unused]',
          `1 policy checked against ${catalogue}: 4 problems`,
        ],
      },
    ],
  },
  {
    what: 'a recommendation that is not there yet says nothing',
    files: {
      'r.finding.json': step(existing, recommended, { Status: 'IN_PROGRESS' }),
      'AppA.json': existing,
    },
    runs: [unmatched('fix AppA.json', nobody)],
  },
];
