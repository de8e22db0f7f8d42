/** A place in a text as people count: the first line and the first column are 1. Columns are UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of `offset` in `text`, as {@link placesIn} gives it. O(offset): for the one place of a text that is asked for. */
export function placeAt(text: string, offset: number): Place {
  let line = 1;
  let start = 0;
  for (let i = 0; i < offset; i++) {
    if (!endsLine(text, i)) continue;
    line++;
    start = i + 1;
  }
  return { line, column: offset - start + 1 };
}

/**
 * Finds places in a text of which several are asked for: one pass over it when the first is, O(log lines) for each. Line ends are `\n`, `\r\n`
 * and `\r`, as in the Language Server Protocol.
 */
export function placesIn(text: string): (offset: number) => Place {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = countUpTo(starts, offset);
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

/** The offsets at which lines start, ascending; the first is 0. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (endsLine(text, i)) starts.push(i + 1);
  return starts;
}

function endsLine(text: string, i: number): boolean {
  const code = text.charCodeAt(i);
  return code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10);
}

/** How many of ascending numbers are not above a limit; the first never is. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let count = 1;
  let end = numbers.length;
  while (count < end) {
    const middle = (count + end) >>> 1;
    if ((numbers[middle] ?? 0) <= limit) count = middle + 1;
    else end = middle;
  }
  return count;
}
