/** Tasks of Ansible: the module names the holder beside the policy, whatever the name of the file. */
import { finding, fixed, removed, unmatched, type Case } from './case.ts';

const findings = { 'a.finding.json': finding('AppA') };
const both = { ...findings, 'b.finding.json': finding('AppB') };
const task = (module: string, ...lines: readonly string[]): string => `- name: Give AppA its policy
  ${module}:
${lines.map((line) => `    ${line}\n`).join('')}    policy_name: p
    state: present
    policy_json:
      Statement:
        - {Effect: Allow, Action: [s3:GetObject, s3:PutObject], Resource: "*"}
`;
const lines = ['-', '+'].map(
  (sign) =>
    `${sign}        - {Effect: Allow, Action: [s3:GetObject${sign === '-' ? ', s3:PutObject' : ''}], Resource: "*"}`,
);

const notUnderstood = (key: string, line: number): string =>
  `${key} in line ${line} may name a principal with this policy, but is not understood`;

export const ansible: readonly Case[] = [
  {
    what: 'a role that the task names',
    files: { ...both, 'tasks.yml': task('amazon.aws.iam_policy', 'iam_type: role', 'iam_name: AppB') },
    runs: [fixed('fix tasks.yml', removed('tasks.yml', 1, 'AppB', 1), ...lines)],
  },
  {
    what: 'another role than the name of the file',
    files: { ...findings, 'AppA.yml': task('iam_policy', 'iam_type: role', 'iam_name: AppB') },
    runs: [
      unmatched('fix AppA.yml', 'matched to AppB (by the iam_name in the document), but there is no finding for AppB'),
    ],
  },
  {
    what: 'a user',
    files: { ...findings, 'AppA.yml': task('iam_policy', 'iam_type: user', 'iam_name: AppA') },
    runs: [
      unmatched('fix AppA.yml', 'matched to AppA (by the iam_name in the document), but there is no finding for AppA'),
    ],
  },
  {
    what: 'a group',
    files: { ...findings, 'AppA.yml': task('iam_policy', 'iam_type: group', 'iam_name: Devs') },
    runs: [unmatched('fix AppA.yml', 'it belongs to the group Devs, whose members the document does not name')],
  },
  {
    what: 'a name that is computed',
    files: { ...findings, 'AppA.yml': task('community.aws.iam_policy', 'iam_type: role', 'iam_name: "{{ item }}"') },
    runs: [unmatched('fix AppA.yml', notUnderstood('iam_name', 4))],
  },
  {
    what: 'a type that is computed',
    files: { ...findings, 'AppA.yml': task('iam_policy', 'iam_type: "{{ kind }}"', 'iam_name: AppA') },
    runs: [unmatched('fix AppA.yml', notUnderstood('iam_name', 4))],
  },
  {
    what: 'a policy in a variable that a task attaches',
    files: {
      ...findings,
      'AppA.yml': `- hosts: all
  vars:
    document:
      Statement:
        - {Effect: Allow, Action: [s3:GetObject, s3:PutObject], Resource: "*"}
  tasks:
    - iam_policy: {iam_type: role, iam_name: AppB, policy_json: "{{ document }}"}
`,
    },
    runs: [unmatched('fix AppA.yml', notUnderstood('tasks', 6))],
  },
  {
    what: 'JSON in a block scalar',
    files: {
      ...both,
      'AppA.yml': `- iam_policy:
    iam_name: AppB
    iam_type: role
    policy_json: |
      {
        "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}]
      }
`,
    },
    runs: [
      fixed(
        'fix AppA.yml',
        removed('AppA.yml', 1, 'AppB', 1),
        '-        "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}]',
        '+        "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}]',
      ),
    ],
  },
  {
    what: 'a name without a type',
    files: { ...findings, 'AppA.yml': task('iam_policy', 'x: y', 'iam_name: AppA') },
    runs: [unmatched('fix AppA.yml', notUnderstood('iam_name', 4))],
  },
  {
    what: 'an action that Jinja computes',
    files: {
      ...findings,
      'AppA.yml': 'Statement:\n  - {Effect: Allow, Action: ["s3:{{ verb }}Object", s3:PutObject], Resource: "*"}\n',
    },
    runs: [
      {
        args: 'fix AppA.yml',
        code: 1,
        stdout: [removed('AppA.yml', 1, 'AppA', 0)],
        stderr: ['AppA.yml: policy.unread: this action is computed when the document is used'],
        changes: {
          'AppA.yml': [
            '-  - {Effect: Allow, Action: ["s3:{{ verb }}Object", s3:PutObject], Resource: "*"}',
            '+  - {Effect: Allow, Action: ["s3:{{ verb }}Object"], Resource: "*"}',
          ],
        },
      },
    ],
  },
  {
    what: 'actions that Jinja computes, which may be none',
    files: {
      ...findings,
      'AppA.yml': 'Statement:\n  - {Effect: Allow, Action: ["{{ more }}", s3:PutObject], Resource: "*"}\n',
    },
    runs: [
      {
        args: 'fix AppA.yml',
        code: 1,
        stdout: ['AppA.yml: left unchanged'],
        stderr: [
          'AppA.yml: action.unused: s3:PutObject is kept: without it the list might be empty',
          'AppA.yml: policy.unread: this action is computed when the document is used',
        ],
      },
    ],
  },
];
