/** Findings with different ids. Row: two-analyzers. */
import {
  allKept,
  checked,
  finding,
  fixed,
  listedFinding,
  policy,
  removed,
  statement,
  untracked,
  type Case,
} from './case.ts';

const three = policy(statement('s3:GetObject', 's3:CreateBucket', 'sqs:SendMessage'));

const two = (one: object, other: object) => ({
  'one.finding.json': one,
  'two.finding.json': other,
  'AppA.json': three,
});

const wide = finding('AppA', { sqs: ['SendMessage'], s3: ['CreateBucket'] });

export const analyzers: readonly Case[] = [
  {
    what: 'of 30 and of 180 days',
    folder: 'two-analyzers',
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:9:9: warning: sqs:SendMessage is unused [action.unused]',
          'AppA.json: kept: s3:CreateBucket (not reported unused by the finding 11111111-0000-4000-8000-000000000180 from 2026-11-25)',
          untracked('AppA.json'),
          checked(1),
        ],
      },
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 2),
        '-        "s3:CreateBucket",',
        '-        "sqs:SendMessage"',
        '+        "s3:CreateBucket"',
      ),
    ],
  },
  {
    what: 'the older one reports less',
    files: two(wide, finding('AppA', { sqs: ['SendMessage'] }, { id: 'b', analyzedAt: '2026-11-01T08:00:00Z' })),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:9:9: warning: sqs:SendMessage is unused [action.unused]',
          'AppA.json: kept: s3:CreateBucket (not reported unused by the finding b from 2026-11-01)',
          untracked('AppA.json'),
          checked(1),
        ],
      },
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 2),
        '-        "s3:CreateBucket",',
        '-        "sqs:SendMessage"',
        '+        "s3:CreateBucket"',
      ),
    ],
  },
  {
    what: 'without ids',
    files: two(
      finding('AppA', { sqs: ['SendMessage'], s3: ['CreateBucket'] }, { id: null }),
      finding('AppA', { sqs: ['SendMessage'] }, { id: null, analyzedAt: '2026-11-21T08:00:00Z' }),
    ),
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 2),
        '-        "s3:CreateBucket",',
        '-        "sqs:SendMessage"',
        '+        "s3:CreateBucket"',
      ),
    ],
  },
  {
    what: 'of one id the newest counts',
    files: two(wide, finding('AppA', { sqs: ['SendMessage'] }, { analyzedAt: '2026-11-21T08:00:00Z' })),
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 2),
        '-        "s3:CreateBucket",',
        '-        "sqs:SendMessage"',
        '+        "s3:CreateBucket"',
      ),
    ],
  },
  {
    what: 'nothing in common',
    files: two(finding('AppA', { sqs: ['SendMessage'] }), finding('AppA', { s3: ['CreateBucket'] }, { id: 'b' })),
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [
          'AppA.json: kept: s3:CreateBucket (not reported unused by the finding f-AppA from 2026-11-20)',
          'AppA.json: kept: sqs:SendMessage (not reported unused by the finding b from 2026-11-20)',
          untracked('AppA.json'),
          allKept,
        ],
      },
      { args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] },
    ],
  },
  {
    what: 'one of them does not name the actions',
    files: two(wide, listedFinding('AppA', 'b')),
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [
          'AppA.json:3:3: information: The finding b for AppA does not name the actions, so nothing is removed [finding.incomplete]',
          '1 policy: none checked, 1 blocked; 1 problem',
        ],
        stderr: [
          'two.finding.json: 1 finding without the names of the unused actions; fetch it with',
          '  aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id b',
        ],
      },
      {
        args: 'fix AppA.json',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'two.finding.json: 1 finding without the names of the unused actions; fetch it with',
          '  aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id b',
          'AppA.json: finding.incomplete: the finding b for AppA does not name the actions, so nothing is removed',
        ],
      },
    ],
  },
  {
    what: 'the list in which it stands, beside the whole finding',
    files: two(wide, listedFinding('AppA', 'f-AppA')),
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 2, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:CreateBucket",',
        '-        "sqs:SendMessage"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'one of them is resolved',
    files: two(wide, finding('AppA', { sqs: ['SendMessage'] }, { id: 'b', status: 'RESOLVED' })),
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 2, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:CreateBucket",',
        '-        "sqs:SendMessage"',
        '+        "s3:GetObject"',
      ),
    ],
  },
];
