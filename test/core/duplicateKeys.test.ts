/** Evidence with a key that stands twice is read, however it nests and however often the key comes. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createFindingsReader } from '../../core/src/index.ts';
import { valueWithTwins } from '../../core/src/findings/duplicateKeys.ts';
import { readJson } from '../../core/src/text/json.ts';
import { slow } from '../support/slow.ts';

const withTwins = (text: string): unknown => {
  const { root } = readJson(text);
  assert.ok(root !== undefined);
  return valueWithTwins(root);
};

suite('a key that stands twice', () => {
  test('keeps every value, and the order of lists', () =>
    assert.deepEqual(withTwins('{"a": 1, "a": [1, {"b": 2}, 3], "a-": 4, "a": null}'), {
      a: 1,
      'a-': [1, { b: 2 }, 3],
      'a--': 4,
      'a-_': null,
    }));

  test('__proto__ is a member like any other', () => {
    const value = withTwins('{"__proto__": 1, "__proto__": 2}');
    assert.deepEqual(Object.entries(value as object), [
      ['__proto__', 1],
      ['__proto__-', 2],
    ]);
  });

  test('beside values that nest deep', () => {
    for (let depth = 500; depth < 6000; depth += 100) {
      const reader = createFindingsReader();
      reader.push(`{"a": 1, "a": 2, "x": ${'['.repeat(depth)}${']'.repeat(depth)}}`);
      assert.equal(reader.end().findings.count, 0);
    }
  });

  slow('a hundred thousand times: no name is long', () => {
    const value = withTwins(`{${Array(100_000).fill('"a": 1').join()}}`);
    assert.deepEqual(
      [Object.keys(value as object).length, Object.keys(value as object).every((key) => key.length < 20)],
      [100_000, true],
    );
  });
});
