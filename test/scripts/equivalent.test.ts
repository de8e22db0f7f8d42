import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { equivalent } from '../mutation/equivalent.ts';

suite('mistakes that change nothing', () => {
  test('each is one in the code as it is today', () => {
    const gone = equivalent.filter(({ file, code }) => !readFileSync(file, 'utf8').includes(code));
    assert.deepEqual(gone, []);
  });
});
