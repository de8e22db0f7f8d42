/** Parts of files, read from the last mark before them: the same as from the start. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { createNodePlatform } from '../../platform/src/node/nodePlatform.ts';
import { inWords } from '../../core/src/text/index.ts';
import { createMarker } from '../../platform/src/fileMarks.ts';
import { readPart } from '../../server/src/sources/fileText.ts';

test('a part of a file is the same with and without marks, and with them little is read', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-'));
  try {
    const line = '{"name": "äöü €", "other": "😀"}';
    const characters = Array.from(line);
    const text = Array.from({ length: 40_000 }, (_, i) => `${characters.slice(0, 1 + (i % 30)).join('')}\n`).join('');
    const file = path.join(folder, 'a.json');
    writeFileSync(file, `\uFEFF${text}`);
    const uri = pathToFileURL(file).href;
    const platform = createNodePlatform(inWords);
    const { add, marks } = createMarker();
    for await (const piece of platform.readPieces(uri)) add(piece);
    assert.ok(marks.length > 2, String(marks.length));
    let pieces = 0;
    const counting = {
      ...platform,
      async *readPieces(one: string, from?: number) {
        for await (const piece of platform.readPieces(one, from)) {
          pieces++;
          yield piece;
        }
      },
    };
    const places = [
      0,
      1,
      text.length - 1,
      text.length,
      ...marks.flatMap(({ offset }) => [offset - 1, offset, offset + 1]),
    ];
    for (const offset of places.filter((place) => place >= 0 && place <= text.length)) {
      const span = { offset, length: Math.min(100, text.length - offset) };
      const slow = await readPart(platform, uri, span);
      pieces = 0;
      const fast = await readPart(counting, uri, span, marks);
      assert.deepEqual([fast.text.getText(), fast.start], [slow.text.getText(), slow.start], String(offset));
      assert.equal(fast.text.getText(), text.slice(offset, offset + span.length));
      assert.ok(pieces <= 2, `${offset}: ${pieces} pieces`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
