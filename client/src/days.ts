/**
 * What is wrong with the last day of a keep rule, as somebody types it: `YYYY-MM-DD`, counted in UTC. `now` in
 * milliseconds since 1970.
 */
export function dayFault(text: string, now: number): 'malformed' | 'past' | undefined {
  if (!isDay(text)) return 'malformed';
  return text < new Date(now).toISOString().slice(0, 10) ? 'past' : undefined;
}

/** A day that there is. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
