import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Attachment } from '../../core/src/policy/subject.ts';
import { inWords } from '../../core/src/text/index.ts';
import { readDocument } from '../../core/src/index.ts';

const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }] };
const arn = (what: string): string => `arn:aws:iam::111122223333:${what}`;
const text = JSON.stringify(policy);

/** Who holds each policy of a document, in short. */
function holders(value: unknown): string[] {
  return readDocument(JSON.stringify(value, null, 1)).policies.map(({ subject }) => inShort(subject.attachment));
}

function inShort(attachment: Attachment): string {
  switch (attachment.kind) {
    case 'attached':
      return attachment.to.map(({ type, name }) => `${type} ${name}`).join(', ');
    case 'unclear': {
      const named = attachment.named.map(({ type, name }) => `${type} ${name}`);
      const group = attachment.group === undefined ? [] : [`group ${attachment.group}`];
      const missing = attachment.missing === undefined ? [] : [`${attachment.missing} more`];
      return [`unclear: ${inWords(attachment.reason)}`, ...named, ...group, ...missing].join('; ');
    }
    case 'no-principal':
      return `no-principal: ${inWords(attachment.reason)}`;
    case 'unspecified':
    case 'several':
      return attachment.kind;
  }
}

const namingBoth = 'unclear: the document names several entities: B, A';

type Row = readonly [what: string, value: unknown, ...expected: readonly string[]];

function table(rows: readonly Row[]): void {
  for (const [what, value, ...expected] of rows) test(what, () => assert.deepEqual(holders(value), expected));
}

suite('what stands beside a policy says whose it is, in any spelling', () => {
  const ofGroup = 'unclear: it belongs to the group G, whose members the document does not name; group G';
  table([
    ['as the CLI prints it', { RoleName: 'B', PolicyName: 'p', PolicyDocument: policy }, 'role B'],
    ['as Java prints it', { roleName: 'B', policyName: 'p', policyDocument: policy }, 'role B'],
    ['as Ruby prints it', { role_name: 'B', policy_name: 'p', policy_document: policy }, 'role B'],
    ['with hyphens', { 'role-name': 'B', 'policy-document': policy }, 'role B'],
    ['of a user', { user_name: 'B', policy_document: policy }, 'user B'],
    ['of a group', { groupName: 'G', policyName: 'p', policyDocument: policy }, ofGroup],
    ['without the name of the policy', { RoleName: 'B', Policy: policy }, 'role B'],
    ['as text', { roleName: 'B', policyName: 'p', policyDocument: text }, 'role B'],
    ['further out', { RoleName: 'B', Policies: [{ Name: 'p', Document: policy }] }, 'role B'],
    ['beside a version', { RoleName: 'B', PolicyVersion: { Document: policy } }, 'role B'],
    ['in an object', { Role: { RoleName: 'B', Arn: arn('role/x/B'), RoleId: 'AROA' }, Policy: policy }, 'role B'],
    ['by an ARN', { Arn: arn('role/B'), Policy: policy }, 'role B'],
    ['by an ARN as the key', { [arn('user/B')]: policy }, 'user B'],
    ['by the ARN of a group as the key', { [arn('group/G')]: { p: policy } }, ofGroup],
    ['each by an ARN as the key', { [arn('role/A')]: policy, [arn('role/B')]: policy }, 'role A', 'role B'],
    [
      'in the state of Terraform',
      {
        resources: [
          { type: 'aws_iam_role_policy', instances: [{ attributes: { id: 'B:p', role: 'B', policy: text } }] },
        ],
      },
      'role B',
    ],
    ['an id beside the name says nothing more', { RoleName: 'B', RoleId: 'AROA', Policy: policy }, 'role B'],
    ['a name and its ARN are one', { RoleName: 'B', Arn: arn('role/B'), Policy: policy }, 'role B'],
    ['what is empty says nothing', { role: null, user: '', groups: [], Policy: policy }, 'unspecified'],
    [
      'nor does a trust policy, although it lacks its Principal',
      { AssumeRolePolicyDocument: text, Policy: policy, Name: 'x' },
      'no-principal: it is a trust policy: it says who may assume a role, and no finding about unused permissions applies to it',
      'several',
    ],
  ]);
});

