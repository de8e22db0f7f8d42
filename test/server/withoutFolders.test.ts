/** Clients that know no folders of a workspace, and those that have none. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { everything, root } from './client.ts';
import { finding, inWords, policy, withClient } from './support.ts';

const workspaceFolders = false;
const withoutFolders = { ...everything, workspace: { ...everything.workspace, workspaceFolders } };
const files = { 'MyRole.finding.json': finding('MyRole', ['SendMessage']) };
const unused = ['2 action.unused: sqs:SendMessage is unused'];

suite('a client without `workspaceFolders`', () => {
  for (const [what, options] of [
    ['that says nothing of folders', { capabilities: {}, folders: undefined }],
    ['that says nothing of folders, and can do all else', { capabilities: withoutFolders, folders: undefined }],
    ['that has none', { capabilities: {}, folders: null }],
    ['that knows them, and has none', { folders: null }],
  ] as const)
    test(`${what}: no error in the log`, () =>
      withClient({ ...options, files }, async ({ open, diagnostics, log, connection }) => {
        const { uri } = await open('MyRole.json', policy);
        assert.deepEqual(inWords(diagnostics.get(uri)), unused);
        await connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
        await open('Other.json', policy);
        assert.deepEqual(
          log.filter((line) => /error|exception|fail/i.test(line)),
          [],
        );
      }));

  test('its root is the folder of its workspace: findings above a file are found', () =>
    withClient(
      { capabilities: withoutFolders, folders: undefined, rootUri: root, files },
      async ({ open, diagnostics }) => {
        const { uri } = await open('deep/down/MyRole.json', policy);
        assert.deepEqual(inWords(diagnostics.get(uri)), unused);
      },
    ));

  test('a client with `workspaceFolders` and none open has no root', () =>
    withClient({ folders: null, rootUri: root, files }, async ({ open, diagnostics }) => {
      const { uri } = await open('deep/down/MyRole.json', policy);
      assert.deepEqual(inWords(diagnostics.get(uri)), []);
    }));
});

test('a document hundreds of folders deep is in none, and no folder above it is asked', () =>
  withClient({ files }, async ({ open, diagnostics }) => {
    for (const [depth, expected] of [
      [400, unused],
      [600, []],
    ] as const) {
      const { uri } = await open(`${'a/'.repeat(depth)}MyRole.json`, policy);
      assert.deepEqual(inWords(diagnostics.get(uri)), expected, String(depth));
    }
  }));
