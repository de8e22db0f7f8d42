/** Runs the built command line tool in a thread of this process (`toolThread.ts`). */
import path from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { Run } from './run.ts';
import type { ThreadData, ThreadRun } from './toolThread.ts';

/** What of a run is not as usual. */
export interface ThreadOptions {
  /** Standard input; nothing where absent. */
  readonly input?: string | Uint8Array;
  /** The time at which its clock stands still; it runs where absent. */
  readonly now?: number;
  /** Calls what it is given, while something holds that does not hold otherwise. */
  readonly around?: (run: () => Run) => Run;
}

const tool = path.resolve('dist/cli.cjs');
const program = path.resolve('out/test/cli/toolThread.mjs');

/** A tool that waits for something for ever fails a test, and does not hold up the others. */
const patienceMs = 120_000;

interface Thread {
  readonly port: MessagePort;
  readonly isAnswered: Int32Array;
}

let started: Thread | undefined;

/** Runs the tool in a folder, and waits for it: nothing else goes on in this thread. */
export function runInThread(folder: string, args: readonly string[], options: ThreadOptions = {}): Run {
  const { input = '', now, around = (run) => run() } = options;
  const thread = (started ??= start());
  const usual = process.cwd();
  process.chdir(folder);
  try {
    return around(() => ask(thread, { args, input, now }));
  } finally {
    process.chdir(usual);
  }
}

function ask({ port, isAnswered }: Thread, asked: ThreadRun): Run {
  Atomics.store(isAnswered, 0, 0);
  port.postMessage(asked);
  if (Atomics.wait(isAnswered, 0, 0, patienceMs) === 'timed-out') throw new Error(`no end of ${asked.args.join(' ')}`);
  return (receiveMessageOnPort(port) as { readonly message: Run }).message;
}

/** Loads the tool by running it once, as whoever this process is. */
function start(): Thread {
  const { port1, port2 } = new MessageChannel();
  const isAnswered = new Int32Array(new SharedArrayBuffer(4));
  const workerData: ThreadData = { tool, port: port2, isAnswered };
  new Worker(program, { workerData, transferList: [port2] }).unref();
  const thread = { port: port1, isAnswered };
  ask(thread, { args: ['--version'], input: '', now: undefined });
  return thread;
}
