/** Policies in YAML: who holds them, what is edited, and what is not. */
import { catalogue, checked, finding, fixed, removed, unmatched, untracked, type Case } from './case.ts';

const oneFinding = { 'a.finding.json': finding('AppA') };

/** A template with a role of this name. */
const template = (name: string, rest = ''): string => `AWSTemplateFormatVersion: 2010-09-09
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ${name}
      Policies:
      - PolicyName: p
        PolicyDocument:
          Statement:
          - Effect: Allow
            Action:
            - s3:GetObject # reads
            - s3:PutObject # writes
            Resource: !Sub '\${Bucket}/*'
${rest}`;

const service = (provider: string, functions = ''): string => `service: shop
provider:
  name: aws
  stage: \${opt:stage, 'dev'}
${provider}${functions}`;

const statements = (indent: string): string =>
  ['- Effect: Allow', '  Action: [s3:GetObject, s3:PutObject]', "  Resource: '*'"]
    .map((line) => `${indent}${line}\n`)
    .join('');

export const yaml: readonly Case[] = [
  {
    what: 'a template',
    files: { ...oneFinding, 'template.yaml': template('AppA') },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'template.yaml:14:15: warning: s3:PutObject is unused [action.unused]',
          untracked('template.yaml'),
          checked(1),
        ],
      },
      fixed('fix template.yaml', removed('template.yaml', 1, 'AppA', 1), '-            - s3:PutObject # writes'),
    ],
  },
  {
    what: 'JSON in a block scalar',
    files: {
      ...oneFinding,
      'template.yml': `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: AppA
      Policies:
        - PolicyName: p
          PolicyDocument: !Sub |
            {
              "Statement": [{
                "Effect": "Allow",
                "Action": [
                  "s3:GetObject",
                  "s3:PutObject"
                ],
                "Resource": "\${Bucket.Arn}/*"
              }]
            }
`,
    },
    runs: [
      fixed(
        'fix template.yml',
        removed('template.yml', 1, 'AppA', 1),
        '-                  "s3:GetObject",',
        '-                  "s3:PutObject"',
        '+                  "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'the name of the role is an alias',
    files: { ...oneFinding, 'template.yaml': `Name: &Name AppA\n${template('*Name')}` },
    runs: [unmatched('fix template.yaml', 'the template does not give the name of Role')],
  },
  {
    what: 'the same policy for two roles, by an alias',
    files: {
      ...oneFinding,
      'template.yaml':
        template('AppA').replace('PolicyDocument:', 'PolicyDocument: &Policy') +
        template('AppB')
          .slice(50)
          .replace(/Document:[^]*/, 'Document: *Policy\n'),
    },
    runs: [
      {
        args: 'check template.yaml',
        code: 2,
        stdout: [
          'template.yaml:10:11: information: Not read: an alias in line 22 uses this value, too [policy.unread]',
          'no policy was read; 1 part not read; 1 problem',
        ],
      },
    ],
  },
  {
    what: 'several documents, as Kubernetes has them',
    files: {
      ...oneFinding,
      'AppA.yaml': `kind: ConfigMap\n---\nspec:\n  policyDocument: |\n    {"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}]}\n`,
    },
    runs: [
      fixed(
        'fix AppA.yaml',
        removed('AppA.yaml', 1, 'AppA', 1),
        '-    {"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}]}',
        '+    {"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}]}',
      ),
    ],
  },
  {
    what: 'a syntax error, and a good file beside it',
    files: {
      ...oneFinding,
      'a.yaml': template('AppA').replace('Properties:', 'Properties: {'),
      'b.yaml': template('AppA'),
    },
    runs: [
      {
        args: 'fix .',
        code: 2,
        stdout: [removed('b.yaml', 1, 'AppA', 1)],
        stderr: ['a.yaml:6:17: Implicit keys need to be on a single line'],
        changes: { 'b.yaml': ['-            - s3:PutObject # writes'] },
      },
    ],
  },
  {
    what: 'a chart of Helm, which is no YAML, beside a policy',
    files: {
      ...oneFinding,
      'chart/templates/pod.yaml': `{{- if .Values.on }}\ntolerations:\n- effect: NoSchedule\n  action: {{ .Values.action }}\n{{- end }}\n`,
      'template.yaml': template('AppA'),
    },
    runs: [
      {
        args: 'fix .',
        code: 0,
        stdout: [removed('template.yaml', 1, 'AppA', 1)],
        changes: { 'template.yaml': ['-            - s3:PutObject # writes'] },
      },
    ],
  },
  {
    what: 'the Serverless Framework: the name of its role is generated',
    files: {
      ...oneFinding,
      'serverless.yml': service(`  iam:\n    role:\n      statements:\n${statements('        ')}`),
    },
    runs: [unmatched('fix serverless.yml', 'the Serverless Framework generates the name of this role')],
  },
  {
    what: 'the Serverless Framework: a name is given',
    files: {
      ...oneFinding,
      'serverless.yml': service(`  iam:\n    role:\n      name: AppA\n      statements:\n${statements('        ')}`),
    },
    runs: [
      fixed(
        'fix serverless.yml',
        removed('serverless.yml', 1, 'AppA', 1),
        '-          Action: [s3:GetObject, s3:PutObject]',
        '+          Action: [s3:GetObject]',
      ),
    ],
  },
  {
    what: 'the Serverless Framework: a role for each function, and statements in another file',
    files: {
      ...oneFinding,
      'serverless.yml': service(
        '  iamRoleStatements: ${file(iam.yml)}\n',
        `functions:\n  put:\n    handler: x.y\n    iamRoleStatementsName: AppA\n    iamRoleStatements:\n${statements('      ')}`,
      ),
    },
    runs: [
      {
        args: 'check serverless.yml',
        code: 1,
        stdout: [
          'serverless.yml:5:22: information: These statements are in the file iam.yml, and are read there [policy.unread]',
          'serverless.yml:12:32: warning: s3:PutObject is unused [action.unused]',
          untracked('serverless.yml'),
          `1 policy checked against ${catalogue}; 1 part not supported yet; 2 problems`,
        ],
      },
    ],
  },
];
