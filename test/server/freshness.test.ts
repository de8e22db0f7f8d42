/** New, changed and removed findings, configurations and catalogues are told to the client, and used at once. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FileChangeType, type FileEvent } from 'vscode-languageserver/node';
import {
  evidenceChangedNotification,
  findingChoicesRequest,
  unusedAccessRequest,
  type EvidenceChangedParams,
  type FindingChoices,
  type UnusedAccess,
} from '../../protocol/src/index.ts';
import { root, uriOf, type Client } from './client.ts';
import { finding, inWords, policy, withClient } from './support.ts';

const event = (file: string, type: FileChangeType): FileEvent => ({ uri: uriOf(file), type });
const created = (file: string): FileEvent => event(file, FileChangeType.Created);
const changed = (file: string): FileEvent => event(file, FileChangeType.Changed);
const deleted = (file: string): FileEvent => event(file, FileChangeType.Deleted);

/** Reports events, and gives the files that the server then says have changed. */
function told(client: Client, ...events: readonly FileEvent[]): Promise<readonly string[]> {
  const next = new Promise<readonly string[]>((resolve) => {
    const listener = client.connection.onNotification(evidenceChangedNotification, (params: EvidenceChangedParams) => {
      listener.dispose();
      resolve(params.uris.map((uri) => uri.slice(root.length + 1)));
    });
  });
  void client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: events });
  return next;
}

const look = (client: Client): Promise<UnusedAccess> => client.connection.sendRequest(unusedAccessRequest, {});

