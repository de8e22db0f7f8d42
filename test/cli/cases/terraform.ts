/** Terraform: all files of a folder are one module, and tell together who has a policy. */
import { checked, finding, left, leftOpen, removed, roleArn, unmatched, untracked, type Case } from './case.ts';

const document = `data "aws_iam_policy_document" "p" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["*"]
  }
}
`;
const role = (name: string): string => `resource "aws_iam_role" "app" {
  name = ${name}
}

resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.app.id
  policy = data.aws_iam_policy_document.p.json
}
`;
const evidence = { 'a.finding.json': finding('AppA') };
const files = { ...evidence, 'm/policy.tf': document, 'm/roles.tf': role('"AppA"') };
const changes = {
  'm/policy.tf': ['-    actions   = ["s3:GetObject", "s3:PutObject"]', '+    actions   = ["s3:GetObject"]'],
};
const state = {
  version: 4,
  lineage: 'x',
  resources: [
    {
      mode: 'managed',
      type: 'aws_iam_role',
      name: 'app',
      instances: [{ attributes: { name: 'AppA', arn: roleArn('AppA') } }],
    },
  ],
};

const inCalledModule = {
  ...state,
  resources: state.resources.map((resource) => ({ module: 'module.app', ...resource })),
};
const confirmAppA = `the holders are a guess by names as deployed: confirm that aws_iam_role.app is ${roleArn('AppA')}`;

