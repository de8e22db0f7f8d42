/** One request asks the disk about each file and folder once; the next request sees what has become a link since. */
import assert from 'node:assert/strict';
import {
  constants,
  mkdirSync,
  mkdtempSync,
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
import { inWords } from '../../core/src/text/index.ts';
import { askedOnce, createDiskMemo, type DiskMemo } from '../../platform/src/diskMemo.ts';
import { createNodePlatform } from '../../platform/src/node/nodePlatform.ts';

const platform = createNodePlatform(inWords);

test('a question is asked once for a memo, until what it knows is forgotten', async () => {
  const asked: string[] = [];
  const question = askedOnce(async (about) => asked.push(about));
  const [one, other] = [createDiskMemo(), createDiskMemo()];
  assert.deepEqual(
    await Promise.all([question.of('a', one), question.of('b', one), question.of('a', one), question.of('a', other)]),
    [1, 2, 1, 3],
  );
  question.tell('c', 7, one);
  assert.equal(await question.of('c', one), 7);
  one.forget();
  await question.of('c', one);
  assert.deepEqual(asked, ['a', 'b', 'a', 'c']);
});

/** A folder `w` with a file in the folder `w/sub`, and the folder `beside`. */
async function onDisk(use: (at: (file: string) => string, uri: (file: string) => string) => Promise<void>) {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'iam-refine-memo-')));
  const at = (file: string): string => path.join(folder, file);
  try {
    for (const name of ['w/sub', 'beside']) mkdirSync(at(name), { recursive: true });
    writeFileSync(at('w/sub/a.json'), '{}');
    await use(at, (file) => pathToFileURL(at(file)).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

suite('what became a link', () => {
  /** What is told of the file. */
  const told = (uri: (file: string) => string, memo?: DiskMemo): Promise<unknown[]> =>
    Promise.all([
      platform.placeOf(uri('w/sub/a.json'), uri('w'), memo),
      platform.writtenUri(uri('w/sub/a.json'), uri('w'), memo),
      platform.stamp(uri('w/sub/a.json'), memo),
    ]);

  for (const [what, become] of [
    [
      'a file',
      (at: (file: string) => string): void => {
        renameSync(at('w/sub/a.json'), at('beside/a.json'));
        symlinkSync('../../beside/a.json', at('w/sub/a.json'));
      },
    ],
    [
      'a folder',
      (at: (file: string) => string): void => {
        renameSync(at('w/sub'), at('beside/sub'));
        symlinkSync('../beside/sub', at('w/sub'));
      },
    ],
  ] as const)
    test(`is seen by the next request, and without a memo: ${what}`, () =>
      onDisk(async (at, uri) => {
        const memo = createDiskMemo();
        const before = await told(uri, memo);
        assert.deepEqual(before, await told(uri));
        become(at);
        const after = await told(uri);
        assert.deepEqual(after[0], { kind: 'link', leads: 'outside' });
        assert.deepEqual(
          before.map((one, i) => one === after[i]),
          [false, false, false],
        );
        assert.deepEqual(await told(uri, memo), before);
        assert.deepEqual(await told(uri, createDiskMemo()), after);
        memo.forget();
        assert.deepEqual(await told(uri, memo), after);
      }));
});

test('what was read is a file for the request that read it, where the system opens no links', () =>
  onDisk(async (at, uri) => {
    const memo = createDiskMemo();
    const looked: string[] = [];
    for await (const { kind } of platform.lookBelow(uri('w'), memo)) looked.push(kind);
    rmSync(at('w/sub/a.json'));
    symlinkSync('../../beside', at('w/sub/a.json'));
    const isLink = { kind: 'link', leads: 'outside' };
    const wasFile = 'O_NOFOLLOW' in constants ? { kind: 'file', uri: uri('w/sub/a.json') } : isLink;
    const places = [memo, undefined].map((one) => platform.placeOf(uri('w/sub/a.json'), uri('w'), one));
    assert.deepEqual(
      [looked, await Promise.all(places)],
      [
        ['text', 'ignored'],
        [wasFile, isLink],
      ],
    );
  }));
