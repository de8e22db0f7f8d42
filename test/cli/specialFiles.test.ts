/**
 * What is no file, in each place where one is read: it is said or passed over, and nothing waits for it. The editor:
 * `test/server/process.test.ts`.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { suite, test } from 'node:test';
import { lookInto } from '../../platform/src/node/lookInto.ts';
import { readPieces } from '../../platform/src/node/readFile.ts';
import { searchFolder } from '../../platform/src/node/searchFolder.ts';
import { inFolder, runAsUser, tool } from './run.ts';

const policy = JSON.stringify({
  Statement: [{ Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:PurgeQueue'], Resource: '*' }],
});
const finding = JSON.stringify([{ serviceNamespace: 'sqs', actions: ['SendMessage'] }]);
const unused = 'p.json:1:43: warning: sqs:SendMessage is unused [action.unused]';

/** Makes what is no file to be read, under a name. */
const kinds: Readonly<Record<string, (file: string) => void | Promise<unknown>>> = {
  device: (file) => symlinkSync('/dev/zero', file),
  pipe: (file) => assert.equal(spawnSync('mkfifo', [file]).status, 0),
  socket: listen,
  folder: (file) => mkdirSync(file),
  'link to nowhere': (file) => symlinkSync('nowhere', file),
  'link to itself': (file) => symlinkSync(path.basename(file), file),
  'file without permission': (file) => (writeFileSync(file, policy), chmodSync(file, 0)),
};

/** A socket that nobody answers; the process does not stay for it. */
async function listen(file: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const server = createServer();
    server.listen(file, resolve);
    server.unref();
  });
}

/** A folder with a policy, the finding that speaks for it, and something special. */
function beside(name: string, kind: string, use: (folder: string) => void | Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    writeFileSync(path.join(folder, 'p.json'), policy);
    writeFileSync(path.join(folder, 'f.finding.json'), finding);
    await kinds[kind]?.(path.join(folder, name));
    await use(folder);
  });
}

const irregular = 'it is not a regular file';

suite('named on the command line', () => {
  const roles = {
    'a policy': (file: string) => [file, '--findings', 'f.finding.json'],
    findings: (file: string) => ['p.json', '--findings', file],
    'a configuration': (file: string) => ['p.json', '--config', file],
    'a catalogue': (file: string) => ['p.json', '--catalogue', file],
  };
  const reasons = {
    device: irregular,
    socket: irregular,
    folder: irregular,
    'link to nowhere': 'no such file or directory',
    'link to itself': 'too many symbolic links encountered',
    'file without permission': 'permission denied',
  };
  for (const [role, args] of Object.entries(roles))
    for (const [kind, reason] of Object.entries(reasons))
      test(`as ${role}, a ${kind}`, () =>
        beside('x.json', kind, (folder) => {
          const { code, stderr } = runAsUser(folder, 'check', ...args('x.json'));
          // A folder is searched for policies.
          const said = role === 'a policy' && kind === 'folder' ? 'no IAM policy in x.json' : `x.json: ${reason}`;
          const lines = stderr.trimEnd().split('\n');
          assert.deepEqual([code, lines.length, lines.some((line) => line.includes(said))], [2, 1, true], stderr);
        }));

  for (const [role, args] of Object.entries(roles))
    test(`as ${role}, a file of the system whose size is said to be 0`, { skip: process.platform !== 'linux' }, () =>
      beside('x.json', '', (folder) => {
        const { code, stderr } = runAsUser(folder, 'check', ...args('/proc/version'));
        assert.deepEqual([code, stderr.includes('/proc/version')], [2, true], stderr);
      }),
    );

  for (const [input, said] of [
    ['/dev/zero', 'it is larger than 64 MB'],
    ['/dev/null', 'standard input is empty'],
    ['.', 'standard input is empty'],
  ] as const)
    test(`standard input from ${input}`, () =>
      beside('x.json', '', (folder) => {
        const command = `"$0" "$1" check - < ${input}`;
        const { status, stderr } = spawnSync('bash', ['-c', command, process.execPath, tool], {
          cwd: folder,
          encoding: 'utf8',
          timeout: 60_000,
        });
        assert.deepEqual([status, stderr], [2, `<stdin>: ${said}\n`]);
      }));
});

/** What is evidence by its name and a link is named; the device is behind one. */
const links: Readonly<Record<string, string>> = {
  device: 'it is a link that leads out of the workspace; it is ignored',
  'link to nowhere': 'it is a link that cannot be followed; it is ignored',
  'link to itself': 'it is a link that cannot be followed; it is ignored',
};

