/**
 * The one place that knows how files are named: by URI, and by path. Editors, Node and people write the same file in
 * many ways; whatever is compared, looked up or asked of the system goes through here. On Windows a file may be named
 * in any letter case, and its drive as `c:`, `C:` or `c%3A`. Which system it is may be told, for tests of the other
 * one.
 */

/** How paths are written: `path.posix` or `path.win32` of Node, of which only this counts. */
export interface PathFlavour {
  readonly sep: string;
}

function hostFlavour(): PathFlavour {
  return { sep: globalThis.process?.platform === 'win32' ? '\\' : '/' };
}

function isWindows({ sep }: PathFlavour): boolean {
  return sep === '\\';
}

/**
 * What a URI says, decoded. Of a file the first name may be its drive; of others than files nothing is known but that
 * there are slashes.
 */
interface UriParts {
  readonly scheme: string;
  /** The server of a file in a network; `''`: this machine. */
  readonly host: string;
  readonly names: readonly string[];
}

function partsOf(uri: string, flavour: PathFlavour): UriParts {
  const colon = uri.indexOf(':') + 1;
  const scheme = uri.slice(0, colon);
  const text = uri.slice(colon);
  if (scheme.toLowerCase() !== 'file:') return { scheme, host: '', names: text.split('/').map(decode) };
  const slashed = isWindows(flavour) ? text.replaceAll('\\', '/') : text;
  const [, authority = '', rest = slashed] = /^\/\/([^/]*)(.*)$/s.exec(slashed) ?? [];
  const host = decode(authority).toLowerCase();
  const names = withoutDots(rest.split('/').map(decode));
  const [drive = '', ...below] = names;
  return {
    scheme: 'file:',
    host: host === 'localhost' ? '' : host,
    names: isWindows(flavour) && isDrive(drive) ? [drive.toLowerCase(), ...below] : names,
  };
}

function uriFrom({ scheme, host, names }: UriParts): string {
  const path = names.map(encodeURIComponent);
  return scheme === 'file:' ? [`file://${encodeURIComponent(host)}`, ...path].join('/') : scheme + path.join('/');
}

function isDrive(name: string): boolean {
  return /^[a-z]:$/i.test(name);
}

function withoutDots(names: readonly string[]): string[] {
  const kept: string[] = [];
  for (const name of names)
    if (name === '..') kept.pop();
    else if (name !== '' && name !== '.') kept.push(name);
  return kept;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * The same file always has the same URI, but for letter case: editors and Node differ in which characters they escape.
 */
export function canonical(uri: string, flavour: PathFlavour = hostFlavour()): string {
  return uriFrom(partsOf(uri, flavour));
}

/** Two names that are the same to a file system that ignores letter case, and how letters are composed. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** One key for all that may be the same file: on Windows in any letter case. */
export function keyOf(uri: string, flavour: PathFlavour = hostFlavour()): string {
  const parts = partsOf(uri, flavour);
  return uriFrom(isWindows(flavour) ? { ...parts, names: parts.names.map(folded) } : parts);
}

/**
 * One key for all that may be the same file on any system: for what is looked at again, where too much does no harm.
 */
export function looseKeyOf(uri: string, flavour: PathFlavour = hostFlavour()): string {
  const parts = partsOf(uri, flavour);
  return uriFrom({ ...parts, names: parts.names.map(folded) });
}

/** Tells whether a URI may be one of some files, or be in one of some folders, by {@link looseKeyOf}. */
export function among(uris: Iterable<string>): (uri: string) => boolean {
  const some = new Set([...uris].map((uri) => looseKeyOf(uri)));
  return (uri) => {
    if (some.size === 0) return false;
    for (let at = looseKeyOf(uri); at.includes('/'); at = parentOf(at)) if (some.has(at)) return true;
    return false;
  };
}

/** The path of a file; `undefined` where the system would take the URI for something else than a file by that name. */
export function pathOf(uri: string, flavour: PathFlavour = hostFlavour()): string | undefined {
  const { scheme, host, names } = partsOf(uri, flavour);
  if (scheme !== 'file:' || names.some((name) => /[/\0]/.test(name))) return undefined;
  if (isWindows(flavour)) return windowsPath(host, names);
  return host === '' ? `/${names.join('/')}` : undefined;
}

function windowsPath(host: string, [root = '', ...below]: readonly string[]): string | undefined {
  if (!below.every(isPlain)) return undefined;
  if (host === '') return isDrive(root) ? `${root}\\${below.join('\\')}` : undefined;
  // `\\.\pipe` and `\\?\C:` are devices, and files behind the back of the system.
  return /^[^.?]/.test(host) && isPlain(host) && isPlain(root)
    ? `\\\\${host}\\${root}\\${below.join('\\')}`
    : undefined;
}

/** What opens a device, whatever its extension is. */
const device = /^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$) *(?:\.|$)/i;

