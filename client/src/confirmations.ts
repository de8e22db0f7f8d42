import type { Confirmable, RefineFileResult } from '../../protocol/src/index.ts';

/** What comes of such a request in the end. */
export type RefineFileAnswer = Exclude<RefineFileResult, { kind: 'confirm' }>;

/** Sends requests that remove something, and asks the user first where the finding is doubtful. */
export interface Confirmations {
  /** `undefined` where the user does not want it. `uri` names the file that is changed. */
  readonly send: (
    uri: string,
    send: (confirmable: Confirmable) => Promise<RefineFileResult>,
  ) => Promise<RefineFileAnswer | undefined>;
}

/**
 * A finding is asked about once for each file, as long as the editor runs. `isWanted` asks the user, with the reason
 * for the doubt.
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
