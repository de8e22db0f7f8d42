/** Names that evidence knows. Row: used-name-unknown. */
import {
  catalogue,
  checked,
  finding,
  fixed,
  policy,
  removed,
  report,
  statement,
  untracked,
  type Case,
} from './case.ts';

const used = { LastAccessedTime: '2026-11-24T10:00:00Z' };

export const usedNames: readonly Case[] = [
  {
    what: 'a report shows a name as used that the catalogue lacks',
    folder: 'used-name-unknown',
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          `AppA.json:7:9: warning: 1 of 17 actions of s3:GetBucket* is unused; ${catalogue} is older than the finding [wildcard.partly-unused]`,
          untracked('AppA.json', 's3:GetBucketMetadataTableConfiguration', 's3:GetBucketTagging'),
          checked(1),
        ],
      },
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 16)],
        stderr: [
          `AppA.json: s3:GetBucket*: ${catalogue} is older than the finding, which names s3:GetBucketFutureThing`,
        ],
        changes: {
          'AppA.json': [
            '-        "s3:GetBucket*"',
            '+        "s3:GetBucketAbac",',
            '+        "s3:GetBucketCORS",',
            '+        "s3:GetBucketFutureThing",',
            '+        "s3:GetBucketLocation",',
            '+        "s3:GetBucketLogging",',
            '+        "s3:GetBucketMetadataTableConfiguration",',
            '+        "s3:GetBucketNotification",',
            '+        "s3:GetBucketObjectLockConfiguration",',
            '+        "s3:GetBucketOwnershipControls",',
            '+        "s3:GetBucketPolicy*",',
            '+        "s3:GetBucketPublicAccessBlock",',
            '+        "s3:GetBucketRequestPayment",',
            '+        "s3:GetBucketTagging",',
            '+        "s3:GetBucketVersioning",',
            '+        "s3:GetBucketWebsite"',
          ],
        },
      },
    ],
  },
  {
    what: 'in another letter case',
    files: {
      'a.finding.json': report('AppA', [{ ActionName: 'GetBucketAcl' }, { ActionName: 'getbucketACLFUTURE', ...used }]),
      'AppA.json': policy(statement('S3:getbucketacl*')),
    },
    runs: [
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 1)],
        stderr: [
          `AppA.json: S3:getbucketacl*: ${catalogue} is older than the finding, which names s3:getbucketACLFUTURE`,
        ],
        changes: { 'AppA.json': ['-        "S3:getbucketacl*"', '+        "S3:getbucketACLFUTURE"'] },
      },
    ],
  },
  {
    what: 'a finding names an unused action that the catalogue lacks',
    files: {
      'a.finding.json': finding('AppA', { s3: ['GetBucketAclFuture'] }),
      'AppA.json': policy(statement('s3:GetBucketAcl*')),
    },
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          `AppA.json:7:9: warning: 1 of 2 actions of s3:GetBucketAcl* is unused; ${catalogue} is older than the finding [wildcard.partly-unused]`,
          checked(1),
        ],
      },
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 1)],
        stderr: [
          `AppA.json: s3:GetBucketAcl*: ${catalogue} is older than the finding, which names s3:GetBucketAclFuture`,
        ],
        changes: { 'AppA.json': ['-        "s3:GetBucketAcl*"', '+        "s3:GetBucketAcl"'] },
      },
    ],
  },
  {
    what: 'a report shows as used what a finding calls unused',
    files: {
      'a.finding.json': finding('AppA', { s3: ['PutObject', 'CreateBucket'] }),
      'b.finding.json': report('AppA', [{ ActionName: 'PutObject', ...used }, { ActionName: 'CreateBucket' }]),
      'AppA.json': policy(statement('s3:GetObject', 's3:PutObject', 's3:CreateBucket')),
    },
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:9:9: warning: s3:CreateBucket is unused [action.unused]',
          'AppA.json: kept: s3:PutObject (used according to the last-accessed report from 2026-11-25)',
          untracked('AppA.json'),
          checked(1),
        ],
      },
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 2),
        '-        "s3:PutObject",',
        '-        "s3:CreateBucket"',
        '+        "s3:PutObject"',
      ),
    ],
  },
  {
    what: 'a whole service is unused by a finding, and a report shows an action of it as used',
    files: {
      'a.finding.json': finding('AppA', { s3: null }),
      'b.finding.json': report('AppA', [{ ActionName: 'FutureThing', ...used }]),
      'AppA.json': policy(statement('s3:FutureThing', 'sqs:SendMessage')),
    },
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [
          `AppA.json:7:9: hint: s3:FutureThing is not in ${catalogue} [action.unknown]`,
          'AppA.json: kept: s3:FutureThing (used according to the last-accessed report from 2026-11-25)',
          untracked('AppA.json', 'sqs:SendMessage'),
          checked(1),
        ],
      },
      { args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] },
    ],
  },
];
