import type { CancellationToken } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { visible } from '../../../core/src/text/index.ts';

/** Where errors go that nobody asked for. A message has as many lines as it is given, whatever stands in them. */
export interface Log {
  readonly error: (...lines: readonly string[]) => void;
  readonly warn: (...lines: readonly string[]) => void;
  readonly info: (...lines: readonly string[]) => void;
}

/** Where the texts of a log go. */
export type LogWindow = Readonly<Record<keyof Log, (message: string) => void>>;

/**
 * A log in a window of the editor. Names and reasons come from files: they are shown, and are no lines of their own.
 */
export function createLog(window: LogWindow): Log {
  return {
    error: (...lines) => window.error(textOf(lines)),
    warn: (...lines) => window.warn(textOf(lines)),
    info: (...lines) => window.info(textOf(lines)),
  };
}

function textOf(lines: readonly string[]): string {
  return lines.map(visible).join('\n');
}

/**
 * A request handler that neither takes the server down nor keeps a client waiting for what it has cancelled, whatever
 * is being awaited: an exception is logged, and `fallback` is the answer.
 */
export function guarded<P, R>(
  log: Log,
  name: string,
  fallback: R,
  handle: (params: P, token: CancellationToken) => Promise<R>,
) {
  const handled = async (params: P, token: CancellationToken): Promise<R> => {
    try {
      return await handle(params, token);
    } catch (error) {
      tellFailed(log, name, error);
      return fallback;
    }
  };
  return async (params: P, token: CancellationToken): Promise<R | ResponseError> => {
    const answer = new ResponseError(LSPErrorCodes.RequestCancelled, `${name} was cancelled`);
    // A token that is cancelled from the start fires no event.
    if (token.isCancellationRequested) return answer;
    const cancelled = new Promise<ResponseError>((resolve) => token.onCancellationRequested(() => resolve(answer)));
    return Promise.race([cancelled, handled(params, token)]);
  };
}

/** Runs work nobody waits for; an exception is logged. */
export function inBackground(log: Log, name: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => tellFailed(log, name, error));
}

/** With the places in the code, a line each. */
function tellFailed(log: Log, name: string, error: unknown): void {
  const places = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line)) : [];
  log.error(`${name} failed: ${String(error)}`, ...places);
}
