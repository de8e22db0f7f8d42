/** Asks the user before a request uses a doubtful finding. */
import type { Confirmable, RefineFileResult } from '../../protocol/src/index.ts';

/** The final result of a request: it is never `confirm`. */
export type RefineFileAnswer = Exclude<RefineFileResult, { kind: 'confirm' }>;

/** Sends requests that remove permissions, and asks the user first if the finding is doubtful. */
export interface Confirmations {
  /** `undefined` if the user says no. `uri` is the file that would be changed. */
  readonly send: (
    uri: string,
    send: (confirmable: Confirmable) => Promise<RefineFileResult>,
  ) => Promise<RefineFileAnswer | undefined>;
}

/**
 * Makes the confirmations. A finding that the user has confirmed for a file is not asked about again until the editor
 * is closed. `isWanted` asks the user; it is given the reason for the doubt.
 */
export function createConfirmations(isWanted: (reason: string) => Promise<boolean>): Confirmations {
  const confirmed = new Map<string, readonly string[]>();
  return {
    async send(uri, send) {
      for (;;) {
        const result = await send({ confirmed: confirmed.get(uri) ?? [] });
        if (result.kind !== 'confirm') return result;
        if (!(await isWanted(result.reason))) return undefined;
        confirmed.set(uri, [...(confirmed.get(uri) ?? []), ...result.findings]);
      }
    },
  };
}
