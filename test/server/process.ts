/** The built server as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { ServerStreams } from './client.ts';

export interface ServerProcess extends ServerStreams {
  readonly child: ChildProcess;
  /** Bytes, after a collection of garbage. */
  readonly memory: () => Promise<Memory>;
  /** Resolves when it has ended, with its exit code or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

export interface Memory {
  readonly heap: number;
  readonly resident: number;
}

/** `dist/server.cjs` has to be there. `args` are for the server, as `--stdio`. */
export function startServerProcess(args: readonly string[] = ['--stdio']): ServerProcess {
  const meter = pathToFileURL('test/server/meter.ts').href;
  const child = spawn(process.execPath, ['--expose-gc', '--import', meter, 'dist/server.cjs', ...args], {
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code, signal]: unknown[]) => (code ?? signal) as number | string);
  return {
    child,
    input: child.stdin as Writable,
    output: child.stdout as Readable,
    ended,
    async memory() {
      const answer = once(child, 'message');
      child.send('memory');
      const [memory] = (await answer) as [Memory];
      return memory;
    },
  };
}
