import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import picomatch from 'picomatch';
import { glob } from 'tinyglobby';
import { neverSearched } from '../../core/src/index.ts';
import type { ServerHost } from './host.ts';

/** The host of a server that runs in Node and sees the file system. */
export const nodeHost: ServerHost = {
  async readFile(uri) {
    try {
      return { kind: 'read', text: withoutMark(await readFile(fileURLToPath(uri), 'utf8')) };
    } catch (error) {
      return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
    }
  },
  async *readPieces(uri) {
    const file = fileURLToPath(uri);
    const { size: total } = await stat(file);
    const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: 256 * 1024 });
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
  matchesGlob: (pattern, file) => picomatch.isMatch(file, pattern, { dot: true }),
  resolvePath: (folder, file) => pathToFileURL(path.resolve(folder === undefined ? '' : fileURLToPath(folder), file)).href,
  now: Date.now,
};

/** A byte order mark is no part of the text. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
