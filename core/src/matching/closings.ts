/** Which findings are archived or resolved, and so do not count. */
import { liesAhead } from '../findings/copyTimes.ts';
import type { FindingsReading } from '../findings/findingsReading.ts';
import type { FiledReading } from './filedFindings.ts';

/** Tells of a finding of a reading, by its index, whether it is closed. */
export type IsClosed = (reading: FindingsReading, index: number) => boolean;

/**
 * A finding that is closed takes with it the copies that are not newer. One that does not tell when it was said, or a
 * time that lies ahead, is newer than nothing; but one that cannot be understood stays, because it blocks.
 */
export function createClosings(files: readonly FiledReading[], now: number): IsClosed {
  const times = new Map<string, number>();
  for (const { reading } of files)
    for (const [id, time] of reading.closed) times.set(id, Math.max(time, times.get(id) ?? 0));
  return ({ findings }, index) => {
    const id = times.size === 0 ? undefined : findings.id(index);
    const time = id === undefined ? undefined : times.get(id);
    if (time === undefined) return false;
    const asOf = findings.asOf(index);
    if (findings.isUnreadable(index)) return Number.isFinite(asOf) && time >= asOf;
    return liesAhead(asOf, now) || time >= asOf;
  };
}
