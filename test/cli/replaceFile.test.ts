/**
 * What a file is stays when its text is replaced: its owner, permissions, hard links and mounts; and the text is never
 * lost on the way.
 */
import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import * as node from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { backupSuffix, replaceText, type FileSystem } from '../../cli/src/replaceFile.ts';
import { inFolder } from './run.ts';

const before = { text: 'before\n'.repeat(100), mark: '\uFEFF' };
const textBefore = before.mark + before.text;
const textAfter = `${before.mark}after\n`;
const backup = `p.json${backupSuffix}`;

interface Folder {
  readonly folder: string;
  readonly file: string;
  readonly read: (name?: string) => string;
  readonly names: () => string[];
  /** Replaces the text; what went wrong, if anything. */
  readonly replace: (fs?: FileSystem) => Promise<string | undefined>;
}

/** A folder with a file that only its owner and group may read. */
function withFile(use: (folder: Folder) => void | Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const file = path.join(folder, 'p.json');
    writeFileSync(file, textBefore);
    chmodSync(file, 0o640);
    await use({
      folder,
      file,
      read: (name = 'p.json') => readFileSync(path.join(folder, name), 'utf8'),
      names: () => readdirSync(folder).toSorted(),
      async replace(fs = node) {
        try {
          await replaceText(file, before, 'after\n', fs);
          return undefined;
        } catch (error) {
          return error instanceof Error ? error.message.replaceAll(`${folder}/`, '') : String(error);
        }
      },
    });
  });
}

/** What a file is, but for its text. */
function natureOf(file: string): readonly number[] {
  const { uid, gid, mode, nlink } = statSync(file);
  return [uid, gid, mode & 0o7777, nlink];
}

/** Gives a file to another user, where this one may. */
function giveAway(file: string): void {
  if (process.getuid?.() === 0) chownSync(file, 12_345, 54_321);
}

/** An error of the system. */
function systemError(code: string, says: string): Error {
  return Object.assign(new Error(`${code}: ${says}, open 'p.json'`), { code });
}

/** What is done with a file that is open. */
type Step = 'stat' | 'chown' | 'chmod' | 'read' | 'write' | 'truncate' | 'sync';

const handleSteps: readonly Step[] = ['stat', 'chown', 'chmod', 'read', 'write', 'truncate', 'sync'];

/** The file system, with each step told to `before` first, which may throw. */
function watched(beforeStep: (step: string, handle?: FileHandle) => void | Promise<void>): FileSystem {
  const told =
    <A extends readonly unknown[], R>(step: string, done: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await beforeStep(step);
      return done(...args);
    };
  const open: FileSystem['open'] = async (...args) => {
    await beforeStep('open');
    const handle = await node.open(...args);
    for (const step of handleSteps) {
      const done = handle[step].bind(handle) as (...rest: unknown[]) => Promise<unknown>;
      const replaced = async (...rest: unknown[]): Promise<unknown> => {
        await beforeStep(step, handle);
        return done(...rest);
      };
      Object.defineProperty(handle, step, { value: replaced, configurable: true });
    }
    return handle;
  };
  const { link, lstat, realpath, rename, stat, unlink } = node;
  return {
    open,
    link: told('link', link),
    lstat: told('lstat', lstat) as typeof lstat,
    realpath: told('realpath', realpath) as typeof realpath,
    rename: told('rename', rename),
    stat: told('stat', stat) as typeof stat,
    unlink: told('unlink', unlink),
  };
}

/** The file system, of which one step always fails. */
function failing(failed: string, error: Error): FileSystem {
  return watched((step) => {
    if (step === failed) throw error;
  });
}

/** The file system as it is for a user who cannot give a file away: what stands there is somebody else's. */
function ofAnotherUser(): FileSystem {
  const fs = failing('chown', systemError('EPERM', 'operation not permitted'));
  const open: FileSystem['open'] = async (file, flags, mode) => {
    const handle = await fs.open(file, flags, mode);
    if (flags === 'wx' || flags === 'wx+') return handle;
    const stat = async (): Promise<unknown> => Object.assign(await node.stat(file), { uid: 4711 });
    return Object.defineProperty(handle, 'stat', { value: stat });
  };
  return { ...fs, open };
}

const notPermitted = systemError('EPERM', 'operation not permitted');

