/**
 * What goes wrong around the server: files that change under it, events that are lost, clients that cancel or come too
 * late.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CancellationTokenSource, FileChangeType, type FileEvent } from 'vscode-languageserver/node';
import {
  chooseFindingRequest,
  findingChoicesRequest,
  findingPlacesRequest,
  previewRequest,
  refineFileRequest,
  type RefineFileResult,
} from '../../protocol/src/index.ts';
import type { Platform } from '../../platform/src/platform.ts';
import { slow } from '../support/slow.ts';
import { uriOf, type Options } from './client.ts';
import { finding, inWords, policy, titles, withClient } from './support.ts';

const file = 'A.finding.json';
const [send, list] = [finding('A', ['SendMessage']), finding('A', ['ListQueues'])];
const saysSend = ['2 action.unused: sqs:SendMessage is unused'];
const saysList = ['2 wildcard.partly-unused: 1 of 4 actions of sqs:List* is unused'];

suite('findings files that change under the server', () => {
  /** A host whose files are written, as `write` does, between the first and the last piece that is read of them. */
  const written =
    (write: (files: Map<string, string>, uri: string) => void): NonNullable<Options['host']> =>
    (sound, files) => ({
      ...sound,
      async *readPieces(uri) {
        const before = files.get(uri) ?? '';
        const half = Math.floor(before.length / 2);
        yield { text: before.slice(0, half), done: half, total: before.length };
        write(files, uri);
        yield { text: (files.get(uri) ?? '').slice(half), done: before.length, total: before.length };
      },
    });
  // The first half of the one and the second of the other are sound JSON, and say what neither says: SendMessage and
  // ListQueues.
  const padding = Array.from({ length: 100 }, () => 'TagQueue');
  const before = finding('A', ['SendMessage', ...padding, 'PurgeQueue']);
  const after = finding('A', ['CreateQueue', ...padding, 'ListQueues']);

  test('one that is written while it is read is read again, whole', () => {
    let times = 0;
    const host = written((files, uri) => void (times++ === 0 && files.set(uri, after)));
    return withClient({ files: { [file]: before }, host }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(
        client.log.filter((line) => line.includes('no finding')),
        [],
      );
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), saysList);
    });
  });

  test('one that is written again and again counts for nothing, and that is logged', () => {
    let times = 0;
    const host = written((files, uri) => void files.set(uri, `${before} ${' '.repeat(times++)}`));
    return withClient({ files: { [file]: before }, host }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual([times, inWords(client.diagnostics.get(uriOf('A.json')))], [3, []]);
      const said = `${uriOf(file)}: it kept changing while it was read; no finding in this file is used`;
      assert.ok(client.log.includes(said), client.log.join('\n'));
    });
  });

  test('one that may not be read counts for nothing, and that is logged', () => {
    const host = (sound: Platform): Platform => ({
      ...sound,
      // eslint-disable-next-line require-yield -- there is nothing to yield
      async *readPieces() {
        throw new Error("EACCES: permission denied, open 'A.finding.json'");
      },
    });
    return withClient({ files: { [file]: send }, host }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), []);
      const said = `${uriOf(file)}: EACCES: permission denied, open 'A.finding.json'; no finding in this file is used`;
      assert.ok(client.log.includes(said), client.log.join('\n'));
    });
  });

  test('one that may not be read may be about anybody: what names nobody beside it does not count', () => {
    const host = (sound: Platform): Platform => ({
      ...sound,
      async *readPieces(uri) {
        if (uri.endsWith('/x.finding.json')) throw new Error('EACCES: permission denied');
        yield* sound.readPieces(uri);
      },
    });
    const short = '[{"serviceNamespace": "sqs", "actions": ["SendMessage"]}]';
    return withClient({ files: { 'short.finding.json': short, 'x.finding.json': send }, host }, async (client) => {
      await client.open('A.json', policy);
      assert.match(
        inWords(client.diagnostics.get(uriOf('A.json'))).join('\n'),
        /^3 finding\.unreadable: x\.finding\.json cannot be read \(EACCES: permission denied\)/,
      );
    });
  });

  test('no more than 64 are open at once', () => {
    let [open, most] = [0, 0];
    const host = (sound: Platform): Platform => ({
      ...sound,
      async *readPieces(uri) {
        most = Math.max(most, ++open);
        try {
          yield* sound.readPieces(uri);
        } finally {
          open--;
        }
      },
    });
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`${i}.finding.json`, finding(`R${i}`, ['SendMessage'])]),
    );
    return withClient({ files: { ...files, [file]: send }, host }, async (client) => {
      await client.open('A.json', policy);
      assert.deepEqual([most, open, inWords(client.diagnostics.get(uriOf('A.json')))], [64, 0, saysSend]);
    });
  });

  test('a configuration that is there and may not be read blocks: what it wants kept is not known', () => {
    const host = (sound: Platform): Platform => ({
      ...sound,
      readFile: async (uri) =>
        uri.endsWith('.iam-refine.json')
          ? { kind: 'unreadable', reason: 'permission denied' }
          : sound.readFile(uri, 'configuration'),
    });
    return withClient({ files: { [file]: send, '.iam-refine.json': '{}' }, host }, async (client) => {
      await client.open('A.json', policy);
      const said =
        'The configuration .iam-refine.json cannot be used (line 1: permission denied), so nothing is removed';
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [`2 config.unreadable: ${said}`]);
      assert.deepEqual(titles(await client.actions('A.json', '"sqs:SendMessage"')), []);
    });
  });
});

