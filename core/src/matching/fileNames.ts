/** The names of files as the callers of the index give them: URIs or paths, with `/` between folders. */

export function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

/** The name of a file, decoded where the file is named by URI. */
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
 * What a file may be named after: `MyRole.policy.json` → `MyRole.policy.json`, `MyRole.policy`, `MyRole`. Role names
 * may hold dots.
 */
export function stems(fileName: string): string[] {
  const parts = fileName.split('.');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('.'));
}
