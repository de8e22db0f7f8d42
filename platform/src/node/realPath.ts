/** Asks the disk about files and folders, with the same memo about each of them once. */
import { constants, type BigIntStats } from 'node:fs';
import path from 'node:path';
import { askedOnce, type DiskMemo } from '../diskMemo.ts';
import { lstat, realpath } from './fileSystem.ts';

/**
 * Linux gives a name back as it was asked for. Other systems give it in the letter case that it has on disk, which only
 * the question about the file itself tells.
 */
const areNamesKept = process.platform === 'linux';

/** A file as it is: its real path, and the file or link of this name. */
export interface RealFile {
  readonly real: string;
  readonly found: BigIntStats;
}

/**
 * The real path of a file, and what is there. The folder is asked about once for all its files. Rejects with the error
 * of the file system.
 */
export async function realFile(file: string, memo: DiskMemo): Promise<RealFile> {
  const [found, real] = await Promise.all([
    linkOrFile(file, memo),
    areNamesKept
      ? realPath(path.dirname(file), memo).then((folder) => path.join(folder, path.basename(file)))
      : realPath(file, memo),
  ]);
  return { found, real: found.isSymbolicLink() ? await realPath(file, memo) : real };
}

const linksAndFiles = askedOnce((file) => lstat(file, { bigint: true }));

/** What has this name: a link, or else a file or folder. Rejects with the error of the file system. */
export function linkOrFile(file: string, memo: DiskMemo): Promise<BigIntStats> {
  return linksAndFiles.of(file, memo);
}

/** Notes what was found when a file was opened, unless it may have been opened through a link of this name. */
export function tellOpened(file: string, found: BigIntStats, memo: DiskMemo): void {
  // Windows has no such flag.
  if ('O_NOFOLLOW' in constants) linksAndFiles.tell(file, found, memo);
}

const realPaths = askedOnce(realpath);

/** The real path of a file or folder. Rejects with the error of the file system. */
export function realPath(file: string, memo: DiskMemo): Promise<string> {
  return realPaths.of(file, memo);
}
