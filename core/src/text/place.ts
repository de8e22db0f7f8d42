/** A place in a text as people count: the first line and the first column are 1. Columns are UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * The place of `offset` in `text`, as {@link placesIn} gives it. O(offset): for the one place of a text that is asked
 * for.
 */
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
 * Finds places in a text of which several are asked for: one pass over it when the first is, O(log lines) for each.
 * Line ends are `\n`, `\r\n` and `\r`, as in the Language Server Protocol.
 */
export function placesIn(text: string): (offset: number) => Place {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = countUpTo(starts, offset);
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

/** Takes a text that comes in pieces. */
export interface PlaceScan {
  /** False once no more of the text is needed. */
  readonly push: (piece: string) => boolean;
  /** The places of the offsets, in their order. To be called once, behind the last piece. */
  readonly end: () => readonly Place[];
}

/** As {@link placesIn}, of ascending offsets. O(length of the text) in constant space. */
export function createPlaceScan(offsets: readonly number[]): PlaceScan {
  const places: Place[] = [];
  let [base, line, start] = [0, 1, 0];
  let rest = '';
  const find = (end: number): void => {
    for (let next = offsets[places.length]; next !== undefined && next <= end; next = offsets[places.length])
      places.push({ line, column: next - start + 1 });
  };
  const scan = (text: string): void => {
    for (let i = 0; i < text.length; i++) {
      if (!endsLine(text, i)) continue;
      find(base + i);
      line++;
      start = base + i + 1;
    }
    base += text.length;
  };
  return {
    push(piece) {
      const text = rest + piece;
      // Whether it ends a line, the next piece shows.
      rest = text.endsWith('\r') ? '\r' : '';
      scan(text.slice(0, text.length - rest.length));
      find(base - 1);
      return places.length < offsets.length;
    },
    end() {
      scan(rest);
      find(Number.POSITIVE_INFINITY);
      return places;
    },
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
