import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { onceAtRest } from '../../client/src/freshness.ts';

/** The times at which changes are followed that come at these times, in milliseconds. */
function followed(...changes: readonly number[]): number[] {
  let now = 0;
  let timer: { readonly at: number; readonly run: () => void } | undefined;
  const times: number[] = [];
  const { changed } = onceAtRest(() => times.push(now), {
    now: () => now,
    setTimer(run, ms) {
      timer = { at: now + ms, run };
      return () => (timer = undefined);
    },
  });
  const passTo = (time: number): void => {
    const due = timer;
    if (due !== undefined && due.at <= time) {
      now = due.at;
      timer = undefined;
      due.run();
    }
    now = time;
  };
  for (const change of changes) {
    passTo(change);
    changed();
  }
  passTo(Number.POSITIVE_INFINITY);
  return times;
}

suite('changes are followed', () => {
  test('once, when they have come to rest', () => assert.deepEqual(followed(0, 100, 250, 400), [700]));
  test('each, if there is rest between them', () => assert.deepEqual(followed(0, 1000), [300, 1300]));
  test('while they go on, every two seconds', () =>
    assert.deepEqual(followed(...Array.from({ length: 25 }, (_, i) => i * 200)), [2000, 4000, 5100]));
  test('not at all where there are none', () => assert.deepEqual(followed(), []));
});
