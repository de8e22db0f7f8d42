/** Tasks that run at once, but not too many. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createLimit, mapInOrder } from '../../core/src/text/index.ts';

suite('a limit', () => {
  test('lets so many tasks run at once, in their order, also behind one that fails', async () => {
    const limited = createLimit(2);
    const log: string[] = [];
    let [running, most] = [0, 0];
    const task = (name: number) => async (): Promise<number> => {
      log.push(`start ${name}`);
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      if (name === 1) throw new Error('failed');
      return name;
    };
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map((name) => limited(task(name))));
    assert.deepEqual(
      results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed')),
      [0, 'failed', 2, 3, 4],
    );
    assert.deepEqual([log, most], [[0, 1, 2, 3, 4].map((name) => `start ${name}`), 2]);
  });
});

suite('tasks for items that arrive', () => {
  async function* arriving(log: string[]): AsyncIterable<number> {
    for (const item of [0, 1, 2, 3]) {
      log.push(`item ${item}`);
      yield Promise.resolve(item);
    }
  }

  test('so many run at once, and the results are in the order of the items', async () => {
    const log: string[] = [];
    const open = new Map<number, () => void>();
    const results = mapInOrder(arriving(log), 2, async (item) => {
      log.push(`start ${item}`);
      if (item === 0) await new Promise<void>((resolve) => open.set(item, resolve));
      open.get(0)?.();
      log.push(`end ${item}`);
      return item * 10;
    });
    const given: number[] = [];
    for await (const result of results) given.push(result);
    assert.deepEqual(given, [0, 10, 20, 30]);
    assert.deepEqual(log.slice(0, 6), ['item 0', 'start 0', 'item 1', 'start 1', 'end 1', 'end 0']);
  });

  test('after one that fails no other is started, and its error is given', async () => {
    const log: string[] = [];
    const results = mapInOrder(arriving(log), 3, async (item) => {
      await Promise.resolve();
      if (item === 1) throw new Error(`failed at ${item}`);
      return item;
    });
    const given: number[] = [];
    await assert.rejects(async () => {
      for await (const result of results) given.push(result);
    }, new Error('failed at 1'));
    assert.deepEqual([given, log.includes('item 3')], [[0], false]);
  });
});