suite('what is said and not understood makes the holders unclear', () => {
  const line = (number: number, key: string): string =>
    `unclear: ${key} in line ${number} may name a principal with this policy, but is not understood`;
  const listed = 'unclear: it is not known whether line 2 lists all principals with this policy';
  const several = (names: string): string => `unclear: the document names several entities: ${names}`;
  table([
    ['a name that is no text', { RoleName: { Ref: 'B' }, Policy: policy }, line(2, 'RoleName')],
    ['a name with a placeholder', { role: '${aws_iam_role.b.name}', policy }, line(2, 'role')],
    ['another spelling', { Policy: policy, TargetRole: 'B' }, line(14, 'TargetRole')],
    ['an id', { RoleId: 'AROA', Policy: policy }, line(2, 'RoleId')],
    ['another spelling further out', { TargetRole: 'B', Policies: [{ p: policy }] }, line(2, 'TargetRole')],
    [
      'but nothing further out where somebody is named',
      { UserAgent: 'x', Request: { roleName: 'B', policyDocument: policy } },
      'role B',
    ],
    ['an ARN under another key', { createdBy: arn('user/ann'), policy }, `${line(2, 'createdBy')}; user ann`],
    ['a computed ARN', { owner: 'arn:aws:iam::${account}:role/B', policy }, line(2, 'owner')],
    ['an object of somebody, around the policy', { Role: { Name: 'B', PolicyDocument: policy } }, line(2, 'Role')],
    ['an object by name', { roles: { B: { policy } } }, line(2, 'roles')],
    ['the objects of a list', { Roles: [{ Name: 'B', policy }] }, line(2, 'Roles')],
    ['in any spelling', { principals: [{ id: 'B', policy }] }, line(2, 'principals')],
    ['of groups', { Groups: [{ Name: 'G', policy }] }, line(2, 'Groups')],
    ['but not where somebody is named inside', { Roles: [{ RoleName: 'B', policy }] }, 'role B'],
    [
      'who stands beside counts there',
      { Role: { RoleName: 'A', policy }, User: { UserName: 'B' } },
      `${several('A, B')}; role A; user B`,
    ],
    ['a list of ARNs', { RoleArns: [arn('role/B')], policy }, `${listed}; role B`],
    ['a list of names', { AttachedRoles: ['B'], policy }, `${listed}; role B`],
    ['a list under another key', { Targets: [arn('role/B')], policy }, `${line(2, 'Targets')}; role B`],
    ['a list of objects', { Attachments: [{ RoleName: 'B' }], policy }, `${line(2, 'Attachments')}; role B`],
    ['an object under another key', { Owner: { RoleName: 'B' }, policy }, `${line(2, 'Owner')}; role B`],
    ['an ARN as a key in it', { x: { [arn('role/B')]: 1 }, policy }, line(2, 'x')],
    ['an ARN as a key beside it', { [arn('role/B')]: 1, policy }, `${line(2, arn('role/B'))}; role B`],
    ['an ARN deep in it', { x: [{ y: { z: [arn('role/B')] } }], policy }, line(2, 'x')],
    [
      'an element beside it',
      [{ RoleName: 'B' }, { policy }],
      'unclear: it is not known whether line 1 lists all principals with this policy; role B',
    ],
    [
      'a computed ARN as the key',
      { 'arn:aws:iam::${account}:role/B': policy },
      line(2, 'arn:aws:iam::${account}:role/B'),
    ],
    ['the ARN of a session', { Arn: 'arn:aws:sts::111122223333:assumed-role/B/s', policy }, line(2, 'Arn')],
    ['such an ARN under another key', { by: 'arn:aws:sts::111122223333:assumed-role/B/s', policy }, line(2, 'by')],
    ['to whom it is assigned', { AssignedTo: 'B', policy }, line(2, 'AssignedTo')],
    ['an instance profile', { InstanceProfileName: 'B', policy }, line(2, 'InstanceProfileName')],
    ['a name in one letter case', { targetrole: 'B', policy }, line(2, 'targetrole')],
    [
      'a list',
      { roles: ['A', 'B'], policy },
      'unclear: it is not known whether line 2 lists all principals with this policy; role A; role B',
    ],
    [
      'what list-entities-for-policy prints',
      {
        PolicyRoles: [{ RoleName: 'A', RoleId: 'AROA' }],
        PolicyUsers: [],
        PolicyGroups: [{ GroupName: 'G' }],
        Document: policy,
      },
      'unclear: it is not known whether line 2 lists all principals with this policy; role A; group G',
    ],
    [
      'two holders',
      { RoleName: 'A', Policies: [{ UserName: 'B', PolicyDocument: policy }] },
      'unclear: the document names several entities: B, A; user B; role A',
    ],
    [
      'a count',
      { AttachmentCount: 2, Document: policy },
      'unclear: 2 entities have this policy, but the document names only 0; 2 more',
    ],
    [
      'a count of another output',
      {
        Policy: { Arn: arn('policy/p'), AttachmentCount: 1, PermissionsBoundaryUsageCount: 1 },
        PolicyVersion: { Document: policy },
      },
      'unclear: 2 entities have this policy, but the document names only 0; 2 more',
    ],
    [
      'a count of a list',
      { Policies: [{ AttachmentCount: 1 }, { attachment_count: '3' }], PolicyVersion: { Document: policy } },
      'unclear: 3 entities have this policy, but the document names only 0; 3 more',
    ],
    ['a count that somebody accounts for', { RoleName: 'A', AttachmentCount: 1, Document: policy }, 'role A'],
    ['a count of none', { AttachmentCount: 0, PermissionsBoundaryUsageCount: 0, Document: policy }, 'unspecified'],
    [
      'a count that is none',
      { AttachmentCount: 'x', Document: policy },
      'unclear: the number of entities that have this policy is not a number in the document',
    ],
  ]);
});

