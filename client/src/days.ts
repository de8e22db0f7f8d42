/** Checks the last day of a keep rule. */

/**
 * What is wrong with a day that the user typed as the last day of a keep rule (`YYYY-MM-DD`, UTC); `undefined` if
 * nothing. `now` in milliseconds since 1970.
 */
export function dayFault(text: string, now: number): 'malformed' | 'past' | undefined {
  if (!isDay(text)) return 'malformed';
  return text < new Date(now).toISOString().slice(0, 10) ? 'past' : undefined;
}

/** Is the text a day that exists, as `YYYY-MM-DD`? */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
