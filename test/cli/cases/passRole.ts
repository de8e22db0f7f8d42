/** What no finding speaks of. Row: passrole. */
import {
  allKept,
  catalogue,
  checked,
  finding,
  fixed,
  left,
  policy,
  removed,
  statement,
  untracked,
  type Case,
} from './case.ts';

const unusedIam = { 'a.finding.json': finding('AppA', { iam: null }) };

const allowing = (...actions: readonly string[]) => ({ ...unusedIam, 'AppA.json': policy(statement(...actions)) });

export const passRole: readonly Case[] = [
  {
    what: 'it is named',
    folder: 'passrole',
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [
          'AppA.json: kept: iam:PassRole (it is never requested on its own, so an unused service iam does not mean that it is unused)',
          untracked('AppA.json'),
          allKept,
        ],
      },
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: ['AppA.json: nothing to do'],
        stderr: [
          'AppA.json: kept iam:PassRole: it is never requested on its own, so an unused service iam does not mean that it is unused (--include-untracked removes it)',
        ],
      },
      fixed('fix AppA.json --include-untracked', removed('AppA.json', 1, 'AppA', 1), '-        "iam:PassRole",'),
    ],
  },
  {
    what: 'iam:*',
    files: allowing('iam:*', 'sqs:SendMessage'),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:7:9: warning: 189 of 190 actions of iam:* are unused [wildcard.partly-unused]',
          'AppA.json: kept: iam:PassRole (it is never requested on its own, so an unused service iam does not mean that it is unused)',
          untracked('AppA.json', 'sqs:SendMessage'),
          checked(1),
        ],
      },
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: [removed('AppA.json', 189, 'AppA', 2)],
        stderr: [
          'AppA.json: kept iam:PassRole: it is never requested on its own, so an unused service iam does not mean that it is unused (--include-untracked removes it)',
        ],
        changes: { 'AppA.json': ['-        "iam:*",', '+        "iam:PassRole",'] },
      },
      fixed('fix AppA.json --include-untracked', removed('AppA.json', 190, 'AppA', 1), '-        "iam:*",'),
    ],
  },
  {
    what: 'a pattern, in small letters',
    files: allowing('iam:p?ss*', 'sqs:SendMessage'),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:7:9: warning: Everything iam:p?ss* allows is reported unused, except iam:PassRole [wildcard.partly-unused]',
          'AppA.json: kept: iam:PassRole (it is never requested on its own, so an unused service iam does not mean that it is unused)',
          untracked('AppA.json', 'sqs:SendMessage'),
          checked(1),
        ],
      },
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: [removed('AppA.json', 0, 'AppA', 2)],
        stderr: [
          'AppA.json: kept iam:PassRole: it is never requested on its own, so an unused service iam does not mean that it is unused (--include-untracked removes it)',
        ],
        changes: { 'AppA.json': ['-        "iam:p?ss*",', '+        "iam:PassRole",'] },
      },
    ],
  },
  {
    what: 'beside other actions of the service',
    files: allowing('iam:GetRole', 'IAM:passrole'),
    runs: [
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 1)],
        stderr: [
          'AppA.json: kept iam:PassRole: it is never requested on its own, so an unused service iam does not mean that it is unused (--include-untracked removes it)',
        ],
        changes: { 'AppA.json': ['-        "iam:GetRole",'] },
      },
    ],
  },
  {
    what: 'all that a policy allows',
    files: allowing('iam:PassRole'),
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [
          'AppA.json: kept: iam:PassRole (it is never requested on its own, so an unused service iam does not mean that it is unused)',
          allKept,
        ],
      },
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: ['AppA.json: nothing to do'],
        stderr: [
          'AppA.json: kept iam:PassRole: it is never requested on its own, so an unused service iam does not mean that it is unused (--include-untracked removes it)',
        ],
      },
      left(
        'fix AppA.json --include-untracked',
        'policy.unused',
        'everything it allows is reported unused, and IAM rejects a policy without statements: detach it, or delete it if it is inline',
      ),
    ],
  },
  {
    what: 'a finding that names it is believed',
    files: { ...allowing('iam:PassRole', 'sqs:SendMessage'), 'a.finding.json': finding('AppA', { iam: ['PassRole'] }) },
    runs: [fixed('fix AppA.json', removed('AppA.json', 1, 'AppA', 1), '-        "iam:PassRole",')],
  },
  {
    what: 'what is not refined is not called checked',
    files: { ...unusedIam, 'AppA.json': policy({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }) },
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [`1 policy checked against ${catalogue}; 1 statement with NotAction not checked`],
      },
      { args: 'fix AppA.json', code: 0, stdout: ['AppA.json: left unchanged'] },
    ],
  },
];
