/** Guards request handlers and background work against exceptions, and logs them. */
import type { CancellationToken } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { visible } from '../../../core/src/text/index.ts';

/** The log for errors. Line breaks inside of a message are escaped, so that its content cannot fake log lines. */
export interface Log {
  readonly error: (...lines: readonly string[]) => void;
  readonly warn: (...lines: readonly string[]) => void;
  readonly info: (...lines: readonly string[]) => void;
}

/** The window that shows the messages of a log. */
export type LogWindow = Readonly<Record<keyof Log, (message: string) => void>>;

/** A log in a window of the editor. Line breaks in names and reasons, which come from files, do not start new lines. */
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
 * Makes a request handler that never fails and answers at once when the client cancels. An exception is logged, and the
 * answer is `fallback`.
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

/** Runs work in the background; an exception is logged. */
export function inBackground(log: Log, name: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => tellFailed(log, name, error));
}

/** Logs an exception with its stack trace. */
function tellFailed(log: Log, name: string, error: unknown): void {
  const places = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line)) : [];
  log.error(`${name} failed: ${String(error)}`, ...places);
}