suite('members of usual documents say nothing of holders', () => {
  const keys = [
    'resourceGroup',
    'resourceGroupName',
    'LogGroupName',
    'log_group',
    'SecurityGroupId',
    'userAgent',
    'UserAgent',
    'background',
  ];
  table([
    ...keys.map((key): Row => [key, { [key]: 'x', policy }, 'unspecified']),
    ['assume_role_policy', { assume_role_policy: 'x', policy }, 'unspecified'],
    [
      'a trust policy',
      { assume_role_policy: { Statement: [{ Principal: { AWS: arn('role/C') } }] }, policy },
      'unspecified',
    ],
    [
      'the statements of a policy',
      { Statement: [{ Effect: 'Allow', Action: 'iam:PassRole', Resource: arn('role/C') }] },
      'unspecified',
    ],
  ]);
});

suite('where the document names its holder, other principals in it are somebody else', () => {
  table([
    ['who made it', { RoleName: 'B', CreatedBy: arn('user/ann'), policy }, 'role B'],
    ['what it runs as', { RoleName: 'B', ExecutionRoleArn: arn('role/runner'), policy }, 'role B'],
    ['a list', { RoleName: 'B', Reviewers: [arn('user/ann')], policy }, 'role B'],
    ['further out', { CreatedBy: arn('user/ann'), Items: [{ RoleName: 'B', policy }] }, 'role B'],
    ['further in', { RoleName: 'B', Items: [{ CreatedBy: arn('user/ann'), policy }] }, 'role B'],
    ['objects by name', { a: { RoleName: 'A', policy }, b: { RoleName: 'B', policy } }, 'role A', 'role B'],
  ]);
});

