/** Refining some of the unused actions, as a row of the view asks for: exactly these go. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { actionsOf, policyOf, refine } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

const names = { s3: ['GetObject', 'GetObjectAcl', 'GetBucketAcl', 'PutObject'], iam: ['GetRole', 'PassRole'] };
const catalogue = catalogueOf(names);

/** What is left of these actions if `only` of the unused ones may go. */
function left(
  actions: readonly string[],
  unused: Readonly<Record<string, readonly string[] | null>>,
  only: readonly string[],
): unknown {
  return actionsOf(refine(policyOf(...actions), catalogue, unusedOf(unused), { kind: 'file', only }).text)[0];
}

suite('refining only some of the unused actions', () => {
  test('removes these, and keeps the other unused ones', () => {
    assert.deepEqual(left(['s3:GetObject', 's3:PutObject', 'iam:GetRole'], { s3: null, iam: null }, ['s3:PutObject']), [
      's3:GetObject',
      'iam:GetRole',
    ]);
  });

  test('an action that is not unused stays, although it is named', () => {
    assert.deepEqual(left(['s3:GetObject', 's3:PutObject'], { s3: ['GetObject'] }, ['s3:GetObject', 's3:PutObject']), [
      's3:PutObject',
    ]);
  });

  test('an action of an unused service that only the policy knows goes if it is named', () => {
    assert.deepEqual(left(['s3:NewAction', 's3:GetObject'], { s3: null }, ['s3:NewAction']), ['s3:GetObject']);
  });

  test('iam:PassRole stays where the whole service is unused, although it is named', () => {
    assert.deepEqual(left(['iam:PassRole', 'iam:GetRole'], { iam: null }, ['iam:PassRole', 'iam:GetRole']), [
      'iam:PassRole',
    ]);
  });

  test('letter case does not matter', () => {
    assert.deepEqual(left(['s3:GetObject', 's3:PutObject'], { s3: ['PutObject'] }, ['S3:putobject']), ['s3:GetObject']);
  });

  test('every choice of actions gives what a finding with just these would give', () => {
    const all = names.s3;
    for (let bits = 0; bits < 1 << all.length; bits++) {
      const chosen = all.filter((_, i) => (bits & (1 << i)) !== 0);
      for (const actions of [['s3:*'], ['s3:Get*', 's3:PutObject'], all.map((name) => `s3:${name}`)]) {
        const policy = policyOf('iam:GetRole', ...actions);
        const only = chosen.map((name) => `s3:${name}`);
        const { text, removed } = refine(policy, catalogue, unusedOf({ s3: all }), { kind: 'file', only });
        const expected = refine(policy, catalogue, unusedOf({ s3: chosen }));
        assert.deepEqual(
          { text, removed },
          { text: expected.text, removed: expected.removed },
          [...actions, '→', ...chosen].join(' '),
        );
      }
    }
  });
});
