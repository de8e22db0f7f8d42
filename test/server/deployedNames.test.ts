/** Names that are made when a template is deployed, over the protocol. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FileChangeType, type CodeAction } from 'vscode-languageserver/node';
import { uriOf } from './client.ts';
import { finding, inWords, policy, roleArn, titles, withClient } from './support.ts';

const name = 'shop-AppRole-1A2B3C4D5E6F7';
const files = { 'f.finding.json': finding(name, ['SendMessage', 'ListQueues']) };
const configUri = uriOf('.iam-refine.json');
const text = JSON.stringify(
  {
    Resources: {
      AppRole: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: JSON.parse(policy) as object }] } },
    },
  },
  null,
  1,
);
const stack = (...names: readonly string[]): string =>
  JSON.stringify({
    StackResourceSummaries: names.map((PhysicalResourceId) => ({
      LogicalResourceId: 'AppRole',
      ResourceType: 'AWS::IAM::Role',
      PhysicalResourceId,
    })),
  });
const isPreferred = (actions: readonly CodeAction[]): boolean => actions.some((action) => action.isPreferred === true);

suite('a generated name', () => {
  test('is offered and not preferred, until it is confirmed', () =>
    withClient({ files }, async (client) => {
      const { status } = await client.open('t.json', text);
      assert.equal(status?.kind, 'stale');
      const uri = uriOf('t.json');
      assert.ok(
        inWords(client.diagnostics.get(uri)).includes(
          `3 finding.ambiguous: The holders are a guess by names as deployed: confirm that AppRole is ${roleArn(name)}`,
        ),
        inWords(client.diagnostics.get(uri)).join('\n'),
      );
      assert.equal(isPreferred(await client.actions('t.json', 'sqs:SendMessage')), false);
      const confirm = (await client.actions('t.json', 'Statement')).find(({ title }) => title.startsWith('Confirm'));
      assert.equal(confirm?.title, `Confirm that AppRole is ${name} (writes .iam-refine.json)`);
      const { edit } = await client.resolved(confirm);
      assert.ok(edit);
      await client.accept(edit);
      assert.deepEqual(JSON.parse(client.files.get(configUri) ?? ''), {
        policies: [{ files: 't.json', resource: 'AppRole', attachedTo: [roleArn(name)] }],
      });
      await client.report([{ uri: configUri, type: FileChangeType.Created }], 't.json');
      assert.equal(isPreferred(await client.actions('t.json', 'sqs:SendMessage')), true);
    }));

  test('is left alone on save', () =>
    withClient({ files }, async (client) => {
      await client.open('t.json', text);
      assert.deepEqual(
        titles(await client.actions('t.json', 'sqs:SendMessage', { only: ['source.fixAll.iamRefine'] })),
        [],
      );
    }));
});

suite('deployed resources', () => {
  test('are looked at again before an edit, because watchers lose events', () =>
    withClient({ files: { ...files, 'aws/stack-resources.json': stack(name) } }, async (client) => {
      await client.open('t.json', text);
      const [remove] = await client.actions('t.json', 'sqs:SendMessage');
      assert.equal(remove?.title, 'Remove unused action sqs:SendMessage');
      client.files.set(uriOf('aws/stack-resources.json'), stack('Other'));
      await assert.rejects(client.resolved(remove), /Nothing was changed: the finding or the configuration changed/);
    }));

  test('name the role, are followed on disk, and are searched for where the setting says', () =>
    withClient({ files: { ...files, 'aws/stack-resources.json': stack(name) } }, async (client) => {
      const { status, finding: spoken } = await client.open('t.json', text);
      assert.deepEqual([status?.kind, spoken?.why], ['matched', 'by stack-resources.json']);
      client.files.set(uriOf('aws/stack-resources.json'), stack('Other'));
      await client.report([{ uri: uriOf('aws/stack-resources.json'), type: FileChangeType.Changed }], 't.json');
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('t.json'))), [
        '3 finding.incomplete: Shared policy (by stack-resources.json, perhaps by the generated name): Other has no finding, so nothing is removed',
      ]);
      await client.setSettings({ deployed: ['elsewhere/*.json'] }, 't.json');
      assert.equal(isPreferred(await client.actions('t.json', 'sqs:SendMessage')), false);
    }));
});
