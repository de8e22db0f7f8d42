/** One measurement of `findingsLoad.ts` in its own process: `load FILE` or `parse FILE`. Prints JSON. */
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFindingsReader, type FindingsReading } from '../core/src/index.ts';
import { createRangeThreads } from '../platform/src/node/rangeThread.ts';
import { mostBytesOf } from '../platform/src/node/readFile.ts';
import { readParts } from '../platform/src/node/readParts.ts';

const collect = (globalThis as unknown as { gc: () => void }).gc;
const [what, file = ''] = process.argv.slice(2);

/** Loads the findings like the server and the command line tool. */
async function load(): Promise<FindingsReading> {
  const reader = createFindingsReader();
  const threads = createRangeThreads(pathToFileURL(path.resolve('dist/findingsThread.cjs')));
  const { isBetweenLines } = reader;
  for await (const { text, part } of readParts(file, { most: mostBytesOf.findings }, { isBetweenLines, threads }))
    if (part === undefined) reader.push(text);
    else reader.add(part.findings);
  return reader.end();
}

/** Parses each line: the least work that is needed to read every finding. */
async function parse(): Promise<number> {
  let rest = '';
  let count = 0;
  for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
    const lines = (rest + String(piece)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (JSON.parse(line) !== null) count++;
  }
  return count;
}

/** The memory in use, in the heap and outside of it, also what threads have handed over. */
function used(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const before = { used: used(), rss: process.memoryUsage.rss() };
const start = performance.now();
if (what === 'parse') {
  await parse();
  console.log(JSON.stringify({ time: performance.now() - start }));
} else {
  const reading = await load();
  const time = performance.now() - start;
  // The most memory that the process has had, with all its threads.
  const peak = process.resourceUsage().maxRSS * 1024;
  // The buffers of the file, and the threads, are released a little later.
  collect();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const kept = (used() - before.used) / 1e6;
  console.log(JSON.stringify({ time, kept, peak: (peak - before.rss) / 1e6, count: reading.findings.count }));
}
