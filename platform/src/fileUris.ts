/**
 * File URIs and paths: comparing them, and converting one into the other. Editors, Node and people write the name of
 * the same file in many ways, so every name that is compared, looked up or opened goes through this module. On Windows,
 * a name may be in any letter case, and a drive may be `c:`, `C:` or `c%3A`. Tests can choose the operating system with
 * `flavour`; by default it is the system that this runs on.
 */

/** The part of Node's `path.posix` or `path.win32` that matters here: `/` is Posix, `\` is Windows. */
export interface PathFlavour {
  readonly sep: string;
}

function systemFlavour(): PathFlavour {
  return { sep: globalThis.process?.platform === 'win32' ? '\\' : '/' };
}

function isWindows({ sep }: PathFlavour): boolean {
  return sep === '\\';
}

/**
 * The decoded parts of a URI. In a Windows `file:` URI, the first name may be a drive. The names of any other URI are
 * the parts between its slashes.
 */
interface UriParts {
  readonly scheme: string;
  /** The file server; `''` for this machine. */
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
  const result: string[] = [];
  for (const name of names)
    if (name === '..') result.pop();
    else if (name !== '' && name !== '.') result.push(name);
  return result;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Most paths: in their URI, nothing is escaped, and no name starts with a dot. Such a path and its URI need not be taken
 * apart, which is done many times for each file.
 */
const plainPath = /^(?:\/[\w!~*'()-][\w.!~*'()-]*)+$/;

/** Is it a URI of a file on this machine in its canonical form, with a plain path? */
function isPlainUri(uri: string): boolean {
  return uri.startsWith('file:///') && plainPath.test(uri.slice(7));
}

/**
 * The URI in one form: two URIs that differ only in which characters are escaped, as those of editors and Node do,
 * become equal. Letter case stays.
 */
export function canonical(uri: string, flavour: PathFlavour = systemFlavour()): string {
  return isPlainUri(uri) ? uri : uriFrom(partsOf(uri, flavour));
}

/** The name without the differences that some file systems ignore: letter case and Unicode composition. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** A key that is equal for URIs of the same file. On Windows, letter case is ignored. */
export function keyOf(uri: string, flavour: PathFlavour = systemFlavour()): string {
  if (!isWindows(flavour)) return canonical(uri, flavour);
  const parts = partsOf(uri, flavour);
  return uriFrom({ ...parts, names: parts.names.map(folded) });
}

/**
 * A key that is equal for all URIs that may be the same file on any system: letter case is always ignored. For uses in
 * which a false match does no harm, such as reading a file again.
 */
export function looseKeyOf(uri: string, flavour: PathFlavour = systemFlavour()): string {
  const parts = partsOf(uri, flavour);
  return uriFrom({ ...parts, names: parts.names.map(folded) });
}

/** Makes a test whether a URI is, or is below, one of some files and folders, compared by {@link looseKeyOf}. */
export function among(uris: Iterable<string>): (uri: string) => boolean {
  const some = new Set([...uris].map((uri) => looseKeyOf(uri)));
  return (uri) => {
    if (some.size === 0) return false;
    for (let at = looseKeyOf(uri); at.includes('/'); at = parentOf(at)) if (some.has(at)) return true;
    return false;
  };
}

/** The path of a file; `undefined` if the system would open something other than a file of that name. */
export function pathOf(uri: string, flavour: PathFlavour = systemFlavour()): string | undefined {
  if (!isWindows(flavour) && isPlainUri(uri)) return uri.slice(7);
  const { scheme, host, names } = partsOf(uri, flavour);
  if (scheme !== 'file:' || names.some((name) => /[/\0]/.test(name))) return undefined;
  if (isWindows(flavour)) return windowsPath(host, names);
  return host === '' ? `/${names.join('/')}` : undefined;
}

function windowsPath(host: string, [root = '', ...below]: readonly string[]): string | undefined {
  if (!below.every(isPlain)) return undefined;
  if (host === '') return isDrive(root) ? `${root}\\${below.join('\\')}` : undefined;
  // `\\.\pipe` is a device, and `\\?\C:` bypasses the checks of Windows.
  return /^[^.?]/.test(host) && isPlain(host) && isPlain(root)
    ? `\\\\${host}\\${root}\\${below.join('\\')}`
    : undefined;
}

/** The names that open a device in Windows, with any extension. */
const device = /^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$) *(?:\.|$)/i;

// eslint-disable-next-line no-control-regex -- control characters are not allowed either
const forbidden = /[\u0000-\u001f:<>"|?*\\]/;

/**
 * Does Windows open a file of exactly this name? It does not for the name of a device, for a stream of another file
 * (`a.json:stream`), and for a name that ends in dots or blanks, because Windows drops these.
 */
function isPlain(name: string): boolean {
  return name !== '' && !forbidden.test(name) && !/[. ]$/.test(name) && !device.test(name);
}

/** The {@link canonical} URI of an absolute path. */
export function uriOf(path: string, flavour: PathFlavour = systemFlavour()): string {
  if (!isWindows(flavour) && plainPath.test(path)) return `file://${path}`;
  if (!isWindows(flavour)) return uriFrom({ scheme: 'file:', host: '', names: withoutDots(path.split('/')) });
  // The prefix `\\?\` only tells Windows to take the path literally.
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

/** The file server of a URI; `''` for this machine. */
export function hostOf(uri: string, flavour: PathFlavour = systemFlavour()): string {
  return partsOf(uri, flavour).host;
}

/** The URI of the folder of a file, without a slash at its end. */
export function parentOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/**
 * The URIs of the folders above a file, the nearest first, up to the root of the file system, of the drive, or of the
 * shared folder of a server.
 */
export function foldersAbove(uri: string, flavour: PathFlavour = systemFlavour()): string[] {
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
 * The decoded names of the folders from `folder` down to a file, then of the file. `undefined` if the file is not below
 * the folder.
 */
export function segmentsBelow(
  folder: string,
  uri: string,
  flavour: PathFlavour = systemFlavour(),
): readonly string[] | undefined {
  if (!isWindows(flavour) && isPlainUri(folder) && isPlainUri(uri))
    return uri.startsWith(`${folder}/`) ? uri.slice(folder.length + 1).split('/') : undefined;
  const [top, file] = [partsOf(folder, flavour), partsOf(uri, flavour)];
  const key = isWindows(flavour) ? folded : (name: string): string => name;
  const isBelow =
    top.scheme === file.scheme &&
    top.host === file.host &&
    top.names.length < file.names.length &&
    top.names.every((name, i) => key(name) === key(file.names[i] ?? ''));
  return isBelow ? file.names.slice(top.names.length) : undefined;
}

/** The path from a folder down to a file (`a/b.json`); `undefined` if the file is not below the folder. */
export function pathBelow(folder: string, uri: string, flavour: PathFlavour = systemFlavour()): string | undefined {
  return segmentsBelow(folder, uri, flavour)?.join('/');
}

/** The relative path from a folder to a file: `a/b.json`, `../b.json`. */
export function pathFrom(folder: string, uri: string, flavour: PathFlavour = systemFlavour()): string {
  const below = pathBelow(folder, uri, flavour);
  if (below !== undefined) return below;
  const [from, to] = [partsOf(folder, flavour).names, partsOf(uri, flavour).names];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}
