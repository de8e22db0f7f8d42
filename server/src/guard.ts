import type { CancellationToken } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Where errors go that nobody asked for. */
export interface Log {
  readonly error: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly info: (message: string) => void;
}

/**
 * A request handler that neither takes the server down nor answers what was cancelled: an exception is logged, and `fallback` is the answer.
 */
export function guarded<P, R>(log: Log, name: string, fallback: R, handle: (params: P) => Promise<R>) {
  return async (params: P, token: CancellationToken): Promise<R | ResponseError> => {
    try {
      const result = await handle(params);
      return token.isCancellationRequested ? new ResponseError(LSPErrorCodes.RequestCancelled, `${name} was cancelled`) : result;
    } catch (error) {
      log.error(`${name} failed: ${describe(error)}`);
      return fallback;
    }
  };
}

/** Runs work nobody waits for; an exception is logged. */
export function inBackground(log: Log, name: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => log.error(`${name} failed: ${describe(error)}`));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
