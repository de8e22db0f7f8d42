/** Names that only the policy knows. Row: literal-spreads. */
import { catalogue, checked, finding, fixed, policy, removed, statement, untracked, type Case } from './case.ts';
import { linesFor, putsLeft } from './putsLeft.ts';

const spread = (one: string, wildcard: string, unused: object) => ({
  'a.finding.json': unused,
  'AppA.json': policy({ Effect: 'Allow', Action: one, Resource: 'arn:aws:s3:::a' }, statement(wildcard)),
});

export const literals: readonly Case[] = [
  {
    what: 's3:HeadBucket, and s3:*',
    folder: 'literal-spreads',
    runs: [
      {
        args: 'check MyRole.json',
        code: 1,
        stdout: [
          `MyRole.json:1:49: hint: s3:HeadBucket is not in ${catalogue} [action.unknown]`,
          'MyRole.json:1:130: warning: 1 of 181 actions of s3:* is unused [wildcard.partly-unused]',
          'MyRole.json: kept: 66 actions, such as s3:AbortMultipartUpload, s3:AllowVendedLogDeliveryForResource, s3:BypassGovernanceRetention (as of 2026-08-22, AWS does not track their use, so no finding can name them)',
          checked(2),
        ],
      },
      {
        args: 'fix MyRole.json',
        code: 0,
        stdout: [removed('MyRole.json', 1, 'MyRole', 180)],
        stderr: [`MyRole.json: kept s3:HeadBucket, which the policy names and ${catalogue} does not`],
        changes: {
          'MyRole.json': [
            '-{ "Statement": [ { "Effect": "Allow", "Action": "s3:HeadBucket", "Resource": "arn:aws:s3:::a" }, { "Effect": "Allow", "Action": ["s3:*"], "Resource": "arn:aws:s3:::b" } ] }',
            '+{ "Statement": [ { "Effect": "Allow", "Action": "s3:HeadBucket", "Resource": "arn:aws:s3:::a" }, { "Effect": "Allow", "Action": [',
            ...linesFor('  ', [
              's3:AbortMultipartUpload',
              's3:AllowVendedLogDeliveryForResource',
              's3:AssociateAccessGrantsIdentityCenter',
              's3:BypassGovernanceRetention',
              's3:Create*',
              's3:Delete*',
              's3:Describe*',
              's3:DissociateAccessGrantsIdentityCenter',
              's3:Get*',
              's3:HeadBucket',
              's3:InitiateReplication',
              's3:List*',
              's3:ObjectOwnerOverrideToBucketOwner',
              's3:PauseReplication',
              ...putsLeft,
              's3:Replicate*',
              's3:RestoreObject',
              's3:SubmitMultiRegionAccessPointRoutes',
              's3:TagResource',
              's3:UntagResource',
              's3:Update*',
            ]),
            '+], "Resource": "arn:aws:s3:::b" } ] }',
          ],
        },
      },
    ],
  },
  {
    what: 'in another letter case',
    files: spread('SQS:deletefuture', 'sqs:D*', finding('AppA', { sqs: ['DeleteQueue'] })),
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          `AppA.json:6:17: hint: SQS:deletefuture is not in ${catalogue} [action.unknown]`,
          'AppA.json:12:9: warning: 1 of 3 actions of sqs:D* is unused [wildcard.partly-unused]',
          untracked('AppA.json', 'sqs:DeleteMessage'),
          checked(2),
        ],
      },
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 2)],
        stderr: [`AppA.json: kept sqs:deletefuture, which the policy names and ${catalogue} does not`],
        changes: { 'AppA.json': ['-        "sqs:D*"', '+        "sqs:deletefuture",', '+        "sqs:DeleteMessage"'] },
      },
    ],
  },
  {
    what: 'one that the wildcard does not match is not told',
    files: spread('sqs:PutFuture', 'sqs:D*', finding('AppA', { sqs: ['DeleteQueue'] })),
    runs: [
      fixed('fix AppA.json', removed('AppA.json', 1, 'AppA', 2), '-        "sqs:D*"', '+        "sqs:DeleteMessage"'),
    ],
  },
  {
    what: 'one that the finding names',
    files: spread('sqs:DeleteFuture', 'sqs:D*', finding('AppA', { sqs: ['DeleteFuture'] })),
    runs: [
      {
        args: 'fix AppA.json',
        code: 0,
        stdout: [removed('AppA.json', 1, 'AppA', 2)],
        stderr: [`AppA.json: sqs:D*: ${catalogue} is older than the finding, which names sqs:DeleteFuture`],
        changes: {
          'AppA.json': [
            '-      "Action": "sqs:DeleteFuture",',
            '-      "Resource": "arn:aws:s3:::a"',
            '-    },',
            '-    {',
            '-      "Effect": "Allow",',
            '-        "sqs:D*"',
            '+        "sqs:DeleteMessage",',
            '+        "sqs:DeleteQueue"',
          ],
        },
      },
    ],
  },
];
