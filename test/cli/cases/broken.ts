/** What cannot be read blocks. Rows: hostile/broken-newer-finding, hostile/check-exit-with-broken-findings. */
import { catalogue, checked, finding, getAndPut, removed, untracked, type Case } from './case.ts';

const whole = JSON.stringify(finding('AppA'));

const besideBroken = (text: string, more: object = {}) => ({
  '1.finding.json': finding('AppA'),
  '2.finding.json': text,
  'AppA.json': getAndPut,
  ...more,
});

export const broken: readonly Case[] = [
  {
    what: 'the newer copy is cut off',
    folder: 'hostile/broken-newer-finding',
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'policies/MyRole.json:3:3: information: 2.finding.json names MyRole but cannot be read (close brace expected) [finding.unreadable]',
          '1 policy: none checked, 1 blocked; 1 findings file could not be read; 1 problem',
        ],
        stderr: ['findings/2.finding.json:22:4: close brace expected; no finding in this file is used'],
      },
      {
        args: 'fix .',
        code: 2,
        stdout: ['policies/MyRole.json: left unchanged'],
        stderr: [
          'policies/MyRole.json: finding.unreadable: 2.finding.json names MyRole but cannot be read (close brace expected)',
          'findings/2.finding.json:22:4: close brace expected; no finding in this file is used',
        ],
      },
      {
        args: 'check policies/MyRole.json --format sarif',
        code: 2,
        stdout: [
          'executionSuccessful: false',
          'notification: findings/2.finding.json:22:4: close brace expected; no finding in this file is used',
          'notification: policies/MyRole.json: 2.finding.json names MyRole but cannot be read (close brace expected)',
          'result: finding.unreadable: 2.finding.json names MyRole but cannot be read (close brace expected)',
        ],
        stderr: [
          'findings/2.finding.json:22:4: close brace expected; no finding in this file is used',
          '1 policy: none checked, 1 blocked; 1 findings file could not be read; 1 problem',
        ],
      },
    ],
  },
  {
    what: 'it names somebody else',
    files: besideBroken(JSON.stringify(finding('AppB')).slice(0, -2), { 'AppB.json': getAndPut }),
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          'AppB.json:3:3: information: 2.finding.json names AppB but cannot be read (close bracket expected) [finding.unreadable]',
          untracked('AppA.json'),
          `2 policies: 1 checked against ${catalogue}, 1 blocked; 1 findings file could not be read; 2 problems`,
        ],
        stderr: ['2.finding.json:1:398: close bracket expected; no finding in this file is used'],
      },
      {
        args: 'fix .',
        code: 2,
        stdout: [removed('AppA.json', 1, 'AppA', 1), 'AppB.json: left unchanged'],
        stderr: [
          'AppB.json: finding.unreadable: 2.finding.json names AppB but cannot be read (close bracket expected)',
          '2.finding.json:1:398: close bracket expected; no finding in this file is used',
        ],
        changes: { 'AppA.json': ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'] },
      },
    ],
  },
  {
    what: 'it names only the id',
    files: besideBroken('{"id": "f-AppA", "status": "ARCHIVED", '),
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: 2.finding.json names AppA but cannot be read (property name expected) [finding.unreadable]',
          '1 policy: none checked, 1 blocked; 1 findings file could not be read; 1 problem',
        ],
        stderr: ['2.finding.json:1:40: property name expected; no finding in this file is used'],
      },
      {
        args: 'fix .',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: finding.unreadable: 2.finding.json names AppA but cannot be read (property name expected)',
          '2.finding.json:1:40: property name expected; no finding in this file is used',
        ],
      },
    ],
  },
  {
    what: 'its slashes are escaped',
    files: besideBroken('{"resource": "arn:aws:iam::111122223333:role\\/AppA", '),
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: 2.finding.json names AppA but cannot be read (property name expected) [finding.unreadable]',
          '1 policy: none checked, 1 blocked; 1 findings file could not be read; 1 problem',
        ],
        stderr: ['2.finding.json:1:54: property name expected; no finding in this file is used'],
      },
    ],
  },
  {
    what: 'a line of several is broken',
    files: {
      '1.finding.json': finding('AppA'),
      '2.findings.ndjson': `${JSON.stringify(finding('AppB'))}\n${whole.slice(0, -2)}\n`,
      'AppA.json': getAndPut,
      'AppB.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: 2.findings.ndjson names AppA but cannot be read (close bracket expected) [finding.unreadable]',
          'AppB.json:3:3: information: 2.findings.ndjson names AppB but cannot be read (close bracket expected) [finding.unreadable]',
          '2 policies: none checked, 2 blocked; 1 findings file could not be read; 2 problems',
        ],
        stderr: ['2.findings.ndjson:3:1: close bracket expected; no finding in this file is used'],
      },
    ],
  },
  {
    what: 'it names nobody: nothing is blocked',
    files: besideBroken('{"a" 1}'),
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: ['AppA.json:8:9: warning: s3:PutObject is unused [action.unused]', untracked('AppA.json'), checked(1)],
        stderr: ['2.finding.json:1:6: colon expected; no finding in this file is used'],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 1)],
        stderr: ['2.finding.json:1:6: colon expected; no finding in this file is used'],
        changes: { 'AppA.json': ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'] },
      },
    ],
  },
  {
    what: 'the only finding is one page of several',
    folder: 'hostile/check-exit-with-broken-findings',
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'MyRole.json:3:3: information: The finding for MyRole is incomplete (it contains a nextToken, so it is one page of several), so nothing is removed [finding.incomplete]',
          '1 policy: none checked, 1 blocked; 1 problem',
        ],
      },
      {
        args: 'check . --format sarif',
        code: 2,
        stdout: [
          'executionSuccessful: false',
          'notification: MyRole.json: the finding for MyRole is incomplete (it contains a nextToken, so it is one page of several), so nothing is removed',
          'result: finding.incomplete: The finding for MyRole is incomplete (it contains a nextToken, so it is one page of several), so nothing is removed',
        ],
        stderr: ['1 policy: none checked, 1 blocked; 1 problem'],
      },
      {
        args: 'fix .',
        code: 2,
        stdout: ['MyRole.json: left unchanged'],
        stderr: [
          'MyRole.json: finding.incomplete: the finding for MyRole is incomplete (it contains a nextToken, so it is one page of several), so nothing is removed',
        ],
      },
    ],
  },
  {
    what: 'the only finding is cut off',
    files: { 'AppA.finding.json': whole.slice(0, -2), 'AppA.json': getAndPut },
    runs: [
      {
        args: 'check .',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: AppA.finding.json names AppA but cannot be read (close bracket expected) [finding.unreadable]',
          '1 policy: none checked, 1 blocked; 1 findings file could not be read; 1 problem',
        ],
        stderr: ['AppA.finding.json:1:398: close bracket expected; no finding in this file is used'],
      },
      {
        args: 'check . --format sarif',
        code: 2,
        stdout: [
          'executionSuccessful: false',
          'notification: AppA.finding.json:1:398: close bracket expected; no finding in this file is used',
          'notification: AppA.json: AppA.finding.json names AppA but cannot be read (close bracket expected)',
          'result: finding.unreadable: AppA.finding.json names AppA but cannot be read (close bracket expected)',
        ],
        stderr: [
          'AppA.finding.json:1:398: close bracket expected; no finding in this file is used',
          '1 policy: none checked, 1 blocked; 1 findings file could not be read; 1 problem',
        ],
      },
    ],
  },
  {
    what: 'a part that cannot be read',
    files: { 'a.finding.json': finding('AppA'), 'AppA.json': { Statement: [{ effect: 'Allow', action: 's3:*' }] } },
    runs: [
      {
        args: 'check . --format sarif',
        code: 2,
        stdout: [
          'executionSuccessful: false',
          'notification: AppA.json:2: not read: IAM spells the keys of a policy Statement, Effect and Action',
          'result: policy.unread: Not read: IAM spells the keys of a policy Statement, Effect and Action',
        ],
        stderr: ['no policy was read; 1 part not read; 1 problem'],
      },
    ],
  },
];
