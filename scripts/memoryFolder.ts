import { statfsSync } from 'node:fs';

/** The folder of Linux that is in memory. */
const folder = '/dev/shm';

/** More than tests have in temporary files at once. */
const bytesNeeded = 2 ** 30;

/**
 * The environment in which temporary files are in memory, where there is room for them: the tests make and remove
 * thousands, for which a disk needs many times as long. A temporary folder that is chosen already stays.
 */
export function inMemory(): Readonly<Record<string, string>> {
  return process.env['TMPDIR'] === undefined && hasRoom() ? { TMPDIR: folder } : {};
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= bytesNeeded;
  } catch {
    return false;
  }
}
