/** Statements that may be none beside one that goes as a whole, and what is said of them. */
import { catalogue, finding, left, policy, removed, statement, when, type Case } from './case.ts';

const unused = { 'a.finding.json': finding('AppA', { s3: ['PutObject'] }) };

const mightBeEmpty =
  'statement.unused: everything this statement allows is reported unused, but without it the policy might have no statements';
const wouldBeHalf =
  'everything this statement allows is reported unused, but a template directive in it begins or ends outside it, so it is kept';

/** On one line, so that places are easy to count. */
const placed = (...statements: readonly unknown[]) => ({
  ...unused,
  'AppA.json': `${JSON.stringify(policy(...statements))}\n`,
});

const goes = statement('s3:PutObject');

/**
 * Beside a statement that is not sure to be one, one that is wholly unused stays. `odd` replaces members of the first;
 * `undefined` takes one away.
 */
const stays = (what: string, odd: object, reason: string): Case => ({
  what,
  files: placed({ ...statement('s3:GetObject'), ...odd }, goes),
  runs: [
    {
      args: 'fix AppA.json',
      code: 1,
      stdout: ['AppA.json: left unchanged'],
      stderr: [`AppA.json: ${mightBeEmpty}`, `AppA.json: policy.unread: ${reason}`],
    },
  ],
});

const asText = (json: string) => ({ ...unused, 'AppA.json': `${json}\n` });

const isComputed = 'the Effect of this statement is computed when the document is used';

export const oddStatements: readonly Case[] = [
  stays('no Effect', { Effect: undefined }, 'this statement has no Effect'),
  stays('an Effect that is left out', { Effect: { Ref: 'AWS::NoValue' } }, 'this statement has no Effect'),
  stays('an Effect that a condition may leave out', { Effect: when('Allow') }, isComputed),
  stays(
    'an Effect in another letter case',
    { Effect: 'allow' },
    'the Effect of this statement is "allow", which IAM spells Allow',
  ),
  stays(
    'an Effect of another name',
    { Effect: 'Permit' },
    'the Effect of this statement is "Permit", which is neither Allow nor Deny',
  ),
  stays('an Effect that is a number', { Effect: 5 }, 'the Effect of this statement is not a string'),
  stays('an Effect that is null', { Effect: null }, 'the Effect of this statement is not a string'),
  stays('an Effect that is a list', { Effect: ['Allow'] }, 'the Effect of this statement is not a string'),
  stays(
    'an Effect under another spelling',
    { Effect: undefined, effect: 'Allow' },
    'IAM spells this key Effect, not effect',
  ),
  stays('no Action', { Action: undefined }, 'this statement has no Action'),
  {
    what: 'a duplicate key, and no Effect',
    files: asText(`{"Statement": [{"Sid": "a", "Sid": "b", "Action": "s3:GetObject"}, ${JSON.stringify(goes)}]}`),
    runs: [
      {
        args: 'fix AppA.json',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: policy.unread: duplicate key Sid in the statement: IAM does not define which one applies',
          `AppA.json: ${mightBeEmpty}`,
        ],
      },
    ],
  },
  {
    what: 'no actions',
    files: placed({ ...statement(), Sid: 'Empty' }, goes),
    runs: [
      { args: 'fix AppA.json', code: 1, stdout: ['AppA.json: left unchanged'], stderr: [`AppA.json: ${mightBeEmpty}`] },
    ],
  },
  {
    what: 'Action and NotAction',
    files: placed({ ...statement('s3:GetObject'), NotAction: 'iam:*' }, statement('s3:PutObject', 'sqs:ListQueues')),
    runs: [
      {
        args: 'fix AppA.json --dry-run',
        code: 1,
        stdout: [removed('AppA.json', 1, 'AppA', 1).replace('removed', 'would remove').replace('kept', 'keep')],
        stderr: [
          'AppA.json: policy.unread: this statement has both Action and NotAction, but IAM accepts only one of them',
        ],
      },
    ],
  },
  {
    what: 'actions that are no strings are not said to be computed',
    files: placed(statement(5, null, { Ref: 'More' }, 's3:PutObject', 's3:GetBucketAcl')),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:1:66: information: Not read: this action is not a string [policy.unread]',
          'AppA.json:1:68: information: Not read: this action is not a string [policy.unread]',
          'AppA.json:1:73: information: Not read: this action is computed when the document is used [policy.unread]',
          'AppA.json:1:88: warning: s3:PutObject is unused [action.unused]',
          `1 policy checked against ${catalogue}; 3 parts not read; 4 problems`,
        ],
      },
    ],
  },
];

