/** Choosing findings in a template with several roles, over the protocol: for the policy at the cursor. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FileChangeType } from 'vscode-languageserver/node';
import {
  chooseFindingRequest,
  findingChoicesRequest,
  type ConfigWriteResult,
  type FindingChoices,
} from '../../protocol/src/index.ts';
import { uriOf } from './client.ts';
import { finding, inWords, policy, roleArn, withClient } from './support.ts';

const findings = {
  'findings/A.finding.json': finding('A', ['SendMessage', 'ListQueues']),
  'findings/B.finding.json': finding('B', ['SendMessage']),
};
const configUri = uriOf('.iam-refine.json');

suite('a template with several roles', () => {
  const roleOf = {
    Type: 'AWS::IAM::Role',
    Properties: { Policies: [{ PolicyDocument: JSON.parse(policy) as object }] },
  };
  const text = JSON.stringify({ Resources: { First: roleOf, Second: roleOf } }, null, 1);

  test('the finding of the policy at the cursor is chosen, and the other has none', () =>
    withClient({ files: findings }, async (client) => {
      await client.open('t.json', text);
      const uri = uriOf('t.json');
      const line = text.split('\n').findLastIndex((one) => one.includes('Statement'));
      const position = { line, character: 10 };
      const choices = await client.connection.sendRequest<FindingChoices>(findingChoicesRequest, { uri, position });
      assert.ok(choices.kind === 'choices');
      assert.deepEqual([choices.resource, choices.choices.map(({ name }) => name)], ['Second', ['A', 'B']]);
      const params = { uri, principals: [roleArn('A')], resource: choices.resource };
      assert.deepEqual(await client.connection.sendRequest<ConfigWriteResult>(chooseFindingRequest, params), {
        kind: 'written',
        file: '.iam-refine.json',
        uri: configUri,
      });
      assert.deepEqual(JSON.parse(client.files.get(configUri) ?? ''), {
        policies: [{ files: 't.json', resource: 'Second', attachedTo: [roleArn('A')] }],
      });
      await client.report([{ uri: configUri, type: FileChangeType.Changed }], 't.json');
      assert.equal(inWords(client.diagnostics.get(uri)).length, 2);
      assert.ok((client.diagnostics.get(uri) ?? []).every(({ range }) => range.start.line > line));
    }));

  test('each policy has a lens that chooses for it', () =>
    withClient({ files: findings, clientOptions: { clientCommands: true } }, async (client) => {
      await client.open('t.json', text);
      const lenses = await client.connection.sendRequest<{ command?: { title: string; arguments?: unknown[] } }[]>(
        'textDocument/codeLens',
        { textDocument: { uri: uriOf('t.json') } },
      );
      assert.deepEqual(
        lenses.flatMap(({ command }) => (command?.title === 'Choose…' ? [command.arguments] : [])),
        [
          [uriOf('t.json'), 0],
          [uriOf('t.json'), 1],
        ],
      );
    }));
});
