/**
 * On Windows, where a file may be named in any letter case, and its drive in four ways: what the server finds and what
 * a client tells of is one file. The files are in memory, and the server takes the system for Windows.
 */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import * as fc from 'fast-check';
import { CodeLensRefreshRequest, type FileChangeType } from 'vscode-languageserver/node';
import { unusedAccessRequest, type UnusedAccess } from '../../protocol/src/index.ts';
import { canonical, looseKeyOf, pathOf, uriOf } from '../../platform/src/fileUris.ts';
import type { Platform } from '../../platform/src/platform.ts';
import { slow } from '../support/slow.ts';
import { everything, type Client, type Options } from './client.ts';
import { finding, inWords, policy, withClient } from './support.ts';

const platform = Object.getOwnPropertyDescriptor(process, 'platform') ?? {};

const folder = 'file:///c%3A/w';
const uri = (file: string): string => `${folder}/${file}`;
const unused = '2 action.unused: sqs:SendMessage is unused';

/** The host of a file system that ignores letter case. */
function ignoringCase(sound: Platform, files: ReadonlyMap<string, string>): Platform {
  const nameOf = (one: string): string =>
    [...files.keys()].find((known) => looseKeyOf(known) === looseKeyOf(one)) ?? one;
  const namedSo = (one: string): boolean => pathOf(one) !== undefined;
  return {
    ...sound,
    readFile: (one, what) => sound.readFile(nameOf(one), what),
    readPieces: (one) => sound.readPieces(nameOf(one)),
    stamp: (one) => sound.stamp(nameOf(one)),
    writtenUri: async (one) => nameOf(one),
    findFiles: (top, ...rest) => sound.findFiles(canonical(top), ...rest),
    lookBelow: (top) => sound.lookBelow(canonical(top)),
    placeOf: async (one, top) => (namedSo(one) ? sound.placeOf(nameOf(one), top) : { kind: 'other' }),
  };
}

const capabilities = { ...everything, workspace: { ...everything.workspace, codeLens: { refreshSupport: true } } };
const windows = (files: Options['files'] = {}): Options => ({
  files,
  folders: ['file:///C:/w'],
  host: ignoringCase,
  capabilities,
});

/** As clients and Node write a file of the folder. */
const spellings: readonly ((file: string) => string)[] = [
  uri,
  (file) => `file:///C:/w/${file}`,
  (file) => `file:///c:/W/${file.toUpperCase()}`,
  (file) => `file:///C%3a/w/${file.toLowerCase()}`,
  (file) => `file://localhost/c:/w/./${file}`,
];

async function tell(client: Client, uris: readonly string[], type: FileChangeType): Promise<void> {
  const noticed = new Promise<void>((resolve) => {
    client.connection.onRequest(CodeLensRefreshRequest.type, () => resolve());
  });
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: uris.map((one) => ({ uri: one, type })),
  });
  await noticed;
}

