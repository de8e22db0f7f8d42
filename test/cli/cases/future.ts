/** When a finding was made. Row: hostile/future. */
import { checked, finding, getAndPut, removed, report, untracked, type Case } from './case.ts';

const analysed = (analyzedAt: unknown) => ({
  'a.finding.json': finding('AppA', undefined, { analyzedAt }),
  'AppA.json': getAndPut,
});

export const future: readonly Case[] = [
  {
    what: 'a number',
    folder: 'hostile/future',
    runs: [
      {
        args: 'check MyRole.json',
        code: 1,
        stdout: [
          'MyRole.json:3:3: information: The finding for MyRole is from 2019-01-01, 2,885 days old: fetch it again before removing anything [finding.stale]',
          'MyRole.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('MyRole.json'),
          checked(2),
        ],
      },
      {
        args: 'fix MyRole.json',
        code: 0,
        stdout: [removed('MyRole.json', 1, 'MyRole', 1)],
        stderr: ['MyRole.json: finding.stale: the finding for MyRole is from 2019-01-01, 2,885 days old'],
        changes: { 'MyRole.json': ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'] },
      },
    ],
  },
  {
    what: 'absent',
    files: analysed(undefined),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:3:3: information: The finding for AppA does not say when it was created: fetch it again before removing anything [finding.stale]',
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(2),
        ],
      },
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 1)],
        stderr: ['AppA.json: finding.stale: the finding for AppA does not say when it was created'],
        changes: { 'AppA.json': ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'] },
      },
    ],
  },
  {
    what: 'null',
    files: analysed(null),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:3:3: information: The finding for AppA does not say when it was created: fetch it again before removing anything [finding.stale]',
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(2),
        ],
      },
    ],
  },
  {
    what: 'no time',
    files: analysed('soon'),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:3:3: information: The finding for AppA does not say when it was created: fetch it again before removing anything [finding.stale]',
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(2),
        ],
      },
    ],
  },
  {
    what: 'of the year 9999',
    files: analysed('9999-01-01T00:00:00Z'),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:3:3: information: The finding for AppA is from 9999-01-01, which is in the future: fetch it again before removing anything [finding.stale]',
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(2),
        ],
      },
    ],
  },
  {
    what: 'two days ahead',
    files: analysed('2026-11-27T12:00:01Z'),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:3:3: information: The finding for AppA is from 2026-11-27, which is in the future: fetch it again before removing anything [finding.stale]',
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(2),
        ],
      },
    ],
  },
  {
    what: 'without a zone it is UTC: 90 days',
    files: analysed('2026-08-27T11:00:00'),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: ['AppA.json:8:9: warning: s3:PutObject is unused [action.unused]', untracked('AppA.json'), checked(1)],
      },
    ],
  },
  {
    what: 'without a zone it is UTC: 91 days',
    files: analysed('2026-08-26T11:00:00'),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:3:3: information: The finding for AppA is from 2026-08-26, 91 days old: fetch it again before removing anything [finding.stale]',
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(2),
        ],
      },
    ],
  },
  {
    what: 'a report that lies ahead',
    files: {
      'a.finding.json': report(
        'AppA',
        [{ ActionName: 'PutObject' }],
        {},
        { JobCompletionDate: '9999-01-01T00:00:00Z' },
      ),
      'AppA.json': getAndPut,
    },
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:3:3: information: The last-accessed report for AppA is from 9999-01-01, which is in the future: fetch it again before removing anything [finding.stale]',
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(2),
        ],
      },
    ],
  },
  {
    what: 'of two copies one that does not tell its time counts, too',
    files: {
      '1.finding.json': finding('AppA', { s3: ['GetObject', 'PutObject'] }),
      '2.finding.json': finding('AppA', { s3: ['PutObject'] }, { analyzedAt: null, updatedAt: null }),
      'AppA.json': getAndPut,
    },
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:3:3: information: The finding for AppA does not say when it was created: fetch it again before removing anything [finding.stale]',
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          'AppA.json: kept: s3:GetObject (not reported unused by the finding f-AppA)',
          checked(2),
        ],
      },
    ],
  },
];
