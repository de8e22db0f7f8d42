/** Runs a task as soon as few enough are running. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

/** So many tasks run at once, in the order in which they come; the others wait. A task that fails lets the next one run, too. */
export function createLimit(most: number): Limit {
  const waiting: (() => void)[] = [];
  let running = 0;
  const turn = async (): Promise<void> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
  };
  const done = (): void => {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
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
