import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { uriOf, type Options } from './client.ts';
import { finding, policy, roleArn, titles, withClient } from './support.ts';

const files = { 'A.finding.json': finding('A', ['SendMessage', 'ListQueues']) };
const ours: Options = { files, clientOptions: { clientCommands: true } };

const keep = (...rules: readonly object[]): Readonly<Record<string, string>> => ({
  ...files,
  '.iam-refine.json': JSON.stringify({ keep: rules }),
});

suite('the light bulb of our client', () => {
  test('ends with the whole file and the prefix tree of the wildcard', () =>
    withClient(ours, async (client) => {
      await client.open('A.json', policy);
      const actions = await client.actions('A.json', 'sqs:List*');
      assert.deepEqual(titles(actions), [
        'Replace sqs:List* with 3 shortest safe prefixes !',
        'Refine this statement',
        'Keep sqs:List*…',
        'Refine Whole File',
        'Show Prefix Tree',
      ]);
      assert.deepEqual(
        actions.slice(-2).map(({ command }) => [command?.command, command?.arguments]),
        [
          ['iamRefine.refineFile', undefined],
          ['iamRefine.showTrie', [uriOf('A.json'), 0, policy.indexOf('sqs:List*')]],
        ],
      );
    }));

  test('shows the prefix tree of a wildcard without problems, too, and none of a plain action', () =>
    withClient(ours, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(titles(await client.actions('A.json', 'sqs:Receive*')), ['Show Prefix Tree']);
      await client.open('B.json', policy);
      assert.deepEqual(titles(await client.actions('B.json', 'sqs:SendMessage')), []);
    }));

  test('does not offer the whole file where nothing in it can be refined', () =>
    withClient(ours, async (client) => {
      const broken = 'the document has a syntax error at line 1, column 113: close brace expected';
      await client.open('A.json', policy.replace('}]}', '}]'));
      assert.deepEqual(titles(await client.actions('A.json', 'sqs:SendMessage')), [
        `Remove unused action sqs:SendMessage (${broken})`,
        `Refine this statement (${broken})`,
        'Keep sqs:SendMessage…',
      ]);
    }));
});

suite('stopping to keep, in the light bulb', () => {
  const mine = { actions: ['sqs:Send*', 'sqs:ListQueues'], principals: [roleArn('A')], reason: 'audit' };
  const title = 'Stop Keeping sqs:Send* (keep rule in line 1 of .iam-refine.json)';

  test('names the rule that keeps the action, and runs our command, which saves the file', () =>
    withClient({ ...ours, files: keep(mine) }, async (client) => {
      await client.open('A.json', policy);
      const [action, ...others] = await client.actions('A.json', 'sqs:SendMessage');
      assert.deepEqual(
        [action?.title, action?.command?.command, action?.command?.arguments, titles(others)],
        [title, 'iamRefine.stopKeeping', [uriOf('A.json'), ['sqs:Send*']], []],
      );
    }));

  test('edits the file in other clients', () =>
    withClient({ files: keep(mine) }, async (client) => {
      await client.open('A.json', policy);
      const [action] = await client.actions('A.json', 'sqs:SendMessage');
      assert.equal(action?.title, title);
      const { edit } = await client.resolved(action);
      const [change] = edit?.documentChanges ?? [];
      assert.ok(change !== undefined && 'edits' in change);
      const before = TextDocument.create('', 'jsonc', 0, client.files.get(uriOf('.iam-refine.json')) ?? '');
      assert.deepEqual(
        [change.textDocument.uri, JSON.parse(TextDocument.applyEdits(before, change.edits as TextEdit[])) as unknown],
        [uriOf('.iam-refine.json'), { keep: [{ ...mine, actions: ['sqs:ListQueues'] }] }],
      );
    }));

  test('says that a rule without principals also keeps the action of others', () =>
    withClient({ ...ours, files: keep({ actions: ['sqs:SendMessage'], reason: 'audit' }) }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(titles(await client.actions('A.json', 'sqs:SendMessage')), [
        'Stop Keeping sqs:SendMessage, also for other principals (keep rule in line 1 of .iam-refine.json)',
      ]);
    }));

  test('is not offered for a rule that keeps nothing here: another principal, not unused, or expired', () =>
    withClient(
      {
        ...ours,
        files: keep(
          { ...mine, principals: [roleArn('B')] },
          { actions: ['sqs:ReceiveMessage'], reason: 'not unused' },
          { actions: ['sqs:*'], reason: 'old', until: '2020-01-01' },
        ),
      },
      async (client) => {
        await client.open('A.json', policy);
        for (const at of ['sqs:SendMessage', 'sqs:Receive*'])
          assert.ok(!titles(await client.actions('A.json', at)).some((one) => one.startsWith('Stop')), at);
      },
    ));
});
