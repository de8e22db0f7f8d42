/** Binary search in ascending lists of strings. */

/** The number of strings in the ascending list that are less than `text`. O(log n). */
export function lowerBound(ascending: readonly string[], text: string): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ascending[middle] ?? '') < text) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The index of `text` in the ascending list; `undefined` if the list does not contain it. O(log n). */
export function indexIn(ascending: readonly string[], text: string): number | undefined {
  const at = lowerBound(ascending, text);
  return ascending[at] === text ? at : undefined;
}

/**
 * The index after the last string in the ascending list that starts with `prefix`. `first` is the index of the first
 * one that does. O(log n).
 */
export function prefixEnd(ascending: readonly string[], prefix: string, first: number): number {
  let from = first;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ascending[middle] ?? '').startsWith(prefix)) from = middle + 1;
    else to = middle;
  }
  return from;
}
