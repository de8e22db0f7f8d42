/** Reads times in all forms that AWS tools print. */

/** The last millisecond of a year with four digits. A greater number counts units smaller than milliseconds. */
const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** The first millisecond of the year 1. */
const earliest = -62_135_596_800_000;

/** Smaller numbers are seconds (years up to 5138). From here on they are milliseconds (years from 1973 on). */
const leastMilliseconds = 1e11;

/** The form of the AWS CLI and of AWS's APIs. A file may have hundreds of thousands of these. */
const plainTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/;

/** The times of this form that certainly exist, because every month has 28 days. */
const sureTime =
  /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|\+00:00)$/;

const isoTime = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))? ?(Z|UTC|[+-]\d\d:?\d\d)?(?: UTC)?)?$/i;
const internetTime = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC|[+-]\d{4})$/;
const dotnetTime = /^\\?\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\\?\/$/;

/**
 * Reads a time, in milliseconds since 1970; `undefined` for any value that is not one. Years are 1 to 9999.
 *
 * A number counts seconds or milliseconds since 1970, whichever gives a likely time. Texts may be in the form of AWS's
 * APIs (`…Z`), of the CLI (`…+00:00`), of Python and Ruby (with a space), of Go (with nanoseconds), of .NET
 * (`/Date(…)/`), or of RFC 7231. A text without a time zone is UTC.
 */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return timeOfNumber(value);
  if (typeof value !== 'string') return undefined;
  if (plainTime.test(value)) return ofPlain(value);
  const [, day, minute, second, fraction, zone] = isoTime.exec(value) ?? [];
  if (day !== undefined)
    return ofParsed(`${day}T${minute ?? '00:00'}${second ?? ':00'}.${milliseconds(fraction)}${isoZone(zone)}`);
  if (internetTime.test(value)) return ofParsed(value);
  const number = dotnetTime.exec(value)?.[1];
  if (number !== undefined) return inRange(Number(number));
  return /^\d{9,14}(?:\.\d{1,9})?$/.test(value) ? timeOfNumber(Number(value)) : undefined;
}

/** Is the value certainly a time, in the most common form? False for times in other forms. Does not parse the time. */
export function isPlainTime(value: unknown): boolean {
  return typeof value === 'string' && sureTime.test(value);
}

function timeOfNumber(value: number): number | undefined {
  return inRange(Math.round(Math.abs(value) < leastMilliseconds ? value * 1000 : value));
}

/** The fraction of a second as three digits. Finer ones are cut off. */
function milliseconds(fraction = ''): string {
  return fraction.slice(0, 3).padEnd(3, '0');
}

/** A time zone as ISO 8601 writes it (`+0100` → `+01:00`); UTC if there is none. */
function isoZone(zone = 'Z'): string {
  if (!/^[+-]/.test(zone)) return 'Z';
  return zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
}

/** Reads {@link plainTime}. `Date.parse` takes several times as long, so it is only used for doubtful days. */
function ofPlain(text: string): number | undefined {
  if (!sureTime.test(text)) return ofParsed(text);
  const two = (at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
  return Date.UTC(two(0) * 100 + two(2), two(5) - 1, two(8), two(11), two(14), two(17));
}

function ofParsed(text: string): number | undefined {
  return inRange(Date.parse(text));
}

function inRange(time: number): number | undefined {
  return time >= earliest && time <= latest ? time : undefined;
}

/** The day (UTC) of a time, as messages write it: `2026-11-24`. `time` in milliseconds since 1970. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
