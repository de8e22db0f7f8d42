/** The fix of a `NotAction`, over the protocol. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { finding, titles, withClient } from './support.ts';

const files = { 'f.finding.json': finding('A', ['SendMessage', 'ListQueues']) };
const text = `{
  "Statement": [{ "Effect": "Allow", "NotAction": ["sqs:Send*", "iam:*"], "Resource": "*" }]
}`;
const fixAll = { only: ['source.fixAll.iamRefine'] };

suite('a NotAction', () => {
  test('can be extended by what is unused; the fix is not preferred', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', text);
      const [extend, ...others] = await client.actions('A.json', 'NotAction');
      assert.deepEqual(
        [extend?.title, extend?.isPreferred, titles(others)],
        ['Add sqs:ListQueues to NotAction: nothing else that it allows is removed', undefined, []],
      );
      assert.equal(await client.chosen(extend), text.replace('"iam:*"', '"iam:*", "sqs:ListQueues"'));
      assert.deepEqual(titles(await client.actions('A.json', 'NotAction', fixAll)), []);
    }));

  test('on save only if the setting says so', () =>
    withClient({ files, settings: { refineNotAction: true } }, async (client) => {
      await client.open('A.json', text);
      const [all] = await client.actions('A.json', 'NotAction', fixAll);
      assert.equal(await client.chosen(all), text.replace('"iam:*"', '"iam:*", "sqs:ListQueues"'));
    }));
});
