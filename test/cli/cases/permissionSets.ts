/** Policies that are made for several accounts. Row: permission-set. */
import {
  blocked,
  catalogue,
  checked,
  finding,
  fixed,
  getAndPut,
  left,
  permissionSetRole,
  removed,
  report,
  template,
  untracked,
  when,
  type Case,
} from './case.ts';

const dev = finding(permissionSetRole('Dev'), { s3: ['PutObject', 'GetObject'] }, { id: 'a' });

const otherRole = permissionSetRole('Dev', '222222222222', 'fedcba9876543210');

const other = (fields: object = {}) => finding(otherRole, { s3: ['PutObject'] }, { id: 'b', ...fields });

const both = (second: object) => ({ 'a.finding.json': dev, 'b.finding.json': second, 'Dev.json': getAndPut });

const permissionSet = (properties: object) =>
  template({ S: { Type: 'AWS::SSO::PermissionSet', Properties: properties } });

export const permissionSets: readonly Case[] = [
  {
    what: 'a policy is named after it',
    folder: 'permission-set',
    runs: [
      {
        args: 'check Dev.json',
        code: 1,
        stdout: ['Dev.json:8:9: warning: s3:PutObject is unused [action.unused]', untracked('Dev.json'), checked(1)],
      },
      fixed(
        'fix Dev.json',
        removed('Dev.json', 1, 'AWSReservedSSO_Dev_0123456789abcdef', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a template gives its name',
    folder: 'permission-set',
    runs: [
      {
        args: 'check template.json',
        code: 1,
        stdout: [
          'template.json:16:17: warning: s3:PutObject is unused [action.unused]',
          untracked('template.json'),
          checked(1),
        ],
      },
      fixed(
        'fix template.json',
        removed('template.json', 1, 'AWSReservedSSO_Dev_0123456789abcdef', 1),
        '-                "s3:GetObject",',
        '-                "s3:PutObject"',
        '+                "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'two accounts: what both leave unused',
    files: both(other()),
    runs: [
      {
        args: 'check Dev.json',
        code: 1,
        stdout: [
          'Dev.json:8:9: warning: s3:PutObject is unused [action.unused]',
          'Dev.json: kept: s3:GetObject (not reported unused by AWSReservedSSO_Dev_fedcba9876543210)',
          checked(1),
        ],
      },
      fixed(
        'fix Dev.json',
        removed('Dev.json', 1, 'AWSReservedSSO_Dev_0123456789abcdef, AWSReservedSSO_Dev_fedcba9876543210', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'the finding of the other account is resolved',
    files: both(other({ status: 'RESOLVED' })),
    runs: [
      blocked(
        'check Dev.json',
        '3:3',
        'finding.incomplete',
        'Shared policy (by its path, as the permission set Dev): there is no usable finding for AWSReservedSSO_Dev_fedcba9876543210 (its finding from 2026-11-20 is RESOLVED), so nothing is removed',
      ),
      left(
        'fix Dev.json',
        'finding.incomplete',
        'shared policy (by its path, as the permission set Dev): there is no usable finding for AWSReservedSSO_Dev_fedcba9876543210 (its finding from 2026-11-20 is RESOLVED), so nothing is removed',
      ),
    ],
  },
  {
    what: 'the finding of the other account is archived',
    files: {
      ...both(other({ status: 'ARCHIVED' })),
      't.json': permissionSet({ Name: 'Dev', InlinePolicy: getAndPut }),
    },
    runs: [
      left(
        'fix Dev.json',
        'finding.incomplete',
        'shared policy (by its path, as the permission set Dev): there is no usable finding for AWSReservedSSO_Dev_fedcba9876543210 (its finding from 2026-11-20 is ARCHIVED), so nothing is removed',
      ),
      left(
        'fix t.json',
        'finding.incomplete',
        'shared policy (by the name of the permission set in the template): there is no usable finding for AWSReservedSSO_Dev_fedcba9876543210 (its finding from 2026-11-20 is ARCHIVED), so nothing is removed',
      ),
    ],
  },
  {
    what: 'the other account has a report',
    files: both(
      report(
        'x',
        [{ ActionName: 'GetObject', LastAccessedTime: '2026-11-24T10:00:00Z' }, { ActionName: 'PutObject' }],
        {
          LastAuthenticatedEntity: otherRole,
        },
      ),
    ),
    runs: [
      fixed(
        'fix Dev.json',
        removed('Dev.json', 1, 'AWSReservedSSO_Dev_0123456789abcdef, AWSReservedSSO_Dev_fedcba9876543210', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a folder that is named with an account chooses',
    files: { 'a.finding.json': dev, 'b.finding.json': other(), '222222222222/Dev.json': getAndPut },
    runs: [
      fixed(
        'fix 222222222222/Dev.json',
        removed('222222222222/Dev.json', 1, 'AWSReservedSSO_Dev_fedcba9876543210', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a role of the same name',
    files: both(finding('Dev')),
    runs: [
      blocked(
        'check Dev.json',
        '3:3',
        'finding.ambiguous',
        'Several principals match (arn:aws:iam::111122223333:role/Dev, arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef): choose one',
      ),
      left(
        'fix Dev.json',
        'finding.ambiguous',
        'several principals match (arn:aws:iam::111122223333:role/Dev, arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef): choose one',
      ),
    ],
  },
  {
    what: 'its name in both branches',
    files: { 'a.finding.json': dev, 't.json': permissionSet({ Name: when('Dev', 'Ops'), InlinePolicy: getAndPut }) },
    runs: [
      left(
        'fix t.json',
        'finding.incomplete',
        'shared policy (by the name of the permission set in the template): Ops has no finding, so nothing is removed',
      ),
    ],
  },
  {
    what: 'its policy as a text',
    files: {
      'a.finding.json': finding(permissionSetRole('Dev')),
      't.json': permissionSet({ Name: 'Dev', InlinePolicy: JSON.stringify(getAndPut) }),
    },
    runs: [
      {
        args: 'check t.json',
        code: 1,
        stdout: ['t.json:8:120: warning: s3:PutObject is unused [action.unused]', untracked('t.json'), checked(1)],
      },
      fixed(
        'fix t.json',
        removed('t.json', 1, 'AWSReservedSSO_Dev_0123456789abcdef', 1),
        String.raw`-        "InlinePolicy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\"],\"Resource\":\"*\"}]}"`,
        String.raw`+        "InlinePolicy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],\"Resource\":\"*\"}]}"`,
      ),
    ],
  },
  {
    what: 'a name with an underscore is not part of another',
    files: {
      'a.finding.json': finding(permissionSetRole('Dev_Ops')),
      'Dev_Ops.json': getAndPut,
      'Dev.json': getAndPut,
      'Ops.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'Dev_Ops.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('Dev_Ops.json'),
          `3 policies: 1 checked against ${catalogue}, 2 not matched to a finding; 1 problem`,
        ],
        stderr: [
          'Dev.json: no finding applies to this policy: neither the file nor a folder above it is named after a principal with a finding',
          'Ops.json: no finding applies to this policy: neither the file nor a folder above it is named after a principal with a finding',
        ],
      },
    ],
  },
];
