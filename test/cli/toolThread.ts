/**
 * Runs the built command line tool over and over in one thread, each time from its first line, with a `process` of its
 * own: starting Node takes ten times as long as what the tool does in most tests. `inThread.ts` asks it to.
 */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { workerData, type MessagePort } from 'node:worker_threads';
import { standingDate } from '../support/standingClock.ts';
import type { Run } from './run.ts';

/** What the thread is started with. */
export interface ThreadData {
  /** The path of the tool. */
  readonly tool: string;
  /** Brings each {@link ThreadRun}, and takes its {@link Run}. */
  readonly port: MessagePort;
  /** One number: 1 when the answer is there. */
  readonly isAnswered: Int32Array;
}

export interface ThreadRun {
  readonly args: readonly string[];
  /** What is on standard input. */
  readonly input: string | Uint8Array;
  /** The time at which the clock stands still; it runs where absent. */
  readonly now: number | undefined;
}

type Tool = (require: NodeJS.Require, filename: string, process: NodeJS.Process, date: DateConstructor) => void;

const { tool: file, port, isAnswered } = workerData as ThreadData;
const load = loadWithoutDescriptors();
const tool = loadTool();

/** The descriptors of this process are not those of the tool, which then writes to the streams that it is given. */
function loadWithoutDescriptors(): NodeJS.Require {
  const require = createRequire(file);
  const withoutDescriptors = {
    ...fs,
    fstatSync: () => {
      throw new Error('no descriptor');
    },
  };
  const loadOne = (name: string): unknown => (name === 'node:fs' ? withoutDescriptors : require(name));
  return Object.assign(loadOne, require);
}

/** From a file, as only what is loaded from one may `import()` at run time. */
function loadTool(): Tool {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'iam-refine-tool-'));
  const wrapped = path.join(folder, 'tool.cjs');
  const source = fs
    .readFileSync(file, 'utf8')
    .replace(/^#!.*/, '')
    // The bundles beside it stay where they are.
    .replaceAll(/import\("\.\/(\w+\.cjs)"\)/g, (_, name: string) => {
      const beside = pathToFileURL(path.join(path.dirname(file), name));
      return `import("${beside.href}")`;
    });
  fs.writeFileSync(wrapped, `module.exports = function (require, __filename, process, Date) {${source}\n};`);
  const loaded = load(wrapped) as Tool;
  fs.rmSync(folder, { recursive: true });
  return loaded;
}

port.on('message', (asked: ThreadRun) => void answer(asked));

async function answer(asked: ThreadRun): Promise<void> {
  port.postMessage(await run(asked));
  Atomics.store(isAnswered, 0, 1);
  Atomics.notify(isAnswered, 0);
}

/** Setting its exit code is the last thing that the tool does. */
function run({ args, input, now }: ThreadRun): Promise<Run> {
  return new Promise((resolve) => {
    const [stdout, stderr] = [collector(), collector()];
    const own = Object.create(process, {
      argv: { value: [process.execPath, file, ...args] },
      stdin: { value: Readable.from(input.length === 0 ? [] : [Buffer.from(input)]) },
      stdout: { value: stdout.stream },
      stderr: { value: stderr.stream },
      exitCode: {
        set(code: number) {
          resolve({ code, stdout: stdout.text(), stderr: stderr.text() });
        },
      },
    }) as NodeJS.Process;
    tool(load, file, own, now === undefined ? Date : standingDate(now));
  });
}

function collector(): { readonly stream: Writable; readonly text: () => string } {
  const pieces: Buffer[] = [];
  const stream = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(pieces).toString('utf8') };
}