suite('on Windows', () => {
  before(() => Object.defineProperty(process, 'platform', { ...platform, value: 'win32' }));
  after(() => Object.defineProperty(process, 'platform', platform));

  const files = { [uri('A.finding.json')]: finding('A', ['SendMessage']) };

  for (const spelled of spellings)
    test(`a document that is named ${spelled('A.json')} is in its folder, and findings are found`, () =>
      withClient(windows({ ...files, [uri('A.json')]: policy }), async (client) => {
        const document = spelled('A.json');
        await client.open(document, policy);
        assert.deepEqual(inWords(client.diagnostics.get(document)), [unused]);
      }));

  test('a file that cannot be read blocks the policies of its folder, however the document is named', () =>
    withClient(
      {
        ...windows({ ...files, [uri('sub/x.finding.json')]: '', [uri('sub/A.json')]: policy }),
        host: (sound, stored) => {
          const host = ignoringCase(sound, stored);
          return {
            ...host,
            async *readPieces(one) {
              if (one.includes('x.finding')) throw new Error('EACCES: permission denied');
              yield* host.readPieces(one);
            },
          };
        },
      },
      async (client) => {
        const document = 'file:///C:/w/SUB/a.json';
        await client.open(document, policy);
        assert.match(
          inWords(client.diagnostics.get(document)).join('\n'),
          /^3 finding\.unreadable: .*x\.finding\.json.*cannot be read/,
        );
      },
    ));

  test('what a client calls a stream or a device is not read', () =>
    withClient(windows({ ...files, [uri('A.json')]: policy }), async (client) => {
      await client.open(uri('A.json'), policy);
      client.readFiles.length = 0;
      const odd = ['A.finding.json%3Astream.json', 'nul.finding.json', 'A.finding.json.', 'COM1/x.finding.json'];
      await tell(client, odd.map(uri), 1);
      await client.connection.sendRequest(unusedAccessRequest, {});
      assert.deepEqual(
        client.readFiles.filter((read) => odd.map(uri).includes(read)),
        [],
      );
    }));

  test('a catalogue on another machine is not asked for', () => {
    const asked: string[] = [];
    const host: Options['host'] = (sound, stored) => ({
      ...ignoringCase(sound, stored),
      resolvePath: (_, file) => uriOf(file),
      readFile: async (one, what) => (what === 'catalogue' && asked.push(one), sound.readFile(one, what)),
    });
    return withClient(
      { ...windows(files), host, settings: { catalogue: '\\\\server\\share\\catalogue.json' } },
      async (client) => {
        await client.open(uri('A.json'), policy);
        assert.deepEqual([asked, inWords(client.diagnostics.get(uri('A.json')))], [[], [unused]]);
        assert.match(
          client.log.join('\n'),
          /iamRefine\.catalogue: it is on another machine, and no connection is opened; .* is used/,
        );
      },
    );
  });

  test('a folder that is taken away may be named otherwise than it was given', () =>
    withClient(windows({ ...files, [uri('A.json')]: policy }), async (client) => {
      const document = uri('A.json');
      await client.open(document, policy);
      const next = client.next(document);
      const event = { added: [], removed: [{ uri: 'file:///c%3A/W/', name: 'w' }] };
      await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
      await next;
      const { policies } = await client.connection.sendRequest<UnusedAccess>(unusedAccessRequest, {});
      assert.deepEqual(policies, []);
    }));

  const names = ['A', 'B', 'C'];
  const file = fc
    .tuple(fc.constantFrom('', 'sub/'), fc.constantFrom('A', 'a', 'B', 'b'))
    .map(([below, name]) => `${below}${name}.finding.json`);
  const step = fc.record({
    kind: fc.constantFrom('write' as const, 'remove' as const),
    file,
    name: fc.constantFrom(...names),
    spelled: fc.constantFrom(...spellings),
    type: fc.constantFrom<FileChangeType>(1, 2, 3),
    isAsked: fc.boolean(),
  });

  const used = async (client: Client): Promise<unknown> => {
    const { policies, findings } = await client.connection.sendRequest<UnusedAccess>(unusedAccessRequest, {});
    const read = client.log.findLast((line) => line.includes(' findings in '));
    return [findings, read, policies.map(({ file: one, principals }) => [one, principals])];
  };

  slow('after any changes in any spelling, the findings used are those that a fresh server uses', () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const policies = Object.fromEntries(names.map((name) => [uri(`${name}.json`), policy]));
        await withClient(windows(policies), async (client) => {
          await used(client);
          for (const { kind, file: one, name, spelled, type, isAsked } of steps) {
            if (isAsked) await used(client);
            // Writing under a name in another case gives the file that name: only an editor that renames does so.
            for (const known of client.files.keys())
              if (looseKeyOf(known) === looseKeyOf(uri(one))) client.files.delete(known);
            if (kind === 'write') client.files.set(uri(one), finding(name, ['SendMessage']));
            await tell(client, [spelled(one)], type);
          }
          const stored = Object.fromEntries(client.files);
          const followed = await used(client);
          await withClient(windows(stored), async (fresh) => assert.deepEqual(followed, await used(fresh)));
        });
      }),
      { numRuns: 25 },
    ),
  );
});
