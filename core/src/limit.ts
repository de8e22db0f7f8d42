/** Runs a task as soon as few enough are running. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * So many tasks run at once, in the order in which they come; the others wait. A task that fails lets the next one run,
 * too.
 */
export function createLimit(most: number): Limit {
  const waiting: (() => void)[] = [];
  // Taking the first out of a long list moves all others.
  let first = 0;
  let running = 0;
  const turn = async (): Promise<void> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
  };
  const done = (): void => {
    const next = waiting[first++];
    if (next !== undefined) {
      next();
      return;
    }
    running--;
    first = waiting.length = 0;
  };
  return async (task) => {
    await turn();
    try {
      return await task();
    } finally {
      done();
    }
  };
}
