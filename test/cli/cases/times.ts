/** Times in last-accessed reports. Row: time-as-number. */
import { checked, fixed, policy, removed, report, statement, untracked, type Case } from './case.ts';

const bucket = policy(statement('s3:CreateBucket', 'sqs:SendMessage'));

const accessed = (LastAuthenticated: unknown) => ({
  'AppA.finding.json': report('AppA', [], {
    LastAuthenticated,
    LastAuthenticatedEntity: null,
    TotalAuthenticatedEntities: 0,
  }),
  'AppA.json': bucket,
});

const actionUsed = (LastAccessedTime: unknown) => ({
  'a.finding.json': report('AppA', [{ ActionName: 'CreateBucket', LastAccessedTime }]),
  'AppA.json': bucket,
});

export const times: readonly Case[] = [
  {
    what: 'LastAuthenticated is a number',
    folder: 'time-as-number',
    runs: [
      { args: 'check AppA.json', code: 0, stdout: [untracked('AppA.json'), checked(0)] },
      { args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] },
    ],
  },
  {
    what: 'null is never',
    files: accessed(null),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:7:9: warning: s3:CreateBucket is unused [action.unused]',
          untracked('AppA.json', 'sqs:SendMessage'),
          checked(1),
        ],
      },
      fixed('fix AppA.json', removed('AppA.json', 1, 'its principal', 1), '-        "s3:CreateBucket",'),
    ],
  },
  {
    what: 'absent is never',
    files: accessed(undefined),
    runs: [fixed('fix AppA.json', removed('AppA.json', 1, 'its principal', 1), '-        "s3:CreateBucket",')],
  },
  {
    what: 'milliseconds',
    files: accessed(1763978400000),
    runs: [{ args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] }],
  },
  {
    what: 'seconds with a fraction',
    files: accessed(1763978400.25),
    runs: [{ args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] }],
  },
  {
    what: 'a number as a text',
    files: accessed('1763978400'),
    runs: [{ args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] }],
  },
  {
    what: 'zero is a time',
    files: accessed(0),
    runs: [{ args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] }],
  },
  {
    what: 'an empty text is none',
    files: accessed(''),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: The last-accessed report for its principal cannot be read (LastAuthenticated of s3 is not a time), so nothing is removed [finding.unreadable]',
          '1 policy: none checked, 1 blocked; 1 problem',
        ],
        stderr: [
          'AppA.finding.json:1:1: the last-accessed report for its principal cannot be read (LastAuthenticated of s3 is not a time)',
        ],
      },
      {
        args: 'fix AppA.json',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.finding.json:1:1: the last-accessed report for its principal cannot be read (LastAuthenticated of s3 is not a time)',
          'AppA.json: finding.unreadable: the last-accessed report for its principal cannot be read (LastAuthenticated of s3 is not a time), so nothing is removed',
        ],
      },
    ],
  },
  {
    what: 'another text is none',
    files: accessed('N/A'),
    runs: [
      {
        args: 'fix AppA.json',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.finding.json:1:1: the last-accessed report for its principal cannot be read (LastAuthenticated of s3 is not a time)',
          'AppA.json: finding.unreadable: the last-accessed report for its principal cannot be read (LastAuthenticated of s3 is not a time), so nothing is removed',
        ],
      },
    ],
  },
  {
    what: 'an object is none',
    files: accessed({}),
    runs: [
      {
        args: 'fix AppA.json',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.finding.json:1:1: the last-accessed report for its principal cannot be read (LastAuthenticated of s3 is not a time)',
          'AppA.json: finding.unreadable: the last-accessed report for its principal cannot be read (LastAuthenticated of s3 is not a time), so nothing is removed',
        ],
      },
    ],
  },
  {
    what: 'of an action: a number',
    files: actionUsed(1763978400),
    runs: [{ args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] }],
  },
  {
    what: 'of an action: no time',
    files: actionUsed(false),
    runs: [
      {
        args: 'fix AppA.json',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: finding.unreadable: the finding in a.finding.json cannot be read: LastAccessedTime of s3:CreateBucket is not a time',
          'a.finding.json:1:1: the last-accessed report for AppA cannot be read (LastAccessedTime of s3:CreateBucket is not a time)',
        ],
      },
    ],
  },
  {
    what: 'of an action: null',
    files: actionUsed(null),
    runs: [fixed('fix AppA.json', removed('AppA.json', 1, 'AppA', 1), '-        "s3:CreateBucket",')],
  },
];
