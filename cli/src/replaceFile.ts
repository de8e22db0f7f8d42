import type { Stats } from 'node:fs';
import type * as node from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { CannotDo, reasonOf, shown, type TextFile } from './files.ts';

/** The functions of the file system that writing uses. Tests replace them with failing ones. */
export type FileSystem = Pick<typeof node, 'link' | 'lstat' | 'open' | 'realpath' | 'rename' | 'stat' | 'unlink'>;

/**
 * Replaces the text of a file. Its owner, group, permissions, hard links and mounts stay. A link is followed, not
 * replaced. If the file is read-only or changed since it was read, it is not written.
 *
 * If possible, this is atomic: the text is written to a temporary file next to it, which is then renamed. If the file
 * would lose something by that, the text is written into the file itself, after a copy was made next to it. The copy
 * stays until the text is safely written.
 */
export async function replaceText(
  file: string,
  before: TextFile,
  text: string,
  // Loaded only here, because `check` does not need it.
  fileSystem: Promise<FileSystem> | FileSystem = import('node:fs/promises'),
): Promise<void> {
  const fs = await fileSystem;
  try {
    const replacement = { before: Buffer.from(before.mark + before.text), after: Buffer.from(before.mark + text) };
    await replaceTarget(await fs.realpath(file), replacement, fs);
  } catch (error) {
    if (error instanceof CannotDo) throw error;
    throw new CannotDo(`${shown(file)}: ${reasonOf(error)}; it was left unchanged`);
  }
}

interface Replacement {
  readonly before: Buffer;
  readonly after: Buffer;
}

/** The suffix of the copy next to a file while the file is written. */
export const backupSuffix = '.iam-refine-backup';

const refusals = {
  changed: 'the file has changed in the meantime',
  readOnly: 'the file is read-only',
  irregular: 'not a regular file',
} as const;

async function replaceTarget(target: string, replacement: Replacement, fs: FileSystem): Promise<void> {
  await refuseOdd(target, fs);
  await refuseInterrupted(target, fs);
  // A file that cannot be opened for writing must not be replaced either.
  const model = await withOpen(fs.open(target, 'r+'), (opened) => sameAsRead(opened, replacement.before));
  const known: KnownFile = { target, model, replacement };
  if (model.nlink > 1 || !(await replaceByRename(known, fs))) await writeInPlace(known, fs);
}

/** A file as it was when its text was compared with what had been read. */
interface KnownFile {
  readonly target: string;
  readonly model: Stats;
  readonly replacement: Replacement;
}

async function withOpen<T>(opening: Promise<FileHandle>, use: (opened: FileHandle) => Promise<T>): Promise<T> {
  const opened = await opening;
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
}

async function sameAsRead(opened: FileHandle, before: Buffer): Promise<Stats> {
  if (!(await holds(opened, before))) throw new Error(refusals.changed);
  return opened.stat();
}

/** Throws unless it is still the same file with the same text. Called just before writing. */
async function refuseChanged(opened: FileHandle, { model, replacement }: KnownFile): Promise<void> {
  const { ino, dev } = await sameAsRead(opened, replacement.before);
  if (ino !== model.ino || dev !== model.dev) throw new Error(refusals.changed);
}

/**
 * Throws for a file that must not be written. A file without any write permission is read-only for superusers as well.
 */
async function refuseOdd(target: string, fs: FileSystem): Promise<void> {
  const found = await fs.stat(target);
  if (!found.isFile()) throw new Error(refusals.irregular);
  if ((found.mode & 0o222) === 0) throw new Error(refusals.readOnly);
}

/**
 * Throws if there is a copy from a run that was killed: it may be all that is left of the text, so it is not replaced.
 */
async function refuseInterrupted(target: string, fs: FileSystem): Promise<void> {
  const backup = target + backupSuffix;
  if (await exists(backup, fs))
    throw new Error(`an interrupted run left ${shown(backup)}: restore the file from it if necessary, then remove it`);
}

async function exists(file: string, fs: FileSystem): Promise<boolean> {
  try {
    await fs.lstat(file);
    return true;
  } catch (error) {
    // No file can have a name that is too long.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENAMETOOLONG') return false;
    throw error;
  }
}

/** Replaces the file by renaming. Returns false, and changes nothing, if the file would lose something by that. */
async function replaceByRename(known: KnownFile, fs: FileSystem): Promise<boolean> {
  const { target, model, replacement } = known;
  const temporary = await temporaryBeside(target);
  try {
    if (!(await writeAlike(temporary, replacement.after, model, fs))) return false;
    await withOpen(fs.open(target, 'r'), (opened) => refuseChanged(opened, known));
    return await renamed(temporary, target, fs);
  } finally {
    // The first error is reported to the user, not this one.
    await fs.unlink(temporary).catch(() => undefined);
  }
}

/** Writes a new file with the owner, group and permissions of another one. Returns false if that is not possible. */
function writeAlike(file: string, bytes: Buffer, model: Stats, fs: FileSystem): Promise<boolean> {
  return withOpen(fs.open(file, 'wx', narrowMode(model)), async (made) => {
    if (!(await makeAlike(made, model))) return false;
    await writeAll(made, bytes);
    return true;
  });
}

/**
 * The permissions of a file for its owner only. While a new file has another owner or group, the other permissions
 * would apply to other users.
 */
