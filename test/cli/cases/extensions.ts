/** Files are told by what they hold. Rows: template-extension, not-yet-read. */
import { catalogue, checked, finding, getAndPut, removed, untracked, type Case, unmatched } from './case.ts';

const oneFinding = { 'a.finding.json': finding('AppA') };

const text = JSON.stringify(getAndPut);

export const extensions: readonly Case[] = [
  {
    what: 'a template named .template',
    folder: 'template-extension',
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'stacks/app.template:29:21: warning: s3:PutObject is unused [action.unused]',
          untracked('stacks/app.template'),
          checked(1),
        ],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: [removed('stacks/app.template', 1, 'AppA', 1)],
        changes: { 'stacks/app.template': ['-                    "s3:PutObject",'] },
      },
    ],
  },
  {
    what: 'other names',
    files: {
      ...oneFinding,
      'AppA/a.tftpl': getAndPut,
      'AppA/b.json.j2': getAndPut,
      'AppA/c.POLICY': getAndPut,
      'AppA/.d': getAndPut,
      'AppA/e.bak': getAndPut,
      'AppA/f': `\uFEFF// policy\n${text}`,
    },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'AppA/.d:8:9: warning: s3:PutObject is unused [action.unused]',
          'AppA/a.tftpl:8:9: warning: s3:PutObject is unused [action.unused]',
          'AppA/b.json.j2:8:9: warning: s3:PutObject is unused [action.unused]',
          'AppA/c.POLICY:8:9: warning: s3:PutObject is unused [action.unused]',
          'AppA/e.bak:8:9: warning: s3:PutObject is unused [action.unused]',
          'AppA/f:2:81: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA/.d'),
          untracked('AppA/a.tftpl'),
          untracked('AppA/b.json.j2'),
          untracked('AppA/c.POLICY'),
          untracked('AppA/e.bak'),
          untracked('AppA/f'),
          checked(6, 6),
        ],
      },
    ],
  },
  {
    what: 'a .template that is YAML',
    files: {
      ...oneFinding,
      'AppA.json': getAndPut,
      'app.template': 'Statement:\n  - Effect: Allow\n    Action: "s3:*"\n',
    },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          `2 policies: 1 checked against ${catalogue}, 1 not matched to a finding; 1 problem`,
        ],
        stderr: [
          'app.template: no finding applies to this policy: neither the file nor a folder above it is named after a principal with a finding',
        ],
      },
    ],
  },
];

export const notYet: readonly Case[] = [
  {
    what: 'YAML and Terraform are read; who has the policy of a file of Terraform, its module tells',
    folder: 'not-yet-read',
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'template.yaml:11:40: warning: s3:PutObject is unused [action.unused]',
          untracked('template.yaml'),
          `2 policies: 1 checked against ${catalogue}, 1 not matched to a finding; 1 problem`,
        ],
        stderr: [
          'MyRole.tf: no finding applies to this policy: the module does not use data.aws_iam_policy_document.d',
        ],
      },
      unmatched('check MyRole.tf', 'the module does not use data.aws_iam_policy_document.d'),
      unmatched('fix MyRole.tf', 'the module does not use data.aws_iam_policy_document.d'),
    ],
  },
  {
    what: 'beside a policy that is read',
    folder: 'not-yet-read',
    files: {
      'MyRole.json': getAndPut,
      'x.tfvars': `policy = ${text}`,
      'README.md': text,
      'stack.ts': `export const policy = ${text};\n`,
    },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'MyRole.json:8:9: warning: s3:PutObject is unused [action.unused]',
          'template.yaml:11:40: warning: s3:PutObject is unused [action.unused]',
          untracked('MyRole.json'),
          untracked('template.yaml'),
          `3 policies: 2 checked against ${catalogue}, 1 not matched to a finding; 3 files contain policies in formats that are not supported yet: 1 Markdown (README.md), 1 source code (stack.ts), 1 HCL (x.tfvars); 2 problems`,
        ],
        stderr: [
          'MyRole.tf: no finding applies to this policy: the module does not use data.aws_iam_policy_document.d',
        ],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: [
          removed('MyRole.json', 1, 'MyRole', 1),
          'MyRole.tf: left unchanged',
          removed('template.yaml', 1, 'MyRole', 1),
        ],
        stderr: [
          'MyRole.tf: no finding applies to this policy: the module does not use data.aws_iam_policy_document.d',
          '3 files contain policies in formats that are not supported yet: 1 Markdown (README.md), 1 source code (stack.ts), 1 HCL (x.tfvars)',
        ],
        changes: {
          'MyRole.json': ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'],
          'template.yaml': [
            '-                Action: [s3:GetObject, s3:PutObject]',
            '+                Action: [s3:GetObject]',
          ],
        },
      },
      {
        args: 'check MyRole.json README.md',
        code: 2,
        stdout: [
          'MyRole.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('MyRole.json'),
          `1 policy checked against ${catalogue}; 1 file could not be read; 1 problem`,
        ],
        stderr: ['README.md: Markdown is not supported yet'],
      },
      {
        args: 'check stack.ts',
        code: 2,
        stdout: ['no policy was read; 1 file could not be read'],
        stderr: ['stack.ts: Source code is not supported yet'],
      },
    ],
  },
];
