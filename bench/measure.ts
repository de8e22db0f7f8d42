/** The middle of several runs of work, alternating with what it is measured against, so that a noisy machine disturbs both alike. */
export interface Ratio {
  readonly milliseconds: number;
  readonly against: number;
  readonly ratio: number;
}

/** Runs both `rounds` times in turn, after a few rounds that do not count. */
export function compare(rounds: number, work: (round: number) => void, against: (round: number) => void): Ratio {
  const times: [number[], number[]] = [[], []];
  const warmUp = Math.ceil(rounds / 4);
  for (let round = 0; round < rounds + warmUp; round++) {
    for (const [i, run] of [work, against].entries()) {
      const start = performance.now();
      run(round);
      if (round >= warmUp) times[i]?.push(performance.now() - start);
    }
  }
  const [milliseconds, reference] = [median(times[0]), median(times[1])];
  return { milliseconds, against: reference, ratio: milliseconds / reference };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
