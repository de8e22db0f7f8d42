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
