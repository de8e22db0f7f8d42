/** A file that is being written is written before a signal ends the program. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { undisturbed } from '../../cli/src/signals.ts';
import { slow } from '../support/slow.ts';
import { inFolder, tool } from './run.ts';

suite('a signal while something is done', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    test(`${signal} comes again when it is done`, async () => {
      const happened: string[] = [];
      // Without a listener it would end this process.
      const listen = (): void => void happened.push(signal);
      process.on(signal, listen);
      // Waiting for a signal does not keep every Node running.
      const running = setInterval(() => {}, 1000);
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
        clearInterval(running);
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

suite('a signal while files are written', () => {
  const policy = (...actions: string[]): string =>
    `${JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }, null, 2)}\n`;
  const [before, after] = [policy('sqs:SendMessage', 'sqs:ReceiveMessage'), policy('sqs:ReceiveMessage')];
  const files = Array.from({ length: 300 }, (_, i) => `p${i}.json`);

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    slow(`${signal} leaves each as it was or done, and nothing beside it`, () =>
      inFolder(async (folder) => {
        writeFileSync(
          path.join(folder, 'f.finding.json'),
          JSON.stringify([{ serviceNamespace: 'sqs', actions: ['SendMessage'] }]),
        );
        for (const file of files) writeFileSync(path.join(folder, file), before);
        const names = readdirSync(folder);
        const fixing = spawn(process.execPath, [tool, 'fix', '.'], { cwd: folder, stdio: 'ignore' });
        const ended = once(fixing, 'exit');
        const isBegun = (): boolean => files.some((file) => statSync(path.join(folder, file)).size !== before.length);
        while (fixing.exitCode === null && !isBegun()) await new Promise(setImmediate);
        fixing.kill(signal);
        const [code, by] = (await ended) as [number | null, NodeJS.Signals | null];
        assert.deepEqual([code, by], code === null ? [null, signal] : [0, null]);
        const texts = new Set(files.map((file) => readFileSync(path.join(folder, file), 'utf8')));
        assert.deepEqual(
          [[...texts].filter((text) => text !== before && text !== after), readdirSync(folder)],
          [[], names],
        );
      }),
    );
});
