/** Parts of file names. Files are named by URI or by path, with `/` between folders. */

export function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

/** The last part of a file's name; decoded if the file is named by URI. */
export function fileNameOf(file: string): string {
  return decoded(file.slice(file.lastIndexOf('/') + 1), file);
}

/** The names of the folders that a file is in, from the top down, decoded like {@link fileNameOf}. */
export function foldersOf(file: string): string[] {
  return folderOf(file)
    .split('/')
    .map((name) => decoded(name, file));
}

function decoded(name: string, file: string): string {
  try {
    return file.startsWith('file:') ? decodeURIComponent(name) : name;
  } catch {
    return name;
  }
}

/**
 * The principal names that a file may be named after: `MyRole.policy.json` → `MyRole.policy.json`, `MyRole.policy`,
 * `MyRole`. Role names may contain dots.
 */
export function stems(fileName: string): string[] {
  const parts = fileName.split('.');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('.'));
}
