/**
 * Runs work in turn with what it is measured against, so that a noisy machine disturbs both alike, and keeps the middle
 * of the times.
 */

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly against: string;
  readonly ratio: number;
  /** What the ratio is to be; absent where a figure is there to be seen only. */
  readonly aim?: { readonly most: number } | { readonly least: number };
  /** The figure itself, with its unit. */
  readonly took: string;
}

/** Two median times in milliseconds, and the first by the second. */
export interface Ratio {
  readonly milliseconds: number;
  readonly against: number;
  readonly ratio: number;
}

/** Work to be timed; what `prepare` does for a round is not. */
export interface Work<T> {
  readonly prepare?: (round: number) => T | Promise<T>;
  readonly run: (prepared: T, round: number) => unknown;
}

/** Runs both `rounds` times in turn, after a few rounds that do not count. */
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
  const [milliseconds, other] = [median(times), median(references)];
  return { milliseconds, against: other, ratio: milliseconds / other };
}

async function timed<T>({ prepare, run }: Work<T>, round: number): Promise<number> {
  const prepared = (await prepare?.(round)) as T;
  const start = performance.now();
  const result = run(prepared, round);
  // Work that does not wait is not made to.
  if (result instanceof Promise) await result;
  return performance.now() - start;
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Milliseconds as people read them. */
export function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`;
}

/** The same numbers at every run, from 0 up to 1 (Lehmer's generator). */
export function createRandom(seed = 1): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
