/** What is done is what was shown: nothing is counted twice, joined with another, or taken for something else. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FileChangeType } from 'vscode-languageserver/node';
import {
  refineFileRequest,
  reviewRequest,
  stopKeepingRequest,
  tickedEditsRequest,
  unusedAccessRequest,
  useAccountRequest,
  type ConfigWriteResult,
  type RefineFileResult,
  type ReviewResult,
  type TickedEditsResult,
  type UnusedAccess,
} from '../../protocol/src/index.ts';
import { root, uriOf, type Client, type Options } from './client.ts';
import { finding, policy, roleArn, withClient } from './support.ts';

const look = (client: Client): Promise<UnusedAccess> => client.connection.sendRequest(unusedAccessRequest, {});

const files = { 'A.finding.json': finding('A', ['SendMessage']), 'A.json': policy };

suite('the view', () => {
  test('of folders inside of each other has each file and each keep rule once', () =>
    withClient(
      {
        files: { 'team/A.finding.json': finding('A', ['SendMessage']), 'team/A.json': policy },
        folders: [root, uriOf('team')],
      },
      async (client) => {
        const { policies } = await look(client);
        assert.deepEqual(
          policies.map(({ file }) => file),
          ['team/A.json'],
        );
      },
    ));

  test('has a row for each of two keep rules in one line', () => {
    const keep = [
      { actions: ['sqs:SendMessage'], reason: 'audit' },
      { actions: ['sqs:ListQueues'], reason: 'backup' },
    ];
    return withClient(
      {
        files: {
          'A.finding.json': finding('A', ['SendMessage', 'ListQueues']),
          'A.json': policy,
          '.iam-refine.json': JSON.stringify({ keep }),
        },
      },
      async (client) => {
        const { kept } = await look(client);
        assert.deepEqual(
          kept.map(({ patterns, reason, actions }) => ({ patterns, reason, actions })),
          [
            { patterns: ['sqs:SendMessage'], reason: 'audit', actions: ['sqs:SendMessage'] },
            { patterns: ['sqs:ListQueues'], reason: 'backup', actions: ['sqs:ListQueues'] },
          ],
        );
      },
    );
  });

  test('has a blocked policy, even if no finding could be read', () =>
    withClient(
      { files: { 'A.finding.json': finding('A', ['SendMessage']).slice(0, -2), 'A.json': policy } },
      async (client) => {
        const { undecided } = await look(client);
        assert.deepEqual(
          undecided.map(({ kind, file }) => ({ kind, file })),
          [{ kind: 'blocked', file: 'A.json' }],
        );
      },
    ));

  const cases: readonly (readonly [what: string, text: string])[] = [
    ['broken', finding('A', ['SendMessage']).slice(0, -2)],
    ['without a principal', finding('A', ['PurgeQueue'], { resource: undefined })],
    ['closed', finding('A', ['SendMessage'], { status: 'ARCHIVED' })],
  ];
  for (const [what, text] of cases)
    test(`and the review do not say that there are no findings where one is ${what}`, () =>
      withClient({ files: { 'A.finding.json': text, 'A.json': policy } }, async (client) => {
        const { findings } = await look(client);
        const review: ReviewResult = await client.connection.sendRequest(reviewRequest, {});
        assert.deepEqual([findings, review.kind === 'review' && review.findings], [1, 1]);
      }));
});

suite('refining a row of the view', () => {
  test('removes nothing if more is unused now than the row shows', () =>
    withClient({ files }, async (client) => {
      await client.open('A.json', policy);
      const [row] = (await look(client)).policies;
      assert.ok(row);
      client.files.set(uriOf('A.finding.json'), finding('A', ['SendMessage', 'ListQueues']));
      const part = { policy: row.policy, mark: row.mark };
      const result: RefineFileResult = await client.connection.sendRequest(refineFileRequest, { uri: row.uri, part });
      assert.deepEqual(result, {
        kind: 'not-applied',
        reason: 'the policy or what is unused has changed: refresh the view',
      });
      assert.equal(client.textOf('A.json'), policy);
    }));
});

suite('stopping to keep', () => {
  const rules = [
    { actions: ['sqs:SendMessage'], reason: 'audit', until: '2027-03-31' },
    { actions: ['sqs:SendMessage'], reason: 'backup' },
  ];
  const keeping = (text: string): Options => ({ files: { ...files, '.iam-refine.json': text } });
  const keepIn = (client: Client): unknown =>
    (JSON.parse(client.files.get(uriOf('.iam-refine.json')) ?? '') as { keep: unknown }).keep;

  test('from a row of the view changes the rule of this row only', () =>
    withClient(keeping(JSON.stringify({ keep: rules })), async (client) => {
      await client.open('A.json', policy);
      const [row] = (await look(client)).kept;
      assert.ok(row);
      const { uri, patterns: actions, offset: rule } = row;
      const written: ConfigWriteResult = await client.connection.sendRequest(stopKeepingRequest, {
        uri,
        actions,
        rule,
      });
      assert.deepEqual([written.kind, keepIn(client)], ['written', rules.slice(1)]);
    }));

  test('finds the rules where they are now, after the configuration was formatted', () =>
    withClient(keeping(JSON.stringify({ keep: rules.slice(1) }, null, 2)), async (client) => {
      await client.open('A.json', policy);
      client.files.set(uriOf('.iam-refine.json'), JSON.stringify({ keep: rules.slice(1) }, null, 4));
      const changed = { uri: uriOf('.iam-refine.json'), type: FileChangeType.Changed };
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [changed] });
      await new Promise((resolve) => setTimeout(resolve, 400));
      const params = { uri: uriOf('A.json'), actions: ['sqs:SendMessage'] };
      const written: ConfigWriteResult = await client.connection.sendRequest(stopKeepingRequest, params);
      assert.deepEqual([written.kind, keepIn(client)], ['written', []]);
    }));
});

suite('the status', () => {
  test('does not say that nothing is reported unused where a keep rule keeps it', () =>
    withClient(
      {
        files: {
          ...files,
          '.iam-refine.json': JSON.stringify({ keep: [{ actions: ['sqs:SendMessage'], reason: 'audit' }] }),
        },
      },
      async (client) => {
        const { status } = await client.open('A.json', policy);
        assert.equal(status?.detail, 'nothing can be removed · finding of 20 Nov');
      },
    ));
});

suite('choosing an account', () => {
  const [prod, dev] = ['111111111111', '999999999999'];
  const ofTwo: Options = {
    files: {
      'A.finding.json': finding('A', ['SendMessage'], { resource: roleArn('A', prod) }),
      'B.finding.json': finding('A', ['SendMessage'], { id: 'other', resource: roleArn('A', dev) }),
      'iam/A.json': policy,
    },
  };
  test('is refused for files that are not those of the document, because its configuration is another now', () =>
    withClient(ofTwo, async (client) => {
      await client.open('iam/A.json', policy);
      const params = { uri: uriOf('iam/A.json'), files: 'prod/**', account: prod };
      const written: ConfigWriteResult = await client.connection.sendRequest(useAccountRequest, params);
      assert.deepEqual(written, {
        kind: 'refused',
        reason: 'the choice is no longer open for these files: refresh the view',
      });
      assert.equal(client.files.has(uriOf('.iam-refine.json')), false);
    }));
});

suite('the edits of a review', () => {
  test('hold against findings that changed while other files were analysed, although no event told of it', async () => {
    let isAsked = false;
    const options: Options = {
      files: { ...files, 'B.finding.json': finding('B', ['ReceiveMessage']), 'B.json': policy },
      host: (sound, all) => ({
        ...sound,
        async readFile(uri, ...rest) {
          // The last file is read: the finding of the first one changes.
          if (isAsked && uri === uriOf('B.json')) all.set(uriOf('A.finding.json'), finding('A', ['ListQueues']));
          return sound.readFile(uri, ...rest);
        },
      }),
    };
    await withClient(options, async (client) => {
      const found: ReviewResult = await client.connection.sendRequest(reviewRequest, {});
      assert.equal(found.kind, 'review');
      const ticked = found.files
        .map(({ uri, mark, policies }) => ({ uri, mark, policies: policies.map((one) => one.policy) }))
        .toSorted((a, b) => (a.uri < b.uri ? -1 : 1));
      isAsked = true;
      const made: TickedEditsResult = await client.connection.sendRequest(tickedEditsRequest, { files: ticked });
      assert.equal(made.kind, 'edits');
      assert.deepEqual(
        [made.files.map(({ file }) => file), made.refused.map(({ file }) => file)],
        [['B.json'], ['A.json']],
      );
    });
  });
});