suite('the client is told once for a batch', () => {
  test('of findings that appear, and the workspace is searched with them', () =>
    withClient({ files: { 'A.json': policy } }, async (client) => {
      assert.equal((await look(client)).findings, 0);
      client.files.set(uriOf('f/A.finding.json'), finding('A', ['SendMessage']));
      client.files.set(uriOf('f/B.finding.json'), finding('B', ['SendMessage']));
      assert.deepEqual(await told(client, created('f/A.finding.json'), created('f/B.finding.json')), [
        'f/A.finding.json',
        'f/B.finding.json',
      ]);
      const { findings, policies } = await look(client);
      assert.deepEqual([findings, policies.map(({ file }) => file)], [2, ['A.json']]);
    }));

  test('of findings as lines, and of a configuration', () =>
    withClient({ files: { 'A.json': policy } }, async (client) => {
      await look(client);
      for (const [name, principal] of [
        ['finding.ndjson', 'A'],
        ['all-findings.JSONL', 'B'],
      ] as const) {
        client.files.set(uriOf(name), `${finding(principal, ['SendMessage'])}\n`);
        assert.deepEqual(await told(client, created(name)), [name]);
      }
      assert.equal((await look(client)).findings, 2);
      const keep = [{ actions: ['sqs:*'], reason: 'r' }];
      client.files.set(uriOf('.iam-refine.json'), JSON.stringify({ keep }));
      assert.deepEqual(await told(client, created('.iam-refine.json')), ['.iam-refine.json']);
      assert.deepEqual((await look(client)).policies, []);
    }));

  test('of a folder that appears: nothing else is told of the findings in it', () =>
    withClient({ files: { 'A.json': policy } }, async (client) => {
      await look(client);
      client.files.set(uriOf('reports/deep/A.finding.json'), finding('A', ['SendMessage']));
      const inside = [created('reports/deep/A.finding.json'), created('reports/deep')];
      assert.deepEqual(await told(client, ...inside, created('reports')), ['reports']);
      assert.equal((await look(client)).findings, 1);
    }));

  test('of a folder that disappears, or comes with other findings', () =>
    withClient(
      { files: { 'A.json': policy, 'f/x/A.finding.json': finding('A', ['SendMessage']), 'f/y/no.json': '{}' } },
      async (client) => {
        assert.equal((await look(client)).findings, 1);
        client.files.delete(uriOf('f/x/A.finding.json'));
        client.files.set(uriOf('f/x/B.finding.json'), finding('B', ['SendMessage']));
        client.files.set(uriOf('f/x/C.finding.json'), finding('C', ['SendMessage']));
        assert.deepEqual(await told(client, created('f/x')), ['f/x']);
        assert.equal((await look(client)).findings, 2);
        client.files.delete(uriOf('f/x/B.finding.json'));
        client.files.delete(uriOf('f/x/C.finding.json'));
        assert.deepEqual(await told(client, deleted('f')), ['f']);
        assert.equal((await look(client)).findings, 0);
      },
    ));

  test('of a folder with a configuration that disappears', () =>
    withClient(
      {
        files: {
          'A.finding.json': finding('A', ['SendMessage']),
          'p/A.json': policy,
          'p/.iam-refine.json': JSON.stringify({ keep: [{ actions: ['sqs:*'], reason: 'r' }] }),
        },
      },
      async (client) => {
        assert.equal((await look(client)).policies.length, 0);
        client.files.delete(uriOf('p/.iam-refine.json'));
        assert.deepEqual(await told(client, deleted('p')), ['p']);
        assert.equal((await look(client)).policies.length, 1);
      },
    ));

  test('of a folder of which a change is told: it may have gone and come again in between', () =>
    withClient({ files: { 'A.json': policy, 'A.finding.json': finding('A', ['SendMessage']) } }, async (client) => {
      assert.equal((await look(client)).findings, 1);
      client.files.set(uriOf('fetched/B.finding.json'), finding('B', ['SendMessage']));
      assert.deepEqual(await told(client, changed('fetched')), ['fetched']);
      assert.equal((await look(client)).findings, 2);
    }));

  test('not of other files that appear and disappear', () =>
    withClient({ files: { 'A.json': policy, 'A.finding.json': finding('A', ['SendMessage']) } }, async (client) => {
      await look(client);
      client.files.set(uriOf('dist/new.js'), '');
      client.files.set(uriOf('node_modules/x/A.finding.json'), finding('A', []));
      const others = [created('dist/new.js'), deleted('gone'), created('node_modules/x')];
      assert.deepEqual(await told(client, ...others, changed('A.finding.json')), ['A.finding.json']);
      await look(client);
      assert.equal(client.readFiles.filter((uri) => uri.endsWith('A.finding.json')).length, 2);
    }));

  test('of settings, from which anything may differ', () =>
    withClient({ files: { 'A.json': policy } }, async (client) => {
      await client.open('A.json', policy);
      const next = new Promise((resolve) => client.connection.onNotification(evidenceChangedNotification, resolve));
      await client.setSettings({ findings: ['x/*.json'] }, 'A.json');
      assert.deepEqual(await next, { uris: [] });
    }));

  test('of a catalogue that is written, and it is used', () =>
    withClient(
      {
        files: {
          'A.json': policy,
          'c.json': '{"sqs": ["SendMessage"]}',
          'A.finding.json': finding('A', ['DeleteQueue']),
        },
        settings: { catalogue: 'c.json' },
      },
      async (client) => {
        await client.open('A.json', policy);
        const unknown = (): string[] => inWords(client.diagnostics.get(uriOf('A.json')));
        assert.deepEqual(unknown(), [
          '4 action.unknown: sqs:Receive* matches no action in the catalogue c.json',
          '4 action.unknown: sqs:List* matches no action in the catalogue c.json',
        ]);
        client.files.set(uriOf('c.json'), '{"sqs": ["SendMessage", "ReceiveMessage", "ListQueues"]}');
        await client.report([changed('c.json')], 'A.json');
        assert.deepEqual(unknown(), []);
      },
    ));
});

suite('what can be chosen', () => {
  test('is what there is now, though the analysis of the policy stays the same', () =>
    withClient({ files: {} }, async (client) => {
      await client.open('x.json', policy);
      const choices = (): Promise<FindingChoices> =>
        client.connection.sendRequest(findingChoicesRequest, { uri: uriOf('x.json') });
      assert.equal((await choices()).kind, 'none');
      client.files.set(uriOf('f/A.finding.json'), finding('A', ['SendMessage']));
      await told(client, created('f/A.finding.json'));
      const now = await choices();
      assert.deepEqual(now.kind === 'choices' && now.choices.map(({ name }) => name), ['A']);
    }));
});
