/**
 * The time a text names, in milliseconds since 1970; `undefined` for what is no time. The forms in use: the wire's `…Z`, the CLI's `…+00:00`,
 * and Python's with a space and microseconds.
 */
export function readTime(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const isPlain = text[10] === 'T' && !text.includes('.');
  const time = Date.parse(isPlain ? text : text.replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(time) ? undefined : time;
}

/** The day of a time, as messages write it: `2026-11-24` (UTC). */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
