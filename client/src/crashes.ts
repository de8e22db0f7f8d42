/**
 * Decides whether to start a server again that has gone down: `false` where it keeps doing so. `now` gives
 * milliseconds.
 */
export function createCrashLimit(now: () => number, most = 5, withinMs = 60_000): () => boolean {
  let crashes: number[] = [];
  return () => {
    const at = now();
    // A clock that was put back must not make old crashes count for ever.
    crashes = [...crashes.filter((crash) => Math.abs(at - crash) < withinMs), at];
    return crashes.length <= most;
  };
}
