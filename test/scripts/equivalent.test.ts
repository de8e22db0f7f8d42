import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { codeIn } from '../support/codeIn.ts';
import { equivalent } from '../mutation/equivalent.ts';

suite('mistakes that change nothing', () => {
  test('each is one in the code as it is today', () => {
    const gone = equivalent.filter(({ file, code }) => codeIn(readFileSync(file, 'utf8'), code) === undefined);
    assert.deepEqual(gone, []);
  });
});
