/** Runs a task as soon as fewer than the most allowed tasks are running. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

/** Limits the number of tasks that run at once. Tasks start in the order of the calls, also after one that failed. */
export function createLimit(most: number): Limit {
  const waiting: (() => void)[] = [];
  // An index is used because `shift` on a long array moves all other elements.
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
