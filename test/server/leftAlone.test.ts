/** The status of documents whose policies no finding can be about. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { finding, policy, withClient } from './support.ts';

suite('the status of a policy that is left alone', () => {
  test('names the reason', () =>
    withClient({ files: { 'f.finding.json': finding('A', ['SendMessage']) } }, async (client) => {
      const trust = JSON.stringify({
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      });
      const { status, problems } = await client.open('A.json', trust);
      assert.deepEqual(
        [problems, status],
        [
          0,
          {
            kind: 'left-alone',
            text: 'Left alone',
            detail: 'it is a trust policy: it says who may assume a ro…',
            label:
              'Left alone, it is a trust policy: it says who may assume a role, and no finding about unused permissions applies to it',
          },
        ],
      );
    }));

  test('is absent where there is no policy', () =>
    withClient({}, async (client) => {
      const { status } = await client.open('A.json', '{"a": 1}');
      assert.equal(status, undefined);
      assert.notEqual((await client.open('B.json', policy)).status, undefined);
    }));
});
