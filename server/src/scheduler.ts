/** Runs work for a key after a pause; work for the same key that has not started is replaced. */
export interface Scheduler {
  readonly schedule: (key: string, delayMs: number, work: () => void) => void;
  readonly cancel: (key: string) => void;
  readonly cancelAll: () => void;
}

export function createScheduler(): Scheduler {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const cancel = (key: string): void => {
    clearTimeout(timers.get(key));
    timers.delete(key);
  };
  return {
    schedule(key, delayMs, work) {
      cancel(key);
      timers.set(
        key,
        setTimeout(() => {
          timers.delete(key);
          work();
        }, delayMs),
      );
    },
    cancel,
    cancelAll: () => [...timers.keys()].forEach(cancel),
  };
}
