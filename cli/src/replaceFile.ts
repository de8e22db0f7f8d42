import type { Stats } from 'node:fs';
import * as node from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { CannotDo, reasonOf, shown, type TextFile } from './files.ts';

/** What writing asks of the file system. Tests put failures in its place. */
export type FileSystem = Pick<typeof node, 'link' | 'lstat' | 'open' | 'realpath' | 'rename' | 'stat' | 'unlink'>;

/**
 * Replaces the text of a file, which stays what it is: its owner, group, permissions and hard links, and where it is
 * mounted. A link is followed, not replaced. Where the file is no longer what was read, or is read-only, it is left
 * alone.
 *
 * It takes one step where that is possible: the text is written to a temporary file beside it, which then takes its
 * name. Where the file would become another one by that, the text is written into it, after a copy was made beside it;
 * the copy stays until the text is known to be there.
 */
export async function replaceText(file: string, before: TextFile, text: string, fs: FileSystem = node): Promise<void> {
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

/** The name of the copy that is beside a file while it is written into. */
export const backupSuffix = '.iam-refine-backup';

const refusals = {
  changed: 'the file has changed in the meantime',
  readOnly: 'the file is read-only',
  irregular: 'not a regular file',
} as const;

async function replaceTarget(target: string, replacement: Replacement, fs: FileSystem): Promise<void> {
  await refuseOdd(target, fs);
  await refuseInterrupted(target, fs);
  // Where it cannot be opened for writing it is not to be replaced either.
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

/** Is it still the same file with the same text? Asked just before it is written. */
async function refuseChanged(opened: FileHandle, { model, replacement }: KnownFile): Promise<void> {
  const { ino, dev } = await sameAsRead(opened, replacement.before);
  if (ino !== model.ino || dev !== model.dev) throw new Error(refusals.changed);
}

/** Superusers could write to what others must not; a file that nobody may write to is read-only for them, too. */
async function refuseOdd(target: string, fs: FileSystem): Promise<void> {
  const found = await fs.stat(target);
  if (!found.isFile()) throw new Error(refusals.irregular);
  if ((found.mode & 0o222) === 0) throw new Error(refusals.readOnly);
}

/** The copy of a run that was killed may be all that is left of the text: no other takes its place. */
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
    // A name that is too long is nobody's.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENAMETOOLONG') return false;
    throw error;
  }
}

/**
 * Gives the file's name to another one. `false`, and nothing has changed, where the file would lose something by that.
 */
async function replaceByRename(known: KnownFile, fs: FileSystem): Promise<boolean> {
  const { target, model, replacement } = known;
  const temporary = await temporaryBeside(target);
  try {
    if (!(await writeAlike(temporary, replacement.after, model, fs))) return false;
    await withOpen(fs.open(target, 'r'), (opened) => refuseChanged(opened, known));
    return await renamed(temporary, target, fs);
  } finally {
    // What went wrong first is what the user is told.
    await fs.unlink(temporary).catch(() => undefined);
  }
}

/** Writes a new file with the owner, group and permissions of another. `false` where it cannot have them. */
function writeAlike(file: string, bytes: Buffer, model: Stats, fs: FileSystem): Promise<boolean> {
  return withOpen(fs.open(file, 'wx', narrowMode(model)), async (made) => {
    if (!(await makeAlike(made, model))) return false;
    await writeAll(made, bytes);
    return true;
  });
}

/**
 * The permissions of a file for its owner alone: as long as a new one has another owner or group, the rest would mean
 * somebody else.
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

/** Files that others are mounted on, folders in which only the owner may rename, and file systems that are two. */
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

/** Makes the new name last; not all systems can. */
async function syncFolder(folder: string, fs: FileSystem): Promise<void> {
  try {
    await withOpen(fs.open(folder, 'r'), (opened) => opened.sync());
  } catch {
    // The file is in place, and at worst an outage gives back the one before.
  }
}

/**
 * Writes into the file itself. Beside it is all the while a complete copy, whenever the program or the machine stops.
 */
async function writeInPlace(known: KnownFile, fs: FileSystem): Promise<void> {
  await withOpen(fs.open(known.target, 'r+'), async (opened) => {
    const backup = await backUp(known, fs);
    const failure = await failureOf(overwriteOrRestore({ known, opened, backup }));
    // Only a copy that is still needed stays.
    const left = failure instanceof Damaged ? undefined : await failureOf(fs.unlink(backup));
    if (failure !== undefined) throw failure;
    if (left !== undefined) throw new CannotDo(`${shown(known.target)}: ${copyStays(backup, left)}`);
  });
}

function copyStays(backup: string, failure: unknown): string {
  return `it was written, but the backup ${shown(backup)} could not be removed: ${reasonOf(failure)}`;
}

/** The text of the file is lost, but for the copy. */
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

/** Makes a copy of a file beside it. It has its name only when it is complete, and takes no other's place. */
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

/** What cannot be for all who may read the file is the user's alone. */
async function makeNarrow(made: FileHandle, model: Stats): Promise<void> {
  const { mode } = await made.stat();
  if ((mode & 0o7777 & ~narrowMode(model)) !== 0) await made.chmod(narrowMode(model));
}

async function overwrite(opened: FileHandle, bytes: Buffer): Promise<void> {
  await writeAll(opened, bytes);
  if (!(await holds(opened, bytes))) throw new Error('the file does not contain what was written');
}

/** Makes these bytes all that a file holds, and lasting. */
async function writeAll(opened: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await opened.write(bytes, done, bytes.length - done, done)).bytesWritten;
  await opened.truncate(bytes.length);
  await opened.sync();
}

/** Does a file hold these bytes, and nothing more? */
async function holds(opened: FileHandle, bytes: Buffer): Promise<boolean> {
  const found = Buffer.alloc(bytes.length + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < found.length; length += read)
    read = (await opened.read(found, length, found.length - length, length)).bytesRead;
  return length === bytes.length && found.subarray(0, length).equals(bytes);
}

/** A name of its own beside a file: two runs do not meet there. */
async function temporaryBeside(target: string): Promise<string> {
  // Loading it takes longer than `check` does.
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
