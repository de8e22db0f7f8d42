/**
 * Checks the laws with random input for a given time: `npm run fuzz -- --seconds N [--seed S] [--only KIND]`. Every law
 * gets the same time. Prints the number of inputs. If a law is broken, it ends with the smallest input that was found,
 * and with the seed that finds it again.
 */
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { deployedLaws } from './deployed.ts';
import { hardLaws } from './hard.ts';
import { hclLaws } from './hcl.ts';
import { holderLaws } from './holders.ts';
import { incrementalLaws } from './incremental.ts';
import type { Law } from './law.ts';
import { protocolLaws } from './protocol.ts';
import { readingLaws } from './reading.ts';
import { recommendedLaws } from './recommended.ts';
import { refinedLaws } from './refined.ts';
import { refinementLaws } from './refinement.ts';
import { stateLaws } from './states.ts';
import { terraformHolderLaws } from './terraformHolders.ts';
import { editorLaws, unreadLaws } from './unread.ts';
import { yamlLaws } from './yaml.ts';

const kinds: Readonly<Record<string, readonly Law[]>> = {
  reading: readingLaws,
  refinement: refinementLaws,
  protocol: protocolLaws,
  holders: holderLaws,
  deployed: [...deployedLaws, ...stateLaws],
  recommended: recommendedLaws,
  refined: refinedLaws,
  unread: [...unreadLaws, ...editorLaws],
  incremental: incrementalLaws,
  hard: hardLaws,
  yaml: yamlLaws,
  hcl: [...hclLaws, ...terraformHolderLaws],
};

/** The most processor time of one input, in milliseconds, on a busy machine. */
const boundMs = 10_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
  });
  const seconds = Number(values.seconds ?? 60);
  const firstSeed = Number(values.seed ?? 1);
  const chosen = Object.entries(kinds).filter(([kind]) => values.only === undefined || values.only === kind);
  if (!(seconds > 0) || !Number.isSafeInteger(firstSeed) || chosen.length === 0) {
    console.error(`usage: npm run fuzz -- --seconds N [--seed S] [--only ${Object.keys(kinds).join('|')}]`);
    return 2;
  }
  const laws = chosen.flatMap(([kind, list]) => list.map((law) => ({ kind, law })));
  let failures = 0;
  for (const { kind, law } of laws)
    failures += (await tryLaw(kind, law, { firstSeed, ms: (seconds * 1000) / laws.length })) ? 0 : 1;
  return failures === 0 ? 0 : 1;
}

/**
 * Checks a law with batches of inputs, each as large as in the unit tests and with the next seed. True if the law holds
 * for all of them.
 */
async function tryLaw(
  kind: string,
  { name, runs, mostMs = boundMs, check }: Law,
  { firstSeed, ms }: { readonly firstSeed: number; readonly ms: number },
): Promise<boolean> {
  const end = performance.now() + ms;
  let seed = firstSeed;
  for (; performance.now() < end; seed++) {
    try {
      await check({ seed, runs, boundMs: mostMs });
      // Weak references release their targets only between tasks, and the checks are a single task.
      await setImmediate();
    } catch (error) {
      console.error(`${kind}: ${name}: broken with --seed ${seed}\n${inFull(error)}`);
      return false;
    }
  }
  console.log(
    `${kind}: ${name}: ${((seed - firstSeed) * runs).toLocaleString('en')} inputs, seeds ${firstSeed} to ${seed - 1}`,
  );
  return true;
}

/** The text of an error: fast-check's message has the input, and its cause tells how the law was broken. */
function inFull(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.stack ?? error.message, ...(error.cause === undefined ? [] : [inFull(error.cause)])].join('\n');
}

process.exitCode = await main();
