/** Policies that no finding about unused permissions can be about, each with its reason. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument } from '../../core/src/index.ts';
import { inWords } from '../../core/src/text/index.ts';

const statement = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' };
const policy = { Version: '2012-10-17', Statement: [statement] };
const text = JSON.stringify(policy);
const forPrincipal = (more: object): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, ...more }],
});
const roleArn = 'arn:aws:iam::111122223333:role/AppA';

/** Why the only policy of a document, or the document, is left alone. */
function reasonFor(value: unknown): string | undefined {
  const { policies, leftAlone } = readDocument(JSON.stringify(value));
  const [only] = policies;
  if (only === undefined) return leftAlone && inWords(leftAlone);
  const { attachment } = only.subject;
  return attachment.kind === 'no-principal' ? inWords(attachment.reason) : attachment.kind;
}

const trust =
  'it is a trust policy: it says who may assume a role, and no finding about unused permissions applies to it';
const ofResource =
  'it is a resource-based policy (it has a Principal), to which no finding about unused permissions applies';
const session = 'it is a session policy: it only limits a session, and no finding is about it';
const scp = 'it is a service control policy, to which no finding applies';
const rcp = 'it is a resource control policy, to which no finding applies';
const boundary = 'it is attached to no principal, and is only a permissions boundary, which allows nothing by itself';

suite('left alone, with the reason', () => {
  const bounded = (properties: object): object => ({
    Resources: {
      P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy } },
      A: { Type: 'AWS::IAM::Role', Properties: { PermissionsBoundary: { Ref: 'P' }, ...properties } },
    },
  });
  const cases: readonly (readonly [what: string, value: unknown, reason: string])[] = [
    ['a trust policy', forPrincipal({ Action: ['sts:AssumeRole', 'sts:TagSession'] }), trust],
    [
      'the trust policy of a role',
      { Role: { AssumeRolePolicyDocument: forPrincipal({ Action: 'sts:AssumeRole' }) } },
      trust,
    ],
    ['the policy of a bucket', forPrincipal({ Action: 's3:GetObject', Resource: '*' }), ofResource],
    [
      'the policy of a key, which may name actions of STS',
      forPrincipal({ Action: 'sts:*', Resource: '*' }),
      ofResource,
    ],
    ['a request for a session', { RoleArn: roleArn, RoleSessionName: 'x', Policy: text }, session],
    ['in the spelling of Python', { role_arn: roleArn, role_session_name: 'x', policy: text }, session],
    ['with a web identity', { RoleArn: roleArn, WebIdentityToken: 'x', Policy: text }, session],
    ['by its key', { role: 'AppA', sessionPolicy: policy }, session],
    ['service control policies by their key', { scp: policy }, scp],
    ['resource control policies by their key', { ResourceControlPolicy: policy }, rcp],
    ['of an organization', { Policy: { PolicySummary: { Type: 'SERVICE_CONTROL_POLICY' }, Content: text } }, scp],
    [
      'a trust policy that lacks its Principal',
      { Resources: { A: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policy } } } },
      trust,
    ],
    ...[
      ['SERVICE_CONTROL_POLICY', scp],
      ['RESOURCE_CONTROL_POLICY', rcp],
    ].map(
      ([Type = '', reason = '']) =>
        [
          `a ${Type} in a template`,
          { Resources: { A: { Type: 'AWS::Organizations::Policy', Properties: { Type, Content: policy } } } },
          reason,
        ] as const,
    ),
    ['a boundary of a role with a name', bounded({ RoleName: 'AppA' }), boundary],
    ['a boundary of a role whose name is made', bounded({}), boundary],
  ];
  for (const [what, value, reason] of cases) test(what, () => assert.equal(reasonFor(value), reason));

  test('a policy beside the role that has it is not one of them', () =>
    assert.equal(reasonFor({ RoleName: 'AppA', PolicyName: 'p', PolicyDocument: policy }), 'attached'));
});
