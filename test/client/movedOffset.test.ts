import assert from 'node:assert/strict';
import { test } from 'node:test';
import { movedOffset, type Change } from '../../client/src/movedOffset.ts';

const replaced = (rangeOffset: number, rangeLength: number, text: string): Change => ({
  rangeOffset,
  rangeLength,
  text,
});

test('a place follows the edits of its document', () => {
  const cases: readonly (readonly [what: string, changes: readonly Change[], offset: number])[] = [
    ['nothing is changed', [], 20],
    ['a text is inserted before it', [replaced(3, 0, 'abc')], 23],
    ['a text is removed before it', [replaced(3, 5, '')], 15],
    ['a text is inserted at it', [replaced(20, 0, 'abc')], 23],
    ['what is behind it changes', [replaced(21, 4, 'a long text')], 20],
    ['it is replaced itself', [replaced(18, 6, 'abc')], 18],
    ['several places change, from the end as VS Code reports them', [replaced(30, 2, ''), replaced(10, 0, 'ab')], 22],
  ];
  for (const [what, changes, offset] of cases) assert.equal(movedOffset(20, changes), offset, what);
});
