/** How many analyses were begun. What nobody has asked for during many of them belongs to a text that is gone. */
let clock = 0;

/** An answer is kept for so many analyses after it was last asked for. */
const keptFor = 1000;

/** Called as an analysis begins. */
export function startAnalysis(): void {
  clock++;
}

interface Answer<V> {
  readonly value: V;
  /** The analysis that last asked for it. */
  used: number;
}

/**
 * Answers by key, each computed once. Answers of which nobody has asked for long are forgotten, so that an editor session of any length (each
 * keystroke makes a new action string) holds little more than what its open documents need; all are where there are `limit` of them.
 */
export function createMemory<V>(limit = 50_000): (key: string, compute: (key: string) => V) => V {
  const answers = new Map<string, Answer<V>>();
  let swept = clock;
  const sweep = (): void => {
    for (const [key, { used }] of answers) if (clock - used > keptFor) answers.delete(key);
    if (answers.size >= limit) answers.clear();
    swept = clock;
  };
  return (key, compute) => {
    const known = answers.get(key);
    if (known !== undefined) {
      known.used = clock;
      return known.value;
    }
    if (answers.size >= limit || clock - swept > keptFor) sweep();
    const value = compute(key);
    answers.set(key, { value, used: clock });
    return value;
  };
}

/** A function that computes its answer once for each key, and forgets as {@link createMemory} does. */
export function memoise<V>(compute: (key: string) => V, limit?: number): (key: string) => V {
  const recall = createMemory<V>(limit);
  return (key) => recall(key, compute);
}
