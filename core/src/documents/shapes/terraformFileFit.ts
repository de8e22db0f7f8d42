/** Whether a path in a Terraform configuration is that of a file, or may be. */
import { normalised, type NamedFile } from './terraformFiles.ts';

/** Whether a path is that of a file. `anything`: it may be any path at all. */
export type Fit = 'exactly' | 'perhaps' | 'anything' | 'never';

/** A file, seen from a module. */
export interface FilePlace {
  /** The path of the file from the folder of the module. */
  readonly path: string;
  /** The path of the module's folder from the top folder; empty for that. */
  readonly folder: string;
}

/**
 * Does a configuration mean this file? A path that is not certain may be that of the file if its last literal part fits
 * the end of the file's path: the folders above the top folder have any names.
 */
export function fitOf({ path: named, from }: NamedFile, { path, folder }: FilePlace): Fit {
  if (named === '*') return 'anything';
  const file = normalised(`${folder}/${path}`);
  if (from === 'anywhere') return endsAs(named, file) ? 'perhaps' : 'never';
  if (named === path || normalised(`${folder}/${named}`) === file) return 'exactly';
  const starts = from === 'module' ? [folder] : foldersUpFrom(folder);
  if (starts.some((start) => mayBeBelowTop(normalised(`${start}/${named}`), file))) return 'perhaps';
  if (from === 'module') return 'never';
  // The root module may be above the top folder, or, if the path says so, a folder beside this module.
  const rest = withoutAbove(named);
  return reachesDownTo(rest, file) || (from === 'root' && mayBe(`*/${rest}`, `/${file}`)) ? 'perhaps' : 'never';
}

function foldersUpFrom(folder: string): readonly string[] {
  const names = folder.split('/');
  return names.map((_, i) => names.slice(0, i + 1).join('/')).concat('');
}

/** A path from the top folder. One that leaves it may come back, as the top folder has a name, too. */
function mayBeBelowTop(target: string, file: string): boolean {
  if (mayBe(target, file)) return true;
  return target.startsWith('../') && endsAs(`*/${withoutAbove(target)}`, file);
}

/** May a path that starts at any folder be that of a file? */
function endsAs(named: string, file: string): boolean {
  return mayBe(named.startsWith('*') ? named : `*${named}`, `/${file}`) || reachesDownTo(named, file);
}

/** Does a path go down to a file, through folders above the top folder, whose names are not known? */
function reachesDownTo(named: string, file: string): boolean {
  const end = named.includes('*') ? named.slice(named.lastIndexOf('*') + 1) : `/${named}`;
  return end.toLowerCase().endsWith(`/${withoutAbove(file)}`.toLowerCase());
}

function withoutAbove(path: string): string {
  return !path.startsWith('../') ? path : path.replace(/^(?:\.\.\/)+/, '');
}

/** May a pattern, in which `*` is any text, stand for a path? Disks may ignore letter case. */
function mayBe(pattern: string, path: string): boolean {
  if (!pattern.includes('*')) return pattern.length === path.length && pattern.toLowerCase() === path.toLowerCase();
  const [start = '', ...others] = pattern.toLowerCase().split(/\*+/);
  const text = path.toLowerCase();
  const end = others.pop();
  if (end === undefined || !text.startsWith(start)) return false;
  let at = start.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.endsWith(end) && text.length - end.length >= at;
}
