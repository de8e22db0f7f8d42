/** Who holds a policy by the details of an account. Rows: boundary, truncated-account. */
import {
  blocked,
  checked,
  finding,
  fixed,
  getAndPut,
  left,
  leftOpen,
  managedPolicy,
  removed,
  report,
  role,
  roleArn,
  template,
  unmatched,
  userArn,
  type Case,
} from './case.ts';

const shared = 'arn:aws:iam::111122223333:policy/Shared';

/** AppA has the policy `Shared`; what is given is added, or put in the place of what is there. */
function account({ roles = [], users = [], ofPolicy = {}, fields = {} }: Added = {}): object {
  const attached = [{ PolicyName: 'Shared', PolicyArn: shared }];
  const version = { Document: getAndPut, VersionId: 'v1', IsDefaultVersion: true };
  return {
    UserDetailList: users,
    GroupDetailList: [],
    RoleDetailList: [
      { RoleName: 'AppA', Arn: roleArn('AppA'), RolePolicyList: [], AttachedManagedPolicies: attached },
      ...roles,
    ],
    Policies: [
      {
        PolicyName: 'Shared',
        Arn: shared,
        AttachmentCount: 1,
        PermissionsBoundaryUsageCount: 0,
        PolicyVersionList: [version],
        ...ofPolicy,
      },
    ],
    ...fields,
  };
}

interface Added {
  readonly roles?: readonly object[];
  readonly users?: readonly object[];
  readonly ofPolicy?: object;
  readonly fields?: object;
}

const bounded = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: shared };

const oneFinding = { 'a.finding.json': finding('AppA') };

const inAccount = (added: Added) => ({ ...oneFinding, 'account.json': account(added) });

