import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { inWords } from '../../core/src/text/index.ts';
import { readDocument } from '../../core/src/index.ts';

const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }] };

function reasonOf(resources: object): unknown {
  const attachment = readDocument(JSON.stringify({ Resources: resources })).policies[0]?.subject.attachment;
  return attachment?.kind === 'unclear' ? inWords(attachment.reason) : attachment;
}

suite('what looks in a template like what the AWS CLI prints', () => {
  const inline = (RoleName: string): object => ({ RoleName, PolicyName: 'p', PolicyDocument: document });
  test('is of a resource whose type is not known', () =>
    assert.equal(
      reasonOf({ X: { Type: 'Custom::RolePolicy', Properties: inline('A') } }),
      'it is part of X, and it is not known which principal a policy in a resource of type Custom::RolePolicy belongs to',
    ));
  test('also in a template whose resources all are in loops', () =>
    assert.equal(
      reasonOf({
        'Fn::ForEach::P': ['N', ['a'], { 'P${N}': { Type: 'AWS::IAM::RolePolicy', Properties: inline('A') } }],
      }),
      'it is outside the resources, so the template does not say which principal it belongs to',
    ));
  test('is read once, in both branches of a condition', () => {
    const text = JSON.stringify({
      Resources: {
        X: {
          Type: 'AWS::IAM::RolePolicy',
          Properties: { ...inline('A'), PolicyDocument: { 'Fn::If': ['C', document, { Ref: 'AWS::NoValue' }] } },
        },
      },
    });
    const { policies, unread } = readDocument(text);
    assert.deepEqual([policies.map(({ subject }) => subject.attachment.kind), unread], [['attached'], []]);
  });
});
