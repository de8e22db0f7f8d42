/** Opens and reads files, within limits of size and kind. */
import * as fs from 'node:fs';
import { promisify, TextDecoder } from 'node:util';
import { encodingOf, inWords, say, type Message } from '../../../core/src/text/index.ts';

// Not from `node:fs/promises`, like those of `fileSystem.ts`.
const open = promisify(fs.open);
const fstat = promisify(fs.fstat);
const read = promisify(fs.read);
const close = promisify(fs.close);

/** How large a file may be, and of which kind. */
export interface ReadLimits {
  /** The most bytes. */
  readonly most: number;
  /** Allow a pipe, for a file that the user named. Otherwise only regular files: pipes and devices may never end. */
  readonly mayBePipe?: boolean;
  /** Refuse a link, if the operating system can (Windows cannot): for a file that was found by a search or an event. */
  readonly isNoLink?: boolean;
  /** Start at this offset in bytes. */
  readonly from?: number | undefined;
}

const megabyte = 1024 * 1024;

/** The most bytes that are read of each kind of file. Real files are smaller, and larger ones would fill the memory. */
export const mostBytesOf: Readonly<
  Record<'findings' | 'policies' | 'standardInput' | 'configuration' | 'catalogue' | 'gitignore' | 'details', number>
> = {
  findings: 1024 * megabyte,
  policies: 256 * megabyte,
  // A policy has kilobytes; the details of an account with 10,000 roles have half of this limit.
  standardInput: 64 * megabyte,
  configuration: 5 * megabyte,
  catalogue: 64 * megabyte,
  // Real `.gitignore` files are far smaller.
  gitignore: megabyte,
  details: 64 * megabyte,
};

/** A file must not be read. `why` is the reason for people. */
export class UnfitFile extends Error {
  readonly kind: 'irregular' | 'too-large';
  readonly why: Message;
  constructor(kind: UnfitFile['kind'], why: Message) {
    super(inWords(why));
    this.kind = kind;
    this.why = why;
  }
}

/** A piece of a text. `done`: how many bytes have been read; `total`: the bytes of the file when it was opened. */
export interface TextPiece {
  readonly text: string;
  /** The offset in bytes of what follows the text; absent if the file is not UTF-8. */
  readonly end?: number | undefined;
  readonly done: number;
  readonly total: number;
}

/** Reads a file. Rejects with {@link UnfitFile} if it must not be read, and with the errors of the file system. */
export async function readBytes(file: string, limits: ReadLimits): Promise<Buffer> {
  return readStream(readChunks(file, limits), limits);
}

/** Reads all bytes of an open stream, such as standard input. Rejects with {@link UnfitFile} after `most` bytes. */
export async function readStream(chunks: AsyncIterable<Uint8Array>, limits: Pick<ReadLimits, 'most'>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let done = 0;
  for await (const bytes of chunks) {
    done += bytes.length;
    if (done > limits.most) throw tooLarge(limits);
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}

/**
 * Reads the text of a file in pieces, including its byte order mark. It may be UTF-8, or UTF-16 with a byte order mark.
 * Rejects like {@link readBytes}.
 */
export async function* readPieces(file: string, limits: ReadLimits): AsyncIterable<TextPiece> {
  const opened = await openFit(file, limits);
  try {
    yield* piecesOf(opened, limits, { from: limits.from });
  } finally {
    await close(opened.fd);
  }
}

/** A part of a file, in bytes: from its start or another offset, to its end or another offset. */
interface Range {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Reads a part of an open file like {@link readPieces}. `count`: the bytes of the piece. */
export async function* piecesOf(
  opened: OpenFile,
  limits: ReadLimits,
  range: Range = {},
): AsyncIterable<TextPiece & { readonly count: number }> {
  const decoder = createDecoder(range.from);
  const size = { done: range.from ?? 0, total: opened.size };
  for await (const bytes of chunksOf(opened, limits, { ...range, isReused: true })) {
    const { text, end } = decoder.next(bytes);
    size.done += bytes.length;
    yield { text, end, count: bytes.length, ...size };
  }
  const rest = decoder.rest();
  if (rest !== '') yield { text: rest, count: 0, ...size };
}

/** Decodes the bytes of a file, which arrive in chunks. */
export interface Decoder {
  /** The text of the next chunk. `end`: the offset in bytes of what follows; absent if the file is not UTF-8. */
  readonly next: (bytes: Buffer) => { readonly text: string; readonly end: number | undefined };
  /** What is left at the end. */
  readonly rest: () => string;
}

/** Makes a decoder for what starts at an offset in bytes. */
export function createDecoder(from = 0): Decoder {
  // What begins in the middle of a file has no byte order mark. Only UTF-8 is read from there.
  let decoder = from === 0 ? undefined : new TextDecoder('utf-8', { ignoreBOM: true });
  let done = from;
  return {
    next(bytes) {
      decoder ??= new TextDecoder(encodingOf(bytes) === 'utf8' ? 'utf-8' : 'utf-16le', { ignoreBOM: true });
      done += bytes.length;
      const end = decoder.encoding === 'utf-8' ? done - cutOff(bytes) : undefined;
      return { text: decoder.decode(bytes, { stream: true }), end };
    },
    rest: () => decoder?.decode() ?? '',
  };
}

/** How many bytes at the end of a chunk are the start of a character of UTF-8 (RFC 3629) that is not complete. */
function cutOff(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (length > 0) return length > back ? back : 0;
  }
  return 0;
}

/** The most bytes of a chunk. */
const chunkSize = 256 * 1024;

/**
 * Reads the bytes of a file in chunks. Rejects like {@link readBytes}. `onOpen` is called with what the system tells of
 * the open file.
 */
export async function* readChunks(
  file: string,
  limits: ReadLimits,
  onOpen?: (found: fs.BigIntStats) => void,
): AsyncIterable<Buffer> {
  const opened = await openFit(file, limits);
  onOpen?.(opened.found);
  try {
    yield* chunksOf(opened, limits, { from: limits.from });
  } finally {
    await close(opened.fd);
  }
}

/** An open file that may be read. */
export interface OpenFile {
  /** The number by which the system knows it. */
  readonly fd: number;
  /** Its size when it was opened, in bytes. */
  readonly size: number;
  readonly found: fs.BigIntStats;
}

export async function closeFile({ fd }: OpenFile): Promise<void> {
  await close(fd);
}

/** The next bytes at an offset of an open file, at most so many. */
export async function readAt({ fd }: OpenFile, at: number, most: number): Promise<Buffer> {
  const { buffer, bytesRead } = await read(fd, Buffer.allocUnsafe(most), 0, most, at);
  return buffer.subarray(0, bytesRead);
}

/** Opens a file, which has to be closed again. Rejects like {@link readBytes}. */
export async function openFit(file: string, limits: ReadLimits): Promise<OpenFile> {
  const fd = await openToRead(file, limits);
  try {
    const found = await fstat(fd, { bigint: true });
    const refusal = refusalOf(found, limits);
    if (refusal !== undefined) throw refusal;
    return { fd, size: Number(found.size), found };
  } catch (error) {
    await close(fd);
    throw error;
  }
}

/**
 * The bytes that a thread reads at once. Larger chunks, and their texts, would not stay in the cache of its processor.
 */
const smallChunk = 64 * 1024;

/**
 * Reads a part of an open file in chunks without waiting, for a thread that has nothing else to do. A chunk is only
 * valid until the next. Throws like {@link readBytes}.
 */
export function* readChunksAtOnce(
  fd: number,
  { from = 0, to = Number.POSITIVE_INFINITY }: Range,
  most: number,
): Iterable<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(smallChunk);
  let at = from;
  while (at < to) {
    const count = fs.readSync(fd, buffer, 0, Math.min(smallChunk, to - at), at);
    if (count === 0) return;
    at += count;
    if (at > most) throw tooLarge({ most });
    yield buffer.subarray(0, count);
  }
}

