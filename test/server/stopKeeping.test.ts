import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { stopKeepingRequest, type ConfigWriteResult } from '../../protocol/src/index.ts';
import { uriOf, type Client, type Options } from './client.ts';
import { finding, policy, roleArn, withClient } from './support.ts';

const config = JSON.stringify(
  {
    keep: [
      { actions: ['sqs:SendMessage', 'sqs:ListQueues'], principals: [roleArn('A')], reason: 'audit' },
      { actions: ['sqs:SendMessage'], principals: [roleArn('B')], reason: 'somebody else' },
    ],
  },
  null,
  2,
);

const ours: Options = {
  files: { 'A.finding.json': finding('A', ['SendMessage', 'ListQueues']), '.iam-refine.json': config },
  clientOptions: { clientCommands: true },
};

const stop = (client: Client, ...actions: string[]): Promise<ConfigWriteResult> =>
  client.connection.sendRequest(stopKeepingRequest, { uri: uriOf('A.json'), actions });

const keepIn = (client: Client): unknown =>
  (JSON.parse(client.files.get(uriOf('.iam-refine.json')) ?? '') as { keep: unknown }).keep;

suite('the request to stop keeping', () => {
  test('takes an action out of the rules for the principals of the document, and of no others', () =>
    withClient(ours, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(await stop(client, 'sqs:SendMessage'), {
        kind: 'written',
        file: '.iam-refine.json',
        uri: uriOf('.iam-refine.json'),
      });
      assert.deepEqual(keepIn(client), [
        { actions: ['sqs:ListQueues'], principals: [roleArn('A')], reason: 'audit' },
        { actions: ['sqs:SendMessage'], principals: [roleArn('B')], reason: 'somebody else' },
      ]);
    }));

  test('removes a rule that names nothing else', () =>
    withClient(ours, async (client) => {
      await client.open('A.json', policy);
      assert.equal((await stop(client, 'sqs:SendMessage', 'sqs:ListQueues')).kind, 'written');
      assert.deepEqual(keepIn(client), [
        { actions: ['sqs:SendMessage'], principals: [roleArn('B')], reason: 'somebody else' },
      ]);
    }));

  test('is refused, with the reason, where no rule names the action or none applies', () =>
    withClient(ours, async (client) => {
      await client.open('A.json', policy);
      await client.open('C.json', policy);
      assert.deepEqual(
        [
          await stop(client, 'sqs:PurgeQueue'),
          await client.connection.sendRequest(stopKeepingRequest, {
            uri: uriOf('C.json'),
            actions: ['sqs:SendMessage'],
          }),
          await client.connection.sendRequest(stopKeepingRequest, { uri: uriOf('D.json'), actions: ['sqs:*'] }),
        ],
        [
          { kind: 'refused', reason: 'no keep rule that applies names sqs:PurgeQueue' },
          { kind: 'refused', reason: 'no keep rule that applies names sqs:SendMessage' },
          { kind: 'refused', reason: 'this file contains no identity-based IAM policy' },
        ],
      );
      assert.equal(client.files.get(uriOf('.iam-refine.json')), config);
    }));
});
