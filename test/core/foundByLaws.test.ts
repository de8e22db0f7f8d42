/** Inputs on which a law once broke: whose policy it is must not be decided by the finding of one who is named. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument } from '../../core/src/index.ts';
import type { Json, JsonObject } from '../laws/json.ts';
import { arnOfPolicy } from '../laws/resolve.ts';
import { examine } from '../laws/situation.ts';
import { nothingIsUsed, principals } from '../laws/witnesses.ts';

const document: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }],
};
const resource = (Type: string, Properties: JsonObject): JsonObject => ({ Type, Properties });
const managed: JsonObject = resource('AWS::IAM::ManagedPolicy', {
  ManagedPolicyName: 'Shared',
  Roles: ['AppA'],
  PolicyDocument: document,
});
const inline: JsonObject = { Policies: [{ PolicyName: 'p', PolicyDocument: document }] };
const group = (GroupName: Json): JsonObject => resource('AWS::IAM::Group', { GroupName, ...inline });
const ann: JsonObject = resource('AWS::IAM::User', { UserName: 'ann', Groups: [{ Ref: 'G' }] });
const noValue: JsonObject = { Ref: 'AWS::NoValue' };
const byName: JsonObject = { CustomerManagedPolicyReference: { Name: 'Shared' } };
const loop = (values: readonly Json[], body: JsonObject): Json => ['I', values, { 'R${I}': body }];
const attachingRole = (reference: Json): JsonObject =>
  resource('AWS::IAM::Role', { RoleName: 'R${I}', ManagedPolicyArns: [reference] });
const arnInParts: Json = { 'Fn::Join': ['', ['arn:aws:iam::123456789012:pol', 'icy/Shared']] };

const templates: readonly (readonly [what: string, resources: JsonObject])[] = [
  [
    'a condition leaves the name of the role out',
    { RA: resource('AWS::IAM::Role', { RoleName: { 'Fn::If': ['A', 'AppA', noValue] }, ...inline }) },
  ],
  [
    'a user joins a group by what its name comes to be',
    {
      G: group({ 'Fn::Sub': 'Devs-${AWS::Region}' }),
      U: ann,
      V: resource('AWS::IAM::User', { UserName: 'bob', Groups: ['Devs-eu-west-1'] }),
    },
  ],
  [
    'a permission set is bounded in a branch of a condition',
    {
      M: managed,
      S: resource('AWS::SSO::PermissionSet', {
        Name: 'Ops',
        PermissionsBoundary: { 'Fn::If': ['A', byName, noValue] },
      }),
    },
  ],
  [
    'a loop goes over the name of the policy',
    { M: managed, 'Fn::ForEach::L': loop(['Shared'], attachingRole(arnOfPolicy('${I}'))) },
  ],
  [
    'a loop goes over the end of its name',
    { M: managed, 'Fn::ForEach::L': loop(['ared'], attachingRole(arnOfPolicy('Sh${I}'))) },
  ],
  ['a loop joins the parts of its ARN', { M: managed, 'Fn::ForEach::L': loop(['1'], attachingRole(arnInParts)) }],
  [
    'a loop makes members of the group',
    {
      G: group('Devs'),
      U: ann,
      'Fn::ForEach::L': loop(['vs'], resource('AWS::IAM::User', { UserName: 'bob', Groups: ['De${I}'] })),
    },
  ],
  [
    'a resource of another type has the members of what the CLI prints',
    { X: resource('Custom::Grant', { RoleName: 'AppA', PolicyName: 'p', PolicyDocument: document }) },
  ],
  ['a member is there twice', { RA: resource('AWS::IAM::Role', { RoleName: 'AppA', RoleName$2: 'AppB', ...inline }) }],
];

/** How many policies of a document evidence decides about. */
const decided = (it: JsonObject): number =>
  examine({ document: it, witnesses: nothingIsUsed }).analysis.policies.filter(({ match }) => match.kind === 'matched')
    .length;

suite('templates that laws found: nothing decides', () => {
  for (const [what, resources] of templates) test(what, () => assert.equal(decided({ Resources: resources }), 0));

  test('as it should be, it decides', () => assert.equal(decided({ Resources: { M: managed } }), 1));
});

const attached = { PolicyName: 'Shared', PolicyArn: arnOfPolicy('Shared') };
const roleOf = (name: 'AppA' | 'AppB', rest: JsonObject = {}): JsonObject => ({
  RoleName: name,
  Arn: principals[name],
  AttachedManagedPolicies: [attached],
  ...rest,
});
const accountOf = (RoleDetailList: readonly Json[], counts: JsonObject = {}): JsonObject => ({
  RoleDetailList,
  UserDetailList: [],
  GroupDetailList: [],
  Policies: [
    {
      Arn: arnOfPolicy('Shared'),
      PolicyVersionList: [{ IsDefaultVersion: true, Document: document }],
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 0,
      ...counts,
    },
  ],
});

suite('account details that laws found: nothing decides', () => {
  const accounts: readonly (readonly [what: string, account: JsonObject])[] = [
    [
      'an attachment has no ARN',
      accountOf([roleOf('AppA'), roleOf('AppB', { AttachedManagedPolicies: [{ PolicyName: 'Shared' }] })]),
    ],
    [
      'a boundary has no ARN',
      accountOf([roleOf('AppA'), roleOf('AppB', { AttachedManagedPolicies: [], PermissionsBoundary: '${boundary}' })]),
    ],
    ['a list is missing', { ...accountOf([roleOf('AppA')]), UserDetailList: null }],
    ['nothing is counted', accountOf([roleOf('AppA')], { AttachmentCount: null })],
    [
      'one of two stands there twice, and the other does not',
      accountOf([roleOf('AppA'), roleOf('AppA')], { AttachmentCount: 2 }),
    ],
  ];
  for (const [what, account] of accounts) test(what, () => assert.equal(decided(account), 0));

  test('as it should be, it decides', () => assert.equal(decided(accountOf([roleOf('AppA')])), 1));
});

suite('reading in part, as laws found', () => {
  const text = JSON.stringify({ Resources: { M: managed }, Outputs: { O: { Value: { Ref: 'M' } } } }, null, 1);
  const edits: readonly (readonly [what: string, from: string, to: string])[] = [
    ['lines that come move those of which a reason tells', '"s3:GetObject"', '"s3:GetObject",\n\n"s3:ListBucket"'],
    ['an action that is the ARN of a policy mentions it', '"s3:GetObject"', `"${arnOfPolicy('Shared')}"`],
  ];
  for (const [what, from, to] of edits)
    test(what, () => {
      const after = text.replace(from, to);
      assert.deepEqual(readDocument(after, { text, reading: readDocument(text) }), readDocument(after));
    });
});

test('what a NotAction excepts is told where it is computed', () => {
  const computed = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', NotAction: { Ref: 'Hidden' }, Resource: '*' }],
  };
  assert.equal(readDocument(JSON.stringify(computed)).unread.length, 1);
});
