/**
 * Findings globs that match thousands of files: bounded, with one message, and without any edit on the ground of a part
 * of the findings.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FileChangeType } from 'vscode-languageserver/node';
import type { Platform } from '../../platform/src/platform.ts';
import { uriOf } from './client.ts';
import { finding, inWords, policy, titles, withClient } from './support.ts';

const files = { 'A.finding.json': finding('A', ['SendMessage']) };

/** A host whose search has seen so many files, and ends at a bound where `end` says so. */
const searching =
  (seen: number, end?: 'files' | 'entries') =>
  (sound: Platform): Platform => ({
    ...sound,
    async findFiles(folder, globs, options) {
      await options.goesOn?.(seen);
      await options.goesOn?.(seen);
      return { ...(await sound.findFiles(folder, globs, options)), end };
    },
  });

/** A host whose search sees as many files as a user has patience for. */
const searchingOn = (sound: Platform): Platform => ({
  ...sound,
  async findFiles(folder, globs, options) {
    const found = await sound.findFiles(folder, globs, options);
    if (options.goesOn === undefined) return found;
    while (await options.goesOn(30_000)) await new Promise(setImmediate);
    return { ...found, end: 'given-up' };
  },
});
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

const blocked = (reason: string): string => `3 finding.incomplete: ${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;

suite('a search for findings that ends early', () => {
  const tooMany =
    'more than 20,000 files below w match **/*finding*.{json,ndjson,jsonl}, so no findings file is read: use globs that match only findings';
  const tooFar =
    'there are more than 500,000 files and folders below w, so no findings file is read: let the globs (**/*finding*.{json,ndjson,jsonl}) start with a folder';

  for (const [end, reason] of [
    ['files', tooMany],
    ['entries', tooFar],
  ] as const)
    test(`blocks all policies, with one message: ${end}`, () =>
      withClient({ files, host: searching(100, end) }, async (client) => {
        for (const file of ['A.json', 'B.json']) await client.open(file, policy);
        assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [blocked(reason)]);
        assert.deepEqual(titles(await client.actionsIn('A.json')), []);
        assert.deepEqual(client.readFiles, []);
        assert.deepEqual(client.log, [`file:///w: ${reason}`]);
      }));

  test('is not made again with each file that changes', async () => {
    let searches = 0;
    const host = (sound: Platform): Platform => ({
      ...sound,
      findFiles: async () => (searches++, { uris: [], end: 'files' }),
    });
    await withClient({ files, host }, async (client) => {
      await client.open('A.json', policy);
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: uriOf('A.finding.json'), type: FileChangeType.Changed }],
      });
      await pause();
      await client.change('A.json', `${policy} `);
      // One for findings, and one for the Terraform modules that may name the policy.
      assert.deepEqual([searches, client.log], [2, [`file:///w: ${tooMany}`]]);
    });
  });

  test('does not make a rule of keep look idle', () =>
    withClient(
      {
        files: { ...files, '.iam-refine.json': JSON.stringify({ keep: [{ actions: ['sqs:Unheard'], reason: 'r' }] }) },
        host: searching(100, 'files'),
      },
      async (client) => {
        await client.open('A.json', policy);
        assert.deepEqual(client.diagnostics.get(uriOf('.iam-refine.json')) ?? [], []);
      },
    ));

  test('shows its progress when it is long, and can be given up', async () => {
    await withClient({ files, host: searching(30_000) }, async (client) => {
      assert.equal((await client.open('A.json', policy)).problems, 1);
      assert.deepEqual(client.progress, ['begin Looking for findings', 'report', 'end']);
    });
    await withClient({ files, host: searchingOn, cancelsProgress: true }, async (client) => {
      await client.open('A.json', policy);
      const reason =
        'the search for findings below w was cancelled, so no findings file is read until the server is restarted';
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [blocked(reason)]);
    });
  });
});

suite('thousands of findings files', () => {
  const many = (count: number, text: string): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`many/${i}.finding.json`, text]));

  test('have one progress bar, and can be given up: then none of them counts', async () => {
    const all = { ...files, ...many(600, '[]') };
    await withClient({ files: all }, async (client) => {
      assert.equal((await client.open('A.json', policy)).problems, 1);
      assert.deepEqual(
        client.progress.filter((step) => step !== 'report'),
        ['begin Reading 601 findings files', 'end'],
      );
    });
    await withClient({ files: all, cancelsProgress: true }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [
        blocked('reading the findings below w was cancelled'),
      ]);
      assert.ok(client.readFiles.length < 601, String(client.readFiles.length));
    });
  });

  test('that are broken get a line each, up to a hundred, and one for all others', () =>
    withClient({ files: { ...files, ...many(300, '{') } }, async (client) => {
      await client.open('A.json', policy);
      const lines = client.log.filter((line) => line.includes('no finding in this file is used'));
      const shown = [...client.diagnostics].filter(([uri, list]) => uri.includes('/many/') && list.length > 0);
      assert.deepEqual(
        [lines.length, shown.length, client.log.slice(-1)],
        [100, 100, ['file:///w: more findings files with problems: 200']],
      );
    }));
});
