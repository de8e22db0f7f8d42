import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byCodeUnits, foldCase } from '../../core/src/actions/foldCase.ts';

test('A to Z are folded, also beside letters that have another case of their own', () => {
  for (const [text, folded] of [
    ['GetObject', 'getobject'],
    ['GetÉtat', 'getÉtat'],
    ['\u212AMS', '\u212Ams'],
    ['\u0130D', '\u0130d'],
    ['', ''],
  ] as const)
    assert.equal(foldCase(text), folded);
});

test('texts are ordered by code units', () => {
  const pairs = [
    ['a', 'b'],
    ['b', 'a'],
    ['a', 'a'],
    ['B', 'a'],
    ['a', 'ab'],
  ] as const;
  assert.deepEqual(
    pairs.map(([a, b]) => byCodeUnits(a, b)),
    [-1, 1, 0, -1, -1],
  );
});
