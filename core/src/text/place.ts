/** Lines and columns of offsets in a text. */

/** A place in a text as people count it: lines and columns start at 1. Columns are UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of `offset` in `text`. O(offset), so {@link placesIn} is better for several places of one text. */
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
 * Makes a function that gives the place of an offset in `text`. The first call passes over the text once; each call is
 * O(log lines). Lines end with `\n`, `\r\n` or `\r`, as in the Language Server Protocol.
 */
export function placesIn(text: string): (offset: number) => Place {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = countUpTo(starts, offset);
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

/** Finds places in a text that arrives in pieces. */
export interface PlaceScan {
  /** False as soon as no more pieces are needed. */
  readonly push: (piece: string) => boolean;
  /** The places of the offsets, in the same order. Call this once, after the last piece. */
  readonly end: () => readonly Place[];
}

/** Makes a scan for the places of ascending `offsets`. O(length of the text) time, and constant memory. */
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
      // Whether a `\r` at the end is a line end of its own depends on the next piece.
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

/** How many of the ascending numbers are at most `limit`, if the first one is. */
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
