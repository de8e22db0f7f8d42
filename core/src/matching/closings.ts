/** Which findings are archived or resolved, and so do not count. */
import { liesAhead } from '../findings/copyTimes.ts';
import type { FindingsReading } from '../findings/findingsReading.ts';
import type { FiledReading } from './filedFindings.ts';

/** Is the finding with this index in a file archived or resolved? */
export type IsClosed = (reading: FindingsReading, index: number) => boolean;

/**
 * An archived or resolved finding closes all copies of it that are not newer. A copy without a time, or with a time in
 * the future, counts as not newer. A copy that cannot be understood and has no time is not closed: it must block.
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
