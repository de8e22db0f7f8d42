/** Items of block lists in YAML: what belongs to one that is removed goes with it, and nothing else does. */
import { finding, fixed, removed, type Case, type CaseRun } from './case.ts';

const findings = { 'AppA.finding.json': finding('AppA', { s3: ['GetObject', 'PutObject'], sns: ['Publish'] }) };
const kept = '- {Effect: Allow, Action: sqs:SendMessage, Resource: "*"}';
const refined = (actions: number, ...lines: readonly string[]): CaseRun =>
  fixed('fix AppA.yaml', removed('AppA.yaml', actions, 'AppA', 1), ...lines);
const statement = (...lines: readonly string[]): string => `Statement:
${lines.map((line) => `  ${line}\n`).join('')}  ${kept}
`;
const actions = (...lines: readonly string[]): string => `Statement:
  - Effect: Allow
    Action:
${lines.map((line) => `      ${line}\n`).join('')}    Resource: "*"
`;

export const yamlItems: readonly Case[] = [
  {
    what: 'a comment between the dash and a statement that goes',
    files: {
      ...findings,
      'AppA.yaml': statement('-', '  # publish', '  Effect: Allow', '  Action: sns:Publish', '  Resource: "*"'),
    },
    runs: [
      refined(1, '-  -', '-    # publish', '-    Effect: Allow', '-    Action: sns:Publish', '-    Resource: "*"'),
    ],
  },
  {
    what: 'comments behind the dash and below it, and an empty line',
    files: {
      ...findings,
      'AppA.yaml': statement(
        '# before',
        '- # publish',
        '  # why',
        '',
        '    # once more',
        '  Effect: Allow',
        '  Action: sns:Publish',
        '  Resource: "*"',
        '# the next',
      ),
    },
    runs: [
      refined(
        1,
        '-  - # publish',
        '-    # why',
        '-  ',
        '-      # once more',
        '-    Effect: Allow',
        '-    Action: sns:Publish',
        '-    Resource: "*"',
      ),
    ],
  },
  {
    what: 'a comment between the dash and an action that goes',
    files: {
      ...findings,
      'AppA.yaml': actions('-', '  # why', '  sns:Publish', '- # also', '  # stays', '  sqs:SendMessage'),
    },
    runs: [refined(1, '-      -', '-        # why', '-        sns:Publish')],
  },
  {
    what: 'the same at the end of the list, with line ends of Windows',
    files: {
      ...findings,
      'AppA.yaml': actions('- sqs:SendMessage', '# of the list', '-', '  # why', '  sns:Publish # gone').replaceAll(
        '\n',
        '\r\n',
      ),
    },
    runs: [refined(1, '-      -\r', '-        # why\r', '-        sns:Publish # gone\r')],
  },
  {
    what: 'the comment below the dash of an action that is replaced stays',
    files: {
      'AppA.finding.json': finding('AppA', { sqs: ['DeleteQueue'] }),
      'AppA.yaml': actions('-', '  # why', '  sqs:Delete*'),
    },
    runs: [refined(1, '-        sqs:Delete*', '+        sqs:DeleteMessage')],
  },
  {
    what: 'a comment below a key, above the first dash, stays',
    files: { ...findings, 'AppA.yaml': actions('# all', '- sns:Publish', '# next', '- sqs:SendMessage') },
    runs: [refined(1, '-      - sns:Publish')],
  },
  {
    what: 'a list that becomes too long is broken, also behind colons without blanks',
    files: {
      'AppA.finding.json': finding('AppA', { sqs: ['DeleteQueue', 'PurgeQueue'] }),
      'AppA.yaml': 'Statement:\n  - { "Effect":"Allow", "Action":"sqs:*", "Resource":"*" }\n',
    },
    runs: [
      fixed(
        'fix AppA.yaml',
        removed('AppA.yaml', 2, 'AppA', 18),
        '-  - { "Effect":"Allow", "Action":"sqs:*", "Resource":"*" }',
        '+  - { "Effect":"Allow", "Action":[',
        '+        "sqs:AddPermission",',
        '+        "sqs:CancelMessageMoveTask",',
        '+        "sqs:ChangeMessageVisibility",',
        '+        "sqs:CreateQueue",',
        '+        "sqs:DeleteMessage",',
        '+        "sqs:Get*",',
        '+        "sqs:List*",',
        '+        "sqs:ReceiveMessage",',
        '+        "sqs:RemovePermission",',
        '+        "sqs:SendMessage",',
        '+        "sqs:SetQueueAttributes",',
        '+        "sqs:StartMessageMoveTask",',
        '+        "sqs:TagQueue",',
        '+        "sqs:UntagQueue"',
        '+      ], "Resource":"*" }',
      ),
    ],
  },
  {
    what: 'a policy beside one with such a comment',
    files: {
      ...findings,
      't.yaml': `Resources:
  A:
    Type: AWS::IAM::Role
    Properties:
      RoleName: AppA
      Policies:
        - PolicyName: a
          PolicyDocument:
            Statement:
              -
                # publish
                Effect: Allow
                Action: sns:Publish
                Resource: "*"
              ${kept}
        - PolicyName: b
          PolicyDocument:
            Statement: [{Effect: Allow, Action: [s3:PutObject, sqs:SendMessage], Resource: "*"}]
`,
    },
    runs: [
      fixed(
        'fix t.yaml',
        removed('t.yaml', 2, 'AppA', 2),
        '-              -',
        '-                # publish',
        '-                Effect: Allow',
        '-                Action: sns:Publish',
        '-                Resource: "*"',
        '-            Statement: [{Effect: Allow, Action: [s3:PutObject, sqs:SendMessage], Resource: "*"}]',
        '+            Statement: [{Effect: Allow, Action: [sqs:SendMessage], Resource: "*"}]',
      ),
    ],
  },
];
