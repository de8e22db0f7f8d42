import type { CancellationToken } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Where errors go that nobody asked for. */
export interface Log {
  readonly error: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly info: (message: string) => void;
}

/**
 * A request handler that neither takes the server down nor keeps a client waiting for what it has cancelled, whatever is being awaited: an
 * exception is logged, and `fallback` is the answer.
 */
export function guarded<P, R>(log: Log, name: string, fallback: R, handle: (params: P) => Promise<R>) {
  const handled = async (params: P): Promise<R> => {
    try {
      return await handle(params);
    } catch (error) {
      log.error(`${name} failed: ${describe(error)}`);
      return fallback;
    }
  };
  return async (params: P, token: CancellationToken): Promise<R | ResponseError> => {
    const answer = new ResponseError(LSPErrorCodes.RequestCancelled, `${name} was cancelled`);
    // A token that is cancelled from the start fires no event.
    if (token.isCancellationRequested) return answer;
    const cancelled = new Promise<ResponseError>((resolve) => token.onCancellationRequested(() => resolve(answer)));
    return Promise.race([cancelled, handled(params)]);
  };
}

/** Runs work nobody waits for; an exception is logged. */
export function inBackground(log: Log, name: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => log.error(`${name} failed: ${describe(error)}`));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
