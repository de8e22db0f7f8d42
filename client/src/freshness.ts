/** Follows changes of what policies are examined against. */
import type * as vscode from 'vscode';

/** Milliseconds without a change after which a batch is followed: a loop that fetches findings writes many files. */
const pauseMs = 300;

/** A change is followed after this many milliseconds, even if changes go on. */
const mostMs = 2000;

/**
 * Calls `follow` after changes have come to rest, or every few seconds while they go on: to follow each of them would
 * search the whole workspace each time. `setTimer` and `now` are the clock.
 */
export function onceAtRest(
  follow: () => void,
  { setTimer = startTimer, now = Date.now }: { readonly setTimer?: SetTimer; readonly now?: () => number } = {},
): { readonly changed: () => void; readonly dispose: () => void } {
  let cancel: (() => void) | undefined;
  let first = 0;
  const run = (): void => {
    cancel = undefined;
    follow();
  };
  return {
    changed() {
      if (cancel === undefined) first = now();
      cancel?.();
      cancel = setTimer(run, Math.max(0, Math.min(pauseMs, first + mostMs - now())));
    },
    dispose: () => cancel?.(),
  };
}

/** What every extension host has. */
declare const setTimeout: (run: () => void, ms: number) => unknown;
declare const clearTimeout: (timer: unknown) => void;

type SetTimer = (run: () => void, ms: number) => () => void;

function startTimer(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** Calls `follow` after evidence changed, if `isWanted`. */
export function followEvidence(
  onEvidenceChanged: vscode.Event<unknown>,
  isWanted: () => boolean,
  follow: () => void,
): vscode.Disposable {
  const rest = onceAtRest(() => {
    if (isWanted()) follow();
  });
  const listener = onEvidenceChanged(rest.changed);
  return {
    dispose() {
      listener.dispose();
      rest.dispose();
    },
  };
}
