/** A template that assigns a permission set says in which accounts it has a role. Row: permission-set. */
import {
  allKept,
  finding,
  fixed,
  getAndPut,
  left,
  leftOpen,
  permissionSetRole,
  removed,
  template,
  untracked,
  type Case,
} from './case.ts';

const set = { Type: 'AWS::SSO::PermissionSet', Properties: { Name: 'Dev', InstanceArn: 'x', InlinePolicy: getAndPut } };
const ofSet = { 'Fn::GetAtt': ['S', 'PermissionSetArn'] };
const assignment = (TargetId: unknown, PermissionSetArn: unknown = ofSet): object => ({
  Type: 'AWS::SSO::Assignment',
  Properties: { PermissionSetArn, TargetId, TargetType: 'AWS_ACCOUNT' },
});
const assigning = (...assignments: readonly object[]): Readonly<Record<string, unknown>> => ({
  'a.finding.json': finding(permissionSetRole('Dev')),
  't.json': template({ S: set, ...Object.fromEntries(assignments.map((one, index) => [`A${index}`, one])) }),
});

export const assignments: readonly Case[] = [
  {
    what: 'it assigns it in another account, too',
    files: assigning(assignment('111122223333'), assignment('222222222222')),
    runs: [
      left(
        'fix t.json',
        'finding.incomplete',
        'shared policy (by the name of the permission set in the template): AWSReservedSSO_Dev_… (222222222222) has no finding, so nothing is removed',
      ),
    ],
  },
  {
    what: 'it assigns it in the account of the finding only',
    files: assigning(assignment('111122223333')),
    runs: [
      fixed(
        'fix t.json',
        removed('t.json', 1, 'AWSReservedSSO_Dev_0123456789abcdef', 1),
        '-                "s3:GetObject",',
        '-                "s3:PutObject"',
        '+                "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'in which account is computed',
    files: assigning(assignment({ Ref: 'Target' })),
    runs: [leftOpen('fix t.json', 'line 33 assigns the permission set in an account that is not known')],
  },
  {
    what: 'which permission set it assigns is computed',
    files: assigning(assignment('111122223333', { Ref: 'Set' })),
    runs: [leftOpen('fix t.json', 'line 27 assigns an unknown permission set, which may be this one')],
  },
  {
    what: 'roles of the same name in two accounts are told apart',
    files: {
      ...assigning(),
      'b.finding.json': finding(permissionSetRole('Dev', '222222222222'), { sqs: null }),
    },
    runs: [
      {
        args: 'check t.json',
        code: 0,
        stdout: [
          't.json: kept: s3:PutObject (not reported unused by AWSReservedSSO_Dev_0123456789abcdef (222222222222))',
          untracked('t.json'),
          allKept,
        ],
      },
    ],
  },
];