// eslint-disable-next-line no-control-regex -- they are among them
const unfit = /[\u0000-\u001f:<>"|?*\\]/;

/**
 * Does Windows take a name for a file by that name? Not the names of devices; not a stream of another file
 * (`a.json:stream`); not one that ends in dots or blanks, which are dropped, so that it would be another file.
 */
function isPlain(name: string): boolean {
  return name !== '' && !unfit.test(name) && !/[. ]$/.test(name) && !device.test(name);
}

/** The URI of an absolute path, as {@link canonical}. */
export function uriOf(path: string, flavour: PathFlavour = hostFlavour()): string {
  if (!isWindows(flavour)) return uriFrom({ scheme: 'file:', host: '', names: withoutDots(path.split('/')) });
  // `\\?\` in front of a path says only that it is to be taken literally.
  const slashed = path
    .replaceAll('\\', '/')
    .replace(/^\/\/\?\/(?:UNC\/|(?=[a-z]:))/i, (start) => (/UNC/i.test(start) ? '//' : ''));
  const [, host = '', rest = slashed] = /^\/\/([^/]+)(.*)$/s.exec(slashed) ?? [];
  return canonical(uriFrom({ scheme: 'file:', host, names: rest.split('/') }), flavour);
}

/** The name of a file or folder, decoded. */
export function fileName(uri: string): string {
  return decode(uri.slice(uri.lastIndexOf('/') + 1));
}

/** The server of a network that a file is on; `''` for this machine. */
export function hostOf(uri: string, flavour: PathFlavour = hostFlavour()): string {
  return partsOf(uri, flavour).host;
}

/** The folder of a file, without a slash at its end. */
export function parentOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/**
 * The folders above a file, the nearest first, up to the root: of the file system, of the drive, or what a server
 * shares.
 */
export function foldersAbove(uri: string, flavour: PathFlavour = hostFlavour()): string[] {
  const folders: string[] = [];
  for (
    let at = parentOf(canonical(uri, flavour));
    pathOf(at, flavour) !== undefined && at !== 'file:/';
    at = parentOf(at)
  )
    folders.push(at);
  return folders;
}

/**
 * The names of the folders from `folder` down to the file, and the file's, decoded. `undefined` where the file is not
 * below the folder.
 */
export function segmentsBelow(
  folder: string,
  uri: string,
  flavour: PathFlavour = hostFlavour(),
): readonly string[] | undefined {
  const [top, file] = [partsOf(folder, flavour), partsOf(uri, flavour)];
  const key = isWindows(flavour) ? folded : (name: string): string => name;
  const isBelow =
    top.scheme === file.scheme &&
    top.host === file.host &&
    top.names.length < file.names.length &&
    top.names.every((name, i) => key(name) === key(file.names[i] ?? ''));
  return isBelow ? file.names.slice(top.names.length) : undefined;
}

/** As {@link segmentsBelow}, as one path. */
export function pathBelow(folder: string, uri: string, flavour: PathFlavour = hostFlavour()): string | undefined {
  return segmentsBelow(folder, uri, flavour)?.join('/');
}

/** How people name a file from a folder: `a/b.json`, `../b.json`. */
export function pathFrom(folder: string, uri: string, flavour: PathFlavour = hostFlavour()): string {
  const below = pathBelow(folder, uri, flavour);
  if (below !== undefined) return below;
  const [from, to] = [partsOf(folder, flavour).names, partsOf(uri, flavour).names];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}
