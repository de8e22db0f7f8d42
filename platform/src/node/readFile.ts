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
  const { from = 0 } = limits;
  // What begins in the middle of a file has no byte order mark. Only UTF-8 is read from there.
  let decoder = from === 0 ? undefined : new TextDecoder('utf-8', { ignoreBOM: true });
  let size = { done: from, total: 0 };
  const onSize = (total: number): void => {
    size = { ...size, total };
  };
  for await (const bytes of readChunks(file, limits, onSize)) {
    decoder ??= new TextDecoder(encodingOf(bytes) === 'utf8' ? 'utf-8' : 'utf-16le', { ignoreBOM: true });
    size = { ...size, done: size.done + bytes.length };
    const end = decoder.encoding === 'utf-8' ? size.done - cutOff(bytes) : undefined;
    yield { text: decoder.decode(bytes, { stream: true }), end, ...size };
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield { text: rest, ...size };
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
 * Reads the bytes of a file in chunks. All reading goes through this function. `onSize` is called once with the size of
 * the file, in bytes. Rejects like {@link readBytes}.
 */
export async function* readChunks(
  file: string,
  limits: ReadLimits,
  onSize?: (size: number) => void,
): AsyncIterable<Buffer> {
  const opened = await openToRead(file, limits);
  try {
    const found = await fstat(opened);
    const refusal = refusalOf(found, limits);
    if (refusal !== undefined) throw refusal;
    onSize?.(found.size);
    // Small files get small buffers. One byte more than the size shows if the file has grown.
    const wanted = Math.min(chunkSize, Math.max(found.size + 1, 8192));
    const { from } = limits;
    let done = 0;
    for (;;) {
      const at = from === undefined ? null : from + done;
      const { buffer, bytesRead } = await read(opened, Buffer.allocUnsafe(wanted), 0, wanted, at);
      if (bytesRead === 0) return;
      done += bytesRead;
      // Checked again, because the file may have grown, and a pipe has no size.
      if (done > limits.most) throw tooLarge(limits);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await close(opened);
  }
}

/** Opens a file, and returns its descriptor. `O_NONBLOCK`, because opening a pipe would wait for its writer. A socket cannot be opened at all. */
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

function refusalOf(found: fs.Stats, limits: ReadLimits): UnfitFile | undefined {
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
