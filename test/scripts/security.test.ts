/** What SECURITY.md promises, and the tests that hold it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';

suite('SECURITY.md', () => {
  const text = readFileSync('SECURITY.md', 'utf8');
  const [, section = ''] = /^## What it promises\n(.*?)^## /ms.exec(text) ?? [];
  const promises = section.split(/^- /m).slice(1);

  test('promises something', () => assert.ok(promises.length > 5, String(promises.length)));

  for (const promise of promises)
    test(`names tests of what it promises: ${promise.slice(0, promise.indexOf('**', 2) + 2)}`, () =>
      assert.match(promise, /\bTests?:\s+`test\/[^`]+`/));

  test('names no file that is not there', () => {
    const files = [...text.matchAll(/`((?:test|core|platform|scripts)\/[^`]+)`/g)].map(([, file = '']) => file);
    assert.ok(files.length > 20, String(files.length));
    assert.deepEqual(
      files.filter((file) => !existsSync(file)),
      [],
    );
  });
});
