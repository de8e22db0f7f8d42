/** When a copy of a finding was said: it tells which of several copies is the newest. */
import type { JsonRecord } from '../text/jsonValue.ts';
import { readTime } from '../text/time.ts';

/** Times in milliseconds since 1970; absent where the copy does not tell, or in a way that cannot be read. */
export interface Said {
  /** When it was analysed or updated, whichever is later. */
  readonly saidAt?: number | undefined;
  /** When AWS last changed what it says (`updatedAt`); of one that does not tell, when it was analysed. */
  readonly changedAt?: number | undefined;
}

/** `analyzed` is `analyzedAt` as it was read. Members in the usual spelling. */
export function whenSaid(record: JsonRecord, analyzed: number | undefined = readTime(record['analyzedAt'])): Said {
  const { analyzedAt, updatedAt } = record;
  const updated = updatedAt === analyzedAt ? analyzed : readTime(updatedAt);
  const isUnclear = (analyzed === undefined && isThere(analyzedAt)) || (updated === undefined && isThere(updatedAt));
  if (isUnclear || (analyzed === undefined && updated === undefined)) return {};
  return { saidAt: Math.max(analyzed ?? 0, updated ?? 0), changedAt: updated ?? analyzed };
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

const dayMs = 86_400_000;

/** Does a time lie ahead? Clocks differ by minutes, not by days. */
export function liesAhead(time: number, now: number): boolean {
  return time > now + dayMs;
}
