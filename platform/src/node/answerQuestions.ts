/** The side of a thread that answers questions; `workThread.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';

/**
 * Answers each question of the thread that started this one. `open` is called once, with the data given at the start.
 * What it is given is what the other side sends, whose types it names.
 */
export function answerQuestions(open: (data: never) => (question: never) => unknown): void {
  const answer = open(workerData as never);
  parentPort?.on('message', (question) => parentPort?.postMessage(answer(question as never), []));
}
