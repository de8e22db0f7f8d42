/** Profiles a keystroke in a policy of 1 MB: writes a CPU profile to `out/bench/keystroke.cpuprofile`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Profiler, Runtime } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { policyOfSize } from './documents.ts';
import { openInMemory } from './inMemory.ts';

/** The ten functions that take the most time themselves, one line each. */
export async function profileKeystroke(): Promise<string[]> {
  const document = await openInMemory(policyOfSize(1_000_000));
  const type = async (from: number, to: number): Promise<void> => {
    for (let round = from; round < to; round++) await document.type(await document.undoAndChoose(round));
  };
  await type(0, 20);
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  await type(20, 60);
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  mkdirSync('out/bench', { recursive: true });
  writeFileSync('out/bench/keystroke.cpuprofile', JSON.stringify(profile));
  const times = timesByFrame(profile);
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const longest = [...times].toSorted(([, a], [, b]) => b - a).slice(0, 10);
  return longest.map(([frame, time]) => `${((100 * time) / total).toFixed(1).padStart(5)} %  ${frame}`);
}

/** The microseconds spent in each function itself, without the functions it calls. */
function timesByFrame({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): ReadonlyMap<string, number> {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  for (const [i, id] of samples.entries()) {
    const frame = frameName(frames.get(id));
    // The profiler itself.
    if (frame === 'post') continue;
    times.set(frame, (times.get(frame) ?? 0) + (timeDeltas[i] ?? 0));
  }
  return times;
}

function frameName(frame: Runtime.CallFrame | undefined): string {
  if (frame === undefined) return '(unknown)';
  const { functionName, url, lineNumber } = frame;
  return url.startsWith('file:')
    ? `${functionName || '(anonymous)'} ${url.slice(url.lastIndexOf('/') + 1)}:${lineNumber + 1}`
    : functionName;
}
