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

/**
 * Runs a task for each item, at most `most` at once, and gives the results in the order of the items. After a task that
 * failed no other is started.
 */
export async function* mapInOrder<T, R>(
  items: AsyncIterable<T>,
  most: number,
  task: (item: T) => Promise<R>,
): AsyncIterable<R> {
  const running: Promise<R>[] = [];
  let isFailed = false;
  for await (const item of items) {
    if (isFailed) break;
    const result = task(item);
    result.catch(() => (isFailed = true));
    running.push(result);
    const [first] = running;
    if (first === undefined || running.length < most) continue;
    void running.shift();
    yield await first;
  }
  for (const result of running) yield await result;
}
