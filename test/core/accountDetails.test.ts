import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Attachment } from '../../core/src/policy/subject.ts';
import { inWords } from '../../core/src/text/index.ts';
import { readDocument } from '../../core/src/index.ts';

const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }] };
const shared = 'arn:aws:iam::111122223333:policy/Shared';
const attached = { AttachedManagedPolicies: [{ PolicyName: 'Shared', PolicyArn: shared }] };
const bounded = { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: shared } };

const role = (name: string, rest: object = {}): object => ({
  RoleName: name,
  Arn: `arn:aws:iam::111122223333:role/${name}`,
  RolePolicyList: [],
  AttachedManagedPolicies: [],
  ...rest,
});
const user = (name: string, groups: readonly string[], rest: object = {}): object => ({
  UserName: name,
  Arn: `arn:aws:iam::111122223333:user/${name}`,
  GroupList: groups,
  AttachedManagedPolicies: [],
  ...rest,
});
const group = (name: string, rest: object = {}): object => ({
  GroupName: name,
  GroupPolicyList: [],
  AttachedManagedPolicies: [],
  ...rest,
});
const managed = (rest: object = {}): object => ({
  PolicyName: 'Shared',
  Arn: shared,
  AttachmentCount: 1,
  PermissionsBoundaryUsageCount: 0,
  PolicyVersionList: [{ Document: document, VersionId: 'v1', IsDefaultVersion: true }],
  ...rest,
});

interface Account {
  readonly roles?: readonly object[];
  readonly users?: readonly object[];
  readonly groups?: readonly object[];
  readonly policies?: readonly object[];
  readonly rest?: object;
}

/** Who holds each policy of an account, in short. */
function holders({ roles = [], users = [], groups = [], policies = [], rest = {} }: Account): string[] {
  const text = JSON.stringify({
    RoleDetailList: roles,
    UserDetailList: users,
    GroupDetailList: groups,
    Policies: policies,
    ...rest,
  });
  return readDocument(text).policies.map(({ subject }) => inShort(subject.attachment));
}

function inShort(attachment: Attachment): string {
  switch (attachment.kind) {
    case 'attached':
      return attachment.to.map(({ name }) => name).join(', ');
    case 'unclear':
      return `unclear${attachment.isCutOff === true ? ' (cut off)' : ''}: ${inWords(attachment.reason)}`;
    case 'no-principal':
      return `no-principal: ${inWords(attachment.reason)}`;
    case 'unspecified':
    case 'several':
      return attachment.kind;
  }
}

const inline = { RolePolicyList: [{ PolicyName: 'p', PolicyDocument: document }] };
const ofGroup = { GroupPolicyList: [{ PolicyName: 'p', PolicyDocument: document }] };

