import { createReadStream } from 'node:fs';
import { lstat, open, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import picomatch from 'picomatch';
import { glob } from 'tinyglobby';
import { encodingOf, neverSearched } from '../../core/src/index.ts';
import type { ServerHost } from './host.ts';

/** Beside the bundle of the server; written when that is built. */
const detailsFile = 'actionDetails.br';

/** The host of a server that runs in Node and sees the file system. */
export const nodeHost: ServerHost = {
  async readFile(uri) {
    try {
      const file = fileURLToPath(uri);
      return { kind: 'read', text: withoutMark(await readFile(file, await encodingOfFile(file))) };
    } catch (error) {
      return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
    }
  },
  async *readPieces(uri) {
    const file = fileURLToPath(uri);
    const { size: total } = await stat(file);
    const stream = createReadStream(file, { encoding: await encodingOfFile(file), highWaterMark: 256 * 1024 });
    let isFirst = true;
    for await (const piece of stream) {
      const text = isFirst ? withoutMark(String(piece)) : String(piece);
      isFirst = false;
      yield { text, done: stream.bytesRead, total };
    }
  },
  async findFiles(folder, globs, deep) {
    const cwd = fileURLToPath(folder);
    const files = await glob({
      patterns: [...globs],
      ignore: neverSearched.map((name) => `**/${name}/**`),
      cwd,
      absolute: true,
      dot: true,
      followSymbolicLinks: false,
      expandDirectories: false,
      ...(deep ? {} : { deep: 1 }),
    });
    return files.toSorted().map((file) => pathToFileURL(file).href);
  },
  async stamp(uri) {
    try {
      const { mtimeNs, size, ino } = await stat(fileURLToPath(uri), { bigint: true });
      return `${mtimeNs} ${size} ${ino}`;
    } catch {
      return undefined;
    }
  },
  async staysInside(uri, folder) {
    try {
      const root = await realpath(fileURLToPath(folder));
      return (await targetOf(fileURLToPath(uri))).startsWith(root.endsWith(path.sep) ? root : root + path.sep);
    } catch {
      return false;
    }
  },
  matchesGlob: (pattern, file) => picomatch.isMatch(file, pattern, { dot: true }),
  resolvePath: (folder, file) => pathToFileURL(path.resolve(folder === undefined ? '' : fileURLToPath(folder), file)).href,
  async readDetails() {
    // Not loaded before it is needed: the first diagnostics do without.
    const { brotliDecompressSync } = await import('node:zlib');
    return String(brotliDecompressSync(await readFile(new URL(detailsFile, import.meta.url))));
  },
  now: Date.now,
};

/** Fails for what is no file: a link in a workspace may lead to a device or a pipe, which never end. */
async function encodingOfFile(file: string): Promise<'utf8' | 'utf16le'> {
  if (!(await stat(file)).isFile()) throw new Error('it is no regular file');
  const opened = await open(file);
  try {
    return encodingOf((await opened.read(Buffer.alloc(2), 0, 2, 0)).buffer);
  } finally {
    await opened.close();
  }
}

/** Where writing to a path ends up. Fails for a link that leads nowhere: writing would make what it names, wherever that is. */
async function targetOf(file: string): Promise<string> {
  const isThere = await lstat(file).then(
    () => true,
    () => false,
  );
  return isThere ? realpath(file) : path.join(await realpath(path.dirname(file)), path.basename(file));
}

/** A byte order mark is no part of the text. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
