/** Limits how often a crashed server is restarted. */

/**
 * Makes a function to call at each crash: may the server be restarted? False after more than `most` crashes within
 * `withinMs` milliseconds. `now` gives the time in milliseconds.
 */
export function createCrashLimit(now: () => number, most = 5, withinMs = 60_000): () => boolean {
  let crashes: number[] = [];
  return () => {
    const at = now();
    // The absolute value, because after the clock was set back, old crashes would otherwise count for a long time.
    crashes = [...crashes.filter((crash) => Math.abs(at - crash) < withinMs), at];
    return crashes.length <= most;
  };
}
