/** The times of a copy of a finding, which tell the newest of several copies. */
import type { JsonRecord } from '../text/jsonValue.ts';
import { readTime } from '../text/time.ts';

/** Times in milliseconds since 1970. Both are absent if the copy has no time, or one that cannot be read. */
export interface CopyTimes {
  /** When the finding was analysed or updated, whichever is later. */
  readonly asOf?: number | undefined;
  /** When AWS last changed the finding (`updatedAt`); if absent there, when it was analysed. */
  readonly changedAt?: number | undefined;
}

/**
 * The times of a finding in the usual spelling. `analyzed` is its `analyzedAt`, for callers that have read it already.
 */
export function copyTimes(
  record: JsonRecord,
  analyzed: number | undefined = readTime(record['analyzedAt']),
): CopyTimes {
  const { analyzedAt, updatedAt } = record;
  const updated = updatedAt === analyzedAt ? analyzed : readTime(updatedAt);
  const isUnclear =
    (analyzed === undefined && isPresent(analyzedAt)) || (updated === undefined && isPresent(updatedAt));
  if (isUnclear || (analyzed === undefined && updated === undefined)) return {};
  return { asOf: Math.max(analyzed ?? 0, updated ?? 0), changedAt: updated ?? analyzed };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

const dayMs = 86_400_000;

/** Is a time in the future? Times up to a day ahead do not count, because clocks differ. In milliseconds since 1970. */
export function liesAhead(time: number, now: number): boolean {
  return time > now + dayMs;
}