suite('members of the policy itself', () => {
  const open = 'unclear: TargetRole in line 2 may name a principal with this policy, but is not understood';
  table([
    ['name its holder', { RoleName: 'B', ...policy }, 'role B'],
    ['or say what is not understood', { TargetRole: 'B', ...policy }, open],
    [
      'and count beside what stands around it',
      { RoleName: 'A', x: { UserName: 'B', ...policy } },
      `${namingBoth}; user B; role A`,
    ],
    ['an Id of any kind says nothing', { Id: 'p', ...policy }, 'unspecified'],
  ]);
});

suite('of very many, only how many they are counts', () => {
  const many = Object.fromEntries(
    Array.from({ length: 51 }, (_, i) => [`Role${'_'.repeat(i)}`, { RoleName: `R${i}` }]),
  );
  table([
    [
      'in an object',
      { ...many, policy },
      'unclear: it is not known whether line 1 lists all principals with this policy; 51 more',
    ],
  ]);
});

suite('nobody holds the policies of resources and endpoints', () => {
  const of = (what: string): string => `no-principal: it belongs to ${what}, to which no finding applies`;
  const iot = 'arn:aws:iot:eu-west-1:111122223333:policy/p';
  table([
    ['a VPC endpoint', { VpcEndpoints: [{ VpcEndpointId: 'vpce-1', PolicyDocument: text }] }, of('vpce-1')],
    ['another service', { policyName: 'p', policyArn: iot, policyDocument: policy }, of(iot)],
    [
      'a service control policy in another spelling',
      { policy: { policySummary: { type: 'SERVICE_CONTROL_POLICY' }, content: text } },
      of('SERVICE_CONTROL_POLICY'),
    ],
  ]);
});

