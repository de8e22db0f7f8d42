/** Starts threads that answer questions (`answerQuestions.ts`). */

/** A thread that answers questions one after the other. */
export interface WorkThread<Question, Answer> {
  /** `undefined` if the thread has failed. It never rejects. */
  readonly ask: (question: Question) => Promise<Answer | undefined>;
  readonly stop: () => void;
}

/**
 * Starts a program as a thread. It must answer each message that it gets with one message, in the same order. `data`:
 * its `workerData`.
 */
export async function startWorkThread<Question, Answer>(
  file: URL,
  data: unknown,
): Promise<WorkThread<Question, Answer>> {
  // Loaded only now, because most processes start no thread.
  const { Worker } = await import('node:worker_threads');
  const thread = new Worker(file, { workerData: data, execArgv: [] });
  const waiting: ((answer: Answer | undefined) => void)[] = [];
  let hasFailed = false;
  thread.on('message', (answer: Answer) => waiting.shift()?.(answer));
  const fail = (): void => {
    hasFailed = true;
    for (const answer of waiting.splice(0)) answer(undefined);
  };
  for (const failure of ['messageerror', 'error', 'exit']) thread.on(failure, fail);
  return {
    ask: (question) =>
      new Promise((resolve) => {
        if (hasFailed) return resolve(undefined);
        waiting.push(resolve);
        thread.postMessage(question, []);
      }),
    stop: () => void thread.terminate(),
  };
}
