/** The built server as a process, and what it sees of a real file system. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { inWords as saying } from '../../core/src/text/index.ts';
import { createNodePlatform } from '../../platform/src/node/nodePlatform.ts';
import { startClient } from './client.ts';
import { startServerProcess } from './process.ts';
import { finding, inWords, policy } from './support.ts';

const nodePlatform = createNodePlatform(saying);

async function inFolder(use: (folder: string, uri: (file: string) => string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-'));
  try {
    await use(folder, (file) => pathToFileURL(path.join(folder, file)).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// They wait for processes, one of which looks every three seconds whether its client is there.
suite('a server starts once, and is not left behind', { concurrency: true }, () => {
  test('a client that goes without a word', async () => {
    const { input, ended } = startServerProcess();
    input.end();
    assert.equal(await ended, 1);
  });

  test('a client that was killed, although its pipe is still open', async () => {
    const client = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const { input, output, ended } = startServerProcess();
    const connection = createProtocolConnection(new StreamMessageReader(output), new StreamMessageWriter(input));
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: client.pid ?? null,
      rootUri: null,
      capabilities: {},
      workspaceFolders: null,
    });
    client.kill('SIGKILL');
    assert.equal(await ended, 1);
  });

  test('a second initialize is refused, and the first holds', async () => {
    const server = startServerProcess();
    const client = await startClient({ server });
    const again = client.connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
      workspaceFolders: null,
    });
    await assert.rejects(again, /initialize was already sent/);
    await client.stop();
    server.child.kill();
  });

  test('shutdown and exit', async () => {
    const server = startServerProcess();
    const client = await startClient({ server });
    await client.connection.sendRequest('shutdown');
    await client.connection.sendNotification('exit');
    assert.equal(await server.ended, 0);
  });
});

suite('files on disk', () => {
  test('a findings file as PowerShell writes it, in UTF-16', () =>
    inFolder(async (folder, uri) => {
      writeFileSync(path.join(folder, 'A.finding.json'), `\uFEFF${finding('A', ['SendMessage'])}`, 'utf16le');
      const server = startServerProcess();
      const client = await startClient({ server, folders: [pathToFileURL(folder).href] });
      await client.open(uri('A.json'), policy);
      assert.deepEqual(inWords(client.diagnostics.get(uri('A.json'))), ['2 action.unused: sqs:SendMessage is unused']);
      await client.stop();
      server.child.kill();
    }));

  test('what is no file is not read: a pipe or a device never ends', () =>
    inFolder(async (folder, uri) => {
      const made = spawnSync('mkfifo', [path.join(folder, 'pipe.finding.json')]);
      assert.equal(made.status, 0);
      symlinkSync('pipe.finding.json', path.join(folder, 'link.finding.json'));
      symlinkSync('/dev/zero', path.join(folder, 'zero.finding.json'));
      mkdirSync(path.join(folder, 'folder.finding.json'));
      const listening = createServer().listen(path.join(folder, 'socket.finding.json'));
      await once(listening, 'listening');
      for (const what of ['pipe', 'link', 'zero', 'folder', 'socket']) {
        const file = `${what}.finding.json`;
        assert.deepEqual(await nodePlatform.readFile(uri(file), 'configuration'), {
          kind: 'unreadable',
          reason: 'it is not a regular file',
        });
        await assert.rejects(async () => {
          for await (const piece of nodePlatform.readPieces(uri(file))) assert.fail(piece.text);
        }, /^Error: it is not a regular file$/);
      }
      listening.close();
    }));

  test('a file has another stamp as soon as it is written again, and none when it is gone', () =>
    inFolder(async (folder, uri) => {
      const file = path.join(folder, 'a.json');
      const stamps = [await nodePlatform.stamp(uri('a.json'))];
      for (const text of ['1', '12', '13']) {
        writeFileSync(file, text);
        stamps.push(await nodePlatform.stamp(uri('a.json')));
      }
      rmSync(file);
      assert.deepEqual(
        [new Set(stamps).size, stamps[0], await nodePlatform.stamp(uri('a.json'))],
        [4, undefined, undefined],
      );
    }));

  test('a link that leads out of the folder is never written through', () =>
    inFolder(async (folder, uri) => {
      mkdirSync(path.join(folder, 'w/real'), { recursive: true });
      mkdirSync(path.join(folder, 'w-other'));
      writeFileSync(path.join(folder, 'w/real/a.json'), '');
      writeFileSync(path.join(folder, 'w-other/a.json'), '');
      symlinkSync('real/a.json', path.join(folder, 'w/inside.json'));
      symlinkSync('../w-other/a.json', path.join(folder, 'w/outside.json'));
      symlinkSync('../w-other/nothing.json', path.join(folder, 'w/dangling.json'));
      symlinkSync('../w-other', path.join(folder, 'w/folder'));
      symlinkSync('w', path.join(folder, 'linked'));
      const stays = (file: string, below = 'w'): Promise<boolean> => nodePlatform.staysInside(uri(file), uri(below));
      assert.deepEqual(
        await Promise.all(
          ['w/real/a.json', 'w/new.json', 'w/inside.json']
            .map((file) => stays(file))
            .concat(stays('linked/new.json', 'linked')),
        ),
        [true, true, true, true],
      );
      assert.deepEqual(
        await Promise.all(
          ['w/outside.json', 'w/dangling.json', 'w/folder/a.json', 'w/folder/new.json', 'w-other/a.json'].map((file) =>
            stays(file),
          ),
        ),
        [false, false, false, false, false],
      );
    }));
});
