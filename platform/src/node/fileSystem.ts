/**
 * Functions of `node:fs` as promises. They are not taken from `node:fs/promises`, because loading that takes several
 * milliseconds of each start.
 */
import { access as accessOf, lstat as lstatOf, opendir as opendirOf } from 'node:fs';
import { readdir as readdirOf, realpath as realpathOf, stat as statOf } from 'node:fs';
import { promisify } from 'node:util';

export const access: typeof accessOf.__promisify__ = promisify(accessOf);
export const lstat: typeof lstatOf.__promisify__ = promisify(lstatOf);
export const opendir: typeof opendirOf.__promisify__ = promisify(opendirOf);
export const readdir: typeof readdirOf.__promisify__ = promisify(readdirOf);
export const realpath: (file: string) => Promise<string> = promisify(realpathOf.native);
export const stat: typeof statOf.__promisify__ = promisify(statOf);
