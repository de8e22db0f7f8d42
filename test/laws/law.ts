import * as fc from 'fast-check';

/** Something that holds for any input of a kind. */
export interface Law {
  readonly name: string;
  /** How many inputs the unit tests try. */
  readonly runs: number;
  /** How long one input may take when the fuzzer tries it, in milliseconds, where that is less than for other laws. */
  readonly mostMs?: number;
  /** Fails with the smallest input found for which it does not hold, and the seed. */
  readonly check: (input: LawInput) => Promise<void>;
}

export interface LawInput {
  readonly seed: number;
  readonly runs: number;
  /** Fail as well where one input takes longer than this: for finding what hangs, never for measuring. */
  readonly boundMs?: number;
}

export function law<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  holdsFor: (input: T) => void | Promise<void>,
  runs: number,
): Law {
  return {
    name,
    runs,
    async check({ seed, runs: numRuns, boundMs }) {
      const bounded = async (input: T): Promise<void> => {
        const start = performance.now();
        await holdsFor(input);
        const took = performance.now() - start;
        if (boundMs !== undefined && took > boundMs) throw new Error(`took ${took.toFixed(0)} ms`);
      };
      await fc.assert(fc.asyncProperty(inputs, bounded), { seed, numRuns });
    },
  };
}