suite('found in a folder', () => {
  for (const kind of Object.keys(kinds)) {
    const isSecret = kind === 'file without permission';

    test(`a ${kind} named as a policy is ${isSecret ? 'said' : 'passed over'}`, () =>
      beside('x.json', kind, (folder) => {
        const { code, stdout, stderr } = runAsUser(folder, 'check', '.');
        assert.deepEqual(
          [code, stdout.split('\n')[0], stderr],
          isSecret ? [2, unused, 'x.json: permission denied\n'] : [1, unused, ''],
        );
      }));

    test(`a ${kind} named as findings is ${isSecret ? 'said, and blocks' : 'passed over'}`, () =>
      beside('x.finding.json', kind, (folder) => {
        const { code, stdout, stderr } = runAsUser(folder, 'check', 'p.json');
        const ignored = kind in links ? `x.finding.json: ${links[kind]}\n` : '';
        if (!isSecret) assert.deepEqual([code, stdout.split('\n')[0], stderr], [1, unused, ignored]);
        else
          assert.deepEqual([code, stderr], [2, 'x.finding.json: permission denied; no finding in this file is used\n']);
      }));

    test(`a ${kind} named by the globs of a configuration is ${isSecret ? 'said, and blocks' : 'passed over'}`, () =>
      beside('x.evidence', kind, (folder) => {
        writeFileSync(
          path.join(folder, '.iam-refine.json'),
          JSON.stringify({ findings: ['*.evidence', 'f.finding.json'] }),
        );
        const { code, stdout, stderr } = runAsUser(folder, 'check', 'p.json');
        const ignored = kind in links ? `x.evidence: ${links[kind]}\n` : '';
        if (!isSecret) assert.deepEqual([code, stdout.split('\n')[0], stderr], [1, unused, ignored]);
        else assert.deepEqual([code, stderr], [2, 'x.evidence: permission denied; no finding in this file is used\n']);
      }));

    test(`a ${kind} named .gitignore rules nothing`, () =>
      beside('.gitignore', kind, (folder) => {
        const { code, stdout, stderr } = runAsUser(folder, 'check', '.');
        const told = isSecret ? '.gitignore: permission denied; skipped\n' : '';
        assert.deepEqual([code, stdout.split('\n')[0], stderr], [1, unused, told]);
      }));
  }

  test('a .gitignore says something up to its limit, and a link to one nothing', () =>
    inFolder(async (folder) => {
      const names = async (): Promise<readonly string[]> =>
        (await searchFolder(folder, folder)).files.map((file) => path.basename(file));
      for (const name of ['a', 'b']) writeFileSync(path.join(folder, name), '');
      writeFileSync(path.join(folder, '.gitignore'), `a\n${'#'.repeat(1024 * 1024 - 3)}\n`);
      assert.deepEqual(await names(), ['.gitignore', 'b']);
      appendFileSync(path.join(folder, '.gitignore'), '#');
      assert.deepEqual(await names(), ['.gitignore', 'a', 'b']);
      mkdirSync(path.join(folder, 'c'));
      writeFileSync(path.join(folder, 'a'), 'd\n');
      symlinkSync('../a', path.join(folder, 'c/.gitignore'));
      writeFileSync(path.join(folder, 'c/d'), '');
      assert.deepEqual(await names(), ['.gitignore', 'a', 'b', 'd']);
    }));
});

suite('looked into', () => {
  for (const kind of ['device', 'pipe', 'socket', 'folder'])
    test(`a ${kind} is no text`, () =>
      beside('x', kind, async (folder) =>
        assert.deepEqual(await lookInto(path.join(folder, 'x')), { kind: 'no-text' }),
      ));

  test('a file that is too large, and one that begins with a zero', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'x');
      const kindOf = async (bytes: Buffer): Promise<string> => (
        writeFileSync(file, bytes),
        (await lookInto(file)).kind
      );
      const most = 5 * 1024 * 1024;
      const binary = Buffer.alloc(most + 1);
      assert.deepEqual(
        [
          await kindOf(Buffer.alloc(most, ' ')),
          await kindOf(Buffer.alloc(most + 1, ' ')),
          await kindOf(Buffer.alloc(most)),
          await kindOf(binary),
        ],
        ['text', 'too-large', 'no-text', 'too-large'],
      );
    }));
});

test('a file that grows as fast as it is read is read up to its limit', () =>
  inFolder(async (folder) => {
    const file = path.join(folder, 'x');
    const mebibyte = Buffer.alloc(1024 * 1024, ' ');
    writeFileSync(file, mebibyte);
    let read = 0;
    await assert.rejects(async () => {
      for await (const { done } of readPieces(file, { most: 5 * mebibyte.length })) {
        read = done;
        appendFileSync(file, mebibyte);
      }
    }, /^Error: it is larger than 5 MB$/);
    assert.equal(read, 5 * mebibyte.length);
  }));