/** Directives of Terraform's templates of which a statement holds one half, and documents of which they hold more. */
export const directives: readonly Case[] = [
  {
    what: 'half of a directive in strings of a statement that is wholly unused',
    files: placed({ Sid: 'a%{ if x }', ...goes }, { Sid: 'b%{ endif }', ...statement('s3:GetObject') }),
    runs: [left('fix AppA.json', 'statement.unused', wouldBeHalf)],
  },
  {
    what: 'the other half',
    files: placed({ Sid: 'a%{ for x in y }', ...statement('s3:GetObject') }, { Sid: 'b%{ endfor }', ...goes }),
    runs: [left('fix AppA.json', 'statement.unused', wouldBeHalf)],
  },
  {
    what: 'a whole directive in strings goes with its statement',
    files: asText(
      `{"Statement": [${JSON.stringify({ Sid: 'a%{ if x }b%{ else }c%{~ endif ~}', ...goes })}, {"Effect": "Deny", "Action": "*"}]}`,
    ),
    runs: [
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 0)],
        changes: {
          'AppA.json': [
            `-{"Statement": [${JSON.stringify({ Sid: 'a%{ if x }b%{ else }c%{~ endif ~}', ...goes })}, {"Effect": "Deny", "Action": "*"}]}`,
            '+{"Statement": [{"Effect": "Deny", "Action": "*"}]}',
          ],
        },
      },
    ],
  },
  {
    what: 'half of a directive in the actions of a statement that is wholly unused',
    files: asText(
      '{"Statement": [{"Effect": "Allow", "Action": ["s3:PutObject"%{ if x }]}, {"Effect": "Deny", "Action": ["s3:GetObject"%{ endif }]}]}',
    ),
    runs: [
      {
        args: 'fix AppA.json',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: [`AppA.json: ${mightBeEmpty}`],
      },
    ],
  },
  {
    what: 'one of two statements',
    files: asText(
      `{"Statement": [\n${JSON.stringify(goes)},\n%{ if x }\n${JSON.stringify(goes)}\n%{ else }\n${JSON.stringify(goes)}\n%{ endif }\n]}`,
    ),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: ['no policy was read; 1 file could not be read'],
        stderr: ['AppA.json:5:1: a template directive between two values is not supported yet'],
      },
      {
        args: 'fix AppA.json',
        code: 2,
        stderr: ['AppA.json:5:1: a template directive between two values is not supported yet'],
      },
    ],
  },
  {
    what: 'one of two actions',
    files: asText(
      '{"Statement": [{"Effect": "Allow", "Action": %{ if x }"s3:PutObject"%{ else }"s3:GetObject"%{ endif }}]}',
    ),
    runs: [
      {
        args: 'fix AppA.json',
        code: 2,
        stderr: ['AppA.json:1:69: a template directive between two values is not supported yet'],
      },
    ],
  },
  {
    what: 'what else is wrong beside a directive is told as before',
    files: asText(
      '{"Statement": [{"Effect": "Allow" "Action": "s3:PutObject"}%{ if x }, {"Effect": "Deny"}%{ endif }]}',
    ),
    runs: [{ args: 'fix AppA.json', code: 2, stderr: ['AppA.json:1:35: comma expected'] }],
  },
];

const computed = 'the Statement of this policy is computed when the document is used';

const notRead = (what: string, json: string, ...columns: readonly number[]): Case => ({
  what,
  files: asText(json),
  runs: [
    {
      args: 'check AppA.json',
      code: 2,
      stdout: [
        ...columns.map((column) => `AppA.json:1:${column}: information: Not read: ${computed} [policy.unread]`),
        columns.length === 1
          ? 'no policy was read; 1 part not read; 1 problem'
          : `no policy was read; ${columns.length} parts not read; ${columns.length} problems`,
      ],
    },
  ],
});

/** The `Statement` of a document that says nothing else is computed. */
export const computedStatement: readonly Case[] = [
  notRead('a placeholder', '{"Statement": ${x}}', 15),
  notRead('a placeholder in quotes', '{"Version": "2012-10-17", "Statement": "${x}"}', 40),
  notRead('placeholders in a list', '{"Statement": [${x}, ${y}]}', 16, 22),
  notRead('a parameter', '{"Statement": {"Ref": "X"}}', 15),
  notRead('a parameter in a condition', '{"Statement": {"Fn::If": ["C", {"Ref": "X"}, {"Ref": "AWS::NoValue"}]}}', 32),
  {
    what: 'what has other members is no policy',
    files: asText('{"Statement": "${x}", "title": "b"}'),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stderr: ['iam-refine: AppA.json: not an IAM policy; skipped', 'iam-refine: no IAM policy in AppA.json'],
      },
    ],
  },
];
