import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readFindings } from '../../core/src/index.ts';
import { myRole } from '../support/findings.ts';
import { sample } from '../support/samples.ts';

suite('AWS’s own recommendations', () => {
  const said = (name: string): unknown =>
    readFindings(sample(name)).recommendations.map(({ principal, policyId, replacement, existing, policyUpdatedAt }) => ({
      principal: principal.arn,
      policyId,
      does: replacement === undefined ? 'detach' : Object.keys(JSON.parse(replacement) as object),
      ...(existing === undefined ? {} : { existing: Object.keys(JSON.parse(existing) as object) }),
      updated: policyUpdatedAt === undefined ? null : new Date(policyUpdatedAt).toISOString(),
    }));
  const managed = { principal: myRole, policyId: 'arn:aws:iam::123456789012:policy/MyRolePolicy', updated: '2025-02-10T21:31:39.000Z' };

  test('creating and detaching one policy are one recommendation', () => {
    assert.deepEqual(said('get-finding-recommendation.role-two-policies.json'), [
      { ...managed, does: ['Version', 'Statement'] },
      { principal: myRole, policyId: 'QueuesInline', does: 'detach', updated: null },
    ]);
  });

  test('both spellings of the type, and Security Hub’s form, which has the policy as it was', () => {
    assert.deepEqual(said('get-finding-recommendation.old-type-string.json'), [
      {
        principal: myRole,
        policyId: 'arn:aws:iam::aws:policy/AmazonBedrockReadOnly',
        does: 'detach',
        updated: '2023-12-06T15:48:19.000Z',
      },
      { principal: myRole, policyId: 'AppInline', does: ['Version', 'Statement'], updated: null },
    ]);
    assert.deepEqual(said('securityhub.get-recommended-policy-v2.json'), [
      { ...managed, does: ['Version', 'Statement'], existing: ['Version', 'Statement'] },
    ]);
  });

  test('one that has failed, is in progress or is a page of several recommends nothing', () => {
    for (const name of ['get-finding-recommendation.failed.json', 'get-finding-recommendation.in-progress.json']) {
      const { recommendations, isRecognised } = readFindings(sample(name));
      assert.deepEqual([recommendations, isRecognised], [[], true], name);
    }
    const page = { ...(JSON.parse(sample('get-finding-recommendation.role-two-policies.json')) as object), nextToken: 't' };
    assert.deepEqual(readFindings(JSON.stringify(page)).recommendations, []);
  });
});
