/** The contents of a findings file on their way from one thread to another. */
import { openTables } from './joinedFindings.ts';
import type { FindingsReading } from './findingsReading.ts';
import type { TableInFile } from './packedFindings.ts';

/** A {@link FindingsReading} that can be sent to another thread: plain values only. */
export interface PlainReading extends Omit<FindingsReading, 'findings'> {
  readonly tables: readonly TableInFile[];
}

export function plainReading({ findings, ...others }: FindingsReading): PlainReading {
  return { ...others, tables: findings.tables };
}

/** The reading that was sent, or a copy of it. */
export function openReading({ tables, ...others }: PlainReading): FindingsReading {
  return { ...others, findings: openTables(tables) };
}
