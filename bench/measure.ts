/**
 * Compares work with other work. Both are run alternately, so that a noisy machine disturbs both equally, and the
 * median times are used.
 */

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly against: string;
  readonly ratio: number;
  /** The target for the ratio; absent if the figure is only informative. */
  readonly aim?: { readonly most: number } | { readonly least: number };
  /** The measured value with its unit. */
  readonly took: string;
}

/** Two median times in milliseconds, and the first divided by the second. */
export interface Ratio {
  readonly milliseconds: number;
  readonly against: number;
  readonly ratio: number;
}

/** Work to be timed. `prepare` is called before each round, and `end` after the last; neither is timed. */
export interface Work<T> {
  readonly prepare?: (round: number) => T | Promise<T>;
  readonly run: (prepared: T, round: number) => unknown;
  readonly end?: () => unknown;
}

/** Runs both alternately, `rounds` times, after a few rounds that are not counted. */
export async function compare<A, B>(rounds: number, work: Work<A>, against: Work<B>): Promise<Ratio> {
  const times: number[] = [];
  const references: number[] = [];
  const warmUp = Math.ceil(rounds / 4);
  for (let round = 0; round < rounds + warmUp; round++) {
    const time = await timed(work, round);
    const reference = await timed(against, round);
    if (round < warmUp) continue;
    times.push(time);
    references.push(reference);
  }
  await work.end?.();
  await against.end?.();
  const [milliseconds, other] = [median(times), median(references)];
  return { milliseconds, against: other, ratio: milliseconds / other };
}

async function timed<T>({ prepare, run }: Work<T>, round: number): Promise<number> {
  const prepared = (await prepare?.(round)) as T;
  const start = performance.now();
  const result = run(prepared, round);
  // Synchronous work is not awaited, because that would take time.
  if (result instanceof Promise) await result;
  return performance.now() - start;
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Milliseconds in words. */
export function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`;
}

/** Makes random numbers from 0 up to 1 that are the same in every run (Lehmer's generator). */
export function createRandom(seed = 1): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
