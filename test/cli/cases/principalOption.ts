/** Whoever says whose it is does not override the document. Row: principal-option. */
import {
  blocked,
  catalogue,
  finding,
  fixed,
  getAndPut,
  left,
  managedPolicy,
  policy,
  removed,
  roleArn,
  statement,
  template,
  unmatched,
  untracked,
  type Case,
} from './case.ts';

const oneFinding = { 'a.finding.json': finding('AppA') };

const asA = '--findings A.finding.json --principal arn:aws:iam::123456789012:role/A';

const asAppA = '--findings a.finding.json --principal arn:aws:iam::111122223333:role/AppA';

const mapped = { '.iam-refine.json': { policies: [{ files: '*.json', attachedTo: [roleArn('AppA')] }] } };

export const principalOption: readonly Case[] = [
  {
    what: 'account details give a policy to B',
    folder: 'principal-option',
    runs: [
      {
        args: `check account.json ${asA}`,
        code: 1,
        stdout: [
          'account.json:4:153: information: Matched to A (by the principal given), but in the document it belongs to B, so nothing is removed [finding.ambiguous]',
          'account.json:3:216: warning: s3:PutObject is unused [action.unused]',
          untracked('account.json'),
          `2 policies: 1 checked against ${catalogue}, 1 ambiguous; 2 problems`,
        ],
      },
      {
        args: `fix account.json ${asA}`,
        code: 1,
        stdout: [removed('account.json', 1, 'A', 1)],
        stderr: [
          'account.json: finding.ambiguous: matched to A (by the principal given), but in the document it belongs to B, so nothing is removed',
        ],
        changes: {
          'account.json': [
            '-    { "RoleName": "A", "Arn": "arn:aws:iam::123456789012:role/A", "RolePolicyList": [ { "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*" } ] } } ] },',
            '+    { "RoleName": "A", "Arn": "arn:aws:iam::123456789012:role/A", "RolePolicyList": [ { "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*" } ] } } ] },',
          ],
        },
      },
      {
        args: `fix account.json ${asA} --assume-principal`,
        code: 0,
        stdout: [removed('account.json', 2, 'A', 2)],
        stderr: [
          'account.json:4: assumed to belong to A (--assume-principal), although in the document it belongs to B',
        ],
        changes: {
          'account.json': [
            '-    { "RoleName": "A", "Arn": "arn:aws:iam::123456789012:role/A", "RolePolicyList": [ { "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*" } ] } } ] },',
            '-    { "RoleName": "B", "Arn": "arn:aws:iam::123456789012:role/B", "RolePolicyList": [ { "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*" } ] } } ] }',
            '+    { "RoleName": "A", "Arn": "arn:aws:iam::123456789012:role/A", "RolePolicyList": [ { "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*" } ] } } ] },',
            '+    { "RoleName": "B", "Arn": "arn:aws:iam::123456789012:role/B", "RolePolicyList": [ { "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*" } ] } } ] }',
          ],
        },
      },
    ],
  },
  {
    what: 'a template gives one to B, and one to a role of which it gives no name',
    folder: 'principal-option',
    runs: [
      {
        args: `check template.json ${asA}`,
        code: 1,
        stdout: [
          'template.json:4:126: information: Matched to A (by the principal given), but in the document it belongs to B, so nothing is removed [finding.ambiguous]',
          'template.json:5:109: information: Matched to A (by the principal given), but in the document it belongs to another principal, so nothing is removed [finding.ambiguous]',
          'template.json:3:189: warning: s3:PutObject is unused [action.unused]',
          untracked('template.json'),
          `3 policies: 1 checked against ${catalogue}, 2 ambiguous; 3 problems`,
        ],
      },
      {
        args: `fix template.json ${asA}`,
        code: 1,
        stdout: [removed('template.json', 1, 'A', 1)],
        stderr: [
          'template.json: finding.ambiguous: matched to A (by the principal given), but in the document it belongs to B, so nothing is removed',
          'template.json: finding.ambiguous: matched to A (by the principal given), but in the document it belongs to another principal, so nothing is removed',
        ],
        changes: {
          'template.json': [
            '-    "A": { "Type": "AWS::IAM::Role", "Properties": { "RoleName": "A", "Policies": [ { "PolicyName": "p", "PolicyDocument": { "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*" } ] } } ] } },',
            '+    "A": { "Type": "AWS::IAM::Role", "Properties": { "RoleName": "A", "Policies": [ { "PolicyName": "p", "PolicyDocument": { "Statement": [ { "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*" } ] } } ] } },',
          ],
        },
      },
    ],
  },
  {
    what: 'a user of the same name',
    files: { ...oneFinding, 'p.json': { UserName: 'AppA', PolicyName: 'p', PolicyDocument: getAndPut } },
    runs: [
      left(
        `fix p.json ${asAppA}`,
        'finding.ambiguous',
        'matched to AppA (by the principal given), but in the document it belongs to user/AppA, so nothing is removed',
      ),
    ],
  },
  ...(
    [
      [
        'a service control policy',
        'SERVICE_CONTROL_POLICY',
        'it is a service control policy, to which no finding applies',
      ],
      [
        'a resource control policy',
        'RESOURCE_CONTROL_POLICY',
        'it is a resource control policy, to which no finding applies',
      ],
    ] as const
  ).map(([what, Type, reason]): Case => ({
    what: `${what}, which no principal has, whatever is assumed`,
    files: {
      ...oneFinding,
      'p.json': template({ P: { Type: 'AWS::Organizations::Policy', Properties: { Type, Content: getAndPut } } }),
    },
    runs: [unmatched(`fix p.json ${asAppA} --assume-principal`, reason)],
  })),
  {
    what: 'a group, in which no role can be',
    files: { ...oneFinding, 'p.json': { GroupName: 'Devs', PolicyName: 'p', PolicyDocument: getAndPut } },
    runs: [
      left(
        `fix p.json ${asAppA}`,
        'finding.ambiguous',
        'matched to AppA (by the principal given), but in the document it belongs to the group Devs, so nothing is removed',
      ),
      {
        args: `fix p.json ${asAppA} --assume-principal`,
        code: 0,
        stdout: [removed('p.json', 1, 'AppA', 1)],
        stderr: [
          'p.json:4: assumed to belong to AppA (--assume-principal), although in the document it belongs to the group Devs',
        ],
        changes: { 'p.json': ['-          "s3:GetObject",', '-          "s3:PutObject"', '+          "s3:GetObject"'] },
      },
    ],
  },
  {
    what: 'a group beside the role',
    files: { ...oneFinding, 'template.json': template({ P: managedPolicy({ Roles: ['AppA'], Groups: ['Devs'] }) }) },
    runs: [
      left(
        `fix template.json ${asAppA}`,
        'finding.ambiguous',
        'matched to AppA (by the principal given), but in the document it belongs to the group Devs, so nothing is removed',
      ),
    ],
  },
  {
    what: 'a service control policy',
    files: {
      ...oneFinding,
      'p.json': {
        Policy: { PolicySummary: { Name: 'x', Type: 'SERVICE_CONTROL_POLICY' }, Content: JSON.stringify(getAndPut) },
      },
    },
    runs: [unmatched(`fix p.json ${asAppA}`, 'it is a service control policy, to which no finding applies')],
  },
  {
    what: 'attachedTo omits a holder',
    files: { ...oneFinding, ...mapped, 'template.json': template({ P: managedPolicy({ Roles: ['AppA', 'AppB'] }) }) },
    runs: [
      blocked(
        'check template.json',
        '10:11',
        'finding.ambiguous',
        'Matched to AppA (by .iam-refine.json, line 3), but in the document it belongs to AppB, so nothing is removed',
      ),
      left(
        'fix template.json',
        'finding.ambiguous',
        'matched to AppA (by .iam-refine.json, line 3), but in the document it belongs to AppB, so nothing is removed',
      ),
    ],
  },
  {
    what: 'attachedTo names somebody else',
    files: { ...oneFinding, ...mapped, 'p.json': { RoleName: 'AppB', PolicyName: 'p', PolicyDocument: getAndPut } },
    runs: [
      left(
        'fix p.json',
        'finding.ambiguous',
        'matched to AppA (by .iam-refine.json, line 3), but in the document it belongs to AppB, so nothing is removed',
      ),
    ],
  },
  {
    what: 'attachedTo completes what a template leaves open',
    files: {
      ...oneFinding,
      ...mapped,
      'template.json': template(
        { P: managedPolicy({ Roles: ['AppA', { Ref: 'B' }] }) },
        { Parameters: { B: { Type: 'String' } } },
      ),
    },
    runs: [
      fixed(
        'fix template.json',
        removed('template.json', 1, 'AppA', 1),
        '-                "s3:GetObject",',
        '-                "s3:PutObject"',
        '+                "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'what says nothing of itself is whose the option says',
    files: { ...oneFinding, 'p.json': policy(statement('s3:PutObject', 's3:GetObject')) },
    runs: [fixed(`fix p.json ${asAppA}`, removed('p.json', 1, 'AppA', 1), '-        "s3:PutObject",')],
  },
];