export const terraform: readonly Case[] = [
  {
    what: 'a policy whose role is in another file',
    files,
    runs: [
      {
        args: 'check m',
        code: 1,
        stdout: [
          'm/policy.tf:3:34: warning: s3:PutObject is unused [action.unused]',
          untracked('m/policy.tf'),
          checked(1),
        ],
      },
      { args: 'fix m/policy.tf', code: 0, stdout: [removed('m/policy.tf', 1, 'AppA', 1)], changes },
    ],
  },
  {
    what: 'in another folder, a file is no part of the module',
    files: { ...evidence, 'm/policy.tf': document, 'other/roles.tf': role('"AppA"') },
    runs: [unmatched('check m/policy.tf', 'the module does not use data.aws_iam_policy_document.p')],
  },
  {
    what: 'an output in a third file',
    files: { ...files, 'm/out.tf': 'output "p" {\n  value = data.aws_iam_policy_document.p.json\n}\n' },
    runs: [
      leftOpen(
        'fix m/policy.tf',
        'line 2 of out.tf hands data.aws_iam_policy_document.p over to another module, where other principals may get it',
      ),
    ],
  },
  {
    what: 'an override file',
    files: { ...files, 'm/override.tf': 'resource "aws_iam_role" "app" {\n  name = "AppB"\n}\n' },
    runs: [
      unmatched('fix m/policy.tf', 'aws_iam_role.app is in override.tf and in roles.tf: an override file changes it'),
    ],
  },
  {
    what: 'a file in JSON says so as well',
    files: {
      ...evidence,
      'm/policy.tf': document,
      'm/roles.tf.json': {
        resource: {
          aws_iam_role_policy: { p: { role: 'AppA', policy: '${data.aws_iam_policy_document.p.json}' } },
        },
      },
    },
    runs: [{ args: 'fix m/policy.tf', code: 0, stdout: [removed('m/policy.tf', 1, 'AppA', 1)], changes }],
  },
  {
    what: 'a syntax error: the file is not written, and the others of its module are left alone',
    files: { ...files, 'm/roles.tf': role('"AppA"').replace('= aws', 'aws') },
    runs: [
      {
        args: 'fix m',
        code: 2,
        stdout: ['m/policy.tf: left unchanged'],
        stderr: [
          'm/policy.tf: no finding applies to this policy: roles.tf is part of the module and cannot be read, so it may attach policies',
          'm/roles.tf:6:23: this is not valid HCL',
        ],
      },
    ],
  },
  {
    what: 'a syntax error in the file itself',
    files: { ...files, 'm/policy.tf': document.replace('actions   =', 'actions') },
    runs: [{ args: 'fix m/policy.tf', code: 2, stderr: ['m/policy.tf:3:13: this is not valid HCL'] }],
  },
  {
    what: 'a name that is computed, which a state tells',
    files: {
      ...evidence,
      'm/policy.tf': document,
      'm/roles.tf': role('"${var.stage}A"'),
      'm/terraform.tfstate': state,
    },
    runs: [{ args: 'fix m/policy.tf', code: 0, stdout: [removed('m/policy.tf', 1, 'AppA', 1)], changes }],
  },
  {
    what: 'another role with a finding and such a name, which no list shows, has the policy as well',
    files: {
      ...evidence,
      'b.finding.json': finding('prod-AppA', { s3: ['DeleteObject'] }),
      'm/policy.tf': document,
      'm/roles.tf': role('"${var.stage}AppA"'),
      'm/terraform.tfstate': state,
    },
    runs: [{ args: 'fix m/policy.tf', code: 0, stdout: ['m/policy.tf: nothing to do'] }],
  },
  {
    what: 'of a workspace of Terraform',
    files: {
      ...evidence,
      'm/policy.tf': document,
      'm/roles.tf': role('"${var.stage}A"'),
      'm/terraform.tfstate.d/prod/terraform.tfstate': state,
    },
    runs: [{ args: 'fix m/policy.tf', code: 0, stdout: [removed('m/policy.tf', 1, 'AppA', 1)], changes }],
  },
  ...(
    [
      ['a state in the folder of another root module', 'other/terraform.tfstate', state],
      ['a module that is called, perhaps more than once', 'm/terraform.tfstate', inCalledModule],
    ] as const
  ).map(([what, file, text]): Case => ({
    what: `${what}: the name is a guess, until somebody confirms it`,
    files: { ...evidence, 'm/policy.tf': document, 'm/roles.tf': role('"${var.stage}A"'), [file]: text },
    runs: [
      left('fix m/policy.tf', 'finding.ambiguous', confirmAppA),
      left('fix m/policy.tf --accept-generated-names', 'finding.ambiguous', confirmAppA),
    ],
  })),
  {
    what: 'a name that is computed, which the configuration tells for its resource',
    files: {
      ...evidence,
      'm/policy.tf': document,
      'm/roles.tf': role('var.name'),
      '.iam-refine.json': {
        policies: [{ files: 'm/policy.tf', resource: 'aws_iam_role.app', attachedTo: [roleArn('AppA')] }],
      },
    },
    runs: [{ args: 'fix m/policy.tf', code: 0, stdout: [removed('m/policy.tf', 1, 'AppA', 1)], changes }],
  },
  {
    what: 'a name that is computed, which nothing tells',
    files: { ...evidence, 'm/policy.tf': document, 'm/roles.tf': role('var.name') },
    runs: [unmatched('fix m/policy.tf', 'the module does not give the name of aws_iam_role.app')],
  },
  {
    what: 'beside what is computed',
    files: {
      ...files,
      'm/policy.tf': document
        .replace(']', ', "s3:${var.more}"]')
        .replace('  }\n}', '  }\n  source_policy_documents = [var.more]\n}'),
    },
    runs: [
      {
        args: 'fix m/policy.tf --allow-unread',
        code: 0,
        stdout: [removed('m/policy.tf', 1, 'AppA', 1)],
        stderr: [
          'm/policy.tf: policy.unread: this action is computed when the document is used',
          'm/policy.tf: policy.unread: it is not known what source_policy_documents adds to the policy',
        ],
        changes: {
          'm/policy.tf': [
            '-    actions   = ["s3:GetObject", "s3:PutObject", "s3:${var.more}"]',
            '+    actions   = ["s3:GetObject", "s3:${var.more}"]',
          ],
        },
      },
    ],
  },
];
