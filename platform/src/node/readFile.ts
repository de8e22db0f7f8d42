import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { encodingOf, inWords, say, type Message } from '../../../core/src/index.ts';

/** What is read of a file at most, and of what kinds. */
export interface ReadLimits {
  /** Bytes. */
  readonly most: number;
  /** A pipe will do, too: for what the user named. Otherwise only regular files do: devices and pipes need not end. */
  readonly mayBePipe?: boolean;
}

const megabyte = 1024 * 1024;

/** Bytes. No text that is written by hand or fetched for its purpose is larger; reading more would take the memory of the machine. */
export const mostBytesOf: Readonly<Record<'findings' | 'policies' | 'configuration' | 'catalogue', number>> = {
  findings: 1024 * megabyte,
  policies: 256 * megabyte,
  configuration: 5 * megabyte,
  catalogue: 64 * megabyte,
};

/** A file that is not to be read; `why` is for people. */
export class UnfitFile extends Error {
  readonly why: Message;
  constructor(why: Message) {
    super(inWords(why));
    this.why = why;
  }
}

/** A piece of a text; `done` and `total` are sizes in bytes, `total` that of the file when it was opened. */
export interface TextPiece {
  readonly text: string;
  readonly done: number;
  readonly total: number;
}

const pieceSize = 256 * 1024;

/** The bytes of a file. Throws {@link UnfitFile} for one that is not to be read, and what the system throws. */
export async function readBytes(file: string, limits: ReadLimits): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const { bytes } of bytesOf(file, limits)) pieces.push(bytes);
  return Buffer.concat(pieces);
}

/** The text of a file in pieces, with its byte order mark: UTF-8, or UTF-16 with its mark. Throws as {@link readBytes}. */
export async function* readPieces(file: string, limits: ReadLimits): AsyncIterable<TextPiece> {
  let decoder: TextDecoder | undefined;
  let size = { done: 0, total: 0 };
  for await (const { bytes, done, total } of bytesOf(file, limits)) {
    decoder ??= new TextDecoder(encodingOf(bytes) === 'utf8' ? 'utf-8' : 'utf-16le', { ignoreBOM: true });
    size = { done, total };
    yield { text: decoder.decode(bytes, { stream: true }), ...size };
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield { text: rest, ...size };
}

async function* bytesOf(file: string, limits: ReadLimits): AsyncIterable<{ bytes: Buffer; done: number; total: number }> {
  // Opening a pipe waits for somebody who writes, unless it is told not to.
  const opened = await open(file, limits.mayBePipe === true ? 'r' : constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await opened.stat();
    const refusal = refusalOf(found, limits);
    if (refusal !== undefined) throw refusal;
    let done = 0;
    for (;;) {
      const { buffer, bytesRead } = await opened.read(Buffer.allocUnsafe(pieceSize), 0, pieceSize);
      if (bytesRead === 0) return;
      done += bytesRead;
      // It may have grown, and a pipe has no size.
      if (done > limits.most) throw tooLarge(limits);
      yield { bytes: buffer.subarray(0, bytesRead), done, total: found.size };
    }
  } finally {
    await opened.close();
  }
}

function refusalOf(found: Stats, limits: ReadLimits): UnfitFile | undefined {
  const isPipe = found.isFIFO() || found.isSocket();
  if (!found.isFile() && !(limits.mayBePipe === true && isPipe)) return new UnfitFile(say('it is no regular file'));
  return found.size > limits.most ? tooLarge(limits) : undefined;
}

function tooLarge({ most }: ReadLimits): UnfitFile {
  return new UnfitFile(say('it is larger than {0} MB', most / megabyte));
}
