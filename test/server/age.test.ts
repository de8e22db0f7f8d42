import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ageOf } from '../../server/src/features/age.ts';

suite('how long ago', () => {
  const ages: readonly (readonly [days: number, age: string])[] = [
    [-1, 'today'],
    [0, 'today'],
    [1, 'yesterday'],
    [2, '2 days ago'],
    [59, '59 days ago'],
    [60, '2 months ago'],
    [91, '2 months ago'],
    [92, '3 months ago'],
    [729, '23 months ago'],
    [730, '2 years ago'],
    [1095, '2 years ago'],
    [1096, '3 years ago'],
  ];
  for (const [days, age] of ages) test(`${days} days`, () => assert.equal(ageOf(0, days * 86_400_000), age));
});