suite('a file keeps what it is', () => {
  test('its owner, group and permissions', () =>
    withFile(async ({ file, replace, read, names }) => {
      giveAway(file);
      const nature = natureOf(file);
      assert.equal(await replace(), undefined);
      assert.deepEqual([read(), natureOf(file), names()], [textAfter, nature, ['p.json']]);
    }));

  test('its other names', () =>
    withFile(async ({ folder, file, replace, read, names }) => {
      linkSync(file, path.join(folder, 'other.json'));
      giveAway(file);
      const nature = natureOf(file);
      assert.equal(await replace(), undefined);
      assert.deepEqual(
        [read(), read('other.json'), natureOf(file), names()],
        [textAfter, textAfter, nature, ['other.json', 'p.json']],
      );
    }));

  for (const [what, fs] of [
    ['that is mounted', failing('rename', systemError('EBUSY', 'resource busy or locked'))],
    ['that is on another file system', failing('rename', systemError('EXDEV', 'cross-device link not permitted'))],
    ['in a folder where only its owner may rename it', failing('rename', notPermitted)],
    ['with permissions that no other can be given', failing('chmod', notPermitted)],
    ['of a user to whom nothing can be given', ofAnotherUser()],
  ] as const)
    test(`a file ${what} is written in place`, () =>
      withFile(async ({ file, replace, read, names }) => {
        const { ino } = statSync(file);
        const nature = natureOf(file);
        assert.equal(await replace(fs), undefined);
        assert.deepEqual([read(), statSync(file).ino, natureOf(file), names()], [textAfter, ino, nature, ['p.json']]);
      }));

  for (const [how, isLinked] of [
    ['replaced in one step', false],
    ['written in place', true],
  ] as const)
    test(`a file that is ${how} is never more open on the way, nor is anything beside it, whatever new files may be`, () =>
      withFile(async ({ folder, file, replace, names }) => {
        if (isLinked) linkSync(file, path.join(folder, 'other.json'));
        const others = isLinked ? ['other.json', 'p.json'] : ['p.json'];
        const usual = process.umask(0);
        try {
          for (const mode of [0o600, 0o640, 0o664, 0o606]) {
            chmodSync(file, mode);
            const tooOpen: string[] = [];
            let seen = 0;
            const look = (): void => {
              for (const name of names()) {
                if (!others.includes(name)) seen++;
                if ((statSync(path.join(folder, name)).mode & 0o7777 & ~mode) !== 0) tooOpen.push(name);
              }
            };
            assert.equal(await replace(watched(look)), undefined);
            assert.deepEqual([tooOpen, seen > 0, statSync(file).mode & 0o7777], [[], true, mode]);
            writeFileSync(file, textBefore);
          }
        } finally {
          process.umask(usual);
        }
      }));

  test('a link is followed, not replaced', () =>
    withFile(async ({ folder, read, names }) => {
      mkdirSync(path.join(folder, 'links'));
      symlinkSync('../p.json', path.join(folder, 'links/l.json'));
      await replaceText(path.join(folder, 'links/l.json'), before, 'after\n');
      assert.deepEqual(
        [read(), names(), readdirSync(path.join(folder, 'links'))],
        [textAfter, ['links', 'p.json'], ['l.json']],
      );
    }));
});

suite('a file is left alone', () => {
  test('that nobody may write to, whoever runs this', () =>
    withFile(async ({ file, replace, read, names }) => {
      chmodSync(file, 0o444);
      assert.equal(await replace(), 'p.json: the file is read-only; it was left unchanged');
      assert.deepEqual([read(), names()], [textBefore, ['p.json']]);
    }));

  test('that this user may not write to', () =>
    withFile(async ({ replace, read, names }) => {
      assert.equal(
        await replace(failing('open', systemError('EACCES', 'permission denied'))),
        'p.json: permission denied; it was left unchanged',
      );
      assert.deepEqual([read(), names()], [textBefore, ['p.json']]);
    }));

  test('that changed since it was read, at whatever moment', () =>
    withFile(async ({ folder, file, replace, read, names }) => {
      for (const isLinked of [false, true])
        for (const [step, nth] of [
          ['realpath', 1],
          ['open', 2],
          ['rename', 1],
          ['link', 1],
        ] as const) {
          writeFileSync(file, textBefore);
          if (isLinked) linkSync(file, path.join(folder, 'other.json'));
          let left: number = nth;
          const fs = watched((now) => {
            if (now === step && --left === 0) writeFileSync(file, 'theirs\n');
          });
          const said = await replace(fs);
          // Between the last look and the renaming there is nothing that can be asked.
          const isSeen = left <= 0 && step !== 'rename';
          if (isSeen)
            assert.deepEqual(
              [step, said, read()],
              [step, 'p.json: the file has changed in the meantime; it was left unchanged', 'theirs\n'],
            );
          assert.deepEqual(names(), isLinked ? ['other.json', 'p.json'] : ['p.json']);
          if (isLinked) await node.unlink(path.join(folder, 'other.json'));
        }
    }));

  test('that another took the place of', () =>
    withFile(async ({ file, replace, read }) => {
      const inode = statSync(file).ino;
      const fs = watched(async (step) => {
        if (step !== 'chmod' || statSync(file).ino !== inode) return;
        writeFileSync(`${file}.new`, textBefore);
        await node.rename(`${file}.new`, file);
      });
      assert.deepEqual(
        [await replace(fs), read()],
        ['p.json: the file has changed in the meantime; it was left unchanged', textBefore],
      );
    }));

  test('beside which a run that was interrupted left its copy', () =>
    withFile(async ({ folder, replace, read, names }) => {
      writeFileSync(path.join(folder, backup), 'the only copy');
      const said = `p.json: an interrupted run left ${backup}: restore the file from it if necessary, then remove it; it was left unchanged`;
      assert.equal(await replace(), said);
      assert.deepEqual([read(), read(backup), names()], [textBefore, 'the only copy', ['p.json', backup]]);
    }));

  test('that is no regular file', () =>
    withFile(async ({ folder }) => {
      await assert.rejects(replaceText(folder, before, ''), {
        message: `${folder}: not a regular file; it was left unchanged`,
      });
    }));

  test('in place of which nothing can be written, and of which no copy can be made', () =>
    withFile(async ({ folder, file, replace, read, names }) => {
      linkSync(file, path.join(folder, 'other.json'));
      const said =
        'p.json: it can only be written in place, but no backup can be made beside it: too many links; it was left unchanged';
      assert.equal(await replace(failing('link', systemError('EMLINK', 'too many links'))), said);
      assert.deepEqual([read(), names()], [textBefore, ['other.json', 'p.json']]);
    }));
});

