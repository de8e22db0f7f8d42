/** Which of several copies of one finding counts, and where that cannot be known, what stays. */
import {
  checked,
  finding,
  fixed,
  getAndPut,
  left,
  listedFinding,
  blocked,
  removed,
  untracked,
  type Case,
  type CaseRun,
} from './case.ts';

const gone = ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'];

const both = (older: unknown, newer: unknown) => ({
  '1.finding.json': older,
  '2.finding.json': newer,
  'AppA.json': getAndPut,
});
const later = { analyzedAt: '2026-11-22T08:00:00Z', updatedAt: '2026-11-22T08:00:00Z' };
const far = { analyzedAt: '9999-01-01T00:00:00Z', updatedAt: '9999-01-01T00:00:00Z' };

const nothingGoes = (reason: string): readonly CaseRun[] => [
  blocked('check AppA.json', '3:3', 'finding.incomplete', `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`),
  left('fix AppA.json', 'finding.incomplete', reason),
];

export const copies: readonly Case[] = [
  {
    what: 'of the year 9999 it does not beat the one of this month',
    files: both(finding('AppA'), finding('AppA', { s3: ['GetObject', 'PutObject'] }, far)),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:3:3: information: The finding for AppA is from 9999-01-01, which is in the future: fetch it again before removing anything [finding.stale]',
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          'AppA.json: kept: s3:GetObject (not reported unused by the finding f-AppA from 2026-11-20)',
          checked(2),
        ],
      },
    ],
  },
  {
    what: 'the older one cannot be read: that is told, and the newer one decides',
    files: both(finding('AppA', {}, { findingDetails: [{ foo: {} }] }), finding('AppA', undefined, later)),
    runs: [
      {
        args: 'fix AppA.json',
        code: 2,
        stdout: [removed('AppA.json', 1, 'AppA', 1)],
        stderr: [
          '1.finding.json:1:1: the finding for AppA cannot be read (entry 1 of findingDetails is not understood: foo)',
        ],
        changes: { 'AppA.json': gone },
      },
    ],
  },
  {
    what: 'the newer one failed',
    files: both(finding('AppA'), finding('AppA', {}, { ...later, error: 'ACCESS_DENIED' })),
    runs: nothingGoes(
      'the newest copy of the finding f-AppA for AppA reports an error (ACCESS_DENIED), so nothing is removed',
    ),
  },
  {
    what: 'the older one failed',
    files: both(finding('AppA', {}, { error: 'ACCESS_DENIED' }), finding('AppA', undefined, later)),
    runs: [fixed('fix AppA.json', removed('AppA.json', 1, 'AppA', 1), ...gone)],
  },
  {
    what: 'a newer one in a list, without the names of the actions',
    files: both(finding('AppA'), { findings: [{ ...finding('AppA', {}, later), findingDetails: undefined }] }),
    runs: [
      {
        args: 'fix AppA.json',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          '2.finding.json: 1 finding without the names of the unused actions; fetch it with',
          '  aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id f-AppA',
          'AppA.json: finding.incomplete: the details of the finding f-AppA for AppA are from 2026-11-20, but the finding changed on 2026-11-22, so nothing is removed',
        ],
      },
    ],
  },
  {
    what: 'the same one in a list, without the names of the actions',
    files: both(finding('AppA'), listedFinding('AppA', 'f-AppA')),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: ['AppA.json:8:9: warning: s3:PutObject is unused [action.unused]', untracked('AppA.json'), checked(1)],
      },
    ],
  },
];