/** All reading of files in this thread goes through this function. `isReused`: a chunk is only valid until the next. */
async function* chunksOf(
  { fd, size }: OpenFile,
  limits: ReadLimits,
  { from = 0, to = Number.POSITIVE_INFINITY, isReused = false }: Range & { readonly isReused?: boolean },
): AsyncIterable<Buffer> {
  // Small files get small buffers. One byte more than the size shows if the file has grown.
  const wanted = Math.min(chunkSize, Math.max(size + 1, 8192));
  const reused = isReused ? Buffer.allocUnsafeSlow(wanted) : undefined;
  const isWhole = isWholeFile(from, to);
  let at = from;
  while (at < to) {
    const length = Math.min(wanted, to - at);
    const into = reused ?? Buffer.allocUnsafe(wanted);
    const { buffer, bytesRead } = await read(fd, into, 0, length, isWhole ? null : at);
    if (bytesRead === 0) return;
    at += bytesRead;
    // Checked again, because the file may have grown, and a pipe has no size.
    if (at > limits.most) throw tooLarge(limits);
    yield buffer.subarray(0, bytesRead);
    // Fewer bytes than were asked for, and as many as the file had: its end need not be read to be seen.
    if (bytesRead < length && at === size) return;
  }
}

/**
 * A pipe, which is read as a whole, cannot be read at an offset. A part is: in Windows, reading at an offset in another
 * thread moves the place from which this one would go on.
 */
function isWholeFile(from: number, to: number): boolean {
  return from === 0 && to === Number.POSITIVE_INFINITY;
}

/**
 * Opens a file, and returns its descriptor. `O_NONBLOCK`, because opening a pipe would wait for its writer. A socket
 * cannot be opened at all.
 */
async function openToRead(file: string, { mayBePipe, isNoLink }: ReadLimits): Promise<number> {
  // Windows has none of these flags.
  const waits = mayBePipe === true ? 0 : fs.constants.O_NONBLOCK;
  const follows = isNoLink === true ? fs.constants.O_NOFOLLOW : 0;
  try {
    return await open(file, fs.constants.O_RDONLY | waits | follows);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw code === 'ENXIO' || code === 'EOPNOTSUPP' || (isNoLink === true && code === 'ELOOP') ? irregular() : error;
  }
}

function refusalOf(found: fs.BigIntStats, limits: ReadLimits): UnfitFile | undefined {
  const isPipe = found.isFIFO() || found.isSocket();
  if (!found.isFile() && !(limits.mayBePipe === true && isPipe)) return irregular();
  return found.size > limits.most ? tooLarge(limits) : undefined;
}

function irregular(): UnfitFile {
  return new UnfitFile('irregular', say('it is not a regular file'));
}

function tooLarge({ most }: Pick<ReadLimits, 'most'>): UnfitFile {
  return new UnfitFile('too-large', say('it is larger than {0} MB', most / megabyte));
}