suite('events that are lost, doubled, or come all at once', () => {
  test('lost: nothing is offered on the word of a file that is another one now, and the diagnostics follow', () =>
    withClient({ files: { [file]: send } }, async (client) => {
      await client.open('A.json', policy);
      client.files.set(uriOf(file), list);
      const followed = client.next('A.json');
      assert.deepEqual(titles(await client.actions('A.json', '"sqs:SendMessage"')), []);
      await followed;
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), saysList);
    }));

  test('lost: a file that is gone', () =>
    withClient({ files: { [file]: send } }, async (client) => {
      await client.open('A.json', policy);
      client.files.delete(uriOf(file));
      const followed = client.next('A.json');
      const result = await client.connection.sendRequest<RefineFileResult>(refineFileRequest, { uri: uriOf('A.json') });
      await followed;
      assert.deepEqual([result.kind, inWords(client.diagnostics.get(uriOf('A.json')))], ['nothing', []]);
    }));

  test('lost: a configuration that wants something kept now', () =>
    withClient({ files: { [file]: send, '.iam-refine.json': '{}' } }, async (client) => {
      await client.open('A.json', policy);
      client.files.set(uriOf('.iam-refine.json'), '{"keep": [{"actions": ["sqs:Send*"], "reason": "month-end"}]}');
      const followed = client.next('A.json');
      assert.deepEqual(titles(await client.actions('A.json', '"sqs:SendMessage"')), [
        'Stop Keeping sqs:Send*, also for other principals (keep rule in line 1 of .iam-refine.json)',
      ]);
      await followed;
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), []);
    }));

  test('doubled: read once, analysed once', () =>
    withClient({ files: { [file]: send } }, async (client) => {
      await client.open('A.json', policy);
      client.files.set(uriOf(file), list);
      const [read, analysed] = [client.readFiles.length, client.analysed.length];
      const [changed, created] = [FileChangeType.Changed, FileChangeType.Created].map((type) => ({
        uri: uriOf(file),
        type,
      }));
      await client.report([changed, changed, created] as FileEvent[], 'A.json');
      // Once for what it says, once more for where it says so.
      assert.deepEqual([client.readFiles.length - read, client.analysed.length - analysed], [2, 1]);
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), saysList);
    }));

  slow('a thousand at once: each file is read once, the document analysed once', () => {
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`f/${i}.finding.json`, finding(`R${i}`, ['SendMessage'])]),
    );
    return withClient({ files: { ...files, 'R7.json': policy } }, async (client) => {
      await client.open('R7.json', policy);
      for (const name of Object.keys(files))
        client.files.set(uriOf(name), (files[name] ?? '').replace('SendMessage', 'ListQueues'));
      const [read, analysed] = [client.readFiles.length, client.analysed.length];
      await client.report(
        Object.keys(files).map((name) => ({ uri: uriOf(name), type: FileChangeType.Changed })),
        'R7.json',
      );
      // And the one that speaks once more, for where it says so.
      assert.deepEqual([client.readFiles.length - read, client.analysed.length - analysed], [1001, 1]);
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('R7.json'))), saysList);
    });
  });
});

