import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { encodingOf, inWords, say, type Message } from '../../../core/src/text/index.ts';

/** What is read of a file at most, and of what kinds. */
export interface ReadLimits {
  /** Bytes. */
  readonly most: number;
  /** A pipe will do, too: for what the user named. Otherwise only regular files do: devices and pipes need not end. */
  readonly mayBePipe?: boolean;
  /** Not a link either, as far as the system can tell when it opens one: for what was found, or told of. */
  readonly isNoLink?: boolean;
}

const megabyte = 1024 * 1024;

/**
 * Bytes. No text that is written by hand or fetched for its purpose is larger; reading more would take the memory of
 * the machine.
 */
export const mostBytesOf: Readonly<
  Record<'findings' | 'policies' | 'standardInput' | 'configuration' | 'catalogue' | 'gitignore' | 'details', number>
> = {
  findings: 1024 * megabyte,
  policies: 256 * megabyte,
  // A policy has kilobytes, and a dump of an account with 10,000 roles half of this.
  standardInput: 64 * megabyte,
  configuration: 5 * megabyte,
  catalogue: 64 * megabyte,
  // Git reads far smaller ones.
  gitignore: megabyte,
  details: 64 * megabyte,
};

/** A file that is not to be read; `why` is for people. */
export class UnfitFile extends Error {
  readonly kind: 'irregular' | 'too-large';
  readonly why: Message;
  constructor(kind: UnfitFile['kind'], why: Message) {
    super(inWords(why));
    this.kind = kind;
    this.why = why;
  }
}

/** A piece of a text; `done` and `total` are sizes in bytes, `total` that of the file when it was opened. */
export interface TextPiece {
  readonly text: string;
  readonly done: number;
  readonly total: number;
}

/** The bytes of a file. Throws {@link UnfitFile} for one that is not to be read, and what the system throws. */
export async function readBytes(file: string, limits: ReadLimits): Promise<Buffer> {
  return together(readChunks(file, limits), limits);
}

/**
 * All bytes of a stream that is open already, such as standard input. Throws {@link UnfitFile} as soon as there are
 * more than `most`.
 */
export async function together(chunks: AsyncIterable<Uint8Array>, limits: Pick<ReadLimits, 'most'>): Promise<Buffer> {
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
 * The text of a file in pieces, with its byte order mark: UTF-8, or UTF-16 with its mark. Throws as {@link readBytes}.
 */
export async function* readPieces(file: string, limits: ReadLimits): AsyncIterable<TextPiece> {
  let decoder: TextDecoder | undefined;
  let size = { done: 0, total: 0 };
  const told = (total: number): void => {
    size = { ...size, total };
  };
  for await (const bytes of readChunks(file, limits, told)) {
    decoder ??= new TextDecoder(encodingOf(bytes) === 'utf8' ? 'utf-8' : 'utf-16le', { ignoreBOM: true });
    size = { ...size, done: size.done + bytes.length };
    yield { text: decoder.decode(bytes, { stream: true }), ...size };
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield { text: rest, ...size };
}

/** At most. */
const chunkSize = 256 * 1024;

/**
 * The bytes of a file, in chunks: the one place where a file is opened to be read. `told` is called with the size that
 * the file is said to have. Throws as {@link readBytes}.
 */
export async function* readChunks(
  file: string,
  limits: ReadLimits,
  told?: (size: number) => void,
): AsyncIterable<Buffer> {
  const opened = await openToRead(file, limits);
  try {
    const found = await opened.stat();
    const refusal = refusalOf(found, limits);
    if (refusal !== undefined) throw refusal;
    told?.(found.size);
    // A small file takes little memory; a byte more shows at once that it has grown.
    const wanted = Math.min(chunkSize, Math.max(found.size + 1, 8192));
    let done = 0;
    for (;;) {
      const { buffer, bytesRead } = await opened.read(Buffer.allocUnsafe(wanted), 0, wanted);
      if (bytesRead === 0) return;
      done += bytesRead;
      // It may have grown, and a pipe has no size.
      if (done > limits.most) throw tooLarge(limits);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await opened.close();
  }
}

/** Opening a pipe waits for somebody who writes, unless it is told not to. A socket cannot be opened at all. */
async function openToRead(file: string, { mayBePipe, isNoLink }: ReadLimits): Promise<FileHandle> {
  // Windows has none of these flags.
  const waits = mayBePipe === true ? 0 : constants.O_NONBLOCK;
  const follows = isNoLink === true ? constants.O_NOFOLLOW : 0;
  try {
    return await open(file, constants.O_RDONLY | waits | follows);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw code === 'ENXIO' || code === 'EOPNOTSUPP' || (isNoLink === true && code === 'ELOOP') ? irregular() : error;
  }
}

function refusalOf(found: Stats, limits: ReadLimits): UnfitFile | undefined {
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
