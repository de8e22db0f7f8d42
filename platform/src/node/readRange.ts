/** Reads a part of a findings file by itself: the work of a thread. It does not wait, because a thread may block. */
import { createFindingsReader, type FindingsPart } from '../../../core/src/index.ts';
import { createMarker, type FileMark } from '../fileMarks.ts';
import { createDecoder, readChunksAtOnce } from './readFile.ts';

/** A part of an open file of UTF-8 that starts on a line of its own, in bytes. */
export interface ByteRange {
  readonly from: number;
  /** Where the next part starts; absent for the last part, which ends with the file. */
  readonly to?: number | undefined;
}

/** A part of a findings file that has been read. The marks count from its start. */
export interface ReadPart {
  readonly findings: FindingsPart;
  readonly marks: readonly FileMark[];
}

/**
 * Reads a part of a file. `undefined` if it cannot be read by itself; its text then has to be read after what is before
 * it. Throws like `readBytes`. `onBytes` is called with the count of bytes each time some were read.
 */
export function readRange(
  fd: number,
  { from, to }: ByteRange,
  most: number,
  onBytes: (count: number) => void,
): ReadPart | undefined {
  const reader = createFindingsReader();
  const marker = createMarker();
  const decoder = createDecoder(from);
  let at = from;
  for (const bytes of readChunksAtOnce(fd, { from, to }, most)) {
    at += bytes.length;
    const piece = decoder.next(bytes);
    reader.push(piece.text);
    marker.add(piece);
    onBytes(bytes.length);
  }
  const isLast = to === undefined;
  // The file has become shorter.
  if (to !== undefined && at < to) return undefined;
  const rest = decoder.rest();
  reader.push(rest);
  marker.add({ text: rest });
  const findings = reader.part(isLast);
  return findings && { findings, marks: marker.marks };
}
