/** AWS's recommendation as evidence: the existing and the recommended policy, as Security Hub gives them. */
import {
  catalogue,
  finding,
  getAndPut,
  inlineOfAppA,
  left,
  policy,
  removed,
  role,
  roleArn,
  statement,
  template,
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

const two = policy(statement('s3:GetObject', 's3:PutObject'));
const keepsOne = policy(statement('s3:GetObject'));
const ofTwo = { ExistingPolicyId: 'p', ExistingPolicy: JSON.stringify(two) };
const withoutText = { ...ofTwo, RecommendedAction: 'CREATE_POLICY' };
const replace = { ...withoutText, RecommendedPolicy: JSON.stringify(keepsOne) };
const detach = { ...ofTwo, RecommendedAction: 'DETACH_POLICY' };
const stepsFor = (steps: readonly object[], fields: object = {}): object => ({
  RecommendationType: 'UNUSED_PERMISSION_RECOMMENDATION',
  RecommendationSteps: steps.map((one) => ({ UnusedPermissions: one })),
  Status: 'SUCCEEDED',
  ResourceArn: roleArn('AppA'),
  ...fields,
});
const inline = { RoleName: 'AppA', Policies: [{ PolicyName: 'p', PolicyDocument: two }] };
const yamlTemplate = `Resources:
  A:
    Type: AWS::IAM::Role
    Properties:
      RoleName: AppA
      Policies:
        - PolicyName: p
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: [s3:PutObject, s3:GetObject]
                Resource: ['*']
`;
const terraformModule = `data "aws_iam_policy_document" "a" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "a" {
  role   = "AppA"
  policy = data.aws_iam_policy_document.a.json
}
`;
const ofPart = (what: string): string => `the principal has ${what}`;

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
const noFinding =
  'matched to AppA (by its path), but there is no finding for AppA, and the AWS recommendation does not count: it gives no existing policy, or another one, or another recommendation differs';
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
  ...(
    [
      ['the recommended policy is missing', [withoutText]],
      ['the recommended policy is no text', [{ ...replace, RecommendedPolicy: keepsOne }]],
      ['a step that is not known', [{ ...detach, RecommendedAction: 'REPLACE_POLICY' }, detach]],
      ['a step for a policy that is not named', [{ ...replace, ExistingPolicyId: undefined }, detach]],
      ['two policies in its place', [replace, { ...replace, RecommendedPolicy: JSON.stringify(two) }]],
      ['two existing policies', [replace, { ...detach, ExistingPolicy: JSON.stringify(keepsOne) }]],
    ] as const
  ).map(([what, steps]): Case => ({
    what: `a recommendation that is understood in part: ${what}`,
    files: { 'r.finding.json': stepsFor(steps), 'AppA.json': two },
    runs: [unmatched('fix AppA.json', ofPart('an AWS recommendation with a step that is not understood'))],
  })),
  {
    what: 'the last page of a recommendation does not count without the first',
    files: {
      'r.finding.json': stepsFor([replace], { NextToken: 't' }),
      's.finding.json': stepsFor([detach]),
      'AppA.json': two,
    },
    runs: [unmatched('fix AppA.json', ofPart('one page of an AWS recommendation, of several'))],
  },
  {
    what: 'two recommendations for one policy that differ',
    files: { 'r.finding.json': stepsFor([replace]), 's.finding.json': stepsFor([detach]), 'AppA.json': two },
    runs: [unmatched('fix AppA.json', noFinding)],
  },
  {
    what: 'two copies of a recommendation',
    files: { 'r.finding.json': stepsFor([replace, detach]), 's.finding.json': stepsFor([replace]), 'AppA.json': two },
    runs: [
      {
        args: 'fix AppA.json --dry-run',
        code: 0,
        stdout: [`AppA.json: would remove 1 action unused by AppA, keep 1 (checked against ${catalogue})`],
        stderr: ['AppA.json: finding.stale: the AWS recommendation for AppA does not say when it was created'],
      },
    ],
  },
  ...(
    [
      ['a template that names the role', 't.json', template({ A: role(inline) })],
      ['a template in YAML', 't.yaml', yamlTemplate],
      ['a Terraform module, whose lists of one value are rendered as the value', 'm.tf', terraformModule],
    ] as const
  ).map(([what, file, source]): Case => ({
    what: `by the name in the document: ${what}`,
    files: { 'r.finding.json': stepsFor([replace, detach]), [file]: source },
    runs: [
      {
        args: `fix ${file} --dry-run`,
        code: 0,
        stdout: [`${file}: would remove 1 action unused by AppA, keep 1 (checked against ${catalogue})`],
        stderr: [`${file}: finding.stale: the AWS recommendation for AppA does not say when it was created`],
      },
    ],
  })),
  {
    what: 'by the principal given',
    files: { 'r.finding.json': stepsFor([replace, detach]), 'x.json': two },
    runs: [
      {
        args: `fix x.json --dry-run --principal ${roleArn('AppA')}`,
        code: 0,
        stdout: [`x.json: would remove 1 action unused by AppA, keep 1 (checked against ${catalogue})`],
        stderr: ['x.json: finding.stale: the AWS recommendation for AppA does not say when it was created'],
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
