/** Looks up findings files by the names of the principals in them. */
import { nameIn } from '../findings/principalLookUp.ts';
import type { FiledReading } from './filedFindings.ts';

/**
 * The names of files with more findings than this are not listed, to save memory. Such files are few, and each looks up
 * a name itself.
 */
const mostListed = 20;

/**
 * Looks up the files with findings for principals of a name, and those that the configuration declares to be about one.
 * Files with many findings are always included. The order of the files is kept. With thousands of files, a look-up does
 * not read each of them.
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

/** Groups values by their keys. Each group keeps their order. */
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