suite('a text is never lost', () => {
  /** How many steps a replacement takes. */
  const countSteps = async (isLinked: boolean): Promise<number> => {
    let steps = 0;
    await withFile(async ({ folder, file, replace }) => {
      if (isLinked) linkSync(file, path.join(folder, 'other.json'));
      assert.equal(await replace(watched(() => void steps++)), undefined);
    });
    return steps;
  };

  for (const [how, isLinked] of [
    ['replaced in one step', false],
    ['written in place', true],
  ] as const) {
    test(`a file that is ${how}: whatever one step fails, it has one text or the other, nothing is left, and what is said is so`, async () => {
      for (let nth = 1, steps = await countSteps(isLinked); nth <= steps; nth++)
        await withFile(async ({ folder, file, replace, read, names }) => {
          if (isLinked) linkSync(file, path.join(folder, 'other.json'));
          let step = 0;
          let failed = '';
          const said = await replace(
            watched(async (name, handle) => {
              if (++step !== nth) return;
              failed = name;
              if (name === 'write') await handle?.writeFile('half');
              throw systemError('EIO', 'i/o error');
            }),
          );
          const others = isLinked ? ['other.json', 'p.json'] : ['p.json'];
          const isLeft = said?.includes('left unchanged') === true;
          // What cannot be removed is named; a temporary file is not, and holds nothing that is nowhere else.
          const left = names().filter((name) => !others.includes(name));
          assert.deepEqual([nth, failed, read()], [nth, failed, isLeft ? textBefore : textAfter]);
          if (failed !== 'unlink') assert.deepEqual([nth, failed, left], [nth, failed, []]);
          if (left.includes(backup)) assert.deepEqual([read(backup), said?.includes(backup)], [textBefore, true]);
        });
    });

    test(`a file that is ${how}: whenever the program is killed, the file or the copy beside it is whole`, async () => {
      for (let nth = 1, steps = await countSteps(isLinked); nth <= steps; nth++)
        await withFile(async ({ folder, file, replace, read, names }) => {
          if (isLinked) linkSync(file, path.join(folder, 'other.json'));
          let step = 0;
          await replace(
            watched(async (name, handle) => {
              if (++step < nth) return;
              if (name === 'write' && step === nth) await handle?.writeFile('half');
              throw systemError('EIO', 'killed');
            }),
          );
          const hasCopy = names().includes(backup);
          const isWhole = [textBefore, textAfter].includes(read());
          assert.deepEqual([nth, isWhole || hasCopy], [nth, true]);
          if (hasCopy) assert.deepEqual([nth, read(backup)], [nth, textBefore]);
        });
    });
  }

  test('where it can neither be written nor restored, it is said where the copy is', () =>
    withFile(async ({ folder, file, replace, read, names }) => {
      linkSync(file, path.join(folder, 'other.json'));
      let isBacked = false;
      const fs = watched(async (step, handle) => {
        isBacked ||= step === 'link';
        if (step !== 'write' || !isBacked) return;
        await handle?.writeFile('half');
        throw systemError('ENOSPC', 'no space left on device');
      });
      const full = 'no space left on device';
      assert.equal(
        await replace(fs),
        `p.json: ${full}; it could not be restored: ${full}; it is damaged, and its text is in ${backup}`,
      );
      assert.deepEqual([read(backup), names()], [textBefore, ['other.json', 'p.json', backup]]);
    }));
});
