/** One measurement of `findingsLoad.ts` in its own process: `load FILE` or `parse FILE`. Prints JSON. */
import { createReadStream } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createFindingsReader, type FindingsReading } from '../core/src/index.ts';
import { inWords } from '../core/src/text/index.ts';
import { createNodePlatform } from '../platform/src/node/nodePlatform.ts';

const nodePlatform = createNodePlatform(inWords);

const collect = (globalThis as unknown as { gc: () => void }).gc;
const [what, file = ''] = process.argv.slice(2);

/** Loads the findings like the server. */
async function load(): Promise<{ readonly reading: FindingsReading; readonly peak: number }> {
  const reader = createFindingsReader();
  let peak = 0;
  for await (const { text } of nodePlatform.readPieces(pathToFileURL(file).href)) {
    reader.push(text);
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  return { reading: reader.end(), peak };
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

/** The memory in use, in the heap and outside of it. */
function used(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const before = { used: used(), rss: process.memoryUsage.rss() };
const start = performance.now();
if (what === 'parse') {
  await parse();
  console.log(JSON.stringify({ time: performance.now() - start }));
} else {
  const { reading, peak } = await load();
  const time = performance.now() - start;
  // The buffers of the file are released a little later.
  await new Promise((resolve) => setImmediate(resolve));
  const kept = (used() - before.used) / 1e6;
  console.log(JSON.stringify({ time, kept, peak: (peak - before.rss) / 1e6, count: reading.findings.count }));
}
