import { nameIn } from '../findings/principalLookUp.ts';
import type { FiledReading } from './filedFindings.ts';

/**
 * Files with more findings look names up themselves: there are few of them, and all their names once more would take
 * much memory.
 */
const mostListed = 20;

/**
 * The files that have findings of principals of a name, or are declared to be about one, in the order of all; and those
 * with many findings, whatever they have. Where there are thousands of files, not each is asked for each name.
 */
export function createFilesByName(
  files: readonly FiledReading[],
  declaredTo: ReadonlyMap<string, string | undefined>,
): (name: string) => readonly FiledReading[] {
  const large: number[] = [];
  const byName = new Map<string, number[]>();
  for (const [i, { file, reading }] of files.entries()) {
    const { findings } = reading;
    const isLarge = findings.count > mostListed;
    if (isLarge) large.push(i);
    const listed = isLarge ? [] : Array.from({ length: findings.count }, (_, index) => findings.arn(index));
    const names = new Set([...listed, declaredTo.get(file)].flatMap((arn) => (arn === undefined ? [] : nameIn(arn))));
    for (const name of names) byName.set(name, added(byName.get(name), i));
  }
  return (name) =>
    [...new Set([...large, ...(byName.get(name) ?? [])])].toSorted((a, b) => a - b).flatMap((i) => files[i] ?? []);
}

function added(known: number[] | undefined, one: number): number[] {
  if (known === undefined) return [one];
  known.push(one);
  return known;
}

/** Values in groups by their keys, each in the order in which it comes. */
export function groupedBy<T>(
  values: readonly T[],
  keysOf: (value: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values)
    for (const key of new Set(keysOf(value))) {
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [value]);
      else known.push(value);
    }
  return groups;
}
