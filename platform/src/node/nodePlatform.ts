/** The platform of a server that runs in Node. */
import { createDiskMemo, type DiskMemo } from '../diskMemo.ts';
import { lstat, realpath, stat } from './fileSystem.ts';
import path from 'node:path';
import { encodingOf, say, type Message } from '../../../core/src/text/index.ts';
import { pathOf, uriOf } from '../fileUris.ts';
import { isAbsent } from './absent.ts';
import { findFiles } from './findFiles.ts';
import { loadSyntax } from './loadSyntax.ts';
import { lookIntoAll } from './lookInto.ts';
import { pathBelow } from './paths.ts';
import { placeOf } from './placeOf.ts';
import { mostBytesOf, readBytes, readPieces, UnfitFile } from './readFile.ts';
import { readParts } from './readParts.ts';
import { linkOrFile, realFile, realPath } from './realPath.ts';
import { searchFolder } from './searchFolder.ts';
import type { Platform } from '../platform.ts';

/** The file with the details of actions. The build writes it into the folder of the server's bundle. */
const detailsFile = 'actionDetails.br';

/** Makes the platform. `inUsersLanguage` puts the engine's messages into the user's language. */
export function createNodePlatform(inUsersLanguage: (message: Message) => string): Platform {
  const messageOf: MessageOf = (error) => {
    if (error instanceof UnfitFile) return inUsersLanguage(error.why);
    return error instanceof Error ? error.message : String(error);
  };
  return { ...reading(messageOf), ...searching(messageOf), ...places, loadSyntax, now: Date.now };
}

type MessageOf = (error: unknown) => string;

function reading(messageOf: MessageOf): Pick<Platform, 'readFile' | 'readPieces' | 'stamp'> {
  return {
    async readFile(uri, what) {
      try {
        const file = fileAt(uri);
        const bytes = await readBytes(file, { most: mostBytesOf[what] });
        return { kind: 'read', text: withoutMark(bytes.toString(encodingOf(bytes))) };
      } catch (error) {
        return { kind: 'unreadable', reason: messageOf(error) };
      }
    },
    async *readPieces(uri, from, isBetweenLines) {
      let isFirst = from === undefined;
      const limits = { most: mostBytesOf.findings, isNoLink: true, from };
      try {
        for await (const piece of isBetweenLines === undefined || from !== undefined
          ? readPieces(fileAt(uri), limits)
          : readParts(fileAt(uri), limits, { isBetweenLines })) {
          yield isFirst ? { ...piece, text: withoutMark(piece.text) } : piece;
          isFirst = false;
        }
      } catch (error) {
        throw new Error(messageOf(error), { cause: error });
      }
    },
    async stamp(uri, memo = createDiskMemo()) {
      const file = pathOf(uri);
      if (file === undefined) return undefined;
      try {
        return await stampOf(file, memo);
      } catch (error) {
        return isAbsent(error) ? undefined : messageOf(error);
      }
    },
  };
}

function searching(messageOf: MessageOf): Pick<Platform, 'findFiles' | 'lookBelow'> {
  return {
    async findFiles(folder, globs, options) {
      const top = pathOf(folder);
      if (top === undefined) return { uris: [] };
      const { files, end } = await findFiles(top, globs, options);
      return { uris: files.map((file) => uriOf(file)), end };
    },
    async *lookBelow(folder, memo) {
      const top = pathOf(folder);
      if (top === undefined) return;
      const { files, ignored, unreadable } = await searchFolder(top, top);
      for (const { folder: at, error } of unreadable)
        yield { kind: 'unreadable', uri: uriOf(at), reason: messageOf(error) };
      for await (const { file, look } of lookIntoAll(files, memo)) {
        const uri = uriOf(file);
        if (look.kind === 'text') yield { kind: 'text', uri, text: withoutMark(look.text) };
        else if (look.kind === 'unreadable') yield { kind: 'unreadable', uri, reason: messageOf(look.error) };
        else if (look.kind === 'too-large') yield { kind: 'too-large', uri };
      }
      yield { kind: 'ignored', ...ignored };
    },
  };
}

const places: Pick<Platform, 'placeOf' | 'writtenUri' | 'staysInside' | 'resolvePath' | 'readDetails'> = {
  async placeOf(uri, folder, memo) {
    const [file, top] = [pathOf(uri), pathOf(folder)];
    if (file === undefined || top === undefined) return { kind: 'other' };
    const place = await placeOf(file, top, memo);
    return place.kind === 'file' ? { kind: 'file', uri: uriOf(place.path) } : place;
  },
  async writtenUri(uri, folder, memo = createDiskMemo()) {
    try {
      const top = fileAt(folder);
      const [{ real: target }, realTop] = await Promise.all([realFile(fileAt(uri), memo), realPath(top, memo)]);
      const below = pathBelow(realTop, target);
      return uriOf(below === undefined ? target : path.join(top, below));
    } catch {
      return uri;
    }
  },
  async staysInside(uri, folder) {
    try {
      return pathBelow(await realpath(fileAt(folder)), await targetOf(fileAt(uri))) !== undefined;
    } catch {
      return false;
    }
  },
  resolvePath: (folder, file) => uriOf(path.resolve((folder === undefined ? undefined : pathOf(folder)) ?? '', file)),
  async readDetails() {
    // Loaded only now, because the first diagnostics do not need it.
    const { brotliDecompressSync } = await import('node:zlib');
    const file = fileAt(new URL(detailsFile, import.meta.url).href);
    return String(brotliDecompressSync(await readBytes(file, { most: mostBytesOf.details })));
  },
};

/** The path of a file. Throws an {@link UnfitFile} if the URI names no file. */
function fileAt(uri: string): string {
  const file = pathOf(uri);
  if (file === undefined) throw new UnfitFile('irregular', say('it is not a file name'));
  return file;
}

/** The stamp of a file, or of a link with a missing target. Rejects with the error of the file system. */
async function stampOf(file: string, memo: DiskMemo): Promise<string> {
  const link = await linkOrFile(file, memo);
  try {
    const [{ mtimeNs, size, ino }, { real }] = await Promise.all([
      link.isSymbolicLink() ? stat(file, { bigint: true }) : link,
      realFile(file, memo),
    ]);
    // The real path is part of the stamp: if a folder is replaced by a link to where it was moved, nothing else of the
    // file changes.
    return `${mtimeNs} ${size} ${ino} ${real}`;
  } catch (error) {
    if (link.isSymbolicLink() && isAbsent(error)) return `link ${link.mtimeNs} ${link.ino}`;
    throw error;
  }
}

/**
 * The real path of the file that writing to `file` would change or create. Rejects for a link with a missing target:
 * writing would create that target, wherever it is.
 */
async function targetOf(file: string): Promise<string> {
  const isThere = await lstat(file).then(
    () => true,
    () => false,
  );
  return isThere ? realpath(file) : path.join(await realpath(path.dirname(file)), path.basename(file));
}

/** The text without a byte order mark. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
