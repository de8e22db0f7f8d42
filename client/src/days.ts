/** The last day of a keep rule: always as `YYYY-MM-DD`, in UTC. `now` is in milliseconds since 1970. */

/**
 * What is wrong with a day that the user typed as the last day of a keep rule; `undefined` if nothing.
 */
export function dayFault(text: string, now: number): 'malformed' | 'past' | undefined {
  if (!isDay(text)) return 'malformed';
  return text < dayOf(now) ? 'past' : undefined;
}

/** The day that is some days after today. */
export function dayAfter(days: number, now: number): string {
  return dayOf(now + days * 86_400_000);
}

/** The same day of the next year; after 29 February comes 28 February. */
export function sameDayNextYear(now: number): string {
  const day = new Date(now);
  const month = day.getUTCMonth();
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  // A day that there is not became the first of the month after: back to the last of its month.
  if (day.getUTCMonth() !== month) day.setUTCDate(0);
  return dayOf(day.getTime());
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Is the text a day that exists, as `YYYY-MM-DD`? */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