function narrowMode({ mode }: Stats): number {
  return mode & 0o600;
}

async function makeAlike(made: FileHandle, model: Stats): Promise<boolean> {
  try {
    const { uid, gid } = await made.stat();
    if (uid !== model.uid || gid !== model.gid) await made.chown(model.uid, model.gid);
    await made.chmod(model.mode & 0o7777);
  } catch {
    return false;
  }
  const { uid, gid, mode } = await made.stat();
  return uid === model.uid && gid === model.gid && mode === model.mode;
}

/** Errors of renaming for mount points, for folders where only the owner may rename, and across file systems. */
const unrenamable: ReadonlySet<string | undefined> = new Set(['EBUSY', 'EXDEV', 'EPERM', 'EACCES']);

async function renamed(from: string, to: string, fs: FileSystem): Promise<boolean> {
  try {
    await fs.rename(from, to);
  } catch (error) {
    if (unrenamable.has(codeOf(error))) return false;
    throw error;
  }
  await syncFolder(path.dirname(to), fs);
  return true;
}

/** Makes the new name durable, if the system can. */
async function syncFolder(folder: string, fs: FileSystem): Promise<void> {
  try {
    await withOpen(fs.open(folder, 'r'), (opened) => opened.sync());
  } catch {
    // The file is in place. At worst, the earlier file is back after a power failure.
  }
}

/**
 * Writes into the file itself. There is always a complete copy next to it, even if the program or the machine stops.
 */
async function writeInPlace(known: KnownFile, fs: FileSystem): Promise<void> {
  await withOpen(fs.open(known.target, 'r+'), async (opened) => {
    const backup = await backUp(known, fs);
    const failure = await failureOf(overwriteOrRestore({ known, opened, backup }));
    // The copy is removed unless it is still needed.
    const left = failure instanceof Damaged ? undefined : await failureOf(fs.unlink(backup));
    if (failure !== undefined) throw failure;
    if (left !== undefined) throw new CannotDo(`${shown(known.target)}: ${copyStays(backup, left)}`);
  });
}

function copyStays(backup: string, failure: unknown): string {
  return `it was written, but the backup ${shown(backup)} could not be removed: ${reasonOf(failure)}`;
}

/** The text of the file is lost, except in the copy. */
class Damaged extends CannotDo {}

interface Overwriting {
  readonly known: KnownFile;
  readonly opened: FileHandle;
  readonly backup: string;
}

async function overwriteOrRestore({ known, opened, backup }: Overwriting): Promise<void> {
  await refuseChanged(opened, known);
  const failure = await failureOf(overwrite(opened, known.replacement.after));
  if (failure === undefined) return;
  const second = await failureOf(overwrite(opened, known.replacement.before));
  if (second === undefined) throw failure;
  const reasons = `${reasonOf(failure)}; it could not be restored: ${reasonOf(second)}`;
  throw new Damaged(`${shown(known.target)}: ${reasons}; it is damaged, and its text is in ${shown(backup)}`);
}

/** Makes a copy next to a file. It gets its name when it is complete, and never replaces another file. */
async function backUp({ target, model, replacement }: KnownFile, fs: FileSystem): Promise<string> {
  const temporary = await temporaryBeside(target);
  const backup = target + backupSuffix;
  try {
    await writeCopy(temporary, replacement.before, model, fs);
    await fs.link(temporary, backup);
    await syncFolder(path.dirname(backup), fs);
    return backup;
  } catch (error) {
    throw new Error(`it can only be written in place, but no backup can be made beside it: ${reasonOf(error)}`, {
      cause: error,
    });
  } finally {
    await fs.unlink(temporary).catch(() => undefined);
  }
}

async function writeCopy(file: string, bytes: Buffer, model: Stats, fs: FileSystem): Promise<void> {
  await withOpen(fs.open(file, 'wx+', narrowMode(model)), async (made) => {
    if (!(await makeAlike(made, model))) await makeNarrow(made, model);
    await overwrite(made, bytes);
  });
}

/** Restricts the permissions of a new file to those for its owner, if it has more. */
async function makeNarrow(made: FileHandle, model: Stats): Promise<void> {
  const { mode } = await made.stat();
  if ((mode & 0o7777 & ~narrowMode(model)) !== 0) await made.chmod(narrowMode(model));
}

async function overwrite(opened: FileHandle, bytes: Buffer): Promise<void> {
  await writeAll(opened, bytes);
  if (!(await holds(opened, bytes))) throw new Error('the file does not contain what was written');
}

/** Replaces the content of a file with these bytes, durably. */
async function writeAll(opened: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await opened.write(bytes, done, bytes.length - done, done)).bytesWritten;
  await opened.truncate(bytes.length);
  await opened.sync();
}

/** Is the content of a file exactly these bytes? */
async function holds(opened: FileHandle, bytes: Buffer): Promise<boolean> {
  const found = Buffer.alloc(bytes.length + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < found.length; length += read)
    read = (await opened.read(found, length, found.length - length, length)).bytesRead;
  return length === bytes.length && found.subarray(0, length).equals(bytes);
}

/** A unique name next to a file, so that two runs do not collide. */
async function temporaryBeside(target: string): Promise<string> {
  // The module is loaded only here, because loading it takes longer than `check`.
  const { randomUUID } = await import('node:crypto');
  return path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.tmp`);
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
