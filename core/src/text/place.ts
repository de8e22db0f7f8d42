/** A place in a text as people count: the first line and the first column are 1. Columns are UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of `offset` in `text`; line ends are `\n`, `\r\n` and `\r`, as in the Language Server Protocol. O(offset). */
export function placeAt(text: string, offset: number): Place {
  let line = 1;
  let start = 0;
  for (let i = 0; i < offset; i++) {
    const code = text.charCodeAt(i);
    const endsLine = code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10);
    if (!endsLine) continue;
    line++;
    start = i + 1;
  }
  return { line, column: offset - start + 1 };
}

/** Gives the places of offsets in a text: the lines are counted once, when a place is first asked for. O(length), then O(log lines) each. */
export function placesIn(text: string): (offset: number) => Place {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = lastAtMost(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return starts;
}

/** The index of the last number of an ascending list that is not above `limit`. O(log n). */
function lastAtMost(ascending: readonly number[], limit: number): number {
  let [from, to] = [0, ascending.length];
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if ((ascending[middle] ?? 0) <= limit) from = middle;
    else to = middle;
  }
  return from;
}
