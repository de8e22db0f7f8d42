/** What the prefix tree offers to do with its wildcard: the change of the light bulb, or why there is none. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  applyFixRequest,
  prefixTreeRequest,
  type ApplyFixParams,
  type PrefixTreeResult,
  type RefineFileResult,
  type Replacement,
} from '../../protocol/src/index.ts';
import { uriOf, type Client } from './client.ts';
import { finding, policy, positionOf, withClient } from './support.ts';

const file = 'A.json';
const evidence = finding('A', ['SendMessage', 'ListQueues']);
const files = { 'A.finding.json': evidence };

async function replacementIn(client: Client, text: string = policy, part = 'sqs:List'): Promise<Replacement> {
  const params = { uri: uriOf(file), position: positionOf(text, part, 2) };
  const result = await client.connection.sendRequest<PrefixTreeResult>(prefixTreeRequest, params);
  assert.ok(result.kind === 'prefixTree', 'a tree');
  return result.replacement;
}

function apply(client: Client, params: ApplyFixParams): Promise<RefineFileResult> {
  return client.connection.sendRequest<RefineFileResult>(applyFixRequest, params);
}

suite('the replacement that the prefix tree offers', () => {
  test('is that of the light bulb, with the same title and the same edit', () =>
    withClient({ files }, async (client) => {
      await client.open(file, policy);
      const replacement = await replacementIn(client);
      const title = 'Replace sqs:List* with 3 shortest safe prefixes';
      assert.ok(replacement.kind === 'possible');
      const inLightBulb = (await client.actionsIn(file)).find((action) => action.title === title);
      assert.deepEqual([replacement.title, replacement.fix], [title, inLightBulb?.data]);
      assert.deepEqual(await apply(client, { fix: replacement.fix }), {
        kind: 'refined',
        kept: 5,
        removed: 1,
        left: [],
      });
      assert.equal(
        client.textOf(file).replace(/\s/g, ''),
        policy
          .replace('"sqs:List*"', '"sqs:ListDeadLetterSourceQueues","sqs:ListMessageMoveTasks","sqs:ListQueueTags"')
          .replace(/\s/g, ''),
      );
    }));

  test('removes a wildcard all of whose actions are unused', () =>
    withClient({ files: { 'A.finding.json': finding('A', null) } }, async (client) => {
      const text = policy.replace('"sqs:SendMessage"', '"s3:GetObject"');
      await client.open(file, text);
      const replacement = await replacementIn(client, text);
      assert.deepEqual(replacement.kind === 'possible' && replacement.title, 'Remove unused action sqs:List*');
    }));

  test('is asked about first if the finding is doubtful', () =>
    withClient(
      { files: { 'A.finding.json': finding('A', ['ListQueues'], { analyzedAt: '2026-01-02T00:00:00Z' }) } },
      async (client) => {
        await client.open(file, policy);
        const replacement = await replacementIn(client);
        assert.ok(replacement.kind === 'possible');
        const answer = await apply(client, { fix: replacement.fix });
        assert.ok(answer.kind === 'confirm');
        assert.equal(client.textOf(file), policy);
        const { findings: confirmed } = answer;
        assert.equal((await apply(client, { fix: replacement.fix, confirmed })).kind, 'refined');
      },
    ));

  test('is refused if the file has changed since, and then is another', () =>
    withClient({ files }, async (client) => {
      await client.open(file, policy);
      const replacement = await replacementIn(client);
      assert.ok(replacement.kind === 'possible');
      const changed = policy.replace('"sqs:Receive*", ', '');
      await client.change(file, changed);
      assert.deepEqual(await apply(client, { fix: replacement.fix }), {
        kind: 'nothing',
        reason: 'Nothing was changed: the file changed after this was offered.',
        left: [],
      });
      assert.equal(client.textOf(file), changed);
      assert.equal((await replacementIn(client, changed)).kind, 'possible');
    }));
});

suite('no replacement is offered, with the reason', () => {
  const none = async (
    reason: string | RegExp,
    {
      more = {},
      text = policy,
      part = 'sqs:List',
    }: {
      readonly more?: Readonly<Record<string, string>>;
      readonly text?: string;
      readonly part?: string;
    },
  ): Promise<void> =>
    withClient({ files: { ...files, ...more } }, async (client) => {
      await client.open(file, text);
      const replacement = await replacementIn(client, text, part);
      assert.ok(replacement.kind === 'none', JSON.stringify(replacement));
      if (typeof reason === 'string') assert.equal(replacement.reason, reason);
      else assert.match(replacement.reason, reason);
    });

  test('where nothing is unused', () => none('none of its actions is reported unused', { part: 'sqs:Receive' }));

  test('where no finding applies', () =>
    none('neither the file nor a folder above it is named after a principal with a finding', {
      more: { 'A.finding.json': finding('B', ['ListQueues']) },
    }));

  test('where what is unused is kept', () =>
    none(/^Reported unused but kept: sqs:ListQueues — .*month-end/, {
      more: { '.iam-refine.json': '{"keep": [{"actions": ["sqs:ListQueues"], "reason": "month-end"}]}' },
    }));

  test('where the configuration cannot be read', () =>
    none(/nothing is removed/, { more: { '.iam-refine.json': '{"keep": 1}' } }));

  test('where the service is not known', () =>
    none(/does not list the service nope, so it is not known what else nope:List\* allows$/, {
      text: policy.replaceAll('sqs:', 'nope:'),
      part: 'nope:List',
      more: { 'A.finding.json': evidence.replace('"sqs"', '"nope"') },
    }));

  test('where the policy would be left without statements', () =>
    none(/./, {
      text: '{"Statement": [{"Effect": "Allow", "Action": "sqs:List*", "Resource": "*"}]}',
      more: { 'A.finding.json': finding('A', null) },
    }));

  test('where the policy cannot be edited', () =>
    none(/percent-encoded/, {
      text: `{"policy": "${encodeURIComponent(policy)}"}`,
      part: 'sqs%3AList',
    }));
});
