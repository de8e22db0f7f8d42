import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneAtATime } from '../../client/src/oneAtATime.ts';

test('what is asked for while it is under way is done once more, and never twice at a time', async () => {
  const ends: ((error?: Error) => void)[] = [];
  const run = oneAtATime(
    () =>
      new Promise<void>((resolve, reject) => ends.push((error) => (error === undefined ? resolve() : reject(error)))),
  );
  const first = run();
  const [second, third] = [run(), run()];
  assert.equal(ends.length, 1);
  ends[0]?.(new Error('the first one fails'));
  await assert.rejects(first, /the first one fails/);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(ends.length, 2);
  ends[1]?.();
  await Promise.all([second, third]);
  assert.equal(ends.length, 2);
  const last = run();
  ends[2]?.();
  await last;
});
