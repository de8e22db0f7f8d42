/** Places in a file at which reading can start, so that a part far inside is read without what is before it. */

/** A place in a file at which reading can start. */
export interface FileMark {
  /** The place, in bytes. */
  readonly byte: number;
  /** The place, in UTF-16 code units of the text. */
  readonly offset: number;
  /** The line of the place, from 0, and the offset at which that line starts. */
  readonly line: number;
  readonly lineStart: number;
}

export const fileStart: FileMark = { byte: 0, offset: 0, line: 0, lineStart: 0 };

/** The next piece of a text. */
export interface MarkedPiece {
  readonly text: string;
  /** The offset in bytes of what follows the text; absent if reading cannot start there. */
  readonly end?: number | undefined;
  /** Present if another thread has read a part of the file, which starts on a line of its own: its marks. */
  readonly part?: { readonly marks: readonly FileMark[] } | undefined;
}

/** Notes the ends of the pieces of a file as marks while it is read. */
export interface Marker {
  readonly add: (piece: MarkedPiece) => void;
  readonly marks: readonly FileMark[];
}

/** Makes a marker. The offsets and lines of its marks count from where it starts, their bytes from the file's start. */
export function createMarker(): Marker {
  const marks: FileMark[] = [];
  let at = fileStart;
  return {
    add({ text, end, part }) {
      const past = { ...pastLines(text, text.length, at), offset: at.offset + text.length };
      const found = part === undefined ? [{ ...past, byte: end ?? 0 }] : part.marks.map((mark) => moved(mark, past));
      at = found.at(-1) ?? at;
      if (end !== undefined) for (const mark of found) marks.push(mark);
    },
    marks,
  };
}

/** A mark that counts from the start of a part, and then from the start of the file. */
function moved(mark: FileMark, start: Pick<FileMark, 'offset' | 'line'>): FileMark {
  return {
    byte: mark.byte,
    offset: start.offset + mark.offset,
    line: start.line + mark.line,
    lineStart: start.offset + mark.lineStart,
  };
}

/** The line at an index of a piece that starts at a mark. O(index). */
export function pastLines(
  text: string,
  index: number,
  { offset, line, lineStart }: FileMark,
): Pick<FileMark, 'line' | 'lineStart'> {
  let lines = line;
  let start = lineStart;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
    lines++;
    start = offset + at + 1;
  }
  return { line: lines, lineStart: start };
}
