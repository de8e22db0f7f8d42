/** Files that are lists of statements, which other files take into policies; and policies that are not read where they are. */
import { catalogue, finding, fixed, removed, roleArn, statement, unmatched, untracked, type Case } from './case.ts';

const list = `# for the function
- Effect: Allow
  Action:
    - s3:GetObject # reads
    - s3:PutObject
  Resource: '*'
- Effect: Allow
  Action: s3:PutObject
  Resource: '*'
`;
const evidence = { 'a.finding.json': finding('AppA') };
const mapped = { '.iam-refine.json': { policies: [{ files: 'iam.*', attachedTo: [roleArn('AppA')] }] } };
const open = 'the file has only statements, and does not say into which policies they are taken';
const changes = ['-    - s3:PutObject', '-- Effect: Allow', '-  Action: s3:PutObject', "-  Resource: '*'"];

export const statementLists: readonly Case[] = [
  {
    what: 'a list of statements belongs to whom the configuration or an option names',
    files: { ...evidence, ...mapped, 'iam.yml': list, 'other.yml': list },
    runs: [
      fixed('fix iam.yml', removed('iam.yml', 1, 'AppA', 1), ...changes),
      fixed(`fix other.yml --principal ${roleArn('AppA')}`, removed('other.yml', 1, 'AppA', 1), ...changes),
    ],
  },
  {
    what: 'its own name does not say whose it is',
    files: { ...evidence, 'AppA.yml': list, 'AppA.json': [statement('s3:PutObject', 's3:GetObject')] },
    runs: [unmatched('fix AppA.yml', open), unmatched('check AppA.json', open)],
  },
  {
    what: 'a list of other things is none',
    files: { ...evidence, 'AppA.json': [statement('s3:PutObject'), { x: 1 }] },
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:2:3: information: Not read: this statement is not part of a policy [policy.unread]',
          'no policy was read; 1 part not read; 1 problem',
        ],
      },
    ],
  },
  {
    what: 'the Serverless Framework takes it from a file of its own',
    files: {
      ...evidence,
      ...mapped,
      'iam.yml': list,
      'serverless.yml':
        'service: a\nprovider:\n  name: aws\n  iam:\n    role:\n      name: AppA\n      statements: ${file(iam.yml)}\n',
    },
    runs: [
      {
        args: 'check serverless.yml iam.yml',
        code: 1,
        stdout: [
          'serverless.yml:7:19: information: These statements are in the file iam.yml, and are read there [policy.unread]',
          'iam.yml:5:7: warning: s3:PutObject is unused [action.unused]',
          'iam.yml:8:3: warning: Everything this statement allows is reported unused [statement.unused]',
          'iam.yml:8:11: warning: s3:PutObject is unused [action.unused]',
          untracked('iam.yml'),
          `1 policy checked against ${catalogue}; 1 part not supported yet; 4 problems`,
        ],
      },
    ],
  },
  {
    what: 'jsonencode in a string of .tf.json is not read, which is told with what to do',
    files: {
      ...evidence,
      'main.tf.json': {
        resource: {
          aws_iam_role_policy: {
            p: { role: 'AppA', policy: '${jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*" }] })}' },
          },
        },
      },
    },
    runs: [
      {
        args: 'check main.tf.json',
        code: 2,
        stdout: [
          'main.tf.json:6:19: information: Not read: an expression in a string is not read: write the policy as JSON in the string, or in a .tf file [policy.unread]',
          'no policy was read; 1 part not read; 1 problem',
        ],
      },
    ],
  },
];
