/** `NotAction` in an Allow statement: it is left alone, unless it is asked to be extended by what is unused. */
import { catalogue, finding, policy, removed, type Case } from './case.ts';

const allBut = (NotAction: unknown, Effect = 'Allow'): object => policy({ Effect, NotAction, Resource: '*' });
const unused = { s3: ['PutObject', 'GetObject'], sqs: null };
const findings = { 'a.finding.json': finding('AppA', unused) };
const fix = 'fix AppA.json --refine-not-action';

export const notActions: readonly Case[] = [
  {
    what: 'what is unused and not excluded yet is added',
    files: { ...findings, 'AppA.json': allBut(['s3:Get*', 'organizations:*']) },
    runs: [
      { args: 'fix AppA.json', code: 0, stdout: ['AppA.json: left unchanged'] },
      {
        args: fix,
        code: 0,
        stdout: [removed('AppA.json', 21, 'AppA', 21944)],
        changes: {
          'AppA.json': [
            '-        "organizations:*"',
            '+        "organizations:*",',
            '+        "s3:PutObject",',
            '+        "sqs:*"',
          ],
        },
      },
    ],
  },
  {
    what: 'iam is excluded but for iam:PassRole, whose use is not tracked',
    files: { 'a.finding.json': finding('AppA', { iam: null }), 'AppA.json': allBut(['iam:Get*', 's3:*']) },
    runs: [
      {
        args: fix,
        code: 0,
        stdout: [removed('AppA.json', 155, 'AppA', 21722)],
        changes: {
          'AppA.json': [
            '-        "s3:*"',
            '+        "s3:*",',
            '+        "iam:AcceptDelegationRequest",',
            '+        "iam:Add*",',
            '+        "iam:AssociateDelegationRequest",',
            '+        "iam:Attach*",',
            '+        "iam:ChangePassword",',
            '+        "iam:Create*",',
            '+        "iam:DeactivateMFADevice",',
            '+        "iam:Delete*",',
            '+        "iam:Detach*",',
            '+        "iam:Disable*",',
            '+        "iam:Enable*",',
            '+        "iam:Generate*",',
            '+        "iam:List*",',
            '+        "iam:Put*",',
            '+        "iam:RejectDelegationRequest",',
            '+        "iam:Remove*",',
            '+        "iam:ResetServiceSpecificCredential",',
            '+        "iam:ResyncMFADevice",',
            '+        "iam:SendDelegationToken",',
            '+        "iam:Set*",',
            '+        "iam:Simulate*",',
            '+        "iam:Tag*",',
            '+        "iam:Untag*",',
            '+        "iam:Update*",',
            '+        "iam:Upload*"',
          ],
        },
      },
    ],
  },
  {
    what: 'in two statements: each action counts once, and what the policy alone names is not called kept',
    files: {
      ...findings,
      'AppA.json': policy(
        { Effect: 'Allow', NotAction: ['s3:Get*', 'own:Action'], Resource: 'a' },
        { Effect: 'Allow', NotAction: ['s3:Get*', 'own:Action'], Resource: 'b' },
      ),
    },
    runs: [
      {
        args: `${fix} --dry-run`,
        code: 0,
        stdout: [`AppA.json: would remove 21 actions unused by AppA, keep 22007 (checked against ${catalogue})`],
      },
    ],
  },
  {
    what: 'a single string becomes a list',
    files: { ...findings, 'AppA.json': allBut('s3:*') },
    runs: [
      {
        args: fix,
        code: 0,
        stdout: [removed('AppA.json', 20, 'AppA', 21891)],
        changes: {
          'AppA.json': [
            '-      "NotAction": "s3:*",',
            '+      "NotAction": [',
            '+        "s3:*",',
            '+        "sqs:*"',
            '+      ],',
          ],
        },
      },
    ],
  },
  {
    what: 'everything is excluded already',
    files: { ...findings, 'AppA.json': allBut(['s3:*', 'sqs:*']) },
    runs: [{ args: fix, code: 0, stdout: ['AppA.json: left unchanged'] }],
  },
  {
    what: 'a Deny is never changed',
    files: { ...findings, 'AppA.json': allBut(['s3:Get*'], 'Deny') },
    runs: [{ args: fix, code: 0, stdout: ['AppA.json: nothing to do'] }],
  },
  {
    what: 'a condition in it: what it excludes is not certain',
    files: { ...findings, 'AppA.json': allBut([{ 'Fn::If': ['C', 's3:*', 'sqs:*'] }, 'ec2:*']) },
    runs: [{ args: fix, code: 0, stdout: ['AppA.json: left unchanged'] }],
  },
  {
    what: 'only with fix',
    files: { ...findings, 'AppA.json': allBut(['s3:Get*']) },
    runs: [
      {
        args: 'check AppA.json --refine-not-action',
        code: 2,
        stderr: ['iam-refine: --refine-not-action works only with fix (see iam-refine --help)'],
      },
    ],
  },
];
