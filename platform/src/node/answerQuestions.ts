/** The side of a thread that answers questions; `workThread.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';

/**
 * Answers each question of the thread that started this one, one after the other. `open` is called once, with the data
 * given at the start. What it is given is what the other side sends, whose types it names.
 */
export function answerQuestions(open: (data: never) => (question: never) => Promise<unknown>): void {
  const answer = open(workerData as never);
  let answered = Promise.resolve();
  parentPort?.on('message', (question) => {
    answered = answered.then(async () => parentPort?.postMessage(await answer(question as never), []));
  });
}
