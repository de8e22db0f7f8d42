/** The number of texts in the ascending list that are less than `text`. O(log n). */
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

/** The index of `text` in the ascending list; `undefined` where it is not there. O(log n). */
export function indexIn(ascending: readonly string[], text: string): number | undefined {
  const at = lowerBound(ascending, text);
  return ascending[at] === text ? at : undefined;
}

/**
 * The index just past the texts in the ascending list that start with `prefix`, from `first`, the index of the first of
 * them. O(log n).
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
