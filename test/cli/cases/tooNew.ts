/** Policies and roles that are too young for a report. Row: policy-younger-than-window. */
import { checked, finding, fixed, getAndPut, left, removed, report, roleArn, untracked, type Case } from './case.ts';

const unusedPut = [{ ActionName: 'PutObject' }];

const role = (createdAt: string) => ({
  RoleName: 'AppA',
  Arn: roleArn('AppA'),
  CreateDate: createdAt,
  RolePolicyList: [{ PolicyName: 'p', PolicyDocument: getAndPut }],
});

const young = (createdAt: string, by: object) => ({
  'a.finding.json': by,
  'account.json': { RoleDetailList: [role(createdAt)] },
});

const version = (createdAt: unknown) => ({
  PolicyVersion: { Document: getAndPut, VersionId: 'v2', IsDefaultVersion: true, CreateDate: createdAt },
});

export const tooNew: readonly Case[] = [
  {
    what: 'a policy that was changed an hour before the report',
    folder: 'policy-younger-than-window',
    runs: [
      {
        args: 'check account.json',
        code: 1,
        stdout: [
          'account.json:31:13: information: The last-accessed report for AppA is from 2026-11-25, but the policy was created or changed on 2026-11-25: too new to tell what is unused [finding.too-new]',
          'account.json:36:19: warning: s3:PutObject is unused [action.unused]',
          untracked('account.json'),
          checked(2),
        ],
      },
      left(
        'fix account.json',
        'finding.too-new',
        'the last-accessed report for AppA is from 2026-11-25, but the policy was created or changed on 2026-11-25: too new to tell what is unused',
      ),
    ],
  },
  {
    what: 'a role that was made five days before',
    files: young('2026-11-20T00:00:00Z', report('AppA', unusedPut)),
    runs: [
      {
        args: 'check account.json',
        code: 1,
        stdout: [
          'account.json:12:13: information: The last-accessed report for AppA is from 2026-11-25, but AppA was created on 2026-11-20: too new to tell what is unused [finding.too-new]',
          'account.json:17:19: warning: s3:PutObject is unused [action.unused]',
          untracked('account.json'),
          checked(2),
        ],
      },
      left(
        'fix account.json',
        'finding.too-new',
        'the last-accessed report for AppA is from 2026-11-25, but AppA was created on 2026-11-20: too new to tell what is unused',
      ),
    ],
  },
  {
    what: 'one that was made 31 days before',
    files: young('2026-10-25T09:00:00Z', report('AppA', unusedPut)),
    runs: [
      fixed(
        'fix account.json',
        removed('account.json', 1, 'AppA', 1),
        '-                  "s3:GetObject",',
        '-                  "s3:PutObject"',
        '+                  "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a finding of Access Analyzer needs no such guard',
    files: young('2026-11-19T00:00:00Z', finding('AppA')),
    runs: [
      fixed(
        'fix account.json',
        removed('account.json', 1, 'AppA', 1),
        '-                  "s3:GetObject",',
        '-                  "s3:PutObject"',
        '+                  "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a version of a policy, its time a number',
    files: { 'a.finding.json': report('AppA', unusedPut), 'AppA.json': version(1795500000) },
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:5:7: information: The last-accessed report for AppA is from 2026-11-25, but the policy was created or changed on 2026-11-24: too new to tell what is unused [finding.too-new]',
          'AppA.json:10:13: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(2),
        ],
      },
      left(
        'fix AppA.json',
        'finding.too-new',
        'the last-accessed report for AppA is from 2026-11-25, but the policy was created or changed on 2026-11-24: too new to tell what is unused',
      ),
    ],
  },
  {
    what: 'a time that is not known is not too new',
    files: { 'a.finding.json': report('AppA', unusedPut), 'AppA.json': version('yesterday') },
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-            "s3:GetObject",',
        '-            "s3:PutObject"',
        '+            "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a finding from before the policy was changed is stale',
    files: { 'a.finding.json': finding('AppA'), 'AppA.json': version('2026-11-25T08:00:00Z') },
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:5:7: information: The finding for AppA is from 2026-11-20, but the policy was changed later, on 2026-11-25: fetch it again before removing anything [finding.stale]',
          'AppA.json:10:13: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          checked(2),
        ],
      },
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 1)],
        stderr: [
          'AppA.json: finding.stale: the finding for AppA is from 2026-11-20, but the policy was changed later, on 2026-11-25',
        ],
        changes: {
          'AppA.json': ['-            "s3:GetObject",', '-            "s3:PutObject"', '+            "s3:GetObject"'],
        },
      },
    ],
  },
];
