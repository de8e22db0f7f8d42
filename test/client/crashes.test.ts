import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createCrashLimit } from '../../client/src/crashes.ts';

/** Whether the server is started again after crashes at these seconds. */
function restarts(seconds: readonly number[]): boolean[] {
  let now = 0;
  const mayRestart = createCrashLimit(() => now);
  return seconds.map((second) => {
    now = second * 1000;
    return mayRestart();
  });
}

suite('a server that goes down', () => {
  test('is started again five times a minute, and then no more', () => {
    assert.deepEqual(restarts([0, 1, 2, 3, 4, 5, 6]), [true, true, true, true, true, false, false]);
  });

  test('is started again as long as the crashes are far between', () => {
    assert.deepEqual(restarts([0, 13, 26, 39, 52, 65, 78, 91]), [true, true, true, true, true, true, true, true]);
  });

  test('a clock that goes back does not hold old crashes against it', () => {
    assert.deepEqual(restarts([1000, 1000, 1000, 1000, 1000, 0, 1]), [true, true, true, true, true, true, true]);
  });
});
