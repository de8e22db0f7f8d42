/** Requests that take long: others have their turn meanwhile, and one that is cancelled is answered then, and ends. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CancellationTokenSource, LSPErrorCodes, type CodeAction } from 'vscode-languageserver/node';
import { inSteps } from '../../server/src/requests/inSteps.ts';
import { uriOf } from './client.ts';
import { finding, withClient } from './support.ts';

suite('what is collected in steps', () => {
  /** Ten steps, and how many of them were taken. */
  const counted = (): { readonly steps: Iterable<number[]>; readonly taken: () => number } => {
    let taken = 0;
    const steps = function* (): Iterable<number[]> {
      while (taken < 10) yield [taken++, 0];
    };
    return { steps: steps(), taken: () => taken };
  };

  test('is all of it', async () => {
    const { steps } = counted();
    assert.deepEqual(await inSteps(steps, () => true), [0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0, 9, 0]);
  });

  test('is nothing when it is not wanted any more, and no further step is taken', async () => {
    const { steps, taken } = counted();
    assert.equal(await inSteps(steps, () => taken() < 3), undefined);
    assert.equal(taken(), 3);
  });

  test('lets others have their turn after each step', async () => {
    const { steps, taken } = counted();
    const seen: number[] = [];
    const look = (): void => {
      seen.push(taken());
      if (taken() < 10) setImmediate(look);
    };
    setImmediate(look);
    await inSteps(steps, () => true);
    assert.deepEqual(seen.slice(0, 9), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

suite('code actions with everything selected', () => {
  const files = { 'A.finding.json': finding('A', ['SendMessage', 'GetQueueUrl']) };
  const statement = { Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:Get*', 'sqs:ListQueues'], Resource: '*' };
  const policy = JSON.stringify({ Statement: Array.from({ length: 200 }, () => statement) });
  const everything = { start: { line: 0, character: 0 }, end: { line: 0, character: policy.length } };
  const params = { textDocument: { uri: uriOf('A.json') }, range: everything, context: { diagnostics: [] } };

  test('do not keep a later request waiting', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      const answered: string[] = [];
      await Promise.all([
        client.connection
          .sendRequest<CodeAction[]>('textDocument/codeAction', params)
          .then(({ length }) => answered.push(`${length} actions`)),
        client.connection
          .sendRequest('textDocument/hover', { ...params, position: everything.start })
          .then(() => answered.push('hover')),
      ]);
      assert.deepEqual(answered, ['hover', '150 actions']);
    }));

  test('are answered at once when they are cancelled', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      const source = new CancellationTokenSource();
      const asked = client.connection.sendRequest('textDocument/codeAction', params, source.token);
      // A request that is answered while the actions are looked for.
      await client.connection.sendRequest('textDocument/hover', { ...params, position: everything.start });
      source.cancel();
      await assert.rejects(asked, { code: LSPErrorCodes.RequestCancelled });
    }));

  test('are none for a text that has changed meanwhile', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      const asked = client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', params);
      await client.change('A.json', policy.replace('sqs:Get*', 'sqs:Li*'));
      assert.deepEqual(await asked, []);
    }));
});