test('by a clock that goes back a finding lies ahead: that is said, and breaks nothing', () => {
  let now = Date.parse('2026-11-24T12:00:00Z');
  return withClient({ files: { [file]: send }, host: (sound) => ({ ...sound, now: () => now }) }, async (client) => {
    await client.open('A.json', policy);
    // Before the day of the finding, and before there was a clock.
    for (const then of ['2026-11-01T00:00:00Z', '1969-01-01T00:00:00Z']) {
      now = Date.parse(then);
      await client.change('A.json', `${policy} `);
      const ahead =
        '3 finding.stale: The finding for A is from 2026-11-20, which is in the future: fetch it again before removing anything';
      assert.deepEqual(inWords(client.diagnostics.get(uriOf('A.json'))), [ahead, ...saysSend], then);
    }
  });
});

suite('clients that cancel, or come too late', () => {
  /** Requests about a document that are under way while findings are read. */
  const requests: readonly (readonly [method: string, params: object])[] = [
    [
      'textDocument/codeAction',
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } }, context: { diagnostics: [] } },
    ],
    ['textDocument/hover', { position: { line: 0, character: 50 } }],
    ...[refineFileRequest, previewRequest, findingChoicesRequest, findingPlacesRequest].map(
      (method) => [method, {}] as const,
    ),
    [chooseFindingRequest, { principals: ['arn:aws:iam::123456789012:role/A'] }],
  ];
  for (const [method, params] of requests)
    test(`${method}: cancelled while findings are read, it is answered at once, and the next one is not cut short`, () => {
      let release: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (release = resolve));
      const host = (sound: Platform): Platform => ({
        ...sound,
        async *readPieces(uri) {
          await gate;
          yield* sound.readPieces(uri);
        },
      });
      return withClient({ files: { [file]: send }, host }, async (client) => {
        const uri = uriOf('A.json');
        const opened = client.open('A.json', policy);
        const source = new CancellationTokenSource();
        const answer = client.connection.sendRequest(method, { ...params, uri, textDocument: { uri } }, source.token);
        source.cancel();
        await assert.rejects(answer, { code: -32_800 });
        release();
        await opened;
        assert.deepEqual(inWords(client.diagnostics.get(uri)), saysSend);
        assert.deepEqual(titles(await client.actions('A.json', '"sqs:SendMessage"')), [
          'Remove unused action sqs:SendMessage !',
          'Refine this statement',
        ]);
      });
    });

  test('an edit for a text that has changed is dropped, and made anew for the text as it is', () => {
    let times = 0;
    const typed = policy.replace('sqs:Receive*', 'sqs:Receive*", "sqs:PurgeQueue');
    const beforeEdit: Options['beforeEdit'] = async (client) =>
      void (times++ === 0 && (await client.change('A.json', typed)));
    return withClient({ files: { [file]: send }, beforeEdit }, async (client) => {
      await client.open('A.json', policy);
      const refined = client.next('A.json', 3);
      const result = await client.connection.sendRequest<RefineFileResult>(refineFileRequest, { uri: uriOf('A.json') });
      await refined;
      assert.deepEqual([result.kind, times], ['refined', 2]);
      assert.equal(client.textOf('A.json'), typed.replace('"sqs:SendMessage", ', ''));
    });
  });

  test('somebody who never stops typing is told that nothing was changed', () => {
    let times = 0;
    const beforeEdit: Options['beforeEdit'] = async (client) =>
      void (await client.change('A.json', `${policy}${' '.repeat(++times)}`));
    return withClient({ files: { [file]: send }, beforeEdit }, async (client) => {
      await client.open('A.json', policy);
      const result = await client.connection.sendRequest<RefineFileResult>(refineFileRequest, { uri: uriOf('A.json') });
      assert.deepEqual([result, times], [{ kind: 'not-applied', reason: 'the file has changed in the meantime' }, 3]);
    });
  });
});
