/** The folder of a file, without a slash at its end. */
export function parentOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/** The names of the folders from `folder` down to the file, and the file's, decoded. `undefined` where the file is not below the folder. */
export function segmentsBelow(folder: string, uri: string): readonly string[] | undefined {
  // The root of the file system has no name: `file://`.
  const base = folder.endsWith('/') && folder !== 'file://' ? folder : `${folder}/`;
  return uri.startsWith(base) ? uri.slice(base.length).split('/').map(decode) : undefined;
}

/** As {@link segmentsBelow}, as one path. */
export function pathBelow(folder: string, uri: string): string | undefined {
  return segmentsBelow(folder, uri)?.join('/');
}

/** Is one of some files or folders the file, or a folder that it is in? */
export function isAmong(uri: string, some: ReadonlySet<string>): boolean {
  for (let at = uri; at !== 'file:/' && at !== ''; at = parentOf(at)) if (some.has(at)) return true;
  return false;
}

/** How people name a file from a folder: `a/b.json`, `../b.json`. */
export function pathFrom(folder: string, uri: string): string {
  const [from, to] = [folder.split('/'), uri.split('/')];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same).map(decode)].join('/');
}

/** The same file always has the same URI: editors and Node differ in which characters they escape. */
export function canonical(uri: string): string {
  const colon = uri.indexOf(':');
  return (
    uri.slice(0, colon + 1) +
    uri
      .slice(colon + 1)
      .split('/')
      .map((part) => encodeURIComponent(decode(part)))
      .join('/')
  );
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
