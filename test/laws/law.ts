import * as fc from 'fast-check';

/** A property that holds for any input of a kind. */
export interface Law {
  readonly name: string;
  /** The number of inputs in the unit tests. */
  readonly runs: number;
  /** The most processor time of one input in the fuzzer, in milliseconds, if it is less than for other laws. */
  readonly mostMs?: number;
  /** Rejects with the smallest input that was found to break the law, and with the seed. */
  readonly check: (input: LawInput) => Promise<void>;
}

export interface LawInput {
  readonly seed: number;
  readonly runs: number;
  /**
   * Fail as well where one input takes more of the processor than this: for finding what runs on, never for measuring.
   */
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
        const start = process.cpuUsage();
        await holdsFor(input);
        const { user, system } = process.cpuUsage(start);
        const took = (user + system) / 1000;
        if (boundMs !== undefined && took > boundMs) throw new Error(`took ${took.toFixed(0)} ms of the processor`);
      };
      await fc.assert(fc.asyncProperty(inputs, bounded), { seed, numRuns });
    },
  };
}
