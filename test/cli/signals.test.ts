/** A file that is being written is written before a signal ends the program. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { suite, test } from 'node:test';
import { undisturbed } from '../../cli/src/signals.ts';

suite('a signal while something is done', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    test(`${signal} comes again when it is done`, async () => {
      const happened: string[] = [];
      // Without a listener it would end this process.
      const listen = (): void => void happened.push(signal);
      process.on(signal, listen);
      try {
        const done = undisturbed(async () => {
          const first = once(process, signal);
          process.kill(process.pid, signal);
          await first;
          happened.push('done');
          return 'result';
        });
        assert.equal(await done, 'result');
        await once(process, signal);
      } finally {
        process.off(signal, listen);
      }
      assert.deepEqual(happened, [signal, 'done', signal]);
    });

  test('none comes where none came', async () => {
    assert.equal(await undisturbed(async () => 1), 1);
    assert.deepEqual(
      ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => process.listenerCount(signal)),
      [0, 0, 0],
    );
  });
});