suite('who holds a policy of an account', () => {
  const unread = 'unclear: the document does not list the attached policies of every entity in it';
  const noCount = 'unclear: the document does not say how many entities have this policy';
  const cases: readonly (readonly [what: string, account: Account, expected: string])[] = [
    ['the role of an inline policy', { roles: [role('A', inline)] }, 'A'],
    ['those to whom it is attached', { roles: [role('A', attached), role('B')], policies: [managed()] }, 'A'],
    [
      'those whom it bounds, too',
      { roles: [role('A', attached), role('B', bounded)], policies: [managed({ PermissionsBoundaryUsageCount: 1 })] },
      'A, B',
    ],
    [
      'only those whom it bounds: it is left alone',
      { roles: [role('B', bounded)], policies: [managed({ AttachmentCount: 0, PermissionsBoundaryUsageCount: 1 })] },
      'no-principal: it is attached to no principal, and is only a permissions boundary, which allows nothing by itself',
    ],
    [
      'more attachments than are shown',
      { roles: [role('A', attached)], policies: [managed({ AttachmentCount: 2 })] },
      'unclear: it is attached to 2 entities, but the document shows only 1',
    ],
    [
      'a count that is a text',
      { roles: [role('A', attached)], policies: [managed({ AttachmentCount: '2' })] },
      'unclear: it is attached to 2 entities, but the document shows only 1',
    ],
    [
      'a count that is none',
      { roles: [role('A', attached)], policies: [managed({ AttachmentCount: ['A', 'B'] })] },
      noCount,
    ],
    [
      'an attachment that is named without its ARN',
      {
        roles: [role('A', attached), role('B', { AttachedManagedPolicies: [{ PolicyName: 'Shared' }] })],
        policies: [managed()],
      },
      unread,
    ],
    [
      'a boundary that is named in another way',
      { roles: [role('A', attached), role('B', { PermissionsBoundary: shared })], policies: [managed()] },
      unread,
    ],
    ['no boundary', { roles: [role('A', { ...attached, PermissionsBoundary: null })], policies: [managed()] }, 'A'],
    [
      'no list of users',
      { roles: [role('A', attached)], policies: [managed()], rest: { UserDetailList: undefined } },
      'unclear: the document has no UserDetailList',
    ],
    [
      'groups that are no list',
      { roles: [role('A', attached)], policies: [managed()], rest: { GroupDetailList: {} } },
      'unclear: the document has no GroupDetailList',
    ],
    [
      'a boundary that is only a count',
      { roles: [role('A', attached)], policies: [managed({ PermissionsBoundaryUsageCount: 1 })] },
      'unclear: it is the permissions boundary of an entity that the document does not show',
    ],
    [
      'all members of a group',
      { users: [user('ann', ['G']), user('bob', ['G', 'H']), user('eve', [])], groups: [group('G', ofGroup)] },
      'ann, bob',
    ],
    [
      'a group without members',
      { groups: [group('G', ofGroup)] },
      'unclear: the document shows no members of the group G',
    ],
    [
      'a group beside a role: the group has no members that are shown',
      { roles: [role('A', attached)], groups: [group('G', attached)], policies: [managed({ AttachmentCount: 2 })] },
      'unclear: the document shows no members of the group G',
    ],
    [
      'the members of a group to which it is attached',
      { users: [user('ann', ['G'])], groups: [group('G', attached)], policies: [managed()] },
      'ann',
    ],
    [
      'a user whose groups are not listed',
      { users: [user('ann', ['G']), user('bob', [], { GroupList: undefined })], groups: [group('G', ofGroup)] },
      'unclear: not all members of the group G are known: the document does not list the groups of bob clearly',
    ],
    [
      'a role whose attachments are not listed',
      { roles: [role('A', attached), role('B', { AttachedManagedPolicies: undefined })], policies: [managed()] },
      unread,
    ],
  ];
  for (const [what, account, expected] of cases) test(what, () => assert.deepEqual(holders(account), [expected]));

  for (const rest of [{ IsTruncated: true }, { Marker: 'AAAA' }, { NextToken: 'x' }, { nextToken: 'x' }])
    test(`a document that is cut off (${Object.keys(rest).join()}) knows its own inline policies, and no memberships and attachments`, () => {
      const cutOff =
        'unclear (cut off): the document is truncated (it is one page of several), so it does not show all memberships and attachments';
      const account: Account = {
        roles: [role('A', { ...inline, ...attached })],
        users: [user('ann', ['G'])],
        groups: [group('G', ofGroup)],
        policies: [managed()],
        rest,
      };
      assert.deepEqual(holders(account), ['A', cutOff, cutOff]);
    });

  test('a document that says it is whole is', () =>
    assert.deepEqual(
      holders({ roles: [role('A', attached)], policies: [managed()], rest: { IsTruncated: false, Marker: null } }),
      ['A'],
    ));

  test('versions that are not in force, and policies of AWS, are no policies that could be refined', () => {
    const old = { Document: document, VersionId: 'v1', IsDefaultVersion: false };
    const ofAws = { ...managed({ Arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }) };
    const versions = managed({ PolicyVersionList: [old, { ...old, VersionId: 'v2', IsDefaultVersion: true }] });
    assert.deepEqual(holders({ roles: [role('A', attached)], policies: [versions, ofAws] }), ['A']);
  });
});

suite('a managed policy of which it is not known which version is in force was not read', () => {
  const version = (VersionId: string, IsDefaultVersion: unknown): object => ({
    Document: document,
    VersionId,
    IsDefaultVersion,
  });
  const cases: readonly (readonly [what: string, versions: readonly object[]])[] = [
    ['a text says it', [version('v1', 'true')]],
    ['two are', [version('v2', true), version('v1', true)]],
    ['another one may be', [version('v2', true), version('v1', 'yes')]],
  ];
  for (const [what, versions] of cases)
    test(what, () => {
      const text = JSON.stringify({
        RoleDetailList: [role('A', attached)],
        Policies: [managed({ PolicyVersionList: versions })],
      });
      const { policies, unread } = readDocument(text);
      assert.deepEqual(policies, []);
      assert.deepEqual(
        unread.map(({ reason }) => inWords(reason)),
        ['the document does not say which version of this policy is the default version'],
      );
    });
});

suite('what account details say twice', () => {
  test('a policy that stands in them twice may count either way', () => {
    const often = 'unclear: the document contains this policy several times';
    const policies = [managed(), managed({ AttachmentCount: 2 })];
    assert.deepEqual(holders({ roles: [role('A', attached)], policies }), [often, often]);
  });
  test('where two versions are in force, none is read', () => {
    const [one, other] = ['v1', 'v2'].map((VersionId) => ({
      Document: document,
      VersionId,
      IsDefaultVersion: VersionId === 'v1',
    }));
    const named = managed({ DefaultVersionId: 'v2', PolicyVersionList: [one, other] });
    const both = managed({ PolicyVersionList: [one, { ...other, IsDefaultVersion: true }] });
    assert.deepEqual(
      [named, both].map((policy) => holders({ roles: [role('A', attached)], policies: [policy] })),
      [[], []],
    );
  });
});

test('a document with account details is known as a copy of what is in AWS, also after an edit of it', () => {
  const text = JSON.stringify({
    RoleDetailList: [role('A', { RolePolicyList: [{ PolicyName: 'p', PolicyDocument: document }] })],
  });
  const before = { text, reading: readDocument(text) };
  const edited = readDocument(text.replace('s3:GetObject', 's3:PutObject'), before);
  const isCopy = [before.reading, edited, readDocument(JSON.stringify(document))].map((one) => one.isAccountCopy);
  assert.deepEqual(isCopy, [true, true, undefined]);
});