export const boundaries: readonly Case[] = [
  {
    what: 'account details: AppB is bounded by what AppA has',
    folder: 'boundary',
    runs: [
      blocked(
        'check account.json',
        '42:13',
        'finding.incomplete',
        'Shared policy (by its attachments and boundaries in the document): AppB has no finding, so nothing is removed',
      ),
      left(
        'fix account.json',
        'finding.incomplete',
        'shared policy (by its attachments and boundaries in the document): AppB has no finding, so nothing is removed',
      ),
    ],
  },
  {
    what: 'a template: by Ref',
    folder: 'boundary',
    runs: [
      blocked(
        'check template.json',
        '10:11',
        'finding.incomplete',
        'Shared policy (by its attachment in the template): AppB has no finding, so nothing is removed',
      ),
      left(
        'fix template.json',
        'finding.incomplete',
        'shared policy (by its attachment in the template): AppB has no finding, so nothing is removed',
      ),
    ],
  },
  {
    what: 'nobody else holds it: refined',
    files: inAccount({}),
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
    what: 'whoever is bounded has a finding, too: what both leave unused goes',
    files: {
      'findings.json': [finding('AppA', { s3: ['PutObject', 'GetObject'] }), finding('AppB')],
      'account.json': account({
        roles: [
          {
            RoleName: 'AppB',
            Arn: roleArn('AppB'),
            RolePolicyList: [],
            AttachedManagedPolicies: [],
            PermissionsBoundary: bounded,
          },
        ],
        ofPolicy: { PermissionsBoundaryUsageCount: 1 },
      }),
    },
    runs: [
      {
        args: 'check account.json',
        code: 1,
        stdout: [
          'account.json:42:19: warning: s3:PutObject is unused [action.unused]',
          'account.json: kept: s3:GetObject (not reported unused by AppB)',
          checked(1),
        ],
      },
      fixed(
        'fix account.json',
        removed('account.json', 1, 'AppA, AppB', 1),
        '-                  "s3:GetObject",',
        '-                  "s3:PutObject"',
        '+                  "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a user is bounded',
    files: inAccount({
      users: [
        {
          UserName: 'bob',
          Arn: userArn('bob'),
          GroupList: [],
          AttachedManagedPolicies: [],
          PermissionsBoundary: bounded,
        },
      ],
    }),
    runs: [
      left(
        'fix account.json',
        'finding.incomplete',
        'shared policy (by its attachments and boundaries in the document): bob has no finding, so nothing is removed',
      ),
    ],
  },
  {
    what: 'only the count tells',
    files: inAccount({ ofPolicy: { PermissionsBoundaryUsageCount: 1 } }),
    runs: [leftOpen('fix account.json', 'it is the permissions boundary of an entity that the document does not show')],
  },
  {
    what: 'the count is a text',
    files: inAccount({ ofPolicy: { PermissionsBoundaryUsageCount: '2' } }),
    runs: [leftOpen('fix account.json', 'it is the permissions boundary of 2 entities, but the document shows only 0')],
  },
  {
    what: 'more attachments than the document shows',
    files: inAccount({ ofPolicy: { AttachmentCount: 2 } }),
    runs: [leftOpen('fix account.json', 'it is attached to 2 entities, but the document shows only 1')],
  },
  {
    what: 'a policy that is only a boundary is left alone',
    files: {
      ...oneFinding,
      'template.json': template({
        P: managedPolicy(),
        A: role({ RoleName: 'AppA', PermissionsBoundary: { 'Fn::GetAtt': ['P', 'PolicyArn'] } }),
      }),
    },
    runs: [
      unmatched(
        'fix template.json',
        'it is attached to no principal, and is only a permissions boundary, which allows nothing by itself',
      ),
    ],
  },
];

export const cutOff: readonly Case[] = [
  {
    what: 'one member of the group is on this page',
    folder: 'truncated-account',
    runs: [
      blocked(
        'check page1.json',
        '21:13',
        'finding.incomplete',
        'Not all principals with this policy are known (the document is truncated (it is one page of several), so it does not show all memberships and attachments), so nothing is removed',
      ),
      leftOpen(
        'fix page1.json',
        'the document is truncated (it is one page of several), so it does not show all memberships and attachments',
      ),
    ],
  },
  {
    what: 'a managed policy',
    files: inAccount({ fields: { IsTruncated: true } }),
    runs: [
      leftOpen(
        'fix account.json',
        'the document is truncated (it is one page of several), so it does not show all memberships and attachments',
      ),
    ],
  },
  {
    what: 'only a Marker tells',
    files: inAccount({ fields: { Marker: 'AAAA' } }),
    runs: [
      leftOpen(
        'fix account.json',
        'the document is truncated (it is one page of several), so it does not show all memberships and attachments',
      ),
    ],
  },
  {
    what: 'a NextToken',
    files: inAccount({ fields: { NextToken: 'AAAA' } }),
    runs: [
      leftOpen(
        'fix account.json',
        'the document is truncated (it is one page of several), so it does not show all memberships and attachments',
      ),
    ],
  },
  {
    what: 'IsTruncated as a text',
    files: inAccount({ fields: { IsTruncated: 'True' } }),
    runs: [
      leftOpen(
        'fix account.json',
        'the document is truncated (it is one page of several), so it does not show all memberships and attachments',
      ),
    ],
  },
  {
    what: 'it is whole',
    files: inAccount({ fields: { IsTruncated: false, Marker: null } }),
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
    what: 'the inline policies of a role are its own on every page',
    files: {
      ...oneFinding,
      'account.json': {
        RoleDetailList: [
          { RoleName: 'AppA', Arn: roleArn('AppA'), RolePolicyList: [{ PolicyName: 'p', PolicyDocument: getAndPut }] },
        ],
        IsTruncated: true,
      },
    },
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
    what: 'a report that is cut off says nothing either',
    files: {
      'a.finding.json': report('AppA', [{ ActionName: 'PutObject' }], {}, { Marker: 'AAAA' }),
      'AppA.json': getAndPut,
    },
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: The last-accessed report for AppA is incomplete (it contains a Marker, so it is one page of several), so nothing is removed [finding.incomplete]',
          '1 policy: none checked, 1 blocked; 1 problem',
        ],
      },
      {
        args: 'fix AppA.json',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: finding.incomplete: the last-accessed report for AppA is incomplete (it contains a Marker, so it is one page of several), so nothing is removed',
        ],
      },
    ],
  },
];
