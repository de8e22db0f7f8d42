/**
 * A file of the workspace is read where it is: what a link leads to is not, whether the server finds it or a client
 * tells of it.
 */
import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { CodeLensRefreshRequest, FileChangeType } from 'vscode-languageserver/node';
import { unusedAccessRequest, type UnusedAccess } from '../../protocol/src/index.ts';
import { inWords as saying } from '../../core/src/text/index.ts';
import { createNodePlatform } from '../../platform/src/node/nodePlatform.ts';
import { slow } from '../support/slow.ts';
import { everything, type Client, type Options } from './client.ts';
import { finding, inWords, policy, withClient } from './support.ts';

const nodePlatform = createNodePlatform(saying);

const unused = ['2 action.unused: sqs:SendMessage is unused'];

const capabilities = { ...everything, workspace: { ...everything.workspace, codeLens: { refreshSupport: true } } };

/** A workspace folder `w` on disk, and a folder beside it. */
interface Disk {
  readonly options: Options;
  readonly at: (file: string) => string;
  readonly uri: (file: string) => string;
}

async function onDisk(use: (disk: Disk) => Promise<void>): Promise<void> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'iam-refine-links-')));
  const at = (file: string): string => path.join(folder, file);
  const uri = (file: string): string => pathToFileURL(at(file)).href;
  for (const name of ['w', 'beside']) mkdirSync(at(name));
  try {
    await use({
      options: { folders: [uri('w')], capabilities, host: ({ now }) => ({ ...nodePlatform, now }) },
      at,
      uri,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tells the server of changed files, and waits until it has taken notice: then it asks for lenses. */
async function tell(
  client: Client,
  uris: readonly string[],
  type: FileChangeType = FileChangeType.Changed,
): Promise<void> {
  const noticed = new Promise<void>((resolve) => {
    client.connection.onRequest(CodeLensRefreshRequest.type, () => resolve());
  });
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: uris.map((uri) => ({ uri, type })),
  });
  await noticed;
}

const linesAbout = (client: Client, uri: string): string[] => client.log.filter((line) => line.startsWith(`${uri}:`));

suite('a findings file behind a link', () => {
  const cases = [
    ['that leads out of the workspace', '../beside/there.json', 'it is a link that leads out of the workspace'],
    ['to another file of it', 'data.json', 'it is a link'],
    ['that leads nowhere', 'nowhere.json', 'it is a link that cannot be followed'],
  ] as const;
  for (const [what, target, reason] of cases)
    test(`${what} is not used, and named once in the log, whether it is found or told of`, () =>
      onDisk(async ({ options, at, uri }) => {
        for (const file of ['beside/there.json', 'w/data.json']) writeFileSync(at(file), finding('A', ['SendMessage']));
        await withClient(options, async (client) => {
          await client.open(uri('w/A.json'), policy);
          symlinkSync(target, at('w/A.finding.json'));
          await tell(client, [uri('w/A.finding.json')], FileChangeType.Created);
          await tell(client, [uri('w/A.finding.json')]);
          await client.change(uri('w/A.json'), `${policy}\n`);
          const told = [inWords(client.diagnostics.get(uri('w/A.json'))), linesAbout(client, uri('w/A.finding.json'))];
          assert.deepEqual(told, [[], [`${uri('w/A.finding.json')}: ${reason}; it is ignored`]]);
        });
        await withClient(options, async (client) => {
          await client.open(uri('w/A.json'), policy);
          const found = [inWords(client.diagnostics.get(uri('w/A.json'))), linesAbout(client, uri('w/A.finding.json'))];
          assert.deepEqual(found, [[], [`${uri('w/A.finding.json')}: ${reason}; it is ignored`]]);
        });
      }));

  test('is used as soon as the file itself is there', () =>
    onDisk(async ({ options, at, uri }) => {
      writeFileSync(at('beside/there.json'), finding('A', ['SendMessage']));
      symlinkSync('../beside/there.json', at('w/A.finding.json'));
      await withClient(options, async (client) => {
        await client.open(uri('w/A.json'), policy);
        rmSync(at('w/A.finding.json'));
        renameSync(at('beside/there.json'), at('w/A.finding.json'));
        await client.report([{ uri: uri('w/A.finding.json'), type: FileChangeType.Changed }], uri('w/A.json'));
        assert.deepEqual(inWords(client.diagnostics.get(uri('w/A.json'))), unused);
      });
    }));

  test('is not used any more when its folder becomes a link, though nobody tells of it and the file is the same', () =>
    onDisk(async ({ options, at, uri }) => {
      mkdirSync(at('w/findings'));
      writeFileSync(at('w/findings/A.finding.json'), finding('A', ['SendMessage']));
      await withClient(options, async (client) => {
        await client.open(uri('w/A.json'), policy);
        assert.deepEqual(inWords(client.diagnostics.get(uri('w/A.json'))), unused);
        renameSync(at('w/findings'), at('beside/findings'));
        symlinkSync('../beside/findings', at('w/findings'));
        const next = client.next(uri('w/A.json'));
        assert.deepEqual(await client.actions(uri('w/A.json'), 'sqs:SendMessage'), []);
        await next;
        assert.deepEqual(inWords(client.diagnostics.get(uri('w/A.json'))), []);
      });
    }));
});

test('what is no file is not among the findings: a folder by the name of one', () =>
  onDisk(async ({ options, at, uri }) => {
    writeFileSync(at('w/A.finding.json'), finding('A', ['SendMessage']));
    await withClient(options, async (client) => {
      await client.open(uri('w/A.json'), policy);
      mkdirSync(at('w/B.finding.json'));
      await tell(client, [uri('w/B.finding.json')], FileChangeType.Created);
      await client.change(uri('w/A.json'), `${policy}\n`);
      assert.deepEqual(inWords(client.diagnostics.get(uri('w/A.json'))), unused);
    });
  }));

suite('a .iam-refine.json', () => {
  const keep = JSON.stringify({ keep: [{ actions: ['sqs:Send*'], reason: 'yearly' }] });

  test('behind a link out of the workspace is not read; what it wants kept is not known, so nothing is removed', () =>
    onDisk(async ({ options, at, uri }) => {
      writeFileSync(at('w/A.finding.json'), finding('A', ['SendMessage']));
      writeFileSync(at('beside/config.json'), '{}');
      const reason = 'it is a link that leads out of the workspace';
      const said = `The configuration .iam-refine.json cannot be used (line 1: ${reason}), so nothing is removed`;
      await withClient(options, async (client) => {
        await client.open(uri('w/A.json'), policy);
        symlinkSync('../beside/config.json', at('w/.iam-refine.json'));
        await client.report([{ uri: uri('w/.iam-refine.json'), type: FileChangeType.Created }], uri('w/A.json'));
        assert.deepEqual(inWords(client.diagnostics.get(uri('w/A.json'))), [`2 config.unreadable: ${said}`]);
      });
      await withClient(options, async (client) => {
        await client.open(uri('w/A.json'), policy);
        assert.deepEqual(inWords(client.diagnostics.get(uri('w/A.json'))), [`2 config.unreadable: ${said}`]);
        assert.deepEqual(linesAbout(client, uri('w/.iam-refine.json')), [
          `${uri('w/.iam-refine.json')}: ${reason}; it is ignored`,
        ]);
      });
    }));

  test('behind a link to a file of the workspace holds', () =>
    onDisk(async ({ options, at, uri }) => {
      writeFileSync(at('w/A.finding.json'), finding('A', ['SendMessage']));
      writeFileSync(at('w/config.json'), keep);
      symlinkSync('config.json', at('w/.iam-refine.json'));
      await withClient(options, async (client) => {
        await client.open(uri('w/A.json'), policy);
        assert.deepEqual(inWords(client.diagnostics.get(uri('w/A.json'))), []);
      });
    }));
});

suite('a catalogue', () => {
  const own = JSON.stringify({ sqs: ['ReceiveMessage'] });
  const unknown = /sqs:SendMessage is not in the catalogue/;

  test('that the settings name in the workspace, behind a link out of it, is not read', () =>
    onDisk(async ({ options, at, uri }) => {
      writeFileSync(at('beside/catalogue.json'), own);
      symlinkSync('../beside/catalogue.json', at('w/catalogue.json'));
      await withClient({ ...options, settings: { catalogue: 'catalogue.json' } }, async (client) => {
        await client.open(uri('w/A.json'), policy);
        assert.doesNotMatch(inWords(client.diagnostics.get(uri('w/A.json'))).join('\n'), unknown);
        assert.match(
          client.log.join('\n'),
          /iamRefine\.catalogue: it is a link that leads out of the workspace; .* is used/,
        );
      });
    }));

  test('that they name elsewhere is what the user named', () =>
    onDisk(async ({ options, at, uri }) => {
      writeFileSync(at('beside/catalogue.json'), own);
      await withClient({ ...options, settings: { catalogue: at('beside/catalogue.json') } }, async (client) => {
        await client.open(uri('w/A.json'), policy);
        assert.match(inWords(client.diagnostics.get(uri('w/A.json'))).join('\n'), unknown);
      });
    }));
});

suite('after any changes on disk that the server is told of', () => {
  const names = ['A', 'B', 'C', 'D'];
  const folders = ['w', 'w/sub', 'w/sub/sub', 'beside'];
  const file = fc
    .tuple(fc.constantFrom(...folders), fc.constantFrom(...names))
    .map(([folder, name]) => `${folder}/${name}.finding.json`);
  const step = fc.oneof(
    fc.record({ kind: fc.constant('write' as const), file, name: fc.constantFrom(...names) }),
    fc.record({ kind: fc.constant('remove' as const), file }),
    fc.record({ kind: fc.constant('link' as const), file, to: file }),
    fc.record({ kind: fc.constant('folder' as const), file }),
    fc.record({ kind: fc.constant('move' as const), file, to: file }),
    fc.constant({ kind: 'link folder' as const }),
    fc.constant({ kind: 'unlink folder' as const }),
    fc.constant({ kind: 'remove folder' as const }),
    fc.constant({ kind: 'make folder' as const }),
  );
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  /** Does one thing on disk, where that can be done, and gives the files that a client would tell of. */
  const change = ({ at }: Disk, done: Step): readonly string[] => {
    try {
      switch (done.kind) {
        case 'write':
          rmSync(at(done.file), { recursive: true, force: true });
          writeFileSync(at(done.file), finding(done.name, ['SendMessage']));
          return [done.file];
        case 'remove':
          rmSync(at(done.file), { recursive: true });
          return [done.file];
        case 'link':
          symlinkSync(at(done.to), at(done.file));
          return [done.file];
        case 'folder':
          mkdirSync(at(done.file));
          return [done.file];
        case 'move':
          renameSync(at(done.file), at(done.to));
          return [done.file, done.to];
        case 'link folder':
          renameSync(at('w/sub'), at('beside/sub'));
          symlinkSync('../beside/sub', at('w/sub'));
          return ['w/sub'];
        case 'remove folder':
          rmSync(at('w/sub'), { recursive: true });
          return ['w/sub'];
        case 'make folder':
          mkdirSync(at('w/sub/sub'), { recursive: true });
          writeFileSync(at('w/sub/sub/A.finding.json'), finding('A', ['SendMessage']));
          return ['w/sub'];
        case 'unlink folder':
          readFileSync(at('beside/sub/.mark'));
          rmSync(at('w/sub'));
          renameSync(at('beside/sub'), at('w/sub'));
          return ['w/sub'];
      }
    } catch {
      return [];
    }
  };

  const usedBy = async (client: Client): Promise<unknown> => {
    const { policies, findings } = await client.connection.sendRequest<UnusedAccess>(unusedAccessRequest, {});
    return [findings, policies.map(({ file: one, principals }) => [one, principals])];
  };

  slow('the findings used are those that a fresh server uses', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(step, fc.constantFrom<FileChangeType>(1, 2, 3), fc.boolean()), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.constantFrom(undefined, 'w', 'w/sub'),
        (steps, configured) =>
          onDisk(async (disk) => {
            const { options, at, uri } = disk;
            mkdirSync(at('w/sub/sub'), { recursive: true });
            writeFileSync(at('w/sub/.mark'), '');
            if (configured !== undefined) writeFileSync(at(`${configured}/.iam-refine.json`), '{"findings": ["**"]}');
            for (const name of names)
              for (const folder of ['w', 'w/sub']) writeFileSync(at(`${folder}/${name}.json`), policy);
            await withClient(options, async (client) => {
              await usedBy(client);
              for (const [done, type, isAsked] of steps) {
                if (isAsked) await usedBy(client);
                // What concerns nothing is not answered; what is told of a configuration is.
                await tell(client, [...change(disk, done).map(uri), uri('w/.iam-refine.json')], type);
              }
              const followed = await usedBy(client);
              await withClient(options, async (fresh) => assert.deepEqual(followed, await usedBy(fresh)));
            });
          }),
      ),
      { numRuns: 12 },
    ),
  );
});
