/** The built server as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/** What a client talks through to a server. */
export interface ServerStreams {
  readonly output: Readable;
  readonly input: Writable;
}

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

export interface ProcessOptions {
  /** The bundle, which has to be there. */
  readonly file?: string;
  /** One that is not cannot tell its memory, and starts sooner. */
  readonly isMetered?: boolean;
}

export function startServerProcess({ file = 'dist/server.cjs', isMetered = true }: ProcessOptions = {}): ServerProcess {
  const meter = isMetered ? ['--expose-gc', '--import', pathToFileURL('test/server/meter.ts').href] : [];
  const child = spawn(process.execPath, [...meter, file, '--stdio'], {
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