suite('parts of account details', () => {
  const inline = { PolicyName: 'p', PolicyDocument: policy };
  const shared = { PolicyArn: arn('policy/Shared') };
  const role = (name: string, rest: object = {}): object => ({
    RoleName: name,
    Arn: arn(`role/${name}`),
    RolePolicyList: [inline],
    ...rest,
  });
  const attaching = (name: string): object => role(name, { RolePolicyList: [], AttachedManagedPolicies: [shared] });
  const user = { UserName: 'ann', Arn: arn('user/ann'), UserPolicyList: [inline], GroupList: ['G'] };
  const group = { GroupName: 'G', Arn: arn('group/G'), GroupPolicyList: [inline], AttachedManagedPolicies: [] };
  const managed = (count: number): object => ({
    PolicyName: 'Shared',
    Arn: arn('policy/Shared'),
    AttachmentCount: count,
    PermissionsBoundaryUsageCount: 0,
    PolicyVersionList: [{ Document: policy, IsDefaultVersion: true }],
  });
  const page = (roles: readonly object[], rest: object = {}): object => ({
    RoleDetailList: roles,
    UserDetailList: [],
    GroupDetailList: [],
    Policies: [],
    ...rest,
  });
  const part = 'unclear: the document contains only a part of the account details';
  const pages =
    'unclear: the document contains several pages of account details, and it is not known whether these are all';
  const cutOff =
    'unclear: the document is truncated (it is one page of several), so it does not show all memberships and attachments';
  const rubyRole = {
    role_name: 'B',
    arn: arn('role/B'),
    role_policy_list: [{ policy_name: 'p', policy_document: policy }],
  };
  table([
    ['a role', role('B'), 'role B'],
    ['a user', user, 'user ann'],
    ['a group', group, `${part}; group G`],
    ['a group with a member', [group, user], `${part}; user ann; group G`, 'user ann'],
    ['a list of roles', [role('A'), role('B')], 'role A', 'role B'],
    ['roles under a key', { Roles: [role('B')] }, 'role B'],
    ['in the spelling of Ruby', rubyRole, 'role B'],
    [
      'a whole page in that spelling',
      { role_detail_list: [rubyRole], user_detail_list: [], group_detail_list: [], policies: [] },
      'role B',
    ],
    ['a managed policy', managed(2), `${part}; 2 more`],
    ['managed policies', { Policies: [managed(1)] }, `${part}; 1 more`],
    ['a managed policy and one of its roles', [attaching('A'), managed(3)], `${part}; role A; 2 more`],
    [
      'a whole page that shows fewer than it counts',
      page([attaching('A')], { Policies: [managed(3)] }),
      'unclear: it is attached to 3 entities, but the document shows only 1; role A; 2 more',
    ],
    [
      'pages in a list: the holders of all count',
      [page([attaching('A')], { Policies: [managed(2)] }), page([attaching('B')])],
      `${pages}; role A; role B`,
    ],
    [
      'pages under keys',
      { first: page([attaching('A')], { Policies: [managed(1)] }), second: page([]) },
      `${pages}; role A`,
    ],
    ...['isTruncated', 'is_truncated', 'IsTruncated'].map((key): Row => [
      `cut off (${key})`,
      page([attaching('A')], { [key]: true, Policies: [managed(1)] }),
      `${cutOff}; role A`,
    ]),
    ...['marker', 'next_token', 'nextToken', 'NextMarker'].map((key): Row => [
      `cut off, as is said further out (${key})`,
      { [key]: 'x', output: page([attaching('A')], { Policies: [managed(1)] }) },
      `${cutOff}; role A`,
    ]),
    [
      'not cut off',
      { IsTruncated: false, Marker: null, page: page([attaching('A')], { Policies: [managed(1)] }) },
      'role A',
    ],
    [
      'a list that stands there twice',
      page([attaching('A')], { Policies: [managed(1)], roleDetailList: [attaching('B')] }),
      `${part}; role A; role B`,
    ],
    [
      'a managed policy without counts',
      page([attaching('A')], { Policies: [{ ...managed(1), AttachmentCount: undefined }] }),
      'unclear: the document does not say how many entities have this policy; role A',
    ],
    ...[arn('group/G'), 'g', '/x/G', { GroupName: 'G' }].map((odd): Row => [
      `a user in a group that is named in another way (${JSON.stringify(odd)})`,
      page([], {
        GroupDetailList: [group],
        UserDetailList: [
          { ...user, UserPolicyList: [], AttachedManagedPolicies: [] },
          {
            ...user,
            UserName: 'bob',
            Arn: arn('user/bob'),
            UserPolicyList: [],
            AttachedManagedPolicies: [],
            GroupList: [odd],
          },
        ],
      }),
      'unclear: not all members of the group G are known: the document does not list the groups of bob clearly; user ann; group G',
    ]),
  ]);
});

suite('a policy is alone only where nothing else may be one', () => {
  const unread = (line: number): string =>
    `unclear: line ${line} of the document was not read and may be another policy`;
  table([
    [
      'beside a text that is cut off',
      { A: policy, other: '{"Statement": [{"Effect": "Allow", "Action": "s3:*"' },
      unread(14),
    ],
    ['beside a statement', [policy, { Effect: 'Allow', Action: 's3:*' }], unread(14)],
    ['beside one in another spelling', { A: policy, b: { statement: [{ effect: 'Allow', action: '*' }] } }, unread(15)],
    [
      'beside one whose statement has no Effect',
      { x: policy, y: { Statement: [{ Action: 's3:*', Resource: '*' }] } },
      unread(15),
    ],
    [
      'beside one whose statement has no Action',
      { x: policy, y: { Statement: { Effect: 'Allow', Resource: '*' } } },
      unread(15),
    ],
    [
      'what is not read inside of it counts not',
      { Statement: [{ Effect: 'Allow', Action: [{ Ref: 'A' }] }] },
      'unspecified',
    ],
  ]);
});
