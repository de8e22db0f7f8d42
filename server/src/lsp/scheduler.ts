/** Milliseconds to wait after the last of a burst of edits or file events before it is processed. */
export const pauseMs = 50;

/** Runs work for a key after a pause; work for the same key that has not started is replaced. */
export interface Scheduler {
  readonly schedule: (key: string, delayMs: number, work: () => void) => void;
  readonly cancel: (key: string) => void;
  readonly cancelAll: () => void;
}

export function createScheduler(): Scheduler {
  const waiting = new Map<string, () => void>();
  const cancel = (key: string): void => {
    waiting.get(key)?.();
    waiting.delete(key);
  };
  return {
    schedule(key, delayMs, work) {
      cancel(key);
      waiting.set(
        key,
        start(delayMs, () => {
          waiting.delete(key);
          work();
        }),
      );
    },
    cancel,
    cancelAll: () => [...waiting.keys()].forEach(cancel),
  };
}

/** Starts work after a delay, and returns a function that cancels it. No timer is used for no delay: it takes 1 ms. */
function start(delayMs: number, work: () => void): () => void {
  if (delayMs > 0) {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  }
  let isCancelled = false;
  const onTurn = async (): Promise<void> => {
    await turn();
    if (!isCancelled) work();
  };
  void onTurn();
  return () => {
    isCancelled = true;
  };
}

/** Lets waiting events run, such as messages of the client. */
export function turn(): Promise<void> {
  return new Promise(afterEvents);
}

/** What Node has and browsers lack. */
declare const setImmediate: ((work: () => void) => unknown) | undefined;

/** In Node, a first `MessageChannel` would load all that `fetch` consists of, which takes a sixth of the start. */
const afterEvents: (work: () => void) => void = typeof setImmediate === 'function' ? setImmediate : afterMessage;

function afterMessage(work: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => {
    port1.close();
    work();
  });
  port1.start();
  port2.postMessage(undefined);
}
