/** What is read is bounded: regular files of a bounded size, and what the user names may be a pipe. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import { readBytes, readPieces } from '../../platform/src/node/readFile.ts';
import { copyExamples } from '../../scripts/examples.ts';
import { run, tool } from './run.ts';

async function inFolder(use: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function textOf(file: string, most: number): Promise<string> {
  let text = '';
  for await (const piece of readPieces(file, { most })) text += piece.text;
  return text;
}

suite('a file is read', () => {
  test('up to its limit, whatever its size was when it was opened', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'a');
      writeFileSync(file, 'x'.repeat(600_000));
      assert.equal((await readBytes(file, { most: 600_000 })).length, 600_000);
      await assert.rejects(readBytes(file, { most: 599_999 }), /^Error: it is larger than /);
      // Its size is said to be 0.
      await assert.rejects(readBytes('/proc/self/maps', { most: 10 }), /^Error: it is larger than /);
    }));

  test('from the end of any piece, which is between two characters; UTF-16 only from the start', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'a');
      // Characters of 1 to 4 bytes, so that each kind is cut by the end of some chunk.
      const text = 'aé€😀'.repeat(180_000);
      for (let shift = 0; shift < 10; shift++) {
        const shifted = 'x'.repeat(shift) + text;
        writeFileSync(file, shifted);
        let read = '';
        for await (const piece of readPieces(file, { most: 4_000_000 })) {
          read += piece.text;
          let rest = '';
          for await (const { text: more } of readPieces(file, { most: 4_000_000, from: piece.end })) rest += more;
          assert.ok(read + rest === shifted, `${shift}: from ${piece.end}`);
        }
      }
      writeFileSync(file, Buffer.from(`\uFEFF${text}`, 'utf16le'));
      for await (const { end } of readPieces(file, { most: 4_000_000 })) assert.equal(end, undefined);
    }));

  test('as UTF-8, or UTF-16 where it has that mark, with letters that end beyond a piece', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'a');
      const text = `\uFEFFx${'é😀'.repeat(100_000)}`;
      for (const encoding of ['utf8', 'utf16le'] as const) {
        writeFileSync(file, text, encoding);
        assert.equal(await textOf(file, 2_000_000), text);
      }
    }));

  test('and nothing but a file: a pipe that nobody writes to, a device, a folder', () =>
    inFolder(async (folder) => {
      const pipe = path.join(folder, 'pipe');
      assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
      symlinkSync('/dev/zero', path.join(folder, 'zero'));
      for (const file of [pipe, path.join(folder, 'zero'), folder]) {
        await assert.rejects(readBytes(file, { most: 1000 }), /^Error: it is not a regular file$/);
        await assert.rejects(textOf(file, 1000), /^Error: it is not a regular file$/);
      }
    }));
});

suite('on the command line', () => {
  const withPipes = (folder: string, command: string) =>
    spawnSync('bash', ['-c', command.replaceAll('TOOL', `"${process.execPath}" "${tool}"`)], {
      cwd: folder,
      encoding: 'utf8',
    });

  test('findings and policies may come from a pipe', () =>
    inFolder((folder) => {
      copyExamples(folder);
      const asFile = run(folder, 'check', 'MyRole.json', '--findings', 'findings/MyRole.finding.json');
      const piped = withPipes(folder, 'TOOL check MyRole.json --findings <(cat findings/MyRole.finding.json)');
      assert.deepEqual({ code: piped.status, stdout: piped.stdout }, { code: asFile.code, stdout: asFile.stdout });
      const args = '--findings findings/MyRole.finding.json --principal arn:aws:iam::123456789012:role/MyRole';
      const [policy, same] = ['<(cat MyRole.json)', 'MyRole.json'].map((file) =>
        withPipes(folder, `TOOL check ${file} ${args}`),
      );
      assert.equal(policy?.stdout.replaceAll(/\/dev\/fd\/\d+/g, 'MyRole.json'), same?.stdout);
    }));

  test('findings from a pipe that break off are told with how far they go', () =>
    inFolder((folder) => {
      copyExamples(folder);
      const { status, stderr } = withPipes(
        folder,
        'TOOL check MyRole.json --findings <(head -c 100 findings/MyRole.finding.json)',
      );
      assert.deepEqual(
        [status, stderr.replace(/fd\/\d+/, 'fd/N')],
        [
          2,
          'iam-refine: /dev/fd/N: unexpected end of string, after 93 characters; no finding in this file can be used\n',
        ],
      );
    }));

  for (const [what, args] of [
    ['a policy', ['check', 'large.json', '--findings', 'findings']],
    ['findings', ['check', 'MyRole.json', '--findings', 'large.json']],
    ['a configuration', ['check', 'MyRole.json', '--config', 'large.json']],
    ['a catalogue', ['check', 'MyRole.json', '--catalogue', 'large.json']],
  ] as const)
    test(`${what} of 2 GB is refused`, () =>
      inFolder((folder) => {
        copyExamples(folder);
        writeFileSync(path.join(folder, 'large.json'), '');
        truncateSync(path.join(folder, 'large.json'), 2 * 1024 ** 3);
        const { code, stderr } = run(folder, ...args);
        assert.deepEqual([code, stderr.includes('large.json: it is larger than')], [2, true], stderr);
      }));
});
